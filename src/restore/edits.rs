//! From the choices on the best path to edits: letter case, spacing, articles, and the evidence.

use super::numerals::Numeral;
use super::pass::Pass;
use super::text::strings;
use super::{CAUTIOUS_MARGIN, article, casing, titles};
use crate::cost::Cost;
use crate::edit::{self, Edit, Evidence, Kind};
use crate::lattice::search::Choice;
use crate::lattice::{Edge, Wording};
use crate::lexicon::{Entry, Original, fuzzy};
use crate::ranges::{contain, overlapping};
use crate::text::code;
use casing::Place;
use std::ops::Range;

/// Least margin, in milli-nats, of an edit that takes a word for a misspelt one. Chosen on
/// `fixtures/slips.tsv` and on the development sets, which have hardly any slips.
const SLIP_MARGIN: Cost = 600;

/// Margin of a numeral that is words in part, in milli-nats: no writer makes these.
const CERTAIN: Cost = 20_000;

impl Pass<'_> {
    /// The edits that the `choices` of all sentences make, with the articles that they change, and those of
    /// numerals in the tokens of `runs`.
    pub(super) fn edits(&self, choices: &[Vec<Choice>], runs: &[Range<usize>]) -> Vec<Edit> {
        let mut edits = Vec::new();
        for choice in choices.iter().flatten() {
            self.push_edit(choice, &mut edits);
        }
        merged(edits, self.numerals(runs))
    }

    /// The edits of numerals that are words in part.
    fn numerals(&self, runs: &[Range<usize>]) -> Vec<Edit> {
        let tokens = &self.text.tokens;
        let all = tokens.as_slice();
        let is_inside = |numeral: &&Numeral| contain(runs, numeral.tokens.start);
        let edit = |numeral: &Numeral| {
            let Range { start, end } = numeral.tokens.clone();
            let rule = format!("{} -> {}", tokens.norm_span(start, end), numeral.digits);
            let evidence = Evidence::new(Kind::Exact, rule, CERTAIN, CERTAIN);
            Edit::new(
                all[start].start..all[end - 1].end,
                &*numeral.digits,
                evidence,
            )
        };
        let found = self.text.numerals.iter().filter(is_inside);
        found.map(edit).collect()
    }

    /// Adds the edit of a choice, if it makes one.
    pub(super) fn push_edit(&self, choice: &Choice, edits: &mut Vec<Edit>) {
        let Some(edit) = self.edit(choice) else {
            return;
        };
        edits.extend(self.article(choice, &edit, edits));
        edits.push(edit);
    }

    fn edit(&self, choice: &Choice) -> Option<Edit> {
        let Wording::Original(original) = choice.edge.wording else {
            return None;
        };
        let may_be_undone = self.is_assumed && self.is_reversible(choice, original);
        let needs_caution = may_be_undone || self.text.is_short(self.text.block_of(choice.from));
        if !self.is_enough(choice) || (needs_caution && choice.margin < CAUTIOUS_MARGIN) {
            return None;
        }
        let place = self.place(choice.from..choice.edge.to);
        let (start, mut text) = self.dressed(choice.from..choice.edge.to, original);
        let mut end = casing::end(&text, &place);
        if let Some(apostrophe) = casing::possessive(&text, &place) {
            text.push_str(casing::dress("'s", &place).as_str());
            end = apostrophe;
        }
        let choices = if self.restorer.options.explain {
            self.weighed(choice)
        } else {
            Vec::new()
        };
        let rule = self.rule(choice, original);
        let evidence =
            Evidence::with_choices(choice.edge.kind, rule, choice.margin, choice.lead, choices);
        (self.source[start..end] != *text.as_bytes()).then(|| Edit::new(start..end, text, evidence))
    }

    /// Whether the lexicon also has the reverse of an edit. In a text that is not spun, such an edit
    /// might be undone when the result is restored again.
    fn is_reversible(&self, choice: &Choice, original: Original) -> bool {
        let lexicon = self.table.lexicon;
        let spun = self.text.tokens.norm_span(choice.from, choice.edge.to);
        let reverse = lexicon.get(&lexicon.surface(original).to_lowercase());
        reverse.is_some_and(|entry| {
            let mut originals = entry.candidates().map(|candidate| candidate.original);
            originals.any(|original| lexicon.surface(original).to_lowercase() == spun)
        })
    }

    /// Whether a choice beats the text as it is by enough to be made.
    pub(super) fn is_enough(&self, choice: &Choice) -> bool {
        let least = match choice.edge.kind {
            Kind::Fuzzy => self.table.min_margin.max(SLIP_MARGIN),
            _ => self.table.min_margin,
        };
        choice.margin >= least
    }

    /// An original as it is written where `tokens` are, and the byte where it begins.
    pub(super) fn dressed(&self, tokens: Range<usize>, original: Original) -> (usize, String) {
        let place = self.place(tokens);
        let wording = self.table.lexicon.surface(original);
        let (start, space) = casing::spacing(wording, &place);
        (start, format!("{space}{}", casing::dress(wording, &place)))
    }

    fn place(&self, spun: Range<usize>) -> Place<'_> {
        Place {
            tokens: &self.text.tokens,
            spun,
            apostrophe: self.text.apostrophe,
        }
    }

    /// The article before `edit`, where the restored word needs another one and no earlier edit
    /// touches it.
    fn article(&self, choice: &Choice, edit: &Edit, before: &[Edit]) -> Option<Edit> {
        let at = choice.from.checked_sub(1)?;
        let tokens = &self.text.tokens;
        let token = &tokens.as_slice()[at];
        let original = edit.original().split(' ').next()?.to_lowercase();
        let found = tokens.norm_of(at);
        let wanted = article::mended(found, tokens.norm_of(choice.from), &original)?;
        let is_taken = before.last().is_some_and(|last| last.end > token.start);
        if self.text.fixed[at] || is_taken || edit.start < token.end {
            return None;
        }
        let word = self.place(choice.from..choice.edge.to);
        let text = casing::dress_article(wanted, token, &word);
        let kind = Kind::Article;
        let evidence = Evidence::new(kind, kind.name(), choice.margin, choice.lead);
        Some(Edit::new(token.start..token.end, text, evidence))
    }

    /// The pair of the lexicon that a choice comes from.
    fn rule(&self, choice: &Choice, original: Original) -> String {
        let lexicon = self.table.lexicon;
        let tokens = &self.text.tokens;
        let range = choice.from..choice.edge.to;
        let knows = |word| self.restorer.models.ngrams.knows(word);
        let wanted = |entry: Entry<'_>| {
            entry
                .candidates()
                .any(|candidate| candidate.original == original)
        };
        let misspelt = if choice.edge.kind == Kind::Fuzzy {
            fuzzy::meant(lexicon, tokens, range.clone(), knows, wanted)
        } else {
            None
        };
        let spun = misspelt
            .as_deref()
            .unwrap_or(tokens.norm_span(range.start, range.end));
        format!("{spun} -> {}", lexicon.surface(original))
    }

    /// The wordings that were weighed for a choice, cheapest first. A wording of fewer tokens is shown
    /// with the rest as it is.
    fn weighed(&self, choice: &Choice) -> Vec<edit::Choice> {
        let mut weighed: Vec<_> = choice
            .alternatives
            .iter()
            .map(|(edge, cost)| edit::Choice {
                wording: self.wording(choice, edge),
                cost: *cost,
            })
            .collect();
        weighed.sort_by_key(|choice| choice.cost);
        weighed
    }

    fn wording(&self, choice: &Choice, edge: &Edge) -> String {
        let tokens = &self.text.tokens;
        let end = choice.edge.to;
        match edge.wording {
            Wording::Keep => tokens.norm_span(choice.from, end).to_owned(),
            Wording::Original(original) => {
                let surface = self.table.lexicon.surface(original);
                if edge.to < end {
                    format!("{surface} {}", tokens.norm_span(edge.to, end))
                } else {
                    surface.to_owned()
                }
            }
        }
    }
}

/// Those of `edits` that change no code and leave no title unfit in the `prose` of `source`. Code is looked for only here, since it
/// takes time and most texts have no edits.
pub(super) fn outside_code(
    mut edits: Vec<Edit>,
    source: &[u8],
    prose: &[Range<usize>],
) -> Vec<Edit> {
    if edits.is_empty() {
        return edits;
    }
    let of_text = |(offset, text)| {
        let found = code::code(text).into_iter();
        found.map(move |range| offset + range.start..offset + range.end)
    };
    let code: Vec<Range<usize>> = strings(source, prose).flat_map(of_text).collect();
    edits.retain(|edit| overlapping(&code, &edit.range()).is_empty());
    titles::fitting(edits, source)
}

/// Two lists of edits, each in order, as one. Of two edits that overlap, the one in `first` is dropped.
pub(super) fn merged(mut first: Vec<Edit>, second: Vec<Edit>) -> Vec<Edit> {
    if second.is_empty() {
        return first;
    }
    first.retain(|edit| {
        let at = second.partition_point(|other| other.end <= edit.start);
        let next = second.get(at);
        next.is_none_or(|other| edit.end <= other.start)
    });
    first.extend(second);
    first.sort_by_key(|edit| edit.start);
    first
}
