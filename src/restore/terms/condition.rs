//! The conditions of a phrase in a list, as in `"random timberland" AND "data" NOT "forestry"`.

use crate::lexicon::MAX_PHRASE;
use crate::text::token::Tokens;
use std::ops::Range;

/// Most words between two phrases that are `NEAR` each other, unless a number says otherwise.
const NEAR: usize = 10;

/// What the document of a phrase needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The document has this phrase, too.
    And(String),
    /// The document does not have this phrase.
    Not(String),
    /// This phrase is at most so many words away.
    Near(String, usize),
}

impl Condition {
    /// The phrase that it looks for.
    pub fn phrase(&self) -> &str {
        match self {
            Self::And(phrase) | Self::Not(phrase) | Self::Near(phrase, _) => phrase,
        }
    }

    /// Whether it holds for the phrase at `tokens`, if these phrases were `found`.
    pub fn holds(&self, tokens: &Range<usize>, found: &[(String, Range<usize>)]) -> bool {
        let mut places = found
            .iter()
            .filter(|(phrase, _)| phrase == self.phrase())
            .map(|(_, place)| place);
        match self {
            Self::And(_) => places.next().is_some(),
            Self::Not(_) => places.next().is_none(),
            Self::Near(_, most) => places.any(|place| {
                let later = place.start.max(tokens.start);
                let gap = later.saturating_sub(place.end.min(tokens.end));
                place != tokens && gap <= *most
            }),
        }
    }
}

/// The phrase of a rule and its conditions.
///
/// # Errors
/// What of it is not understood.
pub fn conditions(text: &str) -> Result<(String, Vec<Condition>), String> {
    // Word processors write curly quotation marks.
    let text = text.replace(['\u{201c}', '\u{201d}'], "\"");
    let mut rest = text.trim();
    let first = phrase(&mut rest, "at its start")?;
    let mut conditions = Vec::new();
    while !rest.is_empty() {
        conditions.push(condition(&mut rest)?);
    }
    Ok((first, conditions))
}

/// Takes an operator and its phrase from the start of `rest`.
fn condition(rest: &mut &str) -> Result<Condition, String> {
    let start = *rest;
    let word = take_word(rest);
    let is_not = word == "AND" && first_word(rest) == "NOT";
    if is_not {
        take_word(rest);
    }
    let near = near(word);
    if near.is_none() && !["AND", "NOT"].contains(&word) {
        // A phrase in quotation marks is shown whole.
        let quoted = start
            .strip_prefix('"')
            .and_then(|quoted| quoted.split('"').next());
        let shown = quoted.unwrap_or(word);
        return Err(format!(
            "{shown:?} is not AND, NOT, NEAR or NEAR/5; use one of these, or put quotation marks around \
             the whole phrase"
        ));
    }
    let phrase = phrase(rest, &format!("after {word}"))?;
    Ok(match near {
        Some(words) => Condition::Near(phrase, words),
        None if word == "AND" && !is_not => Condition::And(phrase),
        None => Condition::Not(phrase),
    })
}

/// Takes a phrase from the start of `rest`; without quotation marks, it ends before an operator.
fn phrase(rest: &mut &str, place: &str) -> Result<String, String> {
    if let Some(quoted) = rest.strip_prefix('"') {
        let (inside, after) = quoted
            .split_once('"')
            .ok_or("has a quotation mark that is not closed; close it")?;
        *rest = after.trim_start();
        return normal(inside);
    }
    let start = *rest;
    while !rest.is_empty() && !is_operator(first_word(rest)) {
        let word = take_word(rest);
        if word.contains('"') {
            return Err(format!(
                "{word:?} has a quotation mark inside; put them around whole phrases, and use no brackets"
            ));
        }
    }
    let phrase = &start[..start.len() - rest.len()];
    if phrase.is_empty() {
        return Err(format!("has no phrase {place}; write one"));
    }
    normal(phrase)
}

fn first_word<'t>(text: &&'t str) -> &'t str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

fn take_word<'t>(rest: &mut &'t str) -> &'t str {
    let word = first_word(rest);
    *rest = rest[word.len()..].trim_start();
    word
}

/// Whether a word is an operator. `OR` and `XOR` are known elsewhere, so hardly anyone means the words.
fn is_operator(word: &str) -> bool {
    ["AND", "NOT", "OR", "XOR"].contains(&word) || word.starts_with("NEAR/") || near(word).is_some()
}

/// How many words away a phrase may be, if `word` is `NEAR` or, for instance, `near/5`.
fn near(word: &str) -> Option<usize> {
    if word == "NEAR" {
        return Some(NEAR);
    }
    let (name, number) = word.split_once('/')?;
    let number = number.parse().ok()?;
    name.eq_ignore_ascii_case("near").then_some(number)
}

/// A phrase as a lexicon writes it.
fn normal(phrase: &str) -> Result<String, String> {
    let mut tokens = Tokens::default();
    tokens.push_text(phrase, 0);
    match tokens.len() {
        0 => Err(format!("{phrase:?} has no words; write a phrase")),
        1..=MAX_PHRASE => Ok(tokens.norm_span(0, tokens.len()).to_owned()),
        _ => Err(format!(
            "{phrase:?} has more than {MAX_PHRASE} words; shorten it"
        )),
    }
}

#[cfg(test)]
mod tests;
