//! Reading a web archive record by record, with the ends of its compressed members.

use std::io::{self, BufRead, Read};

use super::members::{Notes, Unreadable};
use super::salvage::Gap;
use crate::document::warc::{LONGEST_HEADER, Record, may_have_text};

/// Longest record that is restored. Longer ones are copied.
const LONGEST: usize = 64 << 20;
/// How much of a long record is copied at once.
const COPIED: usize = 1 << 20;

/// A part of an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct ArchivePart {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is a record that may have text. Everything else is copied.
    pub is_record: bool,
    /// The number of the record, from 1.
    pub number: usize,
    /// Whether a compressed member ends with it.
    pub ends_member: bool,
}

/// Splits an archive into records.
pub struct Records<'r> {
    reader: Box<dyn BufRead + 'r>,
    notes: Notes,
    /// What was read after the last part.
    rest: Vec<u8>,
    /// The end of the last part.
    position: u64,
    /// How many records were read.
    count: usize,
    /// How much of a long record is still to be copied.
    left: u64,
    /// There was something that is no record.
    is_broken: bool,
    /// The number of a record that is not complete.
    cut_off: Option<usize>,
}

impl<'r> Records<'r> {
    /// The records of what `reader` gives, with `notes` on its compressed members.
    pub fn new(reader: Box<dyn BufRead + 'r>, notes: Notes) -> Self {
        Self {
            reader,
            notes,
            rest: Vec::new(),
            position: 0,
            count: 0,
            left: 0,
            is_broken: false,
            cut_off: None,
        }
    }

    /// The number of the last record, if its end is missing; only once.
    pub fn take_cut_off(&mut self) -> Option<usize> {
        self.cut_off.take()
    }

    /// Where something starts that is no record, if that is what was found.
    pub fn broken_at(&self) -> Option<u64> {
        self.is_broken.then_some(self.position)
    }

    /// The damaged member that comes next, if there is one, and the number of its record.
    pub fn take_gap(&mut self) -> Option<(Gap, usize)> {
        let mut gaps = self.notes.gaps.borrow_mut();
        gaps.front()
            .filter(|gap| gap.at <= self.position && self.left == 0)?;
        let gap = gaps.pop_front()?;
        self.count += 1;
        // It is no longer a problem of the input as a whole.
        let problem = Unreadable::Damaged(gap.start, gap.start + gap.bytes.len() as u64);
        if self.notes.tail.get() == Some(problem) {
            self.notes.tail.set(None);
        }
        Some((gap, self.count))
    }

    /// The next part; `None` at the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self) -> io::Result<Option<ArchivePart>> {
        let mut is_record = false;
        let len = if self.is_broken {
            self.fill(COPIED)?;
            self.rest.len()
        } else if self.left > 0 {
            let len = usize::try_from(self.left).unwrap_or(COPIED).min(COPIED);
            self.fill(len)?;
            if self.rest.is_empty() {
                self.left = 0;
                self.cut_off = Some(self.count);
                return Ok(None);
            }
            len.min(self.rest.len())
        } else {
            match self.next_record()? {
                Some((len, is_wanted)) => {
                    is_record = is_wanted;
                    len
                }
                None => return Ok(None),
            }
        };
        self.left = self.left.saturating_sub(len as u64);
        self.part(len, is_record)
    }

    /// Reads the next record, or the start of a long one. Returns the bytes to take and whether they
    /// are a whole record.
    fn next_record(&mut self) -> io::Result<Option<(usize, bool)>> {
        let mut wanted = 1 << 12;
        let header = loop {
            self.fill(wanted)?;
            match Record::header(&self.rest) {
                None if self.rest.len() == wanted && wanted < LONGEST_HEADER => wanted *= 2,
                header => break header,
            }
        };
        if self.rest.is_empty() {
            return Ok(None);
        }
        // Some programs write more blank lines between records than they should.
        let is_end = |byte: &&u8| b"\r\n".contains(byte);
        let blank = self.rest.iter().take_while(is_end).count();
        if blank > 0 && self.count > 0 {
            return Ok(Some((blank, false)));
        }
        let length = header
            .as_ref()
            .and_then(|header| Some((header, header.number(&self.rest, "content-length")?)));
        let Some((header, length)) = length else {
            self.is_broken = true;
            return Ok(Some((0, false)));
        };
        let end = header.end().saturating_add(length);
        self.count += 1;
        let may_have_text = may_have_text(header, &self.rest);
        if !may_have_text || end > LONGEST {
            self.left = end as u64;
            let len = end.min(self.rest.len());
            return Ok(Some((len, false)));
        }
        self.fill(end + 4)?;
        match Record::first(&self.rest) {
            Some(record) => Ok(Some((record.end(), true))),
            None => {
                self.cut_off = Some(self.count);
                Ok(Some((self.rest.len(), false)))
            }
        }
    }

    fn part(&mut self, len: usize, is_record: bool) -> io::Result<Option<ArchivePart>> {
        let mut len = len;
        if !is_record && self.left == 0 && !self.is_broken && len > 0 {
            // The line ends after a record that is copied.
            self.fill(len + 4)?;
            let is_end = |byte: &&u8| b"\r\n".contains(byte);
            len += self.rest[len..].iter().take(4).take_while(is_end).count();
        }
        let rest = self.rest.split_off(len);
        let bytes = std::mem::replace(&mut self.rest, rest);
        self.position += len as u64;
        if self.rest.is_empty() {
            // The end of a member is found when more is read.
            self.reader.fill_buf()?;
        }
        let mut ends = self.notes.ends.borrow_mut();
        let mut ends_member = false;
        while ends.front().is_some_and(|&end| end <= self.position) {
            ends_member |= ends.pop_front() == Some(self.position);
        }
        drop(ends);
        if bytes.is_empty() && self.is_broken && self.rest.is_empty() {
            return Ok(None);
        }
        Ok(Some(ArchivePart {
            bytes,
            is_record,
            number: self.count,
            ends_member,
        }))
    }

    /// Reads until there are `len` bytes, or no more.
    fn fill(&mut self, len: usize) -> io::Result<()> {
        let missing = len.saturating_sub(self.rest.len());
        let mut more = self.reader.by_ref().take(missing as u64);
        more.read_to_end(&mut self.rest)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
