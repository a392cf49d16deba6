//! Wordings as they would be written in the source, with the letter case and the apostrophes of the text
//! around them.

use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;
use unspin::document::Document;
use unspin::lexicon::{MAX_PHRASE, OwnedLexicon};
use unspin::restore::casing::{self, Apostrophe, Place};
use unspin::text::token::Tokens;
use unspin::{Cost, Edit, Format};

/// A source, its text and the words of the text.
pub struct Wordings<'s> {
    source: &'s [u8],
    document: Document,
    tokens: Tokens,
    apostrophe: Apostrophe,
}

/// A wording for the bytes `start..end` of the source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wording {
    start: usize,
    end: usize,
    text: String,
    /// In nats.
    cost: f64,
}

impl Wording {
    fn is_same_text(&self, other: &Self) -> bool {
        (self.start, self.end, &self.text) == (other.start, other.end, &other.text)
    }
}

impl<'s> Wordings<'s> {
    /// Reads the words of `source`.
    pub fn new(source: &'s [u8], format: Format) -> Self {
        let mut document = Document::default();
        document.read(source, format);
        let text = document.text();
        let mut tokens = Tokens::default();
        for range in document.prose() {
            tokens.push_text(&text[range.clone()], range.start);
        }
        Self {
            source,
            apostrophe: Apostrophe::of(text.as_bytes()),
            document,
            tokens,
        }
    }

    /// The wordings that were compared for each of `edits`, cheapest first. An edit that is only a part of
    /// a replacement, because markup is inside it, has none.
    pub fn compared(&self, edits: &[Edit]) -> Vec<Vec<Wording>> {
        let in_text = self.document.edits_in_text(edits);
        let in_text: HashMap<usize, Range<usize>> = in_text
            .into_iter()
            .map(|(range, edit)| (edit.range().start, range))
            .collect();
        let choices = |edit: &Edit| {
            let range = in_text.get(&edit.range().start)?;
            self.choices(edit, range)
        };
        edits
            .iter()
            .map(|edit| choices(edit).unwrap_or_default())
            .collect()
    }

    /// The wordings that were compared for the edit of the part `range` of the text. `None` if the first
    /// one is not what the edit writes.
    fn choices(&self, edit: &Edit, range: &Range<usize>) -> Option<Vec<Wording>> {
        let all = self.tokens.as_slice();
        let from = all.partition_point(|token| token.start < range.start);
        let to = all.partition_point(|token| token.end <= range.end);
        if from >= to {
            return None;
        }
        let spun = self.tokens.norm_span(from, to);
        let mut choices = edit.choices().iter();
        let written = |wording: &str, cost| {
            if wording == spun {
                Some(self.unchanged(edit, cost))
            } else {
                self.written(wording, from..to, cost)
            }
        };
        let first = choices.next()?;
        let first = written(first.wording(), first.cost())?;
        if (first.start..first.end) != edit.range() || first.text != edit.original() {
            return None;
        }
        let others = choices.filter_map(|choice| written(choice.wording(), choice.cost()));
        Some(distinct(std::iter::once(first).chain(others)))
    }

    /// What the lexicons of the trained families know about the phrases that start with the word at byte
    /// `at` of the source, cheapest first.
    pub fn known(&self, at: usize) -> Vec<Wording> {
        let Some(from) = self.token_at(at) else {
            return Vec::new();
        };
        let limit = self.tokens.len().min(from + MAX_PHRASE);
        let mut found = Vec::new();
        for lexicon in [
            OwnedLexicon::news_spinner(),
            OwnedLexicon::article_rewriter(),
        ] {
            let lexicon = lexicon.view();
            lexicon.matches(&self.tokens, from, limit, |to, entry| {
                found.extend(entry.candidates().filter_map(|candidate| {
                    let surface = lexicon.surface(candidate.original);
                    self.written(surface, from..to, nats(candidate.channel))
                }));
            });
        }
        found.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        distinct(found)
    }

    /// The token at byte `at` of the source, or the next one.
    fn token_at(&self, at: usize) -> Option<usize> {
        let source_range = |range| self.document.source_range(range);
        let tokens = self.tokens.as_slice().iter().enumerate();
        tokens
            .filter_map(|(index, token)| Some((index, source_range(token.start..token.end)?)))
            .filter(|(_, place)| place.end > at)
            .min_by_key(|(_, place)| place.start)
            .map(|(index, _)| index)
    }

    /// The text that `edit` replaces.
    fn unchanged(&self, edit: &Edit, cost: f64) -> Wording {
        let range = edit.range();
        Wording {
            start: range.start,
            end: range.end,
            text: String::from_utf8_lossy(&self.source[range]).into_owned(),
            cost,
        }
    }

    /// `wording` as it is written instead of `tokens`, unless markup is inside them.
    fn written(&self, wording: &str, tokens: Range<usize>, cost: f64) -> Option<Wording> {
        let place = Place {
            tokens: &self.tokens,
            spun: tokens,
            apostrophe: self.apostrophe,
        };
        let (range_start, space) = casing::spacing(wording, &place);
        let text = format!("{space}{}", casing::dress(wording, &place));
        let range = range_start..casing::end(wording, &place);
        let Range { start, end } = self.document.source_range(range)?;
        Some(Wording {
            start,
            end,
            text: self.document.spell(&text, self.source, start)?,
            cost,
        })
    }
}

fn nats(cost: Cost) -> f64 {
    f64::from(cost) / 1000.0
}

/// The same wordings without those that repeat an earlier one.
fn distinct(wordings: impl IntoIterator<Item = Wording>) -> Vec<Wording> {
    let mut distinct: Vec<Wording> = Vec::new();
    for wording in wordings {
        if !distinct.iter().any(|one| one.is_same_text(&wording)) {
            distinct.push(wording);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;
    use unspin::{GateMode, Options, Restorer};

    const TOWN: &[u8] = include_bytes!("../../../fixtures/articles/town.spun.txt");

    fn edits(source: &[u8], format: Format) -> Vec<Edit> {
        let options = Options::new().gate(GateMode::AssumeSpun).explain(true);
        let restorer = Restorer::new(options);
        restorer.worker().restore(source, format).into_edits()
    }

    #[test]
    fn the_first_choice_is_what_the_edit_writes() {
        for (format, source) in [
            (Format::Text, TOWN.to_vec()),
            (Format::Html, [b"<p>", TOWN].concat()),
        ] {
            let edits = edits(&source, format);
            let compared = Wordings::new(&source, format).compared(&edits);
            let with_choices = edits
                .iter()
                .zip(&compared)
                .filter(|(edit, _)| !edit.choices().is_empty());
            let mut count = 0;
            for (edit, choices) in with_choices {
                assert_eq!(choices[0].text, edit.original());
                assert_eq!(choices[0].start..choices[0].end, edit.range());
                count += 1;
            }
            assert!(count > 50, "{count}");
        }
    }

    #[test]
    fn invalid_utf8_is_skipped() {
        let wordings = Wordings::new(b"\xff\xfe the \xff invoice", Format::Text);
        assert!(wordings.known(10).iter().any(|one| one.text == "bill"));
        assert!(wordings.known(usize::MAX).is_empty());
    }
}
