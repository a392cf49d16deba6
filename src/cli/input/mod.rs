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
        Source::new(File::open(path)?, max_expansion)
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
mod tests {
    use super::super::message::unreadable;
    use super::*;

    /// Returns one byte per read, as a slow pipe may.
    pub(super) struct Slow<'b>(pub &'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = buffer.len().min(1);
            self.0.read(&mut buffer[..len])
        }
    }

    fn read(bytes: &[u8]) -> (Packing, Result<String, String>) {
        let mut source = Source::new(Slow(bytes), 200).expect("a slice can be read");
        let mut text = String::new();
        let read = source.reader.read_to_string(&mut text);
        (
            source.packing,
            read.map(|_| text).map_err(|error| unreadable(&error)),
        )
    }

    pub(super) fn gzip(text: &str) -> Vec<u8> {
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
    fn all_gzip_members_and_zstd_frames_are_read() {
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
        for text in ["", "a", "abc", "abcdef", "(", "\u{1f}"] {
            assert_eq!(read(text.as_bytes()), (Packing::Plain, Ok(text.into())));
        }
        assert_eq!(read(&[0x1f, 0x8b]).0, Packing::Plain);
    }

    /// What can be read of `bytes`, and what cannot.
    fn read_damaged(bytes: &[u8]) -> (String, Option<Unreadable>) {
        let mut source = Source::new(bytes, 200).expect("a slice can be read");
        let mut text = Vec::new();
        source
            .reader
            .read_to_end(&mut text)
            .expect("damage is no error");
        (
            String::from_utf8_lossy(&text).into(),
            source.notes.tail.get(),
        )
    }

    #[test]
    fn what_precedes_damage_is_read() {
        let one = gzip("one ");
        let len = one.len() as u64;
        for bytes in [&one, &zstd("one ")] {
            let cut = &bytes[..bytes.len() - 1];
            let (text, problem) = read_damaged(&[bytes, cut].concat());
            let len = bytes.len() + cut.len();
            assert_eq!(problem, Some(Unreadable::CutOff(len as u64)));
            assert!(text.starts_with("one one"), "{text}");
        }
        // The checksum is in the 8 bytes before the last 4.
        let mut wrong = one.clone();
        wrong[one.len() - 8] ^= 1;
        let expected = ("one ".to_owned(), Some(Unreadable::Damaged(0, len)));
        assert_eq!(read_damaged(&wrong), expected);
    }

    #[test]
    fn hardly_anything_before_damage_is_lost() {
        let text: String = (0..60_000_u64)
            .map(|n| format!("{} ", n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40))
            .collect();
        for packed in [gzip(&text), zstd(&text)] {
            let middle = packed.len() / 2;
            let (read, problem) = read_damaged(&packed[..middle]);
            assert_eq!(problem, Some(Unreadable::CutOff(middle as u64)));
            assert!(text.starts_with(&read) && !read.is_empty());
        }
        let mut packed = gzip(&text);
        let middle = packed.len() / 2;
        packed[middle..middle + 64].fill(0xff);
        let (read, problem) = read_damaged(&packed);
        // The checksum shows the damage at the latest.
        let is_found = |from, to| from == 0 && to >= middle as u64 && to <= packed.len() as u64;
        assert!(
            matches!(problem, Some(Unreadable::Damaged(from, to)) if is_found(from, to)),
            "{problem:?}"
        );
        let same = read
            .bytes()
            .zip(text.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        assert!(same > text.len() * 2 / 5, "{same} of {}", text.len());
    }

    /// Gives lines one by one and fails the test if it is asked for more than it has, as a live
    /// pipe would then wait.
    struct Live<'b>(std::slice::Iter<'b, &'b [u8]>);

    impl Read for Live<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let line = self.0.next().expect("the reader would wait here");
            buffer[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }

    #[test]
    fn a_short_first_line_does_not_wait_for_more() {
        for line in [&b"\n"[..], b"1\n", b"{}\n", b"(\n", b"{} \n"] {
            let lines = [line];
            let live = Live(lines.iter());
            let mut batches = LineBatches::new(Source::new(live, 200).expect("bytes").reader);
            assert_eq!(batches.read().expect("a line"), line);
        }
    }
}
