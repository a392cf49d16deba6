//! Prose that is written in another way in the source, with escapes or with markup in between: its plain text, which the
//! restorer reads, and the way back from there to the bytes of the source. It does not know any format.

use crate::edit::{Edit, Kind};
use std::ops::Range;

/// The plain text of a source's prose, and where each piece of it stands in the source; reused from document to document.
#[derive(Clone, Debug, Default)]
pub struct Decoded {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of the text and the bytes of the source that stand for it.
#[derive(Clone, Debug)]
struct Piece {
    text: Range<usize>,
    source: Range<usize>,
    spelling: Spelling,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// Byte for byte.
    Same,
    /// Otherwise: nothing inside it has a place of its own.
    Other,
    /// Not at all.
    Absent,
}

/// How a wording is written in the source's format.
pub type Encode<'e> = &'e dyn Fn(&str) -> String;

impl Decoded {
    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends `text`, which stands as it is at `start` of the source.
    pub fn copy(&mut self, text: &str, start: usize) {
        self.push(text, start..start + text.len(), Spelling::Same);
    }

    /// Appends the text of `bytes`, which stand at `start` of the source; what is not UTF-8 in them is no text.
    pub fn copy_bytes(&mut self, bytes: &[u8], mut start: usize) {
        for chunk in bytes.utf8_chunks() {
            self.copy(chunk.valid(), start);
            start += chunk.valid().len() + chunk.invalid().len();
            self.separate(if chunk.invalid().is_empty() {
                ""
            } else {
                "\u{fffd}"
            });
        }
    }

    /// Appends `text`, for which the `source` has another spelling, such as an escape.
    pub fn decode(&mut self, text: &str, source: Range<usize>) {
        self.push(text, source, Spelling::Other);
    }

    /// Appends `text`, which stands for something that no edit may touch, such as the end of a paragraph.
    pub fn separate(&mut self, text: &str) {
        self.push(text, 0..0, Spelling::Absent);
    }

    fn push(&mut self, text: &str, source: Range<usize>, spelling: Spelling) {
        let from = self.text.len();
        self.text.push_str(text);
        if !text.is_empty() {
            self.pieces.push(Piece {
                text: from..self.text.len(),
                source,
                spelling,
            });
        }
    }

    /// Moves `edits` of the text to the source, where `encode` spells their wordings.
    ///
    /// An edit that reaches over markup is made on each side of it, so that the markup stays where it is; where that cannot be
    /// done, because there are too few new words or markup stands inside a word, the text is left as it is.
    pub fn to_source(&self, edits: &[Edit], encode: Encode<'_>) -> Vec<Edit> {
        let mut moved: Vec<Edit> = Vec::new();
        for edit in edits {
            let (before, article) = (
                moved.len(),
                moved
                    .last()
                    .is_some_and(|last| last.evidence.kind == Kind::Article),
            );
            match self.place(edit.start..edit.end) {
                Some(source) => moved.push(at(edit, source, encode(&edit.original))),
                None => moved.extend(self.by_run(edit, encode).unwrap_or_default()),
            }
            // The article was mended for a word that does not come.
            if article && moved.len() == before && edit.evidence.kind != Kind::Article {
                moved.pop();
            }
        }
        moved
    }

    /// Where `edits` of the source, which are sorted, stand in the text; without those that do not.
    pub fn in_text<'e>(&self, edits: &'e [Edit]) -> Vec<(Range<usize>, &'e Edit)> {
        let mut pieces: Vec<&Piece> = self
            .pieces
            .iter()
            .filter(|piece| piece.spelling != Spelling::Absent)
            .collect();
        pieces.sort_by_key(|piece| piece.source.start);
        let place = |edit: &Edit| {
            let first = pieces.partition_point(|piece| piece.source.end <= edit.start);
            let last = pieces.partition_point(|piece| piece.source.end < edit.end);
            Some(pieces.get(first)?.text_at(edit.start)?..pieces.get(last)?.text_at(edit.end)?)
        };
        let mut placed: Vec<_> = edits
            .iter()
            .filter_map(|edit| {
                place(edit)
                    .filter(|range| range.start <= range.end)
                    .map(|range| (range, edit))
            })
            .collect();
        placed.sort_by_key(|(range, _)| range.start);
        placed
    }

    /// An edit over markup, as one for each run of words without markup between them. Each gets its share of the new words;
    /// only one that has other words beside it may be left without.
    fn by_run(&self, edit: &Edit, encode: Encode<'_>) -> Option<Vec<Edit>> {
        let spun = &self.text[edit.start..edit.end];
        let (mut runs, words): (_, Vec<&str>) =
            (self.runs(spun)?, edit.original.split(' ').collect());
        let mut moved = Vec::new();
        if words.len() < runs.len() {
            moved.push(at(
                edit,
                self.place(self.take_spare(&mut runs)?)?,
                String::new(),
            ));
        }
        if words.len() < runs.len() || spun.trim() != spun {
            return None;
        }
        let all: usize = runs.iter().map(|(_, count)| count).sum();
        let mut rest = &words[..];
        for (index, (run, count)) in runs.iter().enumerate() {
            let needed = runs.len() - index - 1;
            let share = (2 * words.len() * count + all) / (2 * all);
            let len = if needed == 0 {
                rest.len()
            } else {
                share.clamp(1, rest.len() - needed)
            };
            let (own, behind) = rest.split_at(len);
            rest = behind;
            if self.text[run.clone()] != own.join(" ") {
                moved.push(at(edit, self.place(run.clone())?, encode(&own.join(" "))));
            }
        }
        moved.sort_by_key(|edit| edit.start);
        Some(moved)
    }

    /// Takes the last or the first of `runs` that has another word beside it, on the side where the edit ends: the words to
    /// be left out, with the space to that word.
    fn take_spare(&self, runs: &mut Vec<(Range<usize>, usize)>) -> Option<Range<usize>> {
        let is_word = |char: Option<char>| {
            char.filter(|char| !char.is_whitespace())
                .map(char::len_utf8)
        };
        let (first, last) = (runs.first()?.0.clone(), runs.last()?.0.clone());
        let mut behind = self.text[last.end..].chars();
        if behind.next() == Some(' ')
            && is_word(behind.next())
                .is_some_and(|len| self.place(last.start..last.end + 1 + len).is_some())
        {
            runs.pop();
            return Some(last.start..last.end + 1);
        }
        let mut before = self.text[..first.start].chars().rev();
        if before.next() == Some(' ')
            && is_word(before.next())
                .is_some_and(|len| self.place(first.start - 1 - len..first.end).is_some())
        {
            runs.remove(0);
            return Some(first.start - 1..first.end);
        }
        None
    }

    /// The runs of words of `spun`, a part of the text, each with the number of its words; none where markup stands in a word.
    fn runs(&self, spun: &str) -> Option<Vec<(Range<usize>, usize)>> {
        let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
        for word in spun.split_whitespace() {
            let start = word.as_ptr().addr() - self.text.as_ptr().addr();
            let end = start + word.len();
            self.place(start..end)?;
            match runs
                .last_mut()
                .filter(|(run, _)| self.place(run.start..end).is_some())
            {
                Some((run, count)) => (run.end, *count) = (end, *count + 1),
                None => runs.push((start..end, 1)),
            }
        }
        Some(runs)
    }

    /// The bytes of the source that stand for the bytes `text` and nothing else.
    fn place(&self, text: Range<usize>) -> Option<Range<usize>> {
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
        (joined && present).then_some(())?;
        Some(pieces.first()?.offset(text.start)?..pieces.last()?.offset(text.end)?)
    }
}

impl Piece {
    /// Where in the text the byte `at` of the source stands.
    fn text_at(&self, at: usize) -> Option<usize> {
        match self.spelling {
            _ if at == self.source.start => Some(self.text.start),
            _ if at == self.source.end => Some(self.text.end),
            Spelling::Same => Some(self.text.start + at.checked_sub(self.source.start)?),
            Spelling::Other | Spelling::Absent => None,
        }
    }

    /// Where in the source the byte `at` of the text stands.
    fn offset(&self, at: usize) -> Option<usize> {
        match self.spelling {
            _ if at == self.text.start => Some(self.source.start),
            _ if at == self.text.end => Some(self.source.end),
            Spelling::Same => Some(self.source.start + at - self.text.start),
            Spelling::Other | Spelling::Absent => None,
        }
    }
}

fn at(edit: &Edit, source: Range<usize>, original: String) -> Edit {
    Edit {
        start: source.start,
        end: source.end,
        original,
        evidence: edit.evidence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Evidence;

    fn edit(text: &str, spun: &str, original: &str, kind: Kind) -> Edit {
        let start = text.find(spun).expect("spun wording");
        Edit {
            start,
            end: start + spun.len(),
            original: original.into(),
            evidence: Evidence {
                kind,
                rule: String::new(),
                margin: 0,
                lead: 0,
                choices: Vec::new(),
            },
        }
    }

    /// The text of `A White <b>Home men&#116;ioned</b><p>so`.
    fn markup() -> Decoded {
        let mut decoded = Decoded::default();
        decoded.copy("A White ", 0);
        decoded.copy("Home men", 11);
        decoded.decode("t", 19..25);
        decoded.copy("ioned", 25);
        decoded.separate("\n\n");
        decoded.copy("so", 37);
        decoded
    }

    fn moved(edits: &[(&str, &str, Kind)]) -> Vec<(Range<usize>, String)> {
        let decoded = markup();
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(spun, original, kind)| edit(decoded.text(), spun, original, kind))
            .collect();
        let encode = |text: &str| text.replace('&', "&amp;");
        decoded
            .to_source(&edits, &encode)
            .into_iter()
            .map(|edit| (edit.start..edit.end, edit.original))
            .collect()
    }

    #[test]
    fn escapes_inside_an_edit_are_replaced_with_it() {
        assert_eq!(
            moved(&[("mentioned", "s&d", Kind::Exact)]),
            [(16..30, "s&amp;d".into())]
        );
        assert_eq!(
            moved(&[("tioned", "d", Kind::Exact)]),
            [(19..30, "d".into())]
        );
    }

    #[test]
    fn edits_over_markup_are_made_on_each_side_or_not_at_all() {
        assert_eq!(
            moved(&[("White Home", "White House", Kind::Exact)]),
            [(11..15, "House".into())]
        );
        assert_eq!(
            moved(&[("White Home", "Red House", Kind::Exact)]),
            [(2..7, "Red".into()), (11..15, "House".into())]
        );
        assert_eq!(
            moved(&[("White Home", "The White House", Kind::Exact)]),
            [(2..7, "The White".into()), (11..15, "House".into())]
        );
        assert_eq!(
            moved(&[("A White Home", "Our House", Kind::Exact)]),
            [(0..7, "Our".into()), (11..15, "House".into())]
        );
        // Both could be left without a word, but then a pair of tags would be empty.
        assert_eq!(moved(&[("A White Home mentioned", "It", Kind::Exact)]), []);
        // The tags have another word.
        assert_eq!(
            moved(&[("White Home", "Government", Kind::Exact)]),
            [(2..7, "Government".into()), (11..16, String::new())]
        );
        assert_eq!(
            moved(&[("White Home mentioned", "Government", Kind::Exact)]),
            [(1..7, String::new()), (11..30, "Government".into())]
        );
        assert_eq!(
            moved(&[("mentioned\n\nso", "said thus", Kind::Exact)]),
            [(16..30, "said".into()), (37..39, "thus".into())]
        );
    }

    #[test]
    fn edits_of_the_source_are_found_in_the_text() {
        let decoded = markup();
        let edits: Vec<Edit> = [
            ("White", "Red", Kind::Exact),
            ("mentioned", "said", Kind::Exact),
            ("so", "thus", Kind::Exact),
        ]
        .map(|(spun, original, kind)| edit(decoded.text(), spun, original, kind))
        .into();
        let moved = decoded.to_source(&edits, &str::to_owned);
        let back: Vec<&str> = decoded
            .in_text(&moved)
            .into_iter()
            .map(|(range, _)| &decoded.text()[range])
            .collect();
        assert_eq!(back, ["White", "mentioned", "so"]);
    }

    #[test]
    fn article_of_a_word_that_does_not_come_goes_too() {
        assert_eq!(
            moved(&[
                ("A", "An", Kind::Article),
                ("White Home mentioned\n\nso", "Office", Kind::Exact)
            ]),
            []
        );
        assert_eq!(
            moved(&[("A", "An", Kind::Article), ("White", "Old", Kind::Exact)]).len(),
            2
        );
    }
}
