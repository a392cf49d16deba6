//! The program in a temporary folder.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The program `unspin`, which is next to the folder of the running test.
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

/// A temporary folder in which the program runs.
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

    /// Writes the file `name`, and creates the folders that it needs.
    pub fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        let folder = path.parent().expect("a file has a folder");
        fs::create_dir_all(folder).expect("folders");
        fs::write(path, text).expect("a file in the folder");
        self
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text file in the folder")
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file in the folder")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let mut child = self.command(arguments).spawn().expect("the program starts");
        // The program may end without reading its input, for example after a usage error.
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

    /// Exit status and standard error of a run.
    pub fn failure(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> (Option<i32>, String) {
        let output = self.run(arguments, input);
        (output.status.code(), text(&output.stderr))
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}
