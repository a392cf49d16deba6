//! Where documents come from: files and standard input, and what may be wrong with them. It does not look at their text.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The inputs that `paths` name: standard input where there are none.
    pub fn all(paths: &[PathBuf]) -> Vec<Self> {
        let input = |path: &PathBuf| if path == Path::new("-") { Self::Stdin } else { Self::File(path.clone()) };
        if paths.is_empty() { vec![Self::Stdin] } else { paths.iter().map(input).collect() }
    }

    /// The path, or `<stdin>`.
    pub fn name(&self) -> &OsStr {
        match self {
            Self::Stdin => OsStr::new("<stdin>"),
            Self::File(path) => path.as_os_str(),
        }
    }

    /// The path, if there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File(path) => Some(path),
        }
    }

    /// Opens it for reading, `stdin` if it is that.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn open<'i>(&self, stdin: &'i mut dyn Read) -> io::Result<Box<dyn BufRead + 'i>> {
        match self {
            Self::Stdin => Ok(Box::new(BufReader::new(stdin))),
            Self::File(path) => Ok(Box::new(BufReader::new(File::open(path)?))),
        }
    }
}

/// What to say where an input cannot be read.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file; check the path".into(),
        ErrorKind::IsADirectory => "is a folder; name the files in it".into(),
        ErrorKind::PermissionDenied => "permission denied; ask its owner for leave to read it".into(),
        _ => format!("cannot be read ({error}); leave it out or try again"),
    }
}
