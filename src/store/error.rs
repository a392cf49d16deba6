//! What can go wrong at the two ends: loading a file and writing a result. Nothing in between fails.

use std::fmt;

/// Why a lexicon or model could not be loaded.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not a file of the wanted kind and version.
    Format {
        /// Kind of file that was wanted: `model`, `context`, `gate`, `lexicon`.
        what: &'static str,
        /// First line that such a file has.
        expected: String,
        /// What the file begins with.
        got: String,
    },
    /// The file ends before what its header announces, or goes on after it.
    Truncated {
        /// Kind of file.
        what: &'static str,
        /// Bytes that the header announces.
        needed: usize,
        /// Bytes that are there.
        got: usize,
    },
    /// The bytes differ from those that were written.
    Damaged {
        /// Kind of file.
        what: &'static str,
        /// Part of the file that is wrong.
        part: &'static str,
        /// Byte of the file where that part begins.
        at: usize,
    },
    /// A line of a lexicon's text form cannot be read.
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
                    "{what} file: expected it to begin with {expected:?}, got {got:?}; make it with this version of unspin-train"
                )
            }
            Self::Truncated { what, needed, got } => {
                write!(
                    f,
                    "{what} file: its header announces {needed} bytes, it has {got}; copy or make it again"
                )
            }
            Self::Damaged { what, part, at } => write!(
                f,
                "{what} file: the {part}, from byte {at} on, is damaged; copy or make it again"
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
    /// The error for a `section` of the file `bytes` that is not what it should be.
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
