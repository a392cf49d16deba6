//! Where documents come from: files and standard input, compressed ones too, and what may be wrong with them. It owns how
//! lines are read in batches, and does not look at their text.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::packing::{CHUNK, Packing};
use crate::document::chunk;

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
        let input = |path: &PathBuf| {
            if path == Path::new("-") {
                Self::Stdin
            } else {
                Self::File(path.clone())
            }
        };
        if paths.is_empty() {
            vec![Self::Stdin]
        } else {
            paths.iter().map(input).collect()
        }
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
}

/// An input that is open.
pub struct Source<'i> {
    /// Its bytes, decompressed.
    pub reader: Box<dyn BufRead + 'i>,
    /// How they are stored.
    pub packing: Packing,
    /// How many bytes were read as they are stored.
    pub count: Rc<Cell<u64>>,
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

impl<'i> Source<'i> {
    /// The file `path`; compressed bytes are decompressed as they are read.
    ///
    /// # Errors
    /// Where it cannot be opened or its first bytes cannot be read.
    pub fn file(path: &Path, max_expansion: u64) -> io::Result<Source<'static>> {
        Source::of(File::open(path)?, max_expansion)
    }

    /// What `packed` gives; compressed bytes are decompressed as they are read, up to `max_expansion` times their number.
    ///
    /// # Errors
    /// Where its first bytes cannot be read.
    pub fn of(packed: impl Read + 'i, max_expansion: u64) -> io::Result<Self> {
        let count = Rc::<Cell<u64>>::default();
        let (mut packed, mut start) = (
            Counted {
                inner: packed,
                count: Rc::clone(&count),
            },
            Vec::new(),
        );
        packed
            .by_ref()
            .take(Packing::MAGIC)
            .read_to_end(&mut start)?;
        let packing = Packing::of(&start);
        let reader = packing.unpacked(BufReader::with_capacity(
            CHUNK,
            Cursor::new(start).chain(packed),
        ))?;
        let reader: Box<dyn BufRead> = match packing {
            Packing::Plain => reader,
            Packing::Gzip | Packing::Zstd => Box::new(Bounded {
                reader,
                packed: Rc::clone(&count),
                unpacked: 0,
                max_expansion,
            }),
        };
        Ok(Self {
            reader,
            packing,
            count,
        })
    }
}

/// Unpacked bytes that any file may have, however small it is.
const ALWAYS: u64 = 64 << 20;

/// Unpacked bytes, no more than `max_expansion` times those that were read for them.
struct Bounded<R> {
    reader: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    max_expansion: u64,
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.unpacked > ALWAYS.max(self.packed.get().saturating_mul(self.max_expansion)) {
            return Err(io::Error::new(
                ErrorKind::FileTooLarge,
                self.max_expansion.to_string(),
            ));
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

/// What a reader gives, in the stretches of a huge document.
pub struct Stretches<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// What is read beyond the last stretch.
    rest: Vec<u8>,
    is_begun: bool,
}

impl<'r> Stretches<'r> {
    /// Those of `reader`.
    pub fn new(reader: Box<dyn BufRead + 'r>) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            is_begun: false,
        }
    }

    /// The next stretch; the first one may be empty.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let wanted = chunk::LIMIT.saturating_sub(self.rest.len());
        self.reader
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.rest)?;
        if std::mem::replace(&mut self.is_begun, true) && self.rest.is_empty() {
            return Ok(None);
        }
        let rest = self.rest.split_off(chunk::first(&self.rest));
        Ok(Some(std::mem::replace(&mut self.rest, rest)))
    }
}

/// What a reader gives, in runs of whole lines: as many as come at once, so that a slow pipe does not have to fill a batch
/// before its lines are restored.
pub struct Batches<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// The start of a line whose end has not come.
    rest: Vec<u8>,
}

impl<'r> Batches<'r> {
    /// Those of `reader`.
    pub fn new(reader: Box<dyn BufRead + 'r>) -> Self {
        Self {
            reader,
            rest: Vec::new(),
        }
    }

    /// The next run of lines, each with its line feed but perhaps the last of all; empty at the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let bytes = match self.reader.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                bytes => bytes?,
            };
            let len = bytes.len();
            let whole = bytes
                .iter()
                .rposition(|&byte| byte == b'\n')
                .map_or(0, |feed| feed + 1);
            let mut lines = Vec::new();
            if whole > 0 || len == 0 {
                lines = std::mem::take(&mut self.rest);
                lines.extend_from_slice(&bytes[..whole]);
            }
            self.rest.extend_from_slice(&bytes[whole..]);
            self.reader.consume(len);
            if whole > 0 || len == 0 {
                return Ok(lines);
            }
        }
    }
}

/// What to say where an input cannot be read.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file; check the path".into(),
        ErrorKind::IsADirectory => "is a folder; name the files in it".into(),
        ErrorKind::PermissionDenied => {
            "permission denied; ask its owner for leave to read it".into()
        }
        ErrorKind::UnexpectedEof => {
            "ends in the middle of its compressed data; fetch it again".into()
        }
        ErrorKind::FileTooLarge => {
            format!(
                "unpacks to more than {error} times its size, as if made to fill memory or disk; if you trust it, allow more with --max-expansion"
            )
        }
        _ => format!("cannot be read ({error}); leave it out or try again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, as a slow pipe may.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = buffer.len().min(1);
            self.0.read(&mut buffer[..len])
        }
    }

    fn read(bytes: &[u8]) -> (Packing, Result<String, String>) {
        let mut source = Source::of(Slow(bytes), 200).expect("a slice can be read");
        let mut text = String::new();
        let read = source.reader.read_to_string(&mut text);
        (
            source.packing,
            read.map(|_| text).map_err(|error| unreadable(&error)),
        )
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast())
            .read_to_end(&mut bytes)
            .expect("gzip");
        bytes
    }

    fn zstd(text: &str) -> Vec<u8> {
        zstd::encode_all(text.as_bytes(), 1).expect("zstd")
    }

    #[test]
    fn batches_are_whole_lines() {
        let all = |mut batches: Batches<'_>| {
            let next = || {
                Some(batches.read().expect("a slice can be read")).filter(|lines| !lines.is_empty())
            };
            std::iter::from_fn(next)
                .map(|lines| String::from_utf8(lines).expect("UTF-8"))
                .collect::<Vec<_>>()
        };
        let text = "one\ntwo\n\nthree";
        assert_eq!(
            all(Batches::new(Box::new(BufReader::new(Slow(
                text.as_bytes()
            ))))),
            ["one\n", "two\n", "\n", "three"]
        );
        assert_eq!(
            all(Batches::new(Box::new(text.as_bytes()))),
            ["one\ntwo\n\n", "three"]
        );
        assert_eq!(all(Batches::new(Box::new(&b""[..]))), [""; 0]);
        assert_eq!(
            all(Batches::new(Box::new(BufReader::with_capacity(
                3,
                text.as_bytes()
            ))))
            .concat(),
            text
        );
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        assert_eq!(
            read(&[gzip("one "), gzip("two")].concat()),
            (Packing::Gzip, Ok("one two".into()))
        );
        assert_eq!(
            read(&[zstd("one "), zstd("two")].concat()),
            (Packing::Zstd, Ok("one two".into()))
        );
    }

    #[test]
    fn short_inputs_are_plain() {
        for text in ["", "a", "abc", "abcdef"] {
            assert_eq!(read(text.as_bytes()), (Packing::Plain, Ok(text.into())));
        }
        assert_eq!(read(&[0x1f, 0x8b]).0, Packing::Plain);
    }

    #[test]
    fn cut_or_damaged_inputs_are_told() {
        for bytes in [gzip("one"), zstd("one")] {
            let cut = read(&bytes[..bytes.len() - 1]).1.expect_err("cut");
            assert_eq!(
                cut,
                "ends in the middle of its compressed data; fetch it again"
            );
        }
        let mut bytes = gzip("one");
        let at = bytes.len() - 8;
        bytes[at] ^= 1;
        let damaged = read(&bytes).1.expect_err("damaged");
        assert!(
            damaged.starts_with("cannot be read (")
                && damaged.ends_with("); leave it out or try again"),
            "{damaged}"
        );
    }
}
