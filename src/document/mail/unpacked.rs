//! A mail in which the bodies in base64 are replaced by what they mean, and the way back.

use super::base64::Lines;
use crate::edit::{Edit, Evidence, Kind, apply};
use std::ops::Range;

/// A mail whose bodies in base64 are decoded. The text of the other bodies is as it was.
#[derive(Clone, Debug, Default)]
pub struct Unpacked {
    mail: Vec<u8>,
    bodies: Vec<Packed>,
    /// How much of the source is in the mail.
    read: usize,
}

/// A body in base64.
#[derive(Clone, Debug)]
struct Packed {
    /// What it means, in the mail.
    place: Range<usize>,
    /// Where it is in the source.
    source: Range<usize>,
    lines: Lines,
}

impl Unpacked {
    /// The mail; `None` if it is the same as the source.
    pub fn mail(&self) -> Option<&[u8]> {
        (!self.bodies.is_empty()).then_some(&self.mail)
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Decodes the body `body` of `source`, which comes after all others; `None` if it is damaged.
    /// Returns its place in the mail.
    pub fn decode(&mut self, source: &[u8], body: Range<usize>) -> Option<Range<usize>> {
        let before = source.get(self.read..body.start)?;
        let (lines, bytes) = Lines::read(source, body.clone())?;
        // UTF-16.
        if bytes.contains(&0) {
            return None;
        }
        self.mail.extend_from_slice(before);
        let start = self.mail.len();
        self.mail.extend_from_slice(&bytes);
        let place = start..self.mail.len();
        self.read = body.end;
        self.bodies.push(Packed {
            place: place.clone(),
            source: body,
            lines,
        });
        Some(place)
    }

    /// Appends the rest of the source.
    pub fn finish(&mut self, source: &[u8]) {
        if !self.bodies.is_empty() {
            self.mail.extend_from_slice(&source[self.read..]);
            self.read = source.len();
        }
    }

    /// Where byte `at` of the source will be in the mail; `None` if it is not behind all bodies so far.
    pub fn next_place(&self, at: usize) -> Option<usize> {
        Some(self.mail.len() + at.checked_sub(self.read)?)
    }

    /// What the body at `place` means.
    pub fn bytes(&self, place: Range<usize>) -> &[u8] {
        &self.mail[place]
    }

    /// The body with byte `at` of the mail, or the last one before it.
    fn body_before(&self, at: usize) -> Option<&Packed> {
        let next = self.bodies.partition_point(|body| body.place.start <= at);
        self.bodies.get(next.checked_sub(1)?)
    }

    /// The position in the source of byte `at` of the mail.
    pub fn in_source(&self, at: usize) -> usize {
        match self.body_before(at) {
            Some(body) if at <= body.place.end => body.lines.place(at - body.place.start),
            Some(body) => body.source.end + at - body.place.end,
            None => at,
        }
    }

    /// The bytes of the source that mean the part `range` of the mail.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.in_source(range.start)..self.in_source(range.end)
    }

    /// The position in the mail of byte `at` of the source, and whether it is in a body that was
    /// decoded. `None` if it is inside of what means a byte there.
    pub fn in_mail(&self, at: usize) -> Option<(usize, bool)> {
        let next = self.bodies.partition_point(|body| body.source.start <= at);
        let body = next.checked_sub(1).and_then(|last| self.bodies.get(last));
        Some(match body {
            Some(body) if at <= body.source.end => {
                (body.place.start + body.lines.byte_at(at)?, true)
            }
            Some(body) => (body.place.end + at - body.source.end, false),
            None => (at, false),
        })
    }

    /// The part of the mail that the bytes `range` of the source mean.
    pub fn mail_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        Some(self.in_mail(range.start)?.0..self.in_mail(range.end)?.0)
    }

    /// `edits` of the mail as edits of `source`, which it was read from.
    pub fn edits_in_source(&self, edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
        let mut moved = Vec::with_capacity(edits.len());
        let mut edits = edits.into_iter().peekable();
        while let Some(edit) = edits.next() {
            let body = self.body_before(edit.start);
            let Some(body) = body.filter(|body| edit.start < body.place.end) else {
                let range = self.source_range(edit.range());
                moved.push(edit.at(range));
                continue;
            };
            let mut inside = vec![edit];
            while let Some(edit) = edits.next_if(|edit| edit.start < body.place.end) {
                inside.push(edit);
            }
            for edit in &mut inside {
                edit.start -= body.place.start;
                edit.end -= body.place.start;
            }
            body.pack(inside, &self.mail[body.place.clone()], source, &mut moved);
        }
        moved
    }
}

impl Packed {
    /// Appends `edits` of the `bytes` of the body as edits of `source`. Each bit behind an edit moves
    /// with it, so what is between two edits is edited, too.
    fn pack(&self, edits: Vec<Edit>, bytes: &[u8], source: &[u8], packed: &mut Vec<Edit>) {
        let from = edits[0].start;
        let group = from / 3 * 3;
        let near = edits
            .iter()
            .map(|edit| edit.clone().at(edit.start - group..edit.end - group));
        let new = apply(&bytes[group..], &near.collect::<Vec<_>>());
        let written = self.lines.written(source, from, &new);
        // The ends of what is written, in the bytes before and after.
        let mut old_at = group;
        let mut new_at = 0;
        let mut ends = (self.lines.place(from), 0);
        let mut write = |edit, old_end: usize, new_end: usize| {
            let old = ends.0..self.lines.place(old_end);
            let new = ends.1..written.place(new_end);
            ends = (old.end, new.end);
            packed.extend(replaced(old, &written.text[new], edit, source));
        };
        for edit in edits {
            new_at += edit.start - old_at;
            if edit.start > from {
                write(None, edit.start, new_at);
            }
            new_at += edit.original().len();
            old_at = edit.end;
            write(Some(edit), old_at, new_at);
        }
        write(None, bytes.len(), new.len());
    }
}

/// The edit that writes `new` in place of the bytes `old` of `source`, because of `edit`. Without that, it
/// restores nothing; it then leaves out what stays at its end, and is `None` if all stays.
fn replaced(old: Range<usize>, new: &str, edit: Option<Edit>, source: &[u8]) -> Option<Edit> {
    if let Some(edit) = edit {
        let mut edit = edit.at(old);
        edit.set_original(new.to_owned());
        return Some(edit);
    }
    let spun = &source[old.clone()];
    if spun == new.as_bytes() || spun.is_empty() {
        return None;
    }
    let ends = spun.iter().rev().zip(new.bytes().rev());
    let same = ends.take_while(|(old, new)| **old == *new).count();
    let same = same.min(spun.len() - 1);
    let kind = Kind::Shifted;
    let evidence = Evidence::new(kind, kind.name(), 0, 0);
    let range = old.start..old.end - same;
    Some(Edit::new(range, &new[..new.len() - same], evidence))
}
