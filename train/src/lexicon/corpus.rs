//! The parallel text as word ids, which are faster to align and to count than strings.

use super::align::{Parallel, Substitution};
use crate::pairs::Document;
use crate::phrase::for_each_phrase;
use crate::spin::{Replaced, Spun};
use std::borrow::Cow;
use std::collections::HashMap;
use unspin::text::token::Tokens;

/// The paragraphs of all documents, one after another.
#[derive(Default)]
pub(super) struct Corpus {
    /// The normalised word of each id.
    pub words: Vec<String>,
    /// Both versions of each paragraph.
    pub paragraphs: Vec<Parallel>,
    /// Which document each paragraph belongs to.
    document: Vec<usize>,
    /// Number of documents.
    pub documents: usize,
}

impl Corpus {
    /// Whether each word is a punctuation mark that no phrase contains.
    pub fn marks(&self) -> Vec<bool> {
        self.words.iter().map(|word| is_mark(word)).collect()
    }

    /// Each paragraph with the number of its document and with its substitutions.
    pub fn aligned<'a>(
        &'a self,
        substitutions: &'a [Vec<Substitution>],
    ) -> impl Iterator<Item = (usize, &'a Parallel, &'a [Substitution])> {
        self.paragraphs
            .iter()
            .zip(substitutions)
            .zip(&self.document)
            .map(|((text, substitutions), &document)| (document, text, substitutions.as_slice()))
    }

    /// Calls `visit` with the document and the words of every phrase of the originals that no
    /// substitution touches.
    pub fn for_each_unchanged(
        &self,
        substitutions: &[Vec<Substitution>],
        mut visit: impl FnMut(usize, &[u32]),
    ) {
        for (document, text, substitutions) in self.aligned(substitutions) {
            let mut from = 0;
            for substitution in substitutions {
                let unchanged = &text.original[from..substitution.original.start];
                for_each_phrase(unchanged, |phrase| visit(document, phrase));
                from = substitution.original.end();
            }
            for_each_phrase(&text.original[from..], |phrase| visit(document, phrase));
        }
    }
}

fn is_mark(word: &str) -> bool {
    matches!(
        word,
        "," | ";" | ":" | "(" | ")" | "[" | "]" | "\"" | "!" | "?" | "'"
    )
}

/// Gives every word of `documents` an id.
pub(super) fn read(documents: &[Document]) -> Corpus {
    let mut ids = Ids::default();
    let mut corpus = Corpus {
        documents: documents.len(),
        ..Corpus::default()
    };
    for (number, document) in documents.iter().enumerate() {
        for pair in document {
            corpus.paragraphs.push(Parallel {
                spun: ids.read(&pair.spun),
                original: ids.read(&pair.original),
            });
            corpus.document.push(number);
        }
    }
    corpus.words = ids.words;
    corpus
}

#[derive(Default)]
struct Ids {
    of: HashMap<String, u32>,
    words: Vec<String>,
    tokens: Tokens,
}

impl Ids {
    fn read(&mut self, text: &str) -> Vec<u32> {
        self.tokens.clear();
        self.tokens.push_text(text, 0);
        let mut ids = Vec::with_capacity(self.tokens.len());
        for (at, token) in self.tokens.as_slice().iter().enumerate() {
            let word = with_apostrophe(self.tokens.norm_of(at), token.curly);
            ids.push(intern(&mut self.of, &mut self.words, &word));
        }
        ids
    }
}

fn intern(ids: &mut HashMap<String, u32>, words: &mut Vec<String>, word: &str) -> u32 {
    if let Some(&id) = ids.get(word) {
        return id;
    }
    let id = u32::try_from(words.len()).expect("fewer than 2^32 different words");
    ids.insert(word.to_owned(), id);
    words.push(word.to_owned());
    id
}

/// The word with its apostrophe as written. Spinners treat `didn’t` and `didn't` as two words.
fn with_apostrophe(norm: &str, curly: bool) -> Cow<'_, str> {
    if curly {
        norm.replacen('\'', "’", 1).into()
    } else {
        norm.into()
    }
}

/// The spun side of each document, with its substitutions.
pub(super) fn spun_documents(
    corpus: &Corpus,
    documents: &[Document],
    substitutions: &[Vec<Substitution>],
) -> Vec<Spun> {
    let mut all = vec![Spun::default(); documents.len()];
    let mut tokens = Tokens::default();
    let pairs = documents.iter().flatten();
    for ((document, text, substitutions), pair) in corpus.aligned(substitutions).zip(pairs) {
        tokens.clear();
        tokens.push_text(&pair.spun, 0);
        let spun = &mut all[document];
        let offset = spun.text.len();
        for substitution in substitutions {
            let replacement = &tokens.as_slice()[substitution.spun.range()];
            let start = offset + replacement[0].start;
            let end = offset + replacement[replacement.len() - 1].end;
            let original = substitution.original_words(text);
            let original = original.iter().map(|&word| &corpus.words[word as usize]);
            let original: Vec<String> = original.map(|word| word.replace('’', "'")).collect();
            spun.replaced.push(Replaced {
                spun: start..end,
                original: original.join(" "),
            });
        }
        spun.text.push_str(&pair.spun);
        spun.text.push('\n');
    }
    all
}
