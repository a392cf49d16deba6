//! Messages on standard error, each on one line: `unspin: PLACE: what is wrong; what to do`.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, ErrorKind, Write};

use crate::document::json::RecordError;

/// A message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What the message is about: usually a path, sometimes with a line number.
    pub place: OsString,
    /// What is wrong, and what to do about it.
    pub text: String,
    /// Whether something was not done.
    pub severity: Severity,
}

/// How a message affects the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Not at all. The user asked for it.
    Info,
    /// Not at all.
    Note,
    /// Something was not done, so the exit status is 2.
    Failure,
}

impl Message {
    /// Something at `place` was not done.
    pub fn failure(place: impl AsRef<OsStr>, text: impl Into<String>) -> Self {
        Self {
            place: place.as_ref().to_owned(),
            text: text.into(),
            severity: Severity::Failure,
        }
    }

    /// Something about `place` is worth knowing.
    pub fn note(place: impl AsRef<OsStr>, text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::failure(place, text)
        }
    }

    /// Something about `place` that the user wants to know.
    pub fn info(place: impl AsRef<OsStr>, text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Info,
            ..Self::failure(place, text)
        }
    }

    /// Standard output cannot be written.
    pub fn unwritable_stdout(error: &io::Error) -> Self {
        Self::failure(
            "<stdout>",
            format!(
                "cannot be written ({}); free some space or write elsewhere",
                cause(error)
            ),
        )
    }

    /// Writes the message on one line.
    pub fn write(&self, out: &mut dyn Write) {
        // Where standard error is closed, the exit status still shows the failure.
        let _ = writeln!(out, "unspin: {self}");
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", one_line(&self.place), self.text)
    }
}

/// The place `name:line`.
pub fn at_line(name: impl AsRef<OsStr>, line: usize) -> OsString {
    let mut place = name.as_ref().to_owned();
    place.push(format!(":{line}"));
    place
}

/// Why something failed, for people: without the number that the system has for it, and without the
/// name of a temporary file, which is behind that number.
pub fn cause(error: &impl fmt::Display) -> String {
    let text = error.to_string();
    let text = text.split(" (os error ").next().unwrap_or_default();
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

/// Why a file cannot be created, for people.
pub fn cause_of_write(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder does not exist".into(),
        ErrorKind::NotADirectory => "what should be its folder is a file".into(),
        _ => cause(error),
    }
}

/// What is wrong with an input that cannot be read, and what to do about it.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound if error.get_ref().is_some() => error.to_string(),
        ErrorKind::NotFound => "no such file; check the path".into(),
        ErrorKind::IsADirectory => "is a folder; name the files in it".into(),
        ErrorKind::PermissionDenied => "permission denied; ask the owner for read access".into(),
        ErrorKind::FileTooLarge => format!(
            "decompresses to more than {error} times its size and may have been made to fill \
             memory or disk; if you trust it, allow more with --max-expansion"
        ),
        _ => format!(
            "cannot be read ({}); leave it out or try again",
            cause(error)
        ),
    }
}

/// What is wrong with a line that cannot be read, and what to do about it.
pub fn bad_line(error: &RecordError) -> String {
    match error {
        RecordError::NotUtf8 => {
            format!("is {error}; convert it to UTF-8, or name its encoding with --encoding")
        }
        RecordError::NotJson { .. } => format!("is {error}; correct it or leave it out"),
        RecordError::NoField { .. } => format!("has {error}; name the right one with --field"),
        RecordError::NoColumn { .. } => format!("has {error}; name another one with --column"),
        RecordError::NoString { .. } => format!("has {error}; name another one with --field"),
    }
}

/// A path as people read it: on one line, without escape codes that a terminal would obey.
pub fn one_line(name: &OsStr) -> String {
    String::from_utf8_lossy(&bytes_on_one_line(name)).into_owned()
}

/// The same for a program: bytes that are not UTF-8 are kept, so that it finds the file.
pub fn bytes_on_one_line(name: &OsStr) -> Vec<u8> {
    let mut line = Vec::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for char in chunk.valid().chars() {
            if char.is_control() {
                line.extend(char.escape_default().to_string().bytes());
            } else {
                line.extend(char.encode_utf8(&mut [0; 4]).bytes());
            }
        }
        line.extend_from_slice(chunk.invalid());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_on_one_line() {
        assert_eq!(one_line(OsStr::new("a\nb\x1b[31m é")), "a\\nb\\u{1b}[31m é");
    }

    #[test]
    fn causes_are_for_people() {
        let error = io::Error::from_raw_os_error(28);
        assert_eq!(cause(&error), "no space left on device");
        let error = format!("{error} at path \"/tmp/.unspin-a1\"");
        assert_eq!(cause(&error), "no space left on device");
    }

    #[test]
    fn a_message_is_one_line_with_its_place() {
        let mut out = Vec::new();
        Message::failure(at_line("a\nb.txt", 7), "is wrong; correct it").write(&mut out);
        assert_eq!(out, b"unspin: a\\nb.txt:7: is wrong; correct it\n");
    }
}
