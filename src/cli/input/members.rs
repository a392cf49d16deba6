//! Decompresses the members of a gzip file or the frames of a Zstandard file one after the other.
//!
//! Like gzip, it ignores zeros after the last member, which tapes and block devices add, and reads
//! what it can of a file that has something else there, is damaged or is cut off. In a web archive, it
//! goes on behind a damaged member, see `salvage`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use super::Packing;
use super::salvage::{self, Gap};

/// Where compressed members end in the decompressed bytes.
pub type Ends = Rc<RefCell<VecDeque<u64>>>;
/// What there is of the input that cannot be decompressed; `None` if all of it can.
pub type Tail = Rc<Cell<Option<Unreadable>>>;
/// The damaged members that were left out, in order.
pub type Gaps = Rc<RefCell<VecDeque<Gap>>>;

const BUFFER: usize = 1 << 16;
/// How much compressed data a decoder is given at once. What it makes of the piece in which it finds
/// damage is lost, so the pieces are short.
const PIECE: usize = 512;
/// The largest window of a frame, as a power of 2: what `zstd --long=31` writes.
const LONGEST_WINDOW: u32 = 31;
/// What a web archive starts with.
pub const SIGNATURE: &[u8] = b"WARC/";

/// What is found out about the members while they are decompressed.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Where members end.
    pub ends: Ends,
    /// What cannot be decompressed, once all that can be was read.
    pub tail: Tail,
    /// What was left out.
    pub gaps: Gaps,
}

/// Decompresses `packed` while it is read, and takes `notes`.
///
/// # Errors
/// If there is not enough memory.
pub fn unpack<'r>(
    packing: Packing,
    packed: impl Read + 'r,
    notes: Notes,
) -> io::Result<Box<dyn BufRead + 'r>> {
    let packed = BufReader::with_capacity(BUFFER, packed);
    if packing == Packing::Plain {
        return Ok(Box::new(packed));
    }
    let members = Members {
        member: Member::new(packing, Peeked::new(packed))?,
        start: 0,
        position: 0,
        ready: Vec::new(),
        filled: 0,
        given: 0,
        is_archive: None,
        is_given: false,
        notes,
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
    /// A member needs a dictionary.
    Dictionary,
    /// A member is not complete; the compressed input has this many bytes.
    CutOff(u64),
}

struct Members<R: BufRead> {
    member: Member<R>,
    /// Where the member starts in the compressed input.
    start: u64,
    /// How many bytes were decompressed.
    position: u64,
    /// Room for what was decompressed last, which fills the start of it.
    ready: Vec<u8>,
    filled: usize,
    /// How much of it was given out.
    given: usize,
    /// Whether the input starts like a web archive, once that is known.
    is_archive: Option<bool>,
    /// Whether a part of the member was given out.
    is_given: bool,
    notes: Notes,
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

    /// The compressed input from the end of what was read of it.
    fn into_packed(self) -> Option<(Packing, Peeked<R>)> {
        match self {
            Self::Gzip(decoder) => Some((Packing::Gzip, decoder.into_inner())),
            Self::Zstd(decoder) => Some((Packing::Zstd, decoder.finish())),
            Self::None => None,
        }
    }

    /// No longer keeps the compressed bytes.
    fn keep_nothing(&mut self) {
        match self {
            Self::Gzip(decoder) => decoder.get_mut().kept = None,
            Self::Zstd(decoder) => decoder.get_mut().kept = None,
            Self::None => {}
        }
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
    /// Decompresses a piece of the member; the whole member in a web archive, so that nothing of a
    /// damaged one is given out. Returns whether there may be more.
    fn advance(&mut self) -> io::Result<bool> {
        self.filled = 0;
        self.given = 0;
        loop {
            let room = self.ready.len().max(self.filled + BUFFER);
            self.ready.resize(room, 0);
            let buffer = &mut self.ready[self.filled..];
            let read = match &mut self.member {
                Member::Gzip(decoder) => decoder.read(buffer),
                Member::Zstd(decoder) => decoder.read(buffer),
                Member::None => return Ok(self.filled > 0),
            };
            self.filled += *read.as_ref().unwrap_or(&0);
            match read {
                Ok(0) => return self.end_member(),
                Ok(_) if self.waits() => {}
                Ok(_) => {
                    self.is_given = true;
                    self.position += self.filled as u64;
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Decoders make errors of their own, without a code of the system.
                Err(error) if error.raw_os_error().is_some() => return Err(error),
                Err(error) => return self.damaged(&error),
            }
        }
    }

    /// Whether more of the member is decompressed before any of it is given out.
    fn waits(&mut self) -> bool {
        if self.is_archive.is_none() {
            let len = self.filled.min(SIGNATURE.len());
            let is_start = self.ready[..len] == SIGNATURE[..len];
            self.is_archive = (!is_start || len == SIGNATURE.len()).then_some(is_start);
            if self.is_archive == Some(false) {
                self.member.keep_nothing();
            }
        }
        self.is_archive != Some(false) && !self.is_given && self.filled < salvage::LONGEST
    }

    fn end_member(&mut self) -> io::Result<bool> {
        self.position += self.filled as u64;
        self.notes.ends.borrow_mut().push_back(self.position);
        self.next_member()
    }

    /// Goes on with the next member, if there is one.
    fn next_member(&mut self) -> io::Result<bool> {
        let member = std::mem::replace(&mut self.member, Member::None);
        let Some((packing, mut packed)) = member.into_packed() else {
            return Ok(true);
        };
        packed.skip_zeros()?;
        packed.kept = (self.is_archive != Some(false)).then(Vec::new);
        self.start = packed.consumed;
        self.is_given = false;
        let start = packed.peek(Packing::LONGEST_SIGNATURE)?;
        if Packing::of(start) == packing {
            self.member = Member::new(packing, packed)?;
        } else if !start.is_empty() && !self.skip(packing, packed)? {
            self.notes.tail.set(Some(Unreadable::NotCompressed));
        }
        Ok(true)
    }

    /// Leaves a damaged member out. If there is no other record behind it, ends the input with what
    /// could be decompressed.
    fn damaged(&mut self, error: &io::Error) -> io::Result<bool> {
        let at = self.member.consumed();
        let member = std::mem::replace(&mut self.member, Member::None);
        if let Some((packing, packed)) = member.into_packed()
            && self.skip(packing, packed)?
        {
            self.filled = 0;
            return Ok(true);
        }
        self.notes.tail.set(Some(match error.kind() {
            ErrorKind::UnexpectedEof => Unreadable::CutOff(at),
            _ if error.to_string().contains("ictionary") => Unreadable::Dictionary,
            _ => Unreadable::Damaged(self.start, at),
        }));
        self.position += self.filled as u64;
        Ok(true)
    }

    /// Goes on behind the member, if there is another record. Returns whether there is.
    fn skip(&mut self, packing: Packing, mut packed: Peeked<R>) -> io::Result<bool> {
        if self.is_given || self.is_archive == Some(false) {
            return Ok(false);
        }
        let Some(bytes) = salvage::skip(&mut packed, packing)? else {
            return Ok(false);
        };
        let to = self.start + bytes.len() as u64;
        let problem = Unreadable::Damaged(self.start, to);
        self.notes.tail.set(Some(problem));
        self.notes.gaps.borrow_mut().push_back(Gap {
            at: self.position,
            start: self.start,
            bytes,
        });
        self.start = to;
        packed.kept = Some(Vec::new());
        self.member = Member::new(packing, packed)?;
        Ok(true)
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.filled && !buffer.is_empty() {
            if !self.advance()? {
                return Ok(0);
            }
        }
        let len = (&self.ready[self.given..self.filled]).read(buffer)?;
        self.given += len;
        Ok(len)
    }
}

/// A reader whose next bytes can be looked at before they are read.
pub struct Peeked<R> {
    /// What is read before the rest, from `at` on.
    start: Vec<u8>,
    at: usize,
    inner: R,
    /// How many bytes were read.
    consumed: u64,
    /// What was read of the member, if it is kept.
    pub kept: Option<Vec<u8>>,
}

impl<R: BufRead> Peeked<R> {
    pub fn new(inner: R) -> Self {
        Self {
            start: Vec::new(),
            at: 0,
            inner,
            consumed: 0,
            kept: Some(Vec::new()),
        }
    }

    /// The next `len` bytes, or all that are left.
    fn peek(&mut self, len: usize) -> io::Result<&[u8]> {
        self.start.drain(..self.at);
        self.at = 0;
        let missing = len.saturating_sub(self.start.len()) as u64;
        self.inner
            .by_ref()
            .take(missing)
            .read_to_end(&mut self.start)?;
        Ok(&self.start)
    }

    /// Reads again what was kept, from byte `at` of it on. Returns what precedes it.
    pub fn read_again(&mut self, at: usize) -> Vec<u8> {
        let mut before = self.kept.take().unwrap_or_default();
        let mut again = before.split_off(at);
        self.consumed -= again.len() as u64;
        again.extend_from_slice(&self.start[self.at..]);
        self.start = again;
        self.at = 0;
        before
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
        let bytes = if self.at == self.start.len() {
            self.inner.fill_buf()?
        } else {
            &self.start[self.at..]
        };
        Ok(&bytes[..bytes.len().min(PIECE)])
    }

    fn consume(&mut self, len: usize) {
        if let Some(mut kept) = self.kept.take() {
            // What was filled is there.
            if let Ok(bytes) = self.fill_buf()
                && kept.len() <= salvage::LONGEST
            {
                kept.extend_from_slice(&bytes[..len]);
                self.kept = Some(kept);
            }
        }
        self.consumed += len as u64;
        if self.at == self.start.len() {
            self.inner.consume(len);
        } else {
            self.at += len;
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
