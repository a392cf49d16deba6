//! Lines of a text that are written for programs: source code, commands, settings, logs, tables. In spun
//! text, too, their words are names, which must stay as they are.
//!
//! A line with a sign that prose does not have is such a line, see `signs`. Short lines next to it
//! count as well, if they could be. Everything else is prose: where a sign may have another meaning, it
//! is not used.

mod counted;
mod labels;
mod logs;
mod names;
mod rows;
mod runs;
mod signs;

pub use self::runs::tables;

use self::counted::counted;
use self::labels::labels;
use self::runs::{hunk_len, runs, table_len};
use self::signs::{Line, Sign};
use std::ops::Range;

/// Marks at the start of a line, in lower case, that start a piece of code, and those that end it.
const FENCES: [(&str, &str); 6] = [
    ("[code", "[/code]"),
    ("{code", "{code}"),
    ("{noformat", "{noformat}"),
    ("<pre", "</pre>"),
    ("<source", "</source>"),
    ("<syntaxhighlight", "</syntaxhighlight>"),
];
/// Directives of reStructuredText with names or code inside.
const DIRECTIVES: [&str; 13] = [
    "autosummary",
    "code",
    "code-block",
    "doctest",
    "graphviz",
    "index",
    "ipython",
    "math",
    "mermaid",
    "raw",
    "sourcecode",
    "testcode",
    "toctree",
];
/// Least number of words of a value that is prose.
pub(super) const SENTENCE: usize = 8;
/// Most lines between the marks around a piece of code.
const LONGEST_FENCED: usize = 500;
/// Least number of lines `key: value` one below the other that are settings.
const SETTINGS: usize = 3;

/// The byte ranges of `text` that are code, in order and disjoint: whole lines, or the names in front of
/// values that are prose.
pub fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block = Vec::new();
    let lines: Vec<Line<'_>> = lines(text).collect();
    let mut at = 0;
    let mut is_announced = false;
    while let Some(line) = lines.get(at) {
        let fenced = fenced_len(&lines[at..]);
        if fenced > 0 {
            let end = &lines[at + fenced - 1];
            settle(&mut block, is_announced, &mut found);
            found.push(line.start..end.start + end.text.len());
            at += fenced;
            continue;
        }
        if line.text.trim().is_empty() {
            let last = block
                .last()
                .map(|(last, _): &(Line<'_>, Sign)| last.text.ends_with(':'));
            settle(&mut block, is_announced, &mut found);
            is_announced = last.unwrap_or(is_announced);
        } else {
            block.push((*line, signs::sign(line)));
        }
        at += 1;
    }
    settle(&mut block, is_announced, &mut found);
    counted(text, &mut found);
    found
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = Line {
            start,
            text: whole.trim_end_matches(['\n', '\r']),
        };
        start += whole.len();
        line
    })
}

/// The number of `lines` from the first on that are a piece of code between marks, or below the line that
/// announces it, or that are one piece without marks; 0 for none.
fn fenced_len(lines: &[Line<'_>]) -> usize {
    let table = table_len(lines);
    if table > 0 {
        return table;
    }
    let first = lines[0].text.trim_ascii();
    let lower = |line: &Line<'_>| line.text.trim_ascii().to_ascii_lowercase();
    let window = &lines[..lines.len().min(LONGEST_FENCED)];
    let to = |from: usize, is_end: &dyn Fn(&Line<'_>) -> bool| {
        let end = window.iter().skip(from).position(is_end);
        end.map_or(0, |at| from + at + 1)
    };
    if let Some(close) = fence_end(first) {
        let is_end = |line: &Line<'_>| lower(line).ends_with(close);
        // It may end in its first line, but the mark that starts it is no end.
        if lower(&lines[0])[1..].ends_with(close) {
            1
        } else {
            to(1, &is_end)
        }
    } else if first.starts_with("```") {
        to(1, &|line| line.text.trim_ascii() == "```")
    } else if let Some(name) = lower(&lines[0]).strip_prefix("#+begin_")
        && ["src", "example", "export"]
            .iter()
            .any(|code| name.starts_with(code))
    {
        to(1, &|line| lower(line).starts_with("#+end_"))
    } else if first.starts_with("[source") && window.get(1).is_some_and(|line| line.text == "----")
    {
        to(2, &|line| line.text == "----")
    } else if ["----", "...."].contains(&lines[0].text) {
        // A rule between parts of a text looks the same.
        let len = to(1, &|line| line.text == lines[0].text);
        let is_short = |line: &Line<'_>| signs::sign(line) != Sign::Prose;
        if len > 2 && window[1..len - 1].iter().all(is_short) {
            len
        } else {
            0
        }
    } else if first.starts_with("@@ -") {
        hunk_len(lines)
    } else if first == "-----BEGIN PGP SIGNED MESSAGE-----" {
        to(1, &|line| {
            line.text.trim_ascii() == "-----END PGP SIGNATURE-----"
        })
    } else if let Some((name, _)) = first
        .strip_prefix(".. ")
        .and_then(|rest| rest.split_once("::"))
        && DIRECTIVES.contains(&name)
    {
        let indent = lines[0].indent();
        let is_inside = |line: &&Line<'_>| line.text.is_empty() || line.indent() > indent;
        1 + window[1..].iter().take_while(is_inside).count()
    } else {
        0
    }
}

/// What ends the piece of code that starts with the line `first`, in lower case.
fn fence_end(first: &str) -> Option<&'static str> {
    let is_open = |open: &str| {
        let start = first.get(..open.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(open))
            && first[open.len()..].starts_with(['>', ']', '}', ' ', '=', ':'])
    };
    let fence = FENCES.iter().find(|(open, _)| is_open(open));
    fence.map(|(_, close)| *close)
}

/// Adds the code in the lines of a `block` without blank lines to `found`, and empties it.
fn settle(block: &mut Vec<(Line<'_>, Sign)>, is_announced: bool, found: &mut Vec<Range<usize>>) {
    settings(block);
    runs(block, is_announced);
    labels(block);
    headers(block);
    let is_code = |sign: Sign| matches!(sign, Sign::Code | Sign::Name(_));
    if block.iter().any(|&(_, sign)| is_code(sign)) {
        for at in 1..block.len() {
            spread(block, at - 1, at);
        }
        for at in (1..block.len()).rev() {
            spread(block, at, at - 1);
        }
    }
    for (line, sign) in block.drain(..) {
        match sign {
            Sign::Code => found.push(line.start..line.start + line.text.len()),
            Sign::Name(len) => found.push(line.start..line.start + len),
            Sign::Setting(_) | Sign::Short | Sign::Prose => {}
        }
    }
}

/// Makes the line `to` of a block code if the line `from` next to it is, and it could be.
fn spread(block: &mut [(Line<'_>, Sign)], from: usize, to: usize) {
    if block[from].1 != Sign::Code {
        return;
    }
    let (line, sign) = &mut block[to];
    match *sign {
        Sign::Short => *sign = Sign::Code,
        Sign::Setting(len) => *sign = line.named(len),
        _ => {}
    }
}

/// Decides whether lines `key: value` are settings: they are if most lines of the block are, or if it
/// starts with several.
fn settings(block: &mut [(Line<'_>, Sign)]) {
    let is_setting = |&(_, sign): &(Line<'_>, Sign)| matches!(sign, Sign::Setting(_));
    let settings = block.iter().filter(|line| is_setting(line)).count();
    let first = block.iter().take_while(|line| is_setting(line)).count();
    let others = block.iter().filter(|(_, sign)| *sign == Sign::Prose);
    if settings < SETTINGS || (3 * others.count() > settings && first < SETTINGS) {
        return;
    }
    for (line, sign) in block {
        if let Sign::Setting(len) = *sign {
            *sign = line.named(len);
        }
    }
}

/// Makes the line above the rule of a table code: it names the columns.
fn headers(block: &mut [(Line<'_>, Sign)]) {
    for at in 1..block.len() {
        if rows::is_rule(block[at].0.text) && rows::has_columns(block[at - 1].0.text) {
            block[at - 1].1 = Sign::Code;
        }
    }
}

#[cfg(test)]
mod tests;
