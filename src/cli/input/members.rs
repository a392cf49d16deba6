//! Decompresses the members of a gzip file or the frames of a Zstandard file one after the other.
//!
//! Like gzip, it ignores zeros after the last member, which tapes and block devices add, and reads
//! what it can of a file that has something else there, is damaged or is cut off.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use super::Packing;

/// Where compressed members end in the decompressed bytes.
pub type Ends = Rc<RefCell<VecDeque<u64>>>;
/// What there is of the input that cannot be decompressed; `None` if all of it can.
pub type Tail = Rc<Cell<Option<Unreadable>>>;

const BUFFER: usize = 1 << 16;
/// How much compressed data a decoder is given at once. What it makes of the piece in which it finds
/// damage is lost, so the pieces are short.
const PIECE: usize = 512;
/// The largest window of a frame, as a power of 2: what `zstd --long=31` writes.
const LONGEST_WINDOW: u32 = 31;

/// Decompresses `packed` while it is read, and notes where members end and whether there is a tail.
///
/// # Errors
/// If there is not enough memory.
pub fn unpack<'r>(
    packing: Packing,
    packed: impl Read + 'r,
    ends: Ends,
    tail: Tail,
) -> io::Result<Box<dyn BufRead + 'r>> {
    let packed = BufReader::with_capacity(BUFFER, packed);
    if packing == Packing::Plain {
        return Ok(Box::new(packed));
    }
    let members = Members {
        member: Member::new(packing, Peeked::new(packed))?,
        start: 0,
        position: 0,
        ends,
        tail,
    };
    Ok(Box::new(BufReader::with_capacity(BUFFER, members)))
}

/// The part of an input that cannot be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Something that is not compressed follows the last member.
    NotCompressed,
    /// The data is wrong somewhere between these bytes of the compressed input: from the start of a
    /// member to where that was found.
    Damaged(u64, u64),
    /// A member is not complete; the compressed input has this many bytes.
    CutOff(u64),
}

struct Members<R: BufRead> {
    member: Member<R>,
    /// Where the member starts in the compressed input.
    start: u64,
    /// How many bytes were decompressed.
    position: u64,
    ends: Ends,
    tail: Tail,
}

enum Member<R: BufRead> {
    Gzip(Box<GzDecoder<Peeked<R>>>),
    Zstd(zstd::Decoder<'static, Peeked<R>>),
    None,
}

impl<R: BufRead> Member<R> {
    fn new(packing: Packing, packed: Peeked<R>) -> io::Result<Self> {
        Ok(match packing {
            Packing::Gzip => Self::Gzip(Box::new(GzDecoder::new(packed))),
            Packing::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(packed)?;
                decoder.window_log_max(LONGEST_WINDOW)?;
                Self::Zstd(decoder.single_frame())
            }
            Packing::Plain => Self::None,
        })
    }

    /// The next member after the end of this one, if there is one. Sets `tail` if there is something
    /// else.
    fn next(self, tail: &Cell<Option<Unreadable>>) -> io::Result<Self> {
        let (packing, mut packed) = match self {
            Self::Gzip(decoder) => (Packing::Gzip, decoder.into_inner()),
            Self::Zstd(decoder) => (Packing::Zstd, decoder.finish()),
            Self::None => return Ok(Self::None),
        };
        packed.skip_zeros()?;
        let start = packed.peek(Packing::LONGEST_SIGNATURE)?;
        if start.is_empty() {
            return Ok(Self::None);
        }
        if Packing::of(start) != packing {
            tail.set(Some(Unreadable::NotCompressed));
            return Ok(Self::None);
        }
        Self::new(packing, packed)
    }

    /// How many compressed bytes were read.
    fn consumed(&self) -> u64 {
        match self {
            Self::Gzip(decoder) => decoder.get_ref().consumed,
            Self::Zstd(decoder) => decoder.get_ref().consumed,
            Self::None => 0,
        }
    }
}

impl<R: BufRead> Members<R> {
    /// Ends the input where its data is damaged or cut off. Returns other errors.
    fn give_up(&mut self, error: io::Error) -> io::Result<usize> {
        // Decoders make errors of their own, without a code of the system.
        if error.raw_os_error().is_some() || error.kind() == ErrorKind::Interrupted {
            return Err(error);
        }
        let at = self.member.consumed();
        self.tail.set(Some(match error.kind() {
            ErrorKind::UnexpectedEof => Unreadable::CutOff(at),
            _ => Unreadable::Damaged(self.start, at),
        }));
        self.member = Member::None;
        Ok(0)
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.member {
                Member::Gzip(decoder) => decoder.read(buffer),
                Member::Zstd(decoder) => decoder.read(buffer),
                Member::None => return Ok(0),
            };
            let len = match read {
                Ok(len) => len,
                Err(error) => return self.give_up(error),
            };
            self.position += len as u64;
            if len > 0 || buffer.is_empty() {
                return Ok(len);
            }
            self.ends.borrow_mut().push_back(self.position);
            self.member = std::mem::replace(&mut self.member, Member::None).next(&self.tail)?;
            self.start = self.member.consumed();
        }
    }
}

/// A reader whose next bytes can be looked at before they are read.
struct Peeked<R> {
    start: Vec<u8>,
    inner: R,
    /// How many bytes were read.
    consumed: u64,
}

impl<R: BufRead> Peeked<R> {
    fn new(inner: R) -> Self {
        Self {
            start: Vec::new(),
            inner,
            consumed: 0,
        }
    }

    /// The next `len` bytes, or all that are left.
    fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        let missing = len.saturating_sub(self.start.len()) as u64;
        self.inner
            .by_ref()
            .take(missing)
            .read_to_end(&mut self.start)?;
        Ok(&self.start)
    }

    fn skip_zeros(&mut self) -> io::Result<()> {
        loop {
            let bytes = match self.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
            let is_end = zeros == 0 || zeros < bytes.len();
            self.consume(zeros);
            if is_end {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> BufRead for Peeked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start.is_empty() {
            let bytes = self.inner.fill_buf()?;
            Ok(&bytes[..bytes.len().min(PIECE)])
        } else {
            Ok(&self.start)
        }
    }

    fn consume(&mut self, len: usize) {
        self.consumed += len as u64;
        if self.start.is_empty() {
            self.inner.consume(len);
        } else {
            self.start.drain(..len);
        }
    }
}

impl<R: BufRead> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(buffer)?;
        self.consume(len);
        Ok(len)
    }
}
