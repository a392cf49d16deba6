//! Where documents come from: files, folders and standard input, compressed or not. `folder` lists
//! files, `packing` recognises compression, `members` undoes it, `salvage` goes on behind damage, `start`
//! recognises the format, `binary` what is not text, and `parts` and `archive` read a long input piece by
//! piece.

mod archive;
mod binary;
mod folder;
mod members;
mod packing;
mod parts;
mod salvage;
mod start;

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use archive::Records;
pub use binary::NotText;
pub use folder::files;
pub use members::{Notes, Unreadable};
pub use packing::{Packer, Packing};
pub use parts::{LineBatches, RowBatches, TextChunks};
pub use salvage::Gap;

/// An input that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input, with the name that it has in messages.
    Stdin(OsString),
    /// A file or a folder.
    Path(PathBuf),
}

impl Input {
    /// The inputs that `paths` name; standard input, which is called `stdin`, if there are none.
    pub fn all(paths: &[PathBuf], stdin: Option<&Path>) -> Vec<Self> {
        let stdin = stdin.map_or(OsStr::new("<stdin>"), Path::as_os_str);
        if paths.is_empty() {
            return vec![Self::Stdin(stdin.to_owned())];
        }
        let input = |path: &PathBuf| {
            if path == Path::new("-") {
                Self::Stdin(stdin.to_owned())
            } else {
                Self::Path(path.clone())
            }
        };
        paths.iter().map(input).collect()
    }

    /// The path, or the name of standard input.
    pub fn name(&self) -> &OsStr {
        match self {
            Self::Stdin(name) => name,
            Self::Path(path) => path.as_os_str(),
        }
    }

    /// The path, unless this is standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin(_) => None,
            Self::Path(path) => Some(path),
        }
    }
}

/// An open input.
pub struct Source<'i> {
    /// The decompressed bytes.
    pub reader: Box<dyn BufRead + 'i>,
    /// How the input is compressed.
    pub packing: Packing,
    /// How many bytes have been read so far, before decompression.
    pub count: Rc<Cell<u64>>,
    /// What is known of its compressed members.
    pub notes: Notes,
}

impl<'i> Source<'i> {
    /// Opens the file `path`.
    ///
    /// # Errors
    /// If the file cannot be opened or its first bytes cannot be read.
    pub fn open(path: &Path, max_expansion: u64) -> io::Result<Source<'static>> {
        let file = File::open(path).map_err(|error| {
            if error.kind() == ErrorKind::NotFound && path.is_symlink() {
                let text = "is a link that leads nowhere; correct it or leave it out";
                io::Error::new(error.kind(), text)
            } else {
                error
            }
        })?;
        Source::new(file, max_expansion)
    }

    /// Decompresses `packed` while it is read, up to `max_expansion` times its size.
    ///
    /// # Errors
    /// If the first bytes cannot be read.
    pub fn new(packed: impl Read + 'i, max_expansion: u64) -> io::Result<Self> {
        let count = Rc::<Cell<u64>>::default();
        let mut packed = Counted {
            inner: packed,
            count: Rc::clone(&count),
        };
        let (packing, start) = Packing::detect(&mut packed)?;
        let all = Cursor::new(start).chain(packed);
        let notes = Notes::default();
        let unpacked = members::unpack(packing, all, notes.clone())?;
        let reader: Box<dyn BufRead> = match packing {
            Packing::Plain => unpacked,
            Packing::Gzip | Packing::Zstd => Box::new(Bounded {
                reader: unpacked,
                packed: Rc::clone(&count),
                unpacked: 0,
                max_expansion,
            }),
        };
        Ok(Self {
            reader,
            packing,
            count,
            notes,
        })
    }
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(buffer)?;
        self.count.set(self.count.get() + len as u64);
        Ok(len)
    }
}

/// Decompressed bytes that are always allowed, however small the compressed input is.
const ALWAYS_ALLOWED: u64 = 64 << 20;

/// Fails where an input decompresses to more than `max_expansion` times its size.
struct Bounded<R> {
    reader: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    max_expansion: u64,
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let allowed = self.packed.get().saturating_mul(self.max_expansion);
        if self.unpacked > allowed.max(ALWAYS_ALLOWED) {
            let ratio = self.max_expansion.to_string();
            return Err(io::Error::new(ErrorKind::FileTooLarge, ratio));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, len: usize) {
        self.unpacked += len as u64;
        self.reader.consume(len);
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(buffer)?;
        self.consume(len);
        Ok(len)
    }
}

#[cfg(test)]
mod tests;
