//! Runs the console blocks of a Markdown page, and compares what they print with what the page shows.
//!
//! All blocks of a page run in one temporary folder, which has a copy of `fixtures/` and `examples/`.
//! A line that begins with `$ ` is a command for `sh`; a backslash at its end continues it. The lines
//! after it are what it prints, on standard output and standard error. In these, `...` stands for any
//! text; alone on a line, for any lines. `cat FILE` of a file that does not exist creates it with the
//! lines that are shown, so a page can show its own examples.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{Sandbox, program, repository_file, root};

/// What stands for any text.
const ANY: &str = "...";

/// A command of a page, and the lines that it shows as its output.
#[derive(Debug, PartialEq)]
pub struct Step {
    /// Number of the line of the command, from 1.
    pub line: usize,
    /// What precedes each line of the block.
    pub indent: String,
    /// The command.
    pub command: String,
    /// The lines of the page that have its output.
    pub output: std::ops::Range<usize>,
}

/// The steps of all console blocks in the lines of a page.
pub fn steps(lines: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut block: Option<&str> = None;
    let mut is_continued = false;
    for (index, line) in lines.iter().enumerate() {
        let Some(indent) = block else {
            block = line.strip_suffix("```console");
            continue;
        };
        let line = line.strip_prefix(indent).unwrap_or(line);
        if line == "```" {
            block = None;
        } else if is_continued {
            let step = steps.last_mut().expect("a continued command");
            step.command += "\n";
            step.command += line;
            step.output = index + 1..index + 1;
            is_continued = line.ends_with('\\');
        } else if let Some(command) = line.strip_prefix("$ ") {
            is_continued = command.ends_with('\\');
            steps.push(Step {
                line: index + 1,
                indent: indent.to_owned(),
                command: command.to_owned(),
                output: index + 1..index + 1,
            });
        } else if let Some(step) = steps.last_mut() {
            step.output.end = index + 1;
        }
    }
    steps
}

/// Runs all console blocks of a page of the repository. With `UNSPIN_BLESS`, the page is rewritten to
/// show what they print; otherwise the result lists the differences.
pub fn differences(page: &str) -> Vec<String> {
    let text = repository_file(page);
    let lines: Vec<&str> = text.lines().collect();
    let sandbox = Sandbox::new();
    let repository = root();
    for folder in ["fixtures", "examples"] {
        let source = repository.join(folder);
        printed(&format!("cp -R '{}' .", source.display()), &sandbox);
    }
    let mut blessed: Vec<String> = Vec::new();
    let mut done = 0;
    let mut problems = Vec::new();
    for step in steps(&lines) {
        let shown: Vec<&str> = lines[step.output.clone()]
            .iter()
            .map(|line| line.strip_prefix(&*step.indent).unwrap_or(line))
            .collect();
        if let Some(file) = new_file(&step, &sandbox) {
            fs::write(file, shown.join("\n") + "\n").expect("a file in the folder");
        }
        let printed = printed(&step.command, &sandbox);
        let printed: Vec<&str> = printed.lines().collect();
        if matches(&shown, &printed) {
            continue;
        }
        problems.push(format!(
            "{page}:{}: $ {}\nprints\n{}\nbut the page shows\n{}\n",
            step.line,
            step.command,
            printed.join("\n"),
            shown.join("\n")
        ));
        blessed.extend(
            lines[done..step.output.start]
                .iter()
                .map(|&line| line.to_owned()),
        );
        let elided = elided(&shown, &printed);
        blessed.extend(elided.iter().map(|line| format!("{}{line}", step.indent)));
        done = step.output.end;
    }
    if std::env::var_os("UNSPIN_BLESS").is_none() {
        return problems;
    }
    blessed.extend(lines[done..].iter().map(|&line| line.to_owned()));
    fs::write(root().join(page), blessed.join("\n") + "\n").expect("the page can be written");
    Vec::new()
}

/// The file that a step `cat FILE` shows, if it does not exist yet.
fn new_file(step: &Step, sandbox: &Sandbox) -> Option<PathBuf> {
    let name = step.command.strip_prefix("cat ")?;
    let is_name = |char: char| char.is_alphanumeric() || "._-".contains(char);
    let file = sandbox.path(name);
    (name.chars().all(is_name) && !file.exists()).then_some(file)
}

/// What a command prints in the folder, with the programs of this repository in its path.
fn printed(command: &str, sandbox: &Sandbox) -> String {
    let folder = program().parent().expect("a folder").to_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("HOME", sandbox.folder.path())
        .env_remove("NO_COLOR")
        .current_dir(&sandbox.folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether the lines are what the page shows.
pub fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match (shown, printed) {
        ([], []) => true,
        ([ANY, rest @ ..], _) => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        ([first, rest @ ..], [line, others @ ..]) => {
            line_matches(first, line) && matches(rest, others)
        }
        _ => false,
    }
}

fn line_matches(shown: &str, line: &str) -> bool {
    let Some((start, rest)) = shown.split_once(ANY) else {
        return shown == line;
    };
    line.strip_prefix(start).is_some_and(|line| {
        let ends = line.char_indices().map(|(end, _)| end).chain([line.len()]);
        ends.into_iter().any(|end| line_matches(rest, &line[end..]))
    })
}

/// The printed lines, shortened like those that the page shows.
fn elided(shown: &[&str], printed: &[&str]) -> Vec<String> {
    let before = shown.iter().position(|&line| line == ANY);
    let lines = match before.filter(|_| shown.len() <= printed.len()) {
        Some(before) => {
            let after = printed.len() - (shown.len() - before - 1);
            [&printed[..before], &[ANY], &printed[after..]].concat()
        }
        None => printed.to_vec(),
    };
    let is_aligned = lines.len() == shown.len();
    let line = |(index, &line): (usize, &&str)| match shown.get(index) {
        Some(old) if is_aligned && line_matches(old, line) => (*old).to_owned(),
        _ => line.to_owned(),
    };
    lines.iter().enumerate().map(line).collect()
}
