//! Where the report may be written.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::super::args::{Args, CheckArg, Mode};
use super::super::feed::is_stdout_file;
use super::super::message::{Message, cause_of_write};
use super::{START, TITLE};

/// Why the report cannot be written to `path`.
pub fn problem(args: &Args, path: &Path) -> Option<&'static str> {
    let mode = args.mode();
    if is_stdout(path) {
        let is_free =
            matches!(mode, Mode::Write | Mode::Output) || args.check.format == Some(CheckArg::Text);
        let problem = if mode == Mode::Filter {
            "is standard output, which gets the text; name a file after --report, or add --check"
        } else {
            "is standard output, which gets something else; name a file after --report"
        };
        return (!is_free).then_some(problem);
    }
    if is_stdout_file(path) {
        Some("is also standard output; name another file after --report")
    } else if is_input(args, path) {
        Some("is an input, which the report would overwrite; name another file after --report")
    } else if !may_replace(path) {
        Some(
            "was not written by --report and would be overwritten; name another file after --report",
        )
    } else {
        None
    }
}

/// The message that the report cannot be written to `path`.
pub fn unwritable(path: &Path, error: &io::Error) -> Message {
    let text = format!(
        "cannot be written ({}); name another file after --report",
        cause_of_write(error)
    );
    Message::failure(path, text)
}

/// Whether the file `path` is given as an input.
pub fn is_input(args: &Args, path: &Path) -> bool {
    let same = |input: &PathBuf| match (input.canonicalize(), path.canonicalize()) {
        (Ok(input), Ok(path)) => input == path,
        _ => false,
    };
    args.paths.iter().any(same)
}

/// Whether `path` stands for standard output.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether the file `path` may be replaced by a report: it is one, or empty, or does not exist.
fn may_replace(path: &Path) -> bool {
    let has_title = |start: &[u8]| {
        let mut windows = start.windows(TITLE.len());
        windows.any(|window| window == TITLE.as_bytes())
    };
    is_free(path, START, has_title)
}

/// Whether the file `path` is empty, or does not exist, or is one of unspin's by its first `length` bytes.
pub fn is_free(path: &Path, length: u64, is_own: impl Fn(&[u8]) -> bool) -> bool {
    // Writing to a folder or a pipe fails later, with a better message.
    if path.metadata().is_ok_and(|file| !file.is_file()) {
        return true;
    }
    let mut start = Vec::new();
    match File::open(path) {
        Ok(file) => {
            let read = file.take(length).read_to_end(&mut start);
            read.is_ok() && (start.is_empty() || is_own(&start))
        }
        // If what should be its folder is a file, writing fails later, with a better message.
        Err(error) => matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        ),
    }
}
