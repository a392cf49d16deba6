//! Alternatives that a spinner has left in its output, in the notation of spinners (spintax):
//! `{big|large}`, which may be nested. They are resolved if the caller says how.

use super::Worker;
use crate::cost::Cost;
use crate::edit::{Edit, Evidence, Kind};
use crate::models::ngram::NgramModel;
use crate::text::marker;
use crate::text::token::Tokens;
use std::ops::Range;

/// What becomes of alternatives in braces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spintax {
    /// They stay as they are.
    #[default]
    Keep,
    /// The first one is taken.
    First,
    /// The one is taken that the n-gram model finds likeliest between its neighbours.
    Best,
}

/// Characters on either side of the alternatives that the model reads.
const CONTEXT: usize = 60;

/// Whether the `prose` of `source` has alternatives.
pub(super) fn is_in(source: &[u8], prose: &[Range<usize>]) -> bool {
    prose.iter().any(|range| {
        let source = &source[range.clone()];
        let text = source.contains(&b'|').then(|| str::from_utf8(source).ok());
        text.flatten()
            .is_some_and(|text| !marker::alternatives(text).is_empty())
    })
}

impl Worker<'_> {
    /// Edits that resolve the alternatives in the `prose` of `source`, except what is switched `off`.
    pub(super) fn resolve_spintax(
        &self,
        source: &[u8],
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> Vec<Edit> {
        let how = self.restorer.options.spintax;
        if how == Spintax::Keep {
            return Vec::new();
        }
        let mut edits = Vec::new();
        for range in prose {
            let Ok(text) = str::from_utf8(&source[range.clone()]) else {
                continue;
            };
            for inside in marker::alternatives(text) {
                let place = range.start + inside.start..range.start + inside.end;
                let is_off = |off: &Range<usize>| off.start < place.end && place.start < off.end;
                if !off.iter().any(is_off) {
                    edits.push(self.resolved(text, inside, place));
                }
            }
        }
        edits
    }

    /// The edit that resolves the alternatives `inside` of `text`, which are at `place` of the source.
    fn resolved(&self, text: &str, inside: Range<usize>, place: Range<usize>) -> Edit {
        let before = last_line(&text[..inside.start]);
        let after = first_line(&text[inside.end..]);
        let ngrams = &self.restorer.models.ngrams;
        let is_best = self.restorer.options.spintax == Spintax::Best;
        let (original, lead) = choose(&text[inside.clone()], |wording| {
            if is_best {
                cost(ngrams, &format!("{before}{wording}{after}"))
            } else {
                0
            }
        });
        let rule = format!("{} -> {original}", &text[inside]);
        Edit::new(
            place,
            original,
            Evidence::new(Kind::Spintax, rule, lead, lead),
        )
    }
}

/// The cheapest of the alternatives in braces, and how much it is cheaper than the next one. Of equal
/// ones, the first is taken.
fn choose(braces: &str, cost: impl Fn(&str) -> Cost + Copy) -> (String, Cost) {
    let inside = &braces[1..braces.len() - 1];
    let mut wordings: Vec<(Cost, String)> = split(inside)
        .into_iter()
        .map(|part| resolve_nested(part, cost))
        .map(|wording| (cost(&wording), wording))
        .collect();
    wordings.sort_by_key(|&(cost, _)| cost);
    let next = wordings.get(1).map_or(0, |&(cost, _)| cost);
    let (least, wording) = wordings.swap_remove(0);
    (wording, next.saturating_sub(least).max(0))
}

/// `text` with the alternatives in it resolved.
fn resolve_nested(text: &str, cost: impl Fn(&str) -> Cost + Copy) -> String {
    let mut resolved = String::new();
    let mut copied = 0;
    for range in marker::alternatives(text) {
        resolved.push_str(&text[copied..range.start]);
        resolved.push_str(&choose(&text[range.clone()], cost).0);
        copied = range.end;
    }
    resolved.push_str(&text[copied..]);
    resolved
}

/// The parts between the bars that are not in inner braces.
fn split(inside: &str) -> Vec<&str> {
    let mut depth = 0;
    inside
        .split(|char| {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            char == '|' && depth == 0
        })
        .collect()
}

/// The end of the line before the alternatives, without others.
fn last_line(text: &str) -> &str {
    let from = text.char_indices().rev().nth(CONTEXT);
    let line = &text[from.map_or(0, |(at, _)| at)..];
    line.rfind(['\n', '}']).map_or(line, |at| &line[at + 1..])
}

/// The start of the line after the alternatives, without others.
fn first_line(text: &str) -> &str {
    let to = text.char_indices().nth(CONTEXT);
    let line = &text[..to.map_or(text.len(), |(at, _)| at)];
    line.find(['\n', '{']).map_or(line, |at| &line[..at])
}

/// What the words of `text` cost one after the other.
fn cost(ngrams: &NgramModel<'_>, text: &str) -> Cost {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    let mut state = ngrams.start();
    let costs = tokens.as_slice().iter().map(|token| {
        let (cost, after) = ngrams.score(state, token.word);
        state = after;
        cost
    });
    costs.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_alternative_is_taken_or_else_the_first() {
        let len = |wording: &str| Cost::try_from(wording.len()).expect("short");
        assert_eq!(choose("{large|big|huge}", len), ("big".to_owned(), 1));
        assert_eq!(choose("{big|large}", |_| 0), ("big".to_owned(), 0));
        assert_eq!(choose("{|large}", len), (String::new(), 5));
    }

    #[test]
    fn inner_alternatives_come_first() {
        let (wording, _) = choose("{a {very|quite} big|{huge|vast}}", |_| 0);
        assert_eq!(wording, "a very big");
        assert_eq!(split("a {b|c} d|e|{f}"), ["a {b|c} d", "e", "{f}"]);
    }

    #[test]
    fn the_context_ends_at_other_alternatives_and_lines() {
        assert_eq!(last_line("one\ntwo {a|b} three "), " three ");
        assert_eq!(first_line(" one {a|b} two\n"), " one ");
        assert_eq!(first_line(" one\ntwo"), " one");
    }
}
