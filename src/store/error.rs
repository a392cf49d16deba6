//! Errors of loading a lexicon or a model.

use std::fmt;

/// Why a lexicon or model could not be loaded.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not a file of the expected kind and version.
    Format {
        /// Expected kind of file: `model`, `context`, `gate`, `net` or `lexicon`.
        what: &'static str,
        /// First line of such a file.
        expected: String,
        /// What the file begins with instead.
        got: String,
    },
    /// The file is shorter or longer than its header says.
    Truncated {
        /// Kind of file.
        what: &'static str,
        /// Length in bytes according to the header.
        needed: usize,
        /// Actual length in bytes.
        got: usize,
    },
    /// The content is corrupt: a checksum differs, or an index is out of range.
    Damaged {
        /// Kind of file.
        what: &'static str,
        /// The corrupt part of the file.
        part: &'static str,
        /// Offset in bytes of that part in the file.
        at: usize,
    },
    /// A line of a lexicon in its text form is invalid.
    Lexicon {
        /// Line number, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format {
                what,
                expected,
                got,
            } => {
                write!(
                    f,
                    "{what} file: expected it to begin with {expected:?}, got {got:?}; rebuild it with this version of unspin-train"
                )
            }
            Self::Truncated { what, needed, got } => {
                write!(
                    f,
                    "{what} file: expected {needed} bytes, got {got}; copy or rebuild it"
                )
            }
            Self::Damaged { what, part, at } => write!(
                f,
                "{what} file: the {part} at byte {at} is corrupt; copy or rebuild it"
            ),
            Self::Lexicon { line, problem } => write!(
                f,
                "lexicon line {line}: {problem}; write spun<TAB>original<TAB>count"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The error for the corrupt `section`, named `part`, of the file `bytes`.
    pub(crate) fn damaged(
        what: &'static str,
        part: &'static str,
        bytes: &[u8],
        section: &[u8],
    ) -> Self {
        Self::Damaged {
            what,
            part,
            at: section
                .as_ptr()
                .addr()
                .saturating_sub(bytes.as_ptr().addr()),
        }
    }
}
