//! Wordings as they would be written at their place in a text, in the letter case and with the apostrophes of what stands
//! around them. It owns where they begin and end; which ones there are is the restorer's, or the lexicon's.

use serde_json::{Value, json};
use std::ops::Range;
use unspin::restore::casing::{self, Apostrophe, Place};
use unspin::document::plain;
use unspin::cost::Cost;
use unspin::edit::Edit;
use unspin::lexicon::{Lexicon, MAX_PHRASE};
use unspin::text::token::Tokens;

/// A text and its words.
pub struct Wordings<'t> {
    text: &'t [u8],
    tokens: Tokens,
    apostrophe: Apostrophe,
}

/// A wording in the place of the bytes `start..end`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wording {
    start: usize,
    end: usize,
    text: String,
    cost: Cost,
}

impl From<Wording> for Value {
    fn from(
        Wording {
            start,
            end,
            text,
            cost,
        }: Wording,
    ) -> Self {
        json!({ "start": start, "end": end, "text": text, "cost": cost })
    }
}

impl<'t> Wordings<'t> {
    /// Reads the words of `text`.
    pub fn new(text: &'t [u8]) -> Self {
        let mut tokens = Tokens::default();
        for range in plain::prose(text) {
            if let Ok(prose) = str::from_utf8(&text[range.clone()]) {
                tokens.push_text(prose, range.start);
            }
        }
        Self {
            text,
            tokens,
            apostrophe: apostrophe(text),
        }
    }

    /// What was weighed at `edit`, cheapest first; what is the same letter for letter, once.
    pub fn weighed(&self, edit: &Edit) -> Vec<Value> {
        let all = self.tokens.as_slice();
        let tokens = all.partition_point(|token| token.start < edit.start)
            ..all.partition_point(|token| token.end <= edit.end);
        if tokens.is_empty() {
            return Vec::new();
        }
        let spun = self.tokens.norm_span(tokens.start, tokens.end);
        let written = edit
            .evidence
            .choices
            .iter()
            .map(|choice| match choice.wording.as_str() {
                wording if wording == spun => self.as_it_is(edit, choice.cost),
                wording => self.written(wording, tokens.clone(), choice.cost),
            });
        once(written)
    }

    /// What the lexicon knows of the phrases that begin with the word at byte `at`, likeliest first.
    pub fn known(&self, at: usize) -> Vec<Value> {
        let from = self
            .tokens
            .as_slice()
            .partition_point(|token| token.end <= at);
        if from >= self.tokens.len() || at >= self.text.len() {
            return Vec::new();
        }
        let (lexicon, mut found) = (Lexicon::embedded(), Vec::new());
        lexicon.matches(
            &self.tokens,
            from,
            self.tokens.len().min(from + MAX_PHRASE),
            |to, entry| {
                found.extend(
                    entry.candidates().map(|one| {
                        self.written(lexicon.surface(one.original), from..to, one.channel)
                    }),
                );
            },
        );
        found.sort_by_key(|wording| wording.cost);
        once(found)
    }

    fn as_it_is(&self, edit: &Edit, cost: Cost) -> Wording {
        Wording {
            start: edit.start,
            end: edit.end,
            text: String::from_utf8_lossy(&self.text[edit.start..edit.end]).into_owned(),
            cost,
        }
    }

    fn written(&self, wording: &str, tokens: Range<usize>, cost: Cost) -> Wording {
        let all = self.tokens.as_slice();
        let around = [
            tokens.start.checked_sub(1).map(|at| &all[at]),
            all.get(tokens.end),
        ];
        let place = Place {
            spun: &all[tokens.clone()],
            around,
            apostrophe: self.apostrophe,
        };
        let (start, before) = casing::spacing(wording, place);
        Wording {
            start,
            end: all[tokens.end - 1].end,
            text: format!("{before}{}", casing::dress(wording, place)),
            cost,
        }
    }
}

fn once(wordings: impl IntoIterator<Item = Wording>) -> Vec<Value> {
    let mut kept: Vec<Wording> = Vec::new();
    for wording in wordings {
        if !kept.iter().any(|one| {
            (one.start, one.end, &one.text) == (wording.start, wording.end, &wording.text)
        }) {
            kept.push(wording);
        }
    }
    kept.into_iter().map(Value::from).collect()
}

/// How most of the text writes apostrophes.
fn apostrophe(text: &[u8]) -> Apostrophe {
    let curly = text
        .windows(3)
        .filter(|three| *three == "’".as_bytes())
        .count();
    let straight = text.iter().filter(|&&byte| byte == b'\'').count();
    if curly > straight {
        Apostrophe::Curly
    } else {
        Apostrophe::Straight
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unspin::edit::apply;
    use unspin::restore::{GateMode, Options, Restorer};

    /// The wording that was chosen is dressed here as the restorer dressed it.
    #[test]
    fn the_first_choice_is_the_edit() {
        let text = std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../fixtures/articles/town.spun.txt"
        ))
        .expect("a fixture");
        let restorer = Restorer::embedded(Options {
            gate: GateMode::AssumeSpun,
            explain: true,
            ..Options::default()
        });
        let edits = restorer.worker().edits(&text);
        let wordings = Wordings::new(&text);
        for edit in edits
            .iter()
            .filter(|edit| !edit.evidence.choices.is_empty())
        {
            let first = &wordings.weighed(edit)[0];
            assert_eq!(
                (&first["text"], &first["start"], &first["end"]),
                (&json!(edit.original), &json!(edit.start), &json!(edit.end))
            );
        }
        assert!(edits.len() > 50 && apply(&text, &edits) != text);
    }

    #[test]
    fn bytes_that_are_no_text_are_stepped_over() {
        let wordings = Wordings::new(b"\xff\xfe the \xff invoice");
        assert!(wordings.known(10).iter().any(|one| one["text"] == "bill"));
        assert!(wordings.known(usize::MAX).is_empty());
    }
}
