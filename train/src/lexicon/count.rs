//! Counts pairs of phrases, and chooses how each is written in the lexicon.

use super::align::{Parallel, Substitution};
use super::corpus::Corpus;
use crate::pairs::Document;
use crate::phrase::{Span, phrase_key, straight};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use unspin::lexicon::tsv::Row;
use unspin::text::token::{Gap, Shape, Tokens};

/// Pairs of a spun phrase and its original, as word ids, with their counts.
pub(super) type Pairs = BTreeMap<(Vec<u32>, Vec<u32>), PairCount>;

/// Counts of one pair.
#[derive(Clone, Default)]
pub(super) struct PairCount {
    /// Occurrences.
    pub count: u32,
    /// Documents with at least one occurrence.
    pub documents: u32,
    last_document: Option<usize>,
    /// Occurrences with unchanged words on both sides.
    pub alone: u32,
    /// The spun phrase in lower case, as written.
    spun: String,
    /// How the original was written where the spun phrase was in lower case.
    lower: BTreeMap<String, u32>,
    /// How the original was written elsewhere.
    other: BTreeMap<String, u32>,
}

/// Counts the substitutions of all paragraphs.
pub(super) fn count(
    corpus: &Corpus,
    documents: &[Document],
    substitutions: &[Vec<Substitution>],
) -> Pairs {
    let mut pairs = Pairs::new();
    let mut spun = Side::default();
    let mut original = Side::default();
    let texts = documents.iter().flatten();
    for ((document, words, substitutions), texts) in corpus.aligned(substitutions).zip(texts) {
        if substitutions.is_empty() {
            continue;
        }
        spun.read(&texts.spun);
        original.read(&texts.original);
        for (index, substitution) in substitutions.iter().enumerate() {
            let pair = pairs.entry(key(words, substitution)).or_default();
            pair.add(document, is_alone(substitutions, index));
            pair.add_forms(substitution, &spun, &original);
        }
    }
    pairs
}

fn key(text: &Parallel, substitution: &Substitution) -> (Vec<u32>, Vec<u32>) {
    (
        substitution.spun_words(text).to_vec(),
        substitution.original_words(text).to_vec(),
    )
}

/// Whether no other substitution touches this one.
fn is_alone(substitutions: &[Substitution], index: usize) -> bool {
    let span = substitutions[index].spun;
    let before = index
        .checked_sub(1)
        .is_some_and(|before| substitutions[before].spun.end() == span.start);
    let after = substitutions
        .get(index + 1)
        .is_some_and(|after| span.end() == after.spun.start);
    !before && !after
}

/// One side of a pair of paragraphs.
#[derive(Default)]
struct Side<'t> {
    text: &'t str,
    tokens: Tokens,
}

impl<'t> Side<'t> {
    fn read(&mut self, text: &'t str) {
        self.text = text;
        self.tokens.clear();
        self.tokens.push_text(text, 0);
    }

    /// The tokens of `span` as written, but with straight quotes and single spaces.
    fn written(&self, span: Span) -> String {
        let mut out = String::new();
        for token in &self.tokens.as_slice()[span.range()] {
            if !out.is_empty() && token.gap != Gap::Joined {
                out.push(' ');
            }
            out.extend(self.text[token.start..token.end].chars().map(straight));
        }
        out
    }

    fn is_lower_case(&self, span: Span) -> bool {
        self.tokens.as_slice()[span.range()]
            .iter()
            .all(|token| matches!(token.shape, Shape::Lower | Shape::Uncased))
    }
}

impl PairCount {
    fn add(&mut self, document: usize, is_alone: bool) {
        self.count += 1;
        self.alone += u32::from(is_alone);
        if self.last_document != Some(document) {
            self.documents += 1;
            self.last_document = Some(document);
        }
    }

    fn add_forms(&mut self, substitution: &Substitution, spun: &Side<'_>, original: &Side<'_>) {
        if self.spun.is_empty() {
            self.spun = spun.written(substitution.spun).to_lowercase();
        }
        let forms = if spun.is_lower_case(substitution.spun) {
            &mut self.lower
        } else {
            &mut self.other
        };
        let written = original.written(substitution.original);
        *forms.entry(written).or_default() += 1;
    }

    /// The pair as a row of the lexicon.
    pub fn row(&self) -> Row {
        Row {
            spun: self.spun.clone(),
            original: self.mid_sentence(),
            count: self.count,
        }
    }

    /// How the original is usually written in the middle of a sentence.
    ///
    /// If the spun phrase always had a capital, so had the original, and its first letter says
    /// nothing. The case of later words is kept if the spun phrase is a single word, because then
    /// restoring a text cannot copy their case from it.
    fn mid_sentence(&self) -> String {
        if let Some(form) = commonest(&self.lower) {
            return form;
        }
        let form = commonest(&self.other).unwrap_or_default();
        match form.split_once(' ') {
            Some((first, rest)) if !self.spun.contains(' ') => {
                format!("{} {rest}", first.to_lowercase())
            }
            _ => form.to_lowercase(),
        }
    }
}

/// The form with the highest count; the first one in alphabetical order on a tie.
fn commonest(forms: &BTreeMap<String, u32>) -> Option<String> {
    forms
        .iter()
        .max_by_key(|&(form, count)| (count, Reverse(form)))
        .map(|(form, _)| form.clone())
}

/// The rows of the lexicon: all pairs, and for each original how often it is `kept`.
pub(super) fn rows(pairs: &Pairs, kept: &HashMap<u64, u32>) -> Vec<Row> {
    let mut counts = BTreeMap::new();
    for ((_, original), pair) in pairs {
        let Row {
            spun,
            original: form,
            count,
        } = pair.row();
        let lower = form.to_lowercase();
        *counts.entry((spun, form)).or_insert(0) += count;
        counts.insert((lower.clone(), lower), kept[&phrase_key(original)]);
    }
    counts
        .into_iter()
        .map(|((spun, original), count)| Row {
            spun,
            original,
            count,
        })
        .collect()
}
