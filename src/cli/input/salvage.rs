//! Going on behind a damaged member of a web archive. Each record is a member of its own there, so one
//! that cannot be decompressed takes no other with it.

use std::io::{self, BufRead, ErrorKind, Read};

use super::Packing;
use super::members::{Peeked, SIGNATURE};

/// Longest member that is left out, in bytes, compressed or not.
pub const LONGEST: usize = 64 << 20;
/// Compressed bytes that surely show the first ones of a member.
const START: usize = 1 << 12;

/// A damaged member that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it would be in the decompressed bytes.
    pub at: u64,
    /// Where it is in the compressed ones.
    pub start: u64,
    /// Its compressed bytes.
    pub bytes: Vec<u8>,
}

/// Goes to the next member of `packed` that holds a record, and returns the bytes from the start of the
/// damaged one to there; `None` if there is no such member. The damage may have hidden the end of the
/// member, so that the decoder has read on behind it.
pub fn skip<R: BufRead>(packed: &mut Peeked<R>, packing: Packing) -> io::Result<Option<Vec<u8>>> {
    let mut from = 1;
    loop {
        let is_at_end = !read_more(packed)?;
        let Some(kept) = &packed.kept else {
            return Ok(None);
        };
        let to = kept.len() - if is_at_end { 0 } else { START.min(kept.len()) };
        let mut places = from..to.max(from);
        if let Some(at) = places.find(|&at| starts_record(&kept[at..], packing)) {
            return Ok(Some(packed.read_again(at)));
        }
        if is_at_end {
            return Ok(None);
        }
        from = to.max(from);
    }
}

/// Reads a piece more into what is kept. Returns whether there was anything.
fn read_more<R: BufRead>(packed: &mut Peeked<R>) -> io::Result<bool> {
    let mut len = 0;
    while len < START {
        let piece = match packed.fill_buf() {
            Ok(bytes) => bytes.len(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if piece == 0 {
            break;
        }
        packed.consume(piece);
        len += piece;
    }
    Ok(len > 0)
}

/// Whether a member starts here, and a record in it.
fn starts_record(packed: &[u8], packing: Packing) -> bool {
    if Packing::of(packed) != packing {
        return false;
    }
    let mut start = [0; SIGNATURE.len()];
    let read = match packing {
        Packing::Gzip => flate2::bufread::GzDecoder::new(packed).read_exact(&mut start),
        Packing::Zstd => zstd::Decoder::with_buffer(packed)
            .and_then(|mut decoder| decoder.read_exact(&mut start)),
        Packing::Plain => return false,
    };
    read.is_ok() && start == SIGNATURE
}
