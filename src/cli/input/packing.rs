//! Compression: how it is recognised, undone and done again.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

/// How an input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not compressed.
    Plain,
    /// In gzip format (RFC 1952), with one member or several.
    Gzip,
    /// In Zstandard format (RFC 8878), with one frame or several.
    Zstd,
}

/// The first bytes of each compressed format. A Zstandard file may begin with a frame that is
/// skipped, as those of pzstd do.
const SIGNATURES: [(&[u8], Packing); 3] = [
    (&[0x1f, 0x8b, 0x08], Packing::Gzip),
    (&[0x28, 0xb5, 0x2f, 0xfd], Packing::Zstd),
    (&[SKIPPABLE, 0x2a, 0x4d, 0x18], Packing::Zstd),
];
/// The lowest first byte of a frame that is skipped. The lower half of it may be anything.
const SKIPPABLE: u8 = 0x50;

impl Packing {
    /// Bytes of the longest signature.
    pub const LONGEST_SIGNATURE: usize = 4;

    /// Recognises the packing by the first bytes of `reader`, which are returned, too.
    ///
    /// Reads no further than needed: a live pipe may have sent one short line, and wait for the
    /// answer.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn detect(mut reader: impl Read) -> io::Result<(Self, Vec<u8>)> {
        let mut start = Vec::new();
        loop {
            let missing = missing_bytes(&start);
            if missing == 0 {
                break;
            }
            let mut buffer = vec![0; missing];
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(len) => start.extend_from_slice(&buffer[..len]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok((Self::of(&start), start))
    }

    /// The packing of a member that starts with `start`.
    pub fn of(start: &[u8]) -> Self {
        let found = SIGNATURES
            .iter()
            .find(|(signature, _)| is_signed(start, signature) && start.len() >= signature.len());
        found.map_or(Self::Plain, |&(_, packing)| packing)
    }
}

/// Whether `start` has the bytes of `signature`, as far as it goes. The first byte of a frame that is
/// skipped is one of 16.
fn is_signed(start: &[u8], signature: &[u8]) -> bool {
    let is_equal = |(at, (&byte, &wanted)): (usize, (&u8, &u8))| {
        byte == wanted || (at == 0 && wanted == SKIPPABLE && byte & 0xf0 == SKIPPABLE)
    };
    start.iter().zip(signature).enumerate().all(is_equal)
}

/// How many bytes are missing after `start` until the longest signature is complete that may begin
/// so.
fn missing_bytes(start: &[u8]) -> usize {
    SIGNATURES
        .iter()
        .filter(|(signature, _)| is_signed(start, signature))
        .map(|(signature, _)| signature.len().saturating_sub(start.len()))
        .max()
        .unwrap_or(0)
}

/// Compresses what is written to it into `W`, as one member or frame.
pub enum Packer<W: Write> {
    /// Not at all.
    Plain(W),
    /// In gzip format, at the default level.
    Gzip(GzEncoder<W>),
    /// In Zstandard format, at the default level.
    Zstd(zstd::Encoder<'static, W>),
    /// Before the first member or frame, with its header in gzip format.
    Before(Packing, Box<GzBuilder>, W),
    /// Between two members or frames.
    Between(Packing, W),
    /// It failed.
    Broken,
}

impl<W: Write> Packer<W> {
    /// Compresses into `out`.
    pub fn new(packing: Packing, out: W) -> Self {
        Self::Before(packing, Box::default(), out)
    }

    /// Compresses into `out` the new text of the file `old`. In gzip format, the first member keeps
    /// its header: the name and time of the file that was compressed, and a comment.
    pub fn in_place_of(old: &Path, packing: Packing, out: W) -> Self {
        let old = (packing == Packing::Gzip).then(|| File::open(old).ok());
        let header = old.flatten().and_then(gzip_header).unwrap_or_default();
        Self::Before(packing, Box::new(header), out)
    }

    /// Starts a member or frame.
    fn started(packing: Packing, header: GzBuilder, out: W) -> io::Result<Self> {
        Ok(match packing {
            Packing::Plain => Self::Plain(out),
            Packing::Gzip => Self::Gzip(header.write(out, Compression::default())),
            Packing::Zstd => {
                let mut encoder = zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                // As the program zstd does.
                encoder.include_checksum(true)?;
                Self::Zstd(encoder)
            }
        })
    }

    /// Ends the member or frame. What is written next starts another.
    ///
    /// # Errors
    /// Those of the inner writer.
    pub fn end_member(&mut self) -> io::Result<()> {
        let packing = match self {
            Self::Gzip(_) => Packing::Gzip,
            Self::Zstd(_) => Packing::Zstd,
            Self::Plain(_) | Self::Before(..) | Self::Between(..) | Self::Broken => return Ok(()),
        };
        let out = std::mem::replace(self, Self::Broken).finish()?;
        *self = Self::Between(packing, out);
        Ok(())
    }

    /// Writes `bytes` as they are, after the end of the member or frame.
    ///
    /// # Errors
    /// Those of the inner writer.
    pub fn write_packed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.end_member()?;
        match self {
            Self::Before(_, _, out) | Self::Between(_, out) => out.write_all(bytes),
            _ => Err(io::Error::other("it is not compressed, or failed before")),
        }
    }

    /// Compresses `bytes`.
    ///
    /// # Errors
    /// Those of the inner writer.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            // A member without bytes would be of no use.
            return Ok(());
        }
        *self = match std::mem::replace(self, Self::Broken) {
            Self::Before(packing, header, out) => Self::started(packing, *header, out)?,
            Self::Between(packing, out) => Self::started(packing, GzBuilder::new(), out)?,
            started => started,
        };
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Gzip(out) => out.write_all(bytes),
            Self::Zstd(out) => out.write_all(bytes),
            Self::Before(..) | Self::Between(..) | Self::Broken => {
                Err(io::Error::other("it failed before"))
            }
        }
    }

    /// Writes what is left and returns the inner writer.
    ///
    /// # Errors
    /// Those of the inner writer.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(out) | Self::Between(_, out) => Ok(out),
            // Even an empty file is a compressed one.
            Self::Before(packing, header, out) => Self::started(packing, *header, out)?.finish(),
            Self::Broken => Err(io::Error::other("it failed before")),
            Self::Gzip(out) => out.finish(),
            Self::Zstd(out) => out.finish(),
        }
    }
}

/// The header of the first member of `file`, which is in gzip format.
fn gzip_header(file: impl Read) -> Option<GzBuilder> {
    let decoder = GzDecoder::new(file);
    let old = decoder.header()?;
    let mut new = GzBuilder::new()
        .mtime(old.mtime())
        .operating_system(old.operating_system());
    // Neither has a zero, which would end it.
    if let Some(name) = old.filename() {
        new = new.filename(name);
    }
    if let Some(comment) = old.comment() {
        new = new.comment(comment);
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    #[test]
    fn packing_is_undone_by_unpacking() {
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let mut packer = Packer::new(packing, Vec::new());
            packer.write(b"one ").expect("memory");
            packer.write(b"two").expect("memory");
            let packed = packer.finish().expect("memory");
            assert_eq!(Packing::detect(&packed[..]).expect("memory").0, packing);
            let mut text = String::new();
            Source::new(&packed[..], 200)
                .and_then(|mut source| source.reader.read_to_string(&mut text))
                .expect("all of it");
            assert_eq!(text, "one two");
            // In a frame, the bit 4 of the descriptor, behind the signature.
            assert!(packing != Packing::Zstd || packed[4] & 4 == 4);
        }
    }

    #[test]
    fn the_first_member_keeps_its_header() {
        let header = GzBuilder::new().filename("a.txt").comment("b").mtime(7);
        let mut old = header.write(Vec::new(), Compression::fast());
        old.write_all(b"one").expect("memory");
        let old = old.finish().expect("memory");
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.gz");
        std::fs::write(&path, old).expect("space");
        let mut packer = Packer::in_place_of(&path, Packing::Gzip, Vec::new());
        packer.write(b"two").expect("memory");
        packer.end_member().expect("memory");
        packer.write(b"three").expect("memory");
        let new = packer.finish().expect("memory");
        let decoder = GzDecoder::new(&new[..]);
        let header = decoder.header().expect("a header");
        assert_eq!(header.filename(), Some(&b"a.txt"[..]));
        assert_eq!(header.comment(), Some(&b"b"[..]));
        assert_eq!(header.mtime(), 7);
        // What is no member has no header to keep.
        assert!(gzip_header(&b"\x1f\x8b\x08"[..]).is_none());
    }

    #[test]
    fn no_more_bytes_are_read_than_can_matter() {
        // After the first byte of the signature 28 b5 2f fd, three are missing; after another byte,
        // none.
        assert_eq!(missing_bytes(b""), 4);
        assert_eq!(missing_bytes(&[0x28]), 3);
        assert_eq!(missing_bytes(&[0x1f]), 2);
        assert_eq!(missing_bytes(&[0x28, 0x28]), 0);
        assert_eq!(missing_bytes(b"{"), 0);
        assert_eq!(missing_bytes(b"P"), 3);
        assert_eq!(missing_bytes(b"Pi"), 0);
        assert_eq!(missing_bytes(&[0x1f, 0x8b, 0x08]), 0);
    }
}
