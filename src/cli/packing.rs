//! How bytes are stored: as they are, or compressed. It owns the formats and how they are told apart, not where the bytes are.

use std::io::{self, BufRead, BufReader, Write};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

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

/// Bytes that are read at once.
pub const CHUNK: usize = 1 << 16;

impl Packing {
    /// Bytes that tell the packing.
    pub const MAGIC: u64 = 4;

    /// As its first bytes tell, whatever its name is.
    pub fn of(start: &[u8]) -> Self {
        match start {
            _ if start.starts_with(GZIP) => Self::Gzip,
            _ if start.starts_with(ZSTD) => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// What `packed` says when it is unpacked, as it is read.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn unpacked<'r>(self, packed: impl BufRead + 'r) -> io::Result<Box<dyn BufRead + 'r>> {
        Ok(match self {
            Self::Plain => Box::new(packed),
            Self::Gzip => Box::new(BufReader::with_capacity(CHUNK, MultiGzDecoder::new(packed))),
            Self::Zstd => Box::new(BufReader::with_capacity(
                CHUNK,
                zstd::Decoder::with_buffer(packed)?,
            )),
        })
    }
}

/// Packs what is written to it, in one member or frame, into `W`.
pub enum Packer<W: Write> {
    /// As it is.
    Plain(W),
    /// In gzip format, at its usual level.
    Gzip(GzEncoder<W>),
    /// In Zstandard format, at its usual level.
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packer<W> {
    /// One that packs so.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn new(packing: Packing, out: W) -> io::Result<Self> {
        Ok(match packing {
            Packing::Plain => Self::Plain(out),
            Packing::Gzip => Self::Gzip(GzEncoder::new(out, Compression::default())),
            Packing::Zstd => Self::Zstd(zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Packs `bytes`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Gzip(out) => out.write_all(bytes),
            Self::Zstd(out) => out.write_all(bytes),
        }
    }

    /// Writes what is left and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(out) => Ok(out),
            Self::Gzip(out) => out.finish(),
            Self::Zstd(out) => out.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_unpacked() {
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let mut packer = Packer::new(packing, Vec::new()).expect("memory");
            ["one ", "two"]
                .iter()
                .for_each(|text| packer.write(text.as_bytes()).expect("memory"));
            let packed = packer.finish().expect("memory");
            assert_eq!(Packing::of(&packed), packing);
            let mut text = String::new();
            packing
                .unpacked(&packed[..])
                .expect("memory")
                .read_to_string(&mut text)
                .expect("whole");
            assert_eq!(text, "one two");
        }
    }
}
