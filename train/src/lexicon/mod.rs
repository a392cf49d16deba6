//! Learning a lexicon from parallel text: which phrase replaces which, how often, and how often each original is kept.
//! It owns counting and the choice of keys; alignment is `align`'s, the text form `unspin::lexicon::tsv`'s.

mod align;
mod kept;
mod notes;

use super::pairs::Document;
use super::progress::{Observer, Steps};
use super::spin::{Replaced, Spun};
use crate::phrase::{MAX_PHRASE, for_each_phrase, phrase_key};
use align::{Evidence, Parallel, Unit};
use kept::kept;
pub use notes::{Dropped, Notes, Reason};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use unspin::lexicon::tsv::Row;
use unspin::text::token::{Gap, Shape, Tokens};

/// What is kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pairs seen less often are dropped.
    pub min_count: u32,
    /// Pairs seen in fewer documents are dropped.
    pub min_documents: u32,
    /// Pairs with digits, which chance aligns often, are dropped where they were seen less often.
    pub min_number_count: u32,
    /// Least share of a spun phrase's occurrences, kept ones among them, that stand for an original.
    pub min_share: f64,
}

/// The paragraphs of all documents as word ids, with what is needed to find their surfaces again.
struct Corpus {
    words: Vec<String>,
    paragraphs: Vec<Parallel>,
    /// Document of each paragraph.
    document: Vec<usize>,
    documents: usize,
}

/// Counts of one phrase pair.
#[derive(Clone, Default)]
struct PairCount {
    count: u32,
    documents: u32,
    last: Option<usize>,
    /// How often it stood alone: with kept words on either side.
    alone: u32,
    /// The spun phrase as it is written in lower case.
    spun: String,
    /// Surfaces of the original: where the spun phrase was in lower case, and elsewhere.
    lower: BTreeMap<String, u32>,
    other: BTreeMap<String, u32>,
}

type Pairs = BTreeMap<(Vec<u32>, Vec<u32>), PairCount>;

/// What parallel text taught.
pub struct Learned {
    /// The lexicon, sorted.
    pub rows: Vec<Row>,
    /// The spun side of each document with its replacements, and how densely it is spun.
    pub documents: Vec<(Spun, f64)>,
    /// What is not in it and what is doubtful.
    pub notes: Notes,
}

/// Fewer documents than this are little to learn from: most pairs are seen once, and count.
pub const FEW: usize = 1000;
/// Rounds in which alignments are refined.
const ROUNDS: usize = 5;
/// Steps that [`learn`] reports.
const STEPS: u64 = ROUNDS as u64 + 3;

/// Learns from `documents` and reports each step to `observer`.
pub fn learn(documents: &[Document], limits: Limits, observer: Observer<'_>) -> Learned {
    let mut steps = Steps::new(STEPS, observer);
    let corpus = intern(documents);
    steps.finish_one();
    let is_mark: Vec<bool> = corpus.words.iter().map(|word| is_mark(word)).collect();
    let evidence = if documents.len() < FEW {
        Evidence::Little
    } else {
        Evidence::Much
    };
    let mut units = align::align(&corpus.paragraphs, &is_mark, evidence, ROUNDS, &mut steps);
    widen(&corpus, &mut units);
    steps.finish_one();
    let mut pairs = count(&corpus, documents, &units);
    let mut notes = sift(&corpus, &mut pairs, limits);
    steps.finish_one();
    let (kept, densities) = kept(&corpus, &units, &pairs);
    let spun = spun_documents(&corpus, documents, &units)
        .into_iter()
        .zip(densities)
        .collect();
    let rows = drop_unlikely(rows(&pairs, &kept), limits, &mut notes);
    notes.unsure_of(&rows, &pairs);
    Learned {
        rows,
        documents: spun,
        notes,
    }
}

/// Drops the pairs that chance may have made, and notes them.
fn sift(corpus: &Corpus, pairs: &mut Pairs, limits: Limits) -> Notes {
    let is_curly: Vec<bool> = corpus
        .words
        .iter()
        .map(|word| word.starts_with('’'))
        .collect();
    let curly = |phrase: &[u32]| phrase.iter().any(|&word| is_curly[word as usize]);
    let mut notes = Notes::default();
    notes.drop_where(pairs, Reason::Seldom, |_, pair| {
        pair.count < limits.min_count
    });
    notes.drop_where(pairs, Reason::FewDocuments, |_, pair| {
        pair.documents < limits.min_documents
    });
    notes.drop_where(pairs, Reason::CurlyApostrophe, |(spun, original), _| {
        curly(spun) || curly(original)
    });
    let composed = composed(pairs);
    notes.drop_where(pairs, Reason::Composed, |key, _| composed.contains(key));
    notes
}

/// Marks that no phrase contains.
fn is_mark(word: &str) -> bool {
    matches!(
        word,
        "," | ";" | ":" | "(" | ")" | "[" | "]" | "\"" | "!" | "?" | "'"
    )
}

/// The spun side of each document, with the places that were replaced.
fn spun_documents(corpus: &Corpus, documents: &[Document], units: &[Vec<Unit>]) -> Vec<Spun> {
    let mut all = vec![Spun::default(); documents.len()];
    let mut tokens = Tokens::default();
    let texts = documents.iter().flatten();
    for (((text, units), &document), pair) in corpus
        .paragraphs
        .iter()
        .zip(units)
        .zip(&corpus.document)
        .zip(texts)
    {
        let spun = &mut all[document];
        read(&mut tokens, &pair.spun);
        let start = spun.text.len();
        for unit in units {
            let place = &tokens.as_slice()[unit.spun_at..unit.spun_at + unit.spun];
            let words = unit
                .original_of(text)
                .iter()
                .map(|&word| corpus.words[word as usize].replace('’', "'"));
            let original = words.collect::<Vec<_>>().join(" ");
            spun.replaced.push(Replaced {
                spun: start + place[0].start..start + place[place.len() - 1].end,
                original,
            });
        }
        spun.text.push_str(&pair.spun);
        spun.text.push('\n');
    }
    all
}

fn intern(documents: &[Document]) -> Corpus {
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut corpus = Corpus {
        words: Vec::new(),
        paragraphs: Vec::new(),
        document: Vec::new(),
        documents: documents.len(),
    };
    let mut tokens = Tokens::default();
    for (index, pair) in documents
        .iter()
        .enumerate()
        .flat_map(|(index, document)| document.iter().map(move |pair| (index, pair)))
    {
        let mut read = |text: &str| -> Vec<u32> {
            tokens.clear();
            tokens.push_text(text, 0);
            let words = (0..tokens.len()).zip(tokens.as_slice());
            words
                .map(|(at, token)| {
                    intern_word(
                        &mut ids,
                        &mut corpus.words,
                        &glyphs(tokens.norm_of(at), token.curly),
                    )
                })
                .collect()
        };
        let (spun, original) = (read(&pair.spun), read(&pair.original));
        corpus.paragraphs.push(Parallel { spun, original });
        corpus.document.push(index);
    }
    corpus
}

/// A word with the apostrophe that it is written with: to a spinner `didn’t` and `didn't` are two words.
fn glyphs(norm: &str, curly: bool) -> Cow<'_, str> {
    if curly {
        norm.replacen('\'', "’", 1).into()
    } else {
        norm.into()
    }
}

fn intern_word(ids: &mut HashMap<String, u32>, words: &mut Vec<String>, norm: &str) -> u32 {
    if let Some(&id) = ids.get(norm) {
        return id;
    }
    let id = u32::try_from(words.len()).expect("fewer than 2^32 different words");
    ids.insert(norm.to_owned(), id);
    words.push(norm.to_owned());
    id
}

/// Replaced and kept occurrences.
#[derive(Clone, Copy, Default)]
struct Rate {
    replaced: u32,
    kept: u32,
}

impl Rate {
    fn share(self) -> f64 {
        f64::from(self.replaced) / f64::from(self.replaced + self.kept).max(1.0)
    }
}

/// Least share of replaced occurrences that makes a phrase a key, and how often it must have been replaced.
const KEY_SHARE: f64 = 0.5;
const KEY_COUNT: u32 = 8;

/// Finds keys that an alignment cuts short: `in the -> within the` is seen as `in -> within`, yet `in` alone is rarely
/// replaced. Where an original is rarely replaced in general but mostly so before (or after) one word, the pair takes
/// that word in on both sides.
fn widen(corpus: &Corpus, units: &mut [Vec<Unit>]) {
    let rates = rates(corpus, units);
    for (text, units) in corpus.paragraphs.iter().zip(units) {
        for index in 0..units.len() {
            let next = units
                .get(index + 1)
                .map_or(text.original.len(), |next| next.original_at);
            let before = if index == 0 {
                0
            } else {
                units[index - 1].original_at + units[index - 1].original
            };
            units[index] = widened(text, units[index], before, next, &rates);
        }
    }
}

fn widened(
    text: &Parallel,
    unit: Unit,
    before: usize,
    next: usize,
    rates: &HashMap<u64, Rate>,
) -> Unit {
    let share = |from: usize, to: usize| {
        rates
            .get(&phrase_key(&text.original[from..to]))
            .filter(|rate| rate.replaced >= KEY_COUNT)
            .map_or(0.0, |rate| rate.share())
    };
    let (from, to) = (unit.original_at, unit.original_at + unit.original);
    let alone = share(from, to);
    if alone >= KEY_SHARE || unit.spun.max(unit.original) == MAX_PHRASE {
        return unit;
    }
    let right = if to < next { share(from, to + 1) } else { 0.0 };
    let left = if from > before {
        share(from - 1, to)
    } else {
        0.0
    };
    let wanted = KEY_SHARE.max(2.0 * alone);
    if right >= wanted && right >= left {
        Unit {
            spun: unit.spun + 1,
            original: unit.original + 1,
            ..unit
        }
    } else if left >= wanted {
        Unit {
            spun_at: unit.spun_at - 1,
            spun: unit.spun + 1,
            original_at: unit.original_at - 1,
            original: unit.original + 1,
        }
    } else {
        unit
    }
}

/// For each original and each original with one kept neighbour: how often it was replaced there, and how often it
/// stands in kept words.
fn rates(corpus: &Corpus, units: &[Vec<Unit>]) -> HashMap<u64, Rate> {
    let mut rates: HashMap<u64, Rate> = HashMap::new();
    for (text, units) in corpus.paragraphs.iter().zip(units) {
        for (index, unit) in units.iter().enumerate() {
            let (from, to) = (unit.original_at, unit.original_at + unit.original);
            let next = units
                .get(index + 1)
                .map_or(text.original.len(), |next| next.original_at);
            let before = if index == 0 {
                0
            } else {
                units[index - 1].original_at + units[index - 1].original
            };
            let mut add = |from: usize, to: usize| {
                rates
                    .entry(phrase_key(&text.original[from..to]))
                    .or_default()
                    .replaced += 1
            };
            add(from, to);
            if to < next {
                add(from, to + 1);
            }
            if from > before {
                add(from - 1, to);
            }
        }
    }
    for_each_kept(corpus, units, |_, phrase| {
        if let Some(rate) = rates.get_mut(&phrase_key(phrase)) {
            rate.kept += 1;
        }
    });
    rates
}

/// Calls `visit` with the document and every phrase of originals that lies between replacements.
fn for_each_kept(corpus: &Corpus, units: &[Vec<Unit>], mut visit: impl FnMut(usize, &[u32])) {
    for ((text, units), &document) in corpus.paragraphs.iter().zip(units).zip(&corpus.document) {
        let mut from = 0;
        for unit in units {
            for_each_phrase(&text.original[from..unit.original_at], |phrase| {
                visit(document, phrase)
            });
            from = unit.original_at + unit.original;
        }
        for_each_phrase(&text.original[from..], |phrase| visit(document, phrase));
    }
}

fn count(corpus: &Corpus, documents: &[Document], units: &[Vec<Unit>]) -> Pairs {
    let mut pairs = Pairs::new();
    let texts = documents.iter().flatten();
    let (mut spun_tokens, mut original_tokens) = (Tokens::default(), Tokens::default());
    for (((text, units), &document), pair) in corpus
        .paragraphs
        .iter()
        .zip(units)
        .zip(&corpus.document)
        .zip(texts)
    {
        if units.is_empty() {
            continue;
        }
        read(&mut spun_tokens, &pair.spun);
        read(&mut original_tokens, &pair.original);
        for (index, unit) in units.iter().enumerate() {
            let entry = pairs
                .entry((unit.spun_of(text).to_vec(), unit.original_of(text).to_vec()))
                .or_default();
            if entry.count == 0 {
                entry.spun = surface(
                    &spun_tokens,
                    &pair.spun,
                    unit.spun_at,
                    unit.spun_at + unit.spun,
                )
                .to_lowercase();
            }
            entry.count += 1;
            entry.alone += u32::from(is_alone(units, index));
            if entry.last != Some(document) {
                (entry.documents, entry.last) = (entry.documents + 1, Some(document));
            }
            let lower = spun_tokens.as_slice()[unit.spun_at..unit.spun_at + unit.spun]
                .iter()
                .all(|token| matches!(token.shape, Shape::Lower | Shape::Uncased));
            let surface = surface(
                &original_tokens,
                &pair.original,
                unit.original_at,
                unit.original_at + unit.original,
            );
            *if lower {
                &mut entry.lower
            } else {
                &mut entry.other
            }
            .entry(surface)
            .or_default() += 1;
        }
    }
    pairs
}

/// Whether no other replacement touches this one.
fn is_alone(units: &[Unit], index: usize) -> bool {
    let unit = units[index];
    let before = index
        .checked_sub(1)
        .is_some_and(|before| units[before].spun_at + units[before].spun == unit.spun_at);
    let after = units
        .get(index + 1)
        .is_some_and(|after| unit.spun_at + unit.spun == after.spun_at);
    !before && !after
}

/// Drops originals that a spun phrase almost never stands for: each would cost time and could only win by accident.
fn drop_unlikely(rows: Vec<Row>, limits: Limits, notes: &mut Notes) -> Vec<Row> {
    let mut totals: HashMap<String, u32> = HashMap::new();
    rows.iter()
        .for_each(|row| *totals.entry(row.spun.clone()).or_default() += row.count);
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let likely =
        |row: &Row| f64::from(row.count) >= limits.min_share * f64::from(totals[&row.spun]);
    let sound = |row: &Row| {
        row.count >= limits.min_number_count || !(has_digit(&row.spun) || has_digit(&row.original))
    };
    let pairs: Vec<Row> = rows
        .iter()
        .filter(|row| !row.is_kept() && likely(row) && sound(row))
        .cloned()
        .collect();
    notes.drop_rows(
        rows.iter().filter(|row| !row.is_kept() && !likely(row)),
        Reason::Unlikely,
    );
    notes.drop_rows(
        rows.iter()
            .filter(|row| !row.is_kept() && likely(row) && !sound(row)),
        Reason::Number,
    );
    let keys: std::collections::BTreeSet<String> = pairs
        .iter()
        .map(|row| row.original.to_lowercase())
        .collect();
    let kept = rows
        .into_iter()
        .filter(|row| row.is_kept() && keys.contains(&row.spun));
    let mut rows: Vec<Row> = pairs.into_iter().chain(kept).collect();
    rows.sort_unstable();
    rows
}

/// Pairs that are two or more commoner pairs (or kept words) side by side.
fn composed(pairs: &Pairs) -> HashSet<(Vec<u32>, Vec<u32>)> {
    pairs
        .iter()
        .filter(|((spun, original), pair)| is_composed(spun, original, pair.count, pairs))
        .map(|(key, _)| key.clone())
        .collect()
}

fn is_composed(spun: &[u32], original: &[u32], count: u32, pairs: &Pairs) -> bool {
    let known = |s: &[u32], o: &[u32]| {
        s == o
            || pairs
                .get(&(s.to_vec(), o.to_vec()))
                .is_some_and(|pair| pair.count > count)
    };
    (1..spun.len()).any(|i| {
        (1..original.len()).any(|j| {
            let (first, rest) = ((&spun[..i], &original[..j]), (&spun[i..], &original[j..]));
            known(first.0, first.1)
                && (known(rest.0, rest.1) || is_composed(rest.0, rest.1, count, pairs))
        })
    })
}

fn read(tokens: &mut Tokens, text: &str) {
    tokens.clear();
    tokens.push_text(text, 0);
}

/// The text of tokens `from..to` with straight quotes and single spaces.
fn surface(tokens: &Tokens, text: &str, from: usize, to: usize) -> String {
    let mut out = String::new();
    for token in &tokens.as_slice()[from..to] {
        if !out.is_empty() && token.gap != Gap::Joined {
            out.push(' ');
        }
        out.extend(text[token.start..token.end].chars().map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            c => c,
        }));
    }
    out
}

fn rows(pairs: &Pairs, kept: &HashMap<u64, u32>) -> Vec<Row> {
    let mut rows = BTreeMap::new();
    for ((_, original), pair) in pairs {
        let surface = known_case(pair);
        let key = surface.to_lowercase();
        *rows.entry((pair.spun.clone(), surface)).or_insert(0) += pair.count;
        rows.insert((key.clone(), key), kept[&phrase_key(original)]);
    }
    rows.into_iter()
        .map(|((spun, original), count)| Row {
            spun,
            original,
            count,
        })
        .collect()
}

/// The commonest surface inside a sentence. Where the spun phrase was always capitalised, so was the original, and the
/// first letter says nothing; later words keep their case where the spun phrase has no word to take it from.
fn known_case(pair: &PairCount) -> String {
    let commonest = |surfaces: &BTreeMap<String, u32>| {
        surfaces
            .iter()
            .max_by_key(|(text, count)| (**count, std::cmp::Reverse((*text).clone())))
            .map(|(text, _)| text.clone())
    };
    if let Some(surface) = commonest(&pair.lower) {
        return surface;
    }
    let surface = commonest(&pair.other).unwrap_or_default();
    match surface.split_once(' ') {
        Some((first, rest)) if !pair.spun.contains(' ') => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => surface.to_lowercase(),
    }
}
