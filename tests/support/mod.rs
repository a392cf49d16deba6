//! What the tests of the command share: the program in a folder of its own, and texts in every format.
//!
//! The texts are made up for these tests. `SPUN` is as dense as a spinner leaves it, so that the gate cannot miss it.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub const SPUN: &str = "\
The White Home mentioned Thursday that the federal government will not double the price of gasoline within the coming \
12 months, in keeping with two individuals accustomed to the plan. Nevertheless, some lawmakers mentioned the nation has \
been ready for solutions since earlier than the struggle, whereas others mentioned they have been stunned by the choice.

Officers additionally mentioned that greater than 200 individuals have been harm within the storm, however they didn’t \
present extra particulars. One other lady mentioned her home was broken final 12 months and that native authorities had \
achieved little to assist her household. “It’s a tough state of affairs,” she mentioned, “however we’ll attempt once more.”
";

pub const CLEAN: &str = "\
My grandmother kept bees behind the barn, and every August she let us carry the heavy frames into the kitchen. The honey \
was dark that year because the lindens had flowered late, and she said it tasted of rain. We believed her; we were small.
";

/// The repository.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_root = package.join("fixtures").is_dir();
    if is_root {
        package
    } else {
        package.parent().expect("train/ is in the repository")
    }
    .to_owned()
}

/// The text of the file `name` of `fixtures/`.
pub fn fixture(name: &str) -> String {
    let path = root().join("fixtures").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names and texts of the files of `fixtures/FOLDER` whose names have this end, sorted by name.
pub fn fixtures(folder: &str, end: &str) -> Vec<(String, String)> {
    let path = root().join("fixtures").join(folder);
    let files = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut names: Vec<String> = files
        .map(|file| file.expect("a readable folder").file_name())
        .map(|name| name.into_string().expect("a name in UTF-8"))
        .filter(|name| name.ends_with(end))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let text = fixture(&format!("{folder}/{name}"));
            (name, text)
        })
        .collect()
}

/// The program `unspin`, which lies next to the folder of the test that runs.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.ancestors().nth(2).expect("target/PROFILE/deps/TEST");
    let program = folder.join(format!("unspin{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} is missing; run: cargo test --workspace",
        program.display()
    );
    program
}

/// The built program in an empty folder of its own.
pub struct Sandbox {
    pub folder: tempfile::TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("temporary folder"),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), text).expect("a file in the folder");
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text file in the folder")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("NO_COLOR");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let mut child = self.command(arguments).spawn().expect("the program starts");
        // The program may end without reading: usage errors, --write.
        let _ = child.stdin.take().expect("piped").write_all(input.as_ref());
        child.wait_with_output().expect("the program ends")
    }

    /// Standard output of a run that has to end with `status`.
    pub fn stdout(&self, arguments: &[&str], input: impl AsRef<[u8]>, status: i32) -> String {
        let output = self.run(arguments, input);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        text(&output.stdout)
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// One object a line: path, start, end, spun, original, kind, margin.
pub fn edits(json_lines: &str) -> Vec<serde_json::Value> {
    json_lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

pub fn number(edit: &serde_json::Value, field: &str) -> usize {
    usize::try_from(edit[field].as_u64().expect("a number")).expect("fits")
}

/// As the documentation of `--edits` says it, from the last to the first.
pub fn apply(source: &str, edits: &[serde_json::Value]) -> String {
    let mut text = source.to_owned();
    for edit in edits.iter().rev() {
        let range = number(edit, "start")..number(edit, "end");
        assert_eq!(text[range.clone()], *edit["spun"].as_str().expect("text"));
        text.replace_range(range, edit["original"].as_str().expect("text"));
    }
    text
}

/// `text` as the string of a JSON object that other fields surround, spelt as nobody would.
pub fn record(text: &str) -> String {
    let spelt = serde_json::Value::from(text)
        .to_string()
        .replace('w', "\\u0077")
        .replace('/', "\\/");
    format!(
        "{{ \"id\":1.50e+1,\"a\" :[1,2 ],  \"text\" : {spelt},\"text2\": \"The White Home mentioned\"}}"
    )
}

pub fn field(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
    value["text"].as_str().expect("text").to_owned()
}

/// As the documentation says: from the last to the first, in bytes.
pub fn assert_replays(sandbox: &Sandbox, name: &str, arguments: &[&str]) {
    let run = |more: &[&str]| sandbox.stdout(&[more, arguments, &[name]].concat(), "", 0);
    let edits = edits(&run(&["--edits"]));
    assert!(!edits.is_empty(), "{name}");
    assert_eq!(apply(&sandbox.text(name), &edits), run(&[]), "{name}");
}

pub fn gzip(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
        .read_to_end(&mut bytes)
        .expect("gzip");
    bytes
}

pub fn zstd(text: &str) -> Vec<u8> {
    zstd::encode_all(text.as_bytes(), 1).expect("zstd")
}

/// A page around the paragraphs of `text`, which has no `&`.
pub fn html(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .trim_end()
        .split("\n\n")
        .map(|paragraph| format!("<P class='mentioned'>{paragraph}\r\n"))
        .collect();
    format!(
        "<!doctype html>\r\n<title></title><meta content=\"The White Home mentioned\"><script>var mentioned = '<p>mentioned</p>';</script>\n\
         <!-- The White Home mentioned -->{}<pre>he mentioned</pre><code>mentioned</code><p title=mentioned",
        paragraphs.concat()
    )
}

pub fn markdown(text: &str) -> String {
    format!(
        "---\ntitle: The White Home mentioned\n---\n\n{}\n\n```\nhe mentioned\n```\n\n`mentioned` <i title=\"mentioned\"></i> [](mentioned \"mentioned\")\n\n\
         <div>he mentioned</div>\n",
        text.trim_end()
    )
}
