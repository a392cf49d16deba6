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
mod tests {
    use super::super::tests::{Slow, gzip};
    use super::super::{Packing, Source};
    use proptest::prelude::*;

    use super::*;

    fn record(kind: &str, media: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn parts(packing: Packing, packed: &[u8]) -> (Vec<ArchivePart>, Option<u64>) {
        let source = Source::new(packed, 200).expect("memory");
        assert_eq!(source.packing, packing);
        let mut records = Records::new(source.reader, source.notes);
        let mut parts = Vec::new();
        while let Some(part) = records.read().expect("sound data") {
            parts.push(part);
        }
        (parts, records.broken_at())
    }

    #[test]
    fn records_and_members_are_found() {
        let text = record("conversion", "text/plain", "It rained.\r\nIt rained.");
        let long = record("response", "image/png", &"x".repeat(3 << 20));
        let info = record("warcinfo", "application/warc-fields", "");
        let (found, broken) = parts(
            Packing::Plain,
            format!("{info}{text}{long}{text}").as_bytes(),
        );
        assert_eq!(broken, None);
        let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
        assert_eq!(bytes, format!("{info}{text}{long}{text}").into_bytes());
        let records: Vec<_> = found.iter().filter(|part| part.is_record).collect();
        assert_eq!(records.len(), 2);
        assert!(
            records
                .iter()
                .all(|part| part.bytes == text.as_bytes() && !part.ends_member)
        );

        // Two records in the second member, and none in the last.
        let packed = [gzip(&info), gzip(&format!("{text}{text}")), gzip(&text)].concat();
        let (found, _) = parts(Packing::Gzip, &packed);
        let ends: Vec<bool> = found.iter().map(|part| part.ends_member).collect();
        assert_eq!(ends, [true, false, true, true]);
    }

    #[test]
    fn blank_lines_between_records_do_not_matter() {
        let text = record("conversion", "text/plain", "a");
        let archive = format!("{text}\r\n\r\n\n{text}\n");
        let (found, broken) = parts(Packing::Plain, archive.as_bytes());
        assert_eq!(broken, None);
        assert_eq!(found.iter().filter(|part| part.is_record).count(), 2);
        let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
        assert_eq!(bytes, archive.into_bytes());
    }

    /// The records that may have text, and the gaps between them.
    fn salvaged(packed: &[u8]) -> (Vec<Vec<u8>>, Vec<Gap>, Option<Unreadable>) {
        let source = Source::new(Slow(packed), 200).expect("memory");
        let tail = source.notes.tail.clone();
        let mut records = Records::new(source.reader, source.notes);
        let (mut found, mut gaps) = (Vec::new(), Vec::new());
        loop {
            gaps.extend(records.take_gap().map(|(gap, _)| gap));
            match records.read().expect("sound data") {
                Some(part) => found.extend(part.is_record.then_some(part.bytes)),
                None => return (found, gaps, tail.get()),
            }
        }
    }

    fn texts() -> [String; 4] {
        let text = |n: u8| format!("{n} ").repeat(500);
        [0, 1, 2, 3].map(|n| record("conversion", "text/plain", &text(n)))
    }

    proptest! {
        #[test]
        fn a_damaged_member_takes_no_other_with_it(
            at in any::<prop::sample::Index>(), bits in 1_u8.., is_cut: bool, which in 1..3_usize,
        ) {
            let texts = texts();
            let mut members = texts.each_ref().map(|text| gzip(text));
            let at = at.index(members[which].len());
            members[which][at] ^= bits;
            if is_cut {
                members[which].truncate(at + 1);
            }
            let packed = members.concat();
            let (mut found, gaps, tail) = salvaged(&packed);
            // What is wrong in the header of a member may mean nothing.
            found.retain(|text| *text != texts[which].as_bytes());
            let others = texts.iter().filter(|text| **text != texts[which]);
            let others: Vec<_> = others.map(|text| text.clone().into_bytes()).collect();
            prop_assert_eq!(found, others);
            prop_assert_eq!(tail, None);
            if let [gap] = &gaps[..] {
                let start = usize::try_from(gap.start).expect("it is short");
                let end = start + gap.bytes.len();
                prop_assert_eq!(&packed[start..end], &gap.bytes);
                prop_assert_eq!(end, members[..=which].concat().len());
            }
        }
    }

    #[test]
    fn a_damaged_frame_takes_no_other_with_it() {
        let texts = texts();
        let mut frames = texts
            .each_ref()
            .map(|text| zstd::encode_all(text.as_bytes(), 1).expect("memory"));
        frames[0].truncate(40);
        let (found, gaps, tail) = salvaged(&frames.concat());
        let expected = [1, 2, 3].map(|n| texts[n].clone().into_bytes());
        assert_eq!((found, tail), (expected.to_vec(), None));
        assert_eq!(gaps[0].bytes, frames[0]);
    }

    #[test]
    fn what_is_no_record_is_copied() {
        let text = record("conversion", "text/plain", "a");
        for rest in ["no record", "WARC/1.0\r\nContent-Length: x\r\n\r\na"] {
            let (found, broken) = parts(Packing::Plain, format!("{text}{rest}").as_bytes());
            assert_eq!(broken, Some(text.len() as u64 + rest.len() as u64));
            let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
            assert_eq!(bytes, format!("{text}{rest}").into_bytes());
        }
        let cut = &text[..text.len() - 5];
        let (found, _) = parts(Packing::Plain, cut.as_bytes());
        assert_eq!((found.len(), found[0].is_record), (1, false));
    }

    #[test]
    fn an_archive_may_end_anywhere() {
        let text = record("conversion", "text/plain", "It rained.");
        let image = record("response", "image/png", "0123456789");
        let archive = format!("{image}{text}{image}");
        for end in 0..archive.len() {
            let (found, _) = parts(Packing::Plain, &archive.as_bytes()[..end]);
            let bytes: Vec<u8> = found.iter().flat_map(|part| part.bytes.clone()).collect();
            assert_eq!(bytes, archive.as_bytes()[..end]);
        }
        let endless = "WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nIt rained.";
        let (found, _) = parts(Packing::Plain, endless.as_bytes());
        assert_eq!(found[0].bytes, endless.as_bytes());
    }
}
