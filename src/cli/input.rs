//! Where documents come from: files and standard input, compressed ones too, and what may be wrong with them. It does not
//! look at their text.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

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

    /// Opens it for reading, `stdin` if it is that; compressed bytes are decompressed as they are read.
    ///
    /// # Errors
    /// Where the file cannot be opened or its first bytes cannot be read.
    pub fn open<'i>(&self, stdin: &'i mut dyn Read) -> io::Result<Source<'i>> {
        match self {
            Self::Stdin => Source::of(stdin),
            Self::File(path) => Source::of(File::open(path)?),
        }
    }
}

/// An input that is open.
pub struct Source<'i> {
    /// Its bytes, decompressed.
    pub reader: Box<dyn BufRead + 'i>,
    /// How they are stored.
    pub packing: Packing,
}

/// How the bytes of an input are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// As they are.
    Plain,
    /// In gzip format, RFC 1952, one member or several.
    Gzip,
    /// In Zstandard format, RFC 8878, one frame or several.
    Zstd,
}

const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

impl Packing {
    /// As its first bytes tell, whatever its name is.
    fn of(start: &[u8]) -> Self {
        match start {
            _ if start.starts_with(GZIP) => Self::Gzip,
            _ if start.starts_with(ZSTD) => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

impl<'i> Source<'i> {
    fn of(mut packed: impl Read + 'i) -> io::Result<Self> {
        let mut start = Vec::new();
        packed.by_ref().take(4).read_to_end(&mut start)?;
        let packing = Packing::of(&start);
        let packed = BufReader::new(Cursor::new(start).chain(packed));
        let reader: Box<dyn BufRead + 'i> = match packing {
            Packing::Plain => Box::new(packed),
            Packing::Gzip => Box::new(BufReader::new(MultiGzDecoder::new(packed))),
            Packing::Zstd => Box::new(BufReader::new(zstd::Decoder::with_buffer(packed)?)),
        };
        Ok(Self { reader, packing })
    }
}

/// What to say where an input cannot be read.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file; check the path".into(),
        ErrorKind::IsADirectory => "is a folder; name the files in it".into(),
        ErrorKind::PermissionDenied => "permission denied; ask its owner for leave to read it".into(),
        ErrorKind::UnexpectedEof => "ends in the middle of its compressed data; fetch it again".into(),
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
        let mut source = Source::of(Slow(bytes)).expect("a slice can be read");
        let mut text = String::new();
        let read = source.reader.read_to_string(&mut text);
        (source.packing, read.map(|_| text).map_err(|error| unreadable(&error)))
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast()).read_to_end(&mut bytes).expect("gzip");
        bytes
    }

    fn zstd(text: &str) -> Vec<u8> {
        zstd::encode_all(text.as_bytes(), 1).expect("zstd")
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        assert_eq!(read(&[gzip("one "), gzip("two")].concat()), (Packing::Gzip, Ok("one two".into())));
        assert_eq!(read(&[zstd("one "), zstd("two")].concat()), (Packing::Zstd, Ok("one two".into())));
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
            assert_eq!(cut, "ends in the middle of its compressed data; fetch it again");
        }
        let mut bytes = gzip("one");
        let at = bytes.len() - 8;
        bytes[at] ^= 1;
        let damaged = read(&bytes).1.expect_err("damaged");
        assert!(damaged.starts_with("cannot be read (") && damaged.ends_with("); leave it out or try again"), "{damaged}");
    }
}
