//! Text that is written differently in its source, with escapes or with markup in between, and the
//! way back from positions in the text to bytes of the source. Nothing here depends on a format.

mod disjoint;
#[cfg(feature = "formats")]
mod nested;
mod sought;
mod split;
#[cfg(test)]
mod tests;

pub use self::disjoint::Disjoint;
use super::switch::Switch;
use crate::edit::{Edit, Kind};
use crate::ranges::{joined, overlapping};
use crate::text::unread;
use std::ops::Range;

/// The text of a source, and where each piece of it is in the source.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    /// The text, without what was forgotten.
    text: String,
    /// Bytes in front of it that were forgotten. Positions count them.
    forgotten: usize,
    /// In the order of the text and without gaps.
    pieces: Vec<Piece>,
    off: Vec<Range<usize>>,
    is_off: bool,
    /// Where the sections of the text start, except the first.
    sections: Vec<usize>,
    /// Bytes of the text where the source has a tag that nobody sees, maybe inside a word.
    breaks: Vec<usize>,
}

/// Bytes of text after which another section may start: some hundred words, which is enough to judge
/// it.
#[cfg(feature = "formats")]
const SECTION: usize = 1 << 12;

/// A part of the text, and the bytes of the source that mean it.
#[derive(Clone, Debug)]
struct Piece {
    text: Range<usize>,
    source: Range<usize>,
    spelling: Spelling,
}

/// How the source spells a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// Byte for byte.
    Same,
    /// In another way: positions inside the piece have no counterpart in the source.
    Other,
    /// Not at all.
    Absent,
}

/// How a format writes a wording at a byte of the source; `None` if it cannot be written there.
pub type Encode<'e> = &'e dyn Fn(usize, &str) -> Option<String>;

impl Decoded {
    /// Removes everything, but keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.forgotten = 0;
        self.pieces.clear();
        self.off.clear();
        self.is_off = false;
        self.sections.clear();
        self.breaks.clear();
    }

    /// Gives back the memory that was reserved for more.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.pieces.shrink_to_fit();
    }

    /// The text in sections, which are judged separately.
    pub fn sections(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.sections.iter().copied());
        let ends = self.sections.iter().copied().chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Starts another section, if the last one is long enough: what follows is a text of its own, such
    /// as the next article of a feed.
    #[cfg(feature = "formats")]
    pub fn start_section(&mut self) {
        let last = self.sections.last().copied().unwrap_or(0);
        if self.text.len() - last >= SECTION {
            self.sections.push(self.text.len());
        }
    }

    /// Forgets the text in front of byte `before`, or all, with its places, and gives back the memory.
    #[cfg(feature = "formats")]
    pub fn forget(&mut self, before: usize) {
        let len = before.saturating_sub(self.forgotten).min(self.text.len());
        self.text.drain(..len);
        self.text.shrink_to_fit();
        self.forgotten += len;
        let places = self
            .pieces
            .partition_point(|piece| piece.text.end <= self.forgotten);
        self.pieces.drain(..places);
        self.pieces.shrink_to_fit();
    }

    /// Length of the text, with what was forgotten.
    pub fn len(&self) -> usize {
        self.forgotten + self.text.len()
    }

    /// A part of the text; `None` if some of it was forgotten.
    pub fn part(&self, range: Range<usize>) -> Option<&str> {
        let start = range.start.checked_sub(self.forgotten)?;
        self.text.get(start..range.end.checked_sub(self.forgotten)?)
    }

    /// The text that was not forgotten.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts of the text that were appended while restoring was switched off, in order and
    /// disjoint.
    pub fn off(&self) -> &[Range<usize>] {
        &self.off
    }

    /// Switches restoring off or on for what is appended from now on.
    pub fn switch(&mut self, to: Switch) {
        self.is_off = to == Switch::Off;
    }

    /// Appends `text`, which the source has byte for byte at `start`.
    pub fn copy(&mut self, text: &str, start: usize) {
        self.push(text, start..start + text.len(), Spelling::Same);
    }

    /// Appends the text of `bytes`, which are at `start` of the source. Replacement characters
    /// stand for what is not UTF-8, and U+001A for what is probably a mark.
    pub fn copy_bytes(&mut self, bytes: &[u8], mut start: usize) {
        // Much faster than chunk by chunk.
        if let Ok(text) = str::from_utf8(bytes) {
            return self.copy(text, start);
        }
        for chunk in bytes.utf8_chunks() {
            self.copy(chunk.valid(), start);
            start += chunk.valid().len() + chunk.invalid().len();
            if let Some(&byte) = chunk.invalid().first() {
                let is_mark = unread::is_mark(byte);
                self.separate(if is_mark { "\u{1a}" } else { "\u{fffd}" });
            }
        }
    }

    /// Appends `text`, which the bytes `source` spell in another way, such as with an escape.
    pub fn decode(&mut self, text: &str, source: Range<usize>) {
        self.push(text, source, Spelling::Other);
    }

    /// Appends `text` that must not be edited because the source has something else there, such as
    /// the end of a paragraph.
    pub fn separate(&mut self, text: &str) {
        // The position keeps the pieces of a source that is read from front to back in its order.
        let at = self.pieces.last().map_or(0, |piece| piece.source.end);
        self.push(text, at..at, Spelling::Absent);
    }

    /// Switches the parts `ranges` of the text off, too.
    pub fn switch_off(&mut self, ranges: Vec<Range<usize>>) {
        if ranges.is_empty() {
            return;
        }
        self.off.extend(ranges);
        self.off = joined(std::mem::take(&mut self.off));
    }

    /// Switches off what the bytes `ranges` of the source mean; they are sorted.
    pub fn switch_off_in_source(&mut self, ranges: &[Range<usize>]) {
        if ranges.is_empty() {
            return;
        }
        let mut off = Vec::new();
        for piece in &self.pieces {
            for range in overlapping(ranges, &piece.source) {
                let start = piece.text_at(range.start.max(piece.source.start));
                let end = piece.text_at(range.end.min(piece.source.end));
                let start = start.unwrap_or(piece.text.start);
                off.push(start..end.unwrap_or(piece.text.end));
            }
        }
        self.switch_off(off);
    }

    fn push(&mut self, text: &str, source: Range<usize>, spelling: Spelling) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let text = start..self.text.len();
        if self.is_off {
            match self.off.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = text.end,
                None => self.off.push(text.clone()),
            }
        }
        match self.pieces.last_mut() {
            Some(last) if last.continues(&source, spelling) => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece {
                text,
                source,
                spelling,
            }),
        }
    }

    /// Moves `edits`, which are sorted, from the text to the source, where `encode` spells their
    /// wordings. The result is sorted and disjoint.
    ///
    /// An edit across markup is split into one edit on each side, so that the markup stays where it
    /// is. The parts of a split edit are made together or not at all, and so are an article and the
    /// word it was changed for.
    pub fn to_source(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        encode: Encode<'_>,
    ) -> Vec<Edit> {
        let mut moved = Disjoint::default();
        self.move_edits(edits, encode, &mut moved);
        moved.into_edits()
    }

    /// [`Self::to_source`] for edits behind those that are in `moved`.
    pub fn move_edits(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        encode: Encode<'_>,
        moved: &mut Disjoint,
    ) {
        let mut edits = edits.into_iter().peekable();
        while let Some(edit) = edits.next() {
            let word = edits.next_if(|next| self.is_article_of(&edit, next));
            let parts = [Some(edit), word]
                .into_iter()
                .flatten()
                .map(|edit| self.parts(edit, encode))
                .collect::<Option<Vec<_>>>();
            if let Some(parts) = parts {
                moved.insert(parts.into_iter().flatten().collect());
            }
        }
    }

    /// Whether `edit` is the article in front of `word`.
    fn is_article_of(&self, edit: &Edit, word: &Edit) -> bool {
        let between = self.part(edit.end..word.start);
        edit.kind() == Kind::Article
            && word.kind() != Kind::Article
            && between.is_some_and(|between| between.trim().is_empty())
    }

    /// The edits of the source that make up `edit`; `None` if it cannot be made.
    fn parts(&self, mut edit: Edit, encode: Encode<'_>) -> Option<Vec<Edit>> {
        match self.place(edit.start..edit.end) {
            Some(place) => {
                edit.set_original(encode(place.start, edit.original())?);
                Some(vec![edit.at(place)])
            }
            None => self.split(&edit, encode),
        }
    }

    /// The bytes of the source in which the part `text` of the text is, with what is between them. A
    /// new range starts where the text goes back in the source.
    pub fn spans(&self, text: Range<usize>) -> Vec<Range<usize>> {
        let first = self
            .pieces
            .partition_point(|piece| piece.text.end <= text.start);
        let mut spans: Vec<Range<usize>> = Vec::new();
        for piece in &self.pieces[first..] {
            if piece.text.start >= text.end {
                break;
            }
            if piece.spelling == Spelling::Absent {
                continue;
            }
            let start = piece.source_at(text.start.max(piece.text.start));
            let end = piece.source_at(text.end.min(piece.text.end));
            let start = start.unwrap_or(piece.source.start);
            let end = end.unwrap_or(piece.source.end);
            match spans.last_mut().filter(|last| last.end <= start) {
                Some(last) => last.end = end,
                None => spans.push(start..end),
            }
        }
        spans
    }

    /// The part of a text in the order of its source that overlaps the bytes `source`.
    pub fn text_around(&self, source: Range<usize>) -> Range<usize> {
        let first = self
            .pieces
            .partition_point(|piece| piece.source.end <= source.start);
        let end = self
            .pieces
            .partition_point(|piece| piece.source.start < source.end);
        let Some(pieces) = self.pieces.get(first..end).filter(|all| !all.is_empty()) else {
            return 0..0;
        };
        let last = &pieces[pieces.len() - 1];
        let start = pieces[0]
            .text_at(source.start)
            .unwrap_or(pieces[0].text.start);
        let end = last.text_at(source.end).unwrap_or(last.text.end);
        start..end.min(last.text.end)
    }

    /// The bytes of the source that mean the part `text` of the text and nothing else.
    pub fn place(&self, text: Range<usize>) -> Option<Range<usize>> {
        let first = self
            .pieces
            .partition_point(|piece| piece.text.end <= text.start);
        let last = self
            .pieces
            .partition_point(|piece| piece.text.end < text.end);
        let pieces = self.pieces.get(first..=last)?;
        let joined = pieces
            .windows(2)
            .all(|two| two[0].source.end == two[1].source.start);
        let present = pieces
            .iter()
            .all(|piece| piece.spelling != Spelling::Absent);
        if !joined || !present {
            return None;
        }
        let start = pieces.first()?.source_at(text.start)?;
        let end = pieces.last()?.source_at(text.end)?;
        Some(start..end)
    }
}

impl Piece {
    /// Whether the bytes `source`, in this `spelling`, belong to the same piece.
    fn continues(&self, source: &Range<usize>, spelling: Spelling) -> bool {
        spelling != Spelling::Other && self.spelling == spelling && self.source.end == source.start
    }

    /// The position in the text of the byte `at` of the source.
    fn text_at(&self, at: usize) -> Option<usize> {
        match self.spelling {
            _ if at == self.source.start => Some(self.text.start),
            _ if at == self.source.end => Some(self.text.end),
            Spelling::Same => Some(self.text.start + at.checked_sub(self.source.start)?),
            Spelling::Other | Spelling::Absent => None,
        }
    }

    /// The position in the source of the byte `at` of the text.
    fn source_at(&self, at: usize) -> Option<usize> {
        match self.spelling {
            _ if at == self.text.start => Some(self.source.start),
            _ if at == self.text.end => Some(self.source.end),
            Spelling::Same => Some(self.source.start + at.checked_sub(self.text.start)?),
            Spelling::Other | Spelling::Absent => None,
        }
    }
}
