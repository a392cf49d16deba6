//! How often English text contains the originals of a table.

use super::engine::Engine;
use crate::corpus;
use unspin::models::ngram::NgramModel;
use unspin::text::token::Tokens;

/// What is added to each count, since a phrase that a corpus lacks occurs in other text.
const UNSEEN: f64 = 0.5;

/// How often the spinner finds each of its originals in `documents`, plus one half.
///
/// # Errors
/// The first error of `documents`.
pub fn in_documents<E>(
    engine: &Engine,
    documents: impl IntoIterator<Item = Result<String, E>>,
) -> Result<Vec<f64>, E> {
    let mut counts = vec![UNSEEN; engine.originals()];
    let mut tokens = Tokens::default();
    for document in documents {
        corpus::tokenize(&document?, &mut tokens);
        let mut at = 0;
        while at < tokens.len() {
            at = match engine.find(&tokens, at) {
                Some((number, to)) => {
                    counts[number] += 1.0;
                    to
                }
                None => at + 1,
            };
        }
    }
    Ok(counts)
}

/// The probability of each original by an n-gram model. Very common words are less likely by it than
/// they are in text, because it counts the different words before them (Kneser-Ney).
pub fn in_model(engine: &Engine, ngrams: &NgramModel<'_>) -> Vec<f64> {
    let mut tokens = Tokens::default();
    let mut probability = |number: usize| {
        tokens.clear();
        tokens.push_text(&engine.original(number).text, 0);
        let words = tokens.as_slice().iter().map(|token| token.word);
        (-f64::from(ngrams.alone(words)) / 1000.0).exp()
    };
    (0..engine.originals()).map(&mut probability).collect()
}

#[cfg(test)]
mod tests {
    use super::super::engine::{Draw, Settings};
    use super::super::table::parse;
    use super::*;

    fn engine(table: &str) -> Engine {
        let settings = Settings {
            keyed: true,
            draw: Draw::Uniform,
            passes: 1,
            kept: 0.0,
        };
        Engine::new(parse(table.as_bytes()).expect("a good table"), settings)
    }

    /// `lot` occurs three times, but once in `a lot of`, and `many` not at all.
    #[test]
    fn phrases_are_counted_where_the_spinner_finds_them() {
        let engine = engine("lot|heap\na lot of|many\nmany|several\n");
        let documents = ["A lot of houses on a lot.", "The lot\nburned."];
        let documents = documents.map(|text| Ok::<_, ()>(text.to_owned()));
        assert_eq!(in_documents(&engine, documents), Ok(vec![2.5, 1.5, 0.5]));
    }

    #[test]
    fn common_phrases_are_more_likely_by_the_model() {
        let engine = engine("the|that\nhouse|home\nthe house|it\nzzyzx|x\n");
        let all = in_model(&engine, &NgramModel::embedded());
        assert!(all.is_sorted_by(|a, b| a > b), "{all:?}");
        assert!(
            all.iter().all(|&chance| 0.0 < chance && chance < 0.1),
            "{all:?}"
        );
    }
}
