//! Lists of phrases that a screener keeps: a table with a phrase and the expected term in each row, or
//! pairs in JSON. A phrase may have conditions, as in `"random timberland" AND "data" NOT "forestry"`.

use super::super::text::Text;
use super::Mention;
use super::rows::{json, table};
use crate::lexicon::{MAX_PHRASE, OwnedLexicon};
use crate::text::token::Tokens;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Most words between two phrases that are `NEAR` each other, unless a number says otherwise.
const NEAR: usize = 10;

/// A list of phrases with the terms that are expected in their place.
#[derive(Clone)]
pub struct TermList {
    name: Arc<str>,
    /// The phrases of the rules, and those in their conditions.
    phrases: OwnedLexicon,
    /// The rules for each phrase, in the order of the list.
    rules: HashMap<String, Vec<Rule>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    expected: String,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    /// The document has this phrase, too.
    And(String),
    /// The document does not have this phrase.
    Not(String),
    /// This phrase is at most so many words away.
    Near(String, usize),
}

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListError {
    /// The number of the row, from 1.
    pub row: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.row, self.problem)
    }
}

impl std::error::Error for ListError {}

impl TermList {
    /// Reads a list. A table has a header that names the columns (`phrase` or `fingerprint`, and
    /// `expected` or `term`), or the phrase and the expected term in its first two columns; cells are
    /// separated by commas, semicolons, tabs or vertical bars. JSON is an object, an array of pairs, or an array of
    /// objects with such members.
    ///
    /// ```
    /// use unspin::{Options, Restorer, TermList};
    /// let list = TermList::parse("own", "phrase,expected\nprofound arrays,deep networks\n").unwrap();
    /// let restorer = Restorer::new(Options::new().terms(true)).with_terms(list);
    /// let restored = restorer.restore("Profound arrays are deep.");
    /// assert_eq!(restored.terms()[0].expected(), "deep networks");
    /// ```
    ///
    /// # Errors
    /// If a row has no expected term, or its phrase or a condition cannot be read.
    pub fn parse(name: &str, text: &str) -> Result<Self, ListError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let is_json = text.trim_start().starts_with(['{', '[']);
        let rows = if is_json { json(text)? } else { table(text)? };
        let mut rules: HashMap<String, Vec<Rule>> = HashMap::new();
        for (row, phrase, expected) in rows {
            let error = |problem| ListError { row, problem };
            let (phrase, conditions) = conditions(&phrase).map_err(error)?;
            rules.entry(phrase).or_default().push(Rule {
                expected,
                conditions,
            });
        }
        let used = rules.iter().flat_map(|(phrase, rules)| {
            let conditions = rules.iter().flat_map(|rule| &rule.conditions);
            conditions.map(Condition::phrase).chain([&**phrase])
        });
        // The lexicon wants an original, which is not used here.
        let lines: String = used.map(|phrase| format!("{phrase}\t-\t1\n")).collect();
        let problem = |error: crate::store::error::Error| error.to_string();
        let phrases = OwnedLexicon::compile(&lines).map_err(problem);
        Ok(Self {
            name: name.into(),
            phrases: phrases.map_err(|problem| ListError { row: 1, problem })?,
            rules,
        })
    }

    /// Its mentions in a text.
    pub(super) fn mentions(&self, text: &Text) -> Vec<Mention> {
        let found = self.found(text);
        let hits = found.iter().filter_map(|(phrase, tokens)| {
            let rules = self.rules.get(phrase)?.iter();
            let holds = |rule: &&Rule| rule.conditions.iter().all(|one| one.holds(tokens, &found));
            let rule = rules.into_iter().find(holds)?;
            Some(text.mention(tokens.clone(), &rule.expected, Arc::clone(&self.name)))
        });
        hits.collect()
    }

    /// All phrases of the list in a text, with their tokens.
    fn found(&self, text: &Text) -> Vec<(String, Range<usize>)> {
        let mut found = Vec::new();
        for from in 0..text.tokens.len() {
            if let Some(to) = text.phrase_at(self.phrases.view(), from) {
                found.push((text.tokens.norm_span(from, to).to_owned(), from..to));
            }
        }
        found
    }
}

impl Condition {
    fn phrase(&self) -> &str {
        match self {
            Self::And(phrase) | Self::Not(phrase) | Self::Near(phrase, _) => phrase,
        }
    }

    /// Whether it holds for the phrase at `tokens`, if these phrases were `found`.
    fn holds(&self, tokens: &Range<usize>, found: &[(String, Range<usize>)]) -> bool {
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
fn conditions(text: &str) -> Result<(String, Vec<Condition>), String> {
    let mut parts = parts(text).into_iter();
    let first = parts.next().ok_or("has no phrase")?;
    let phrase = normal(&first.1)?;
    if first.0 != Operator::And {
        return Err(format!(
            "{text:?} starts with an operator; write a phrase first"
        ));
    }
    let conditions = parts.map(|(operator, phrase)| {
        let phrase = normal(&phrase)?;
        Ok(match operator {
            Operator::And => Condition::And(phrase),
            Operator::Not => Condition::Not(phrase),
            Operator::Near(words) => Condition::Near(phrase, words),
        })
    });
    Ok((phrase, conditions.collect::<Result<_, String>>()?))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    And,
    Not,
    Near(usize),
}

/// The phrases of an expression, each with the operator before it.
fn parts(text: &str) -> Vec<(Operator, String)> {
    let mut parts = Vec::new();
    let mut operator = Operator::And;
    let mut phrase = String::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            push_word(&mut phrase, inside);
            rest = after.trim_start();
            continue;
        }
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        rest = after.trim_start();
        match operator_of(word) {
            // `AND NOT` is one operator.
            Some(next) if phrase.is_empty() => operator = next,
            Some(next) => {
                parts.push((operator, std::mem::take(&mut phrase)));
                operator = next;
            }
            None => push_word(&mut phrase, word),
        }
    }
    if !phrase.is_empty() {
        parts.push((operator, phrase));
    }
    parts
}

fn push_word(phrase: &mut String, word: &str) {
    if !phrase.is_empty() {
        phrase.push(' ');
    }
    phrase.push_str(word);
}

/// The operator that a word is: `AND`, `NOT`, `NEAR` or `near/5`.
fn operator_of(word: &str) -> Option<Operator> {
    match word {
        "AND" => return Some(Operator::And),
        "NOT" => return Some(Operator::Not),
        "NEAR" => return Some(Operator::Near(NEAR)),
        _ => {}
    }
    let (name, number) = word.split_once('/')?;
    let is_near = name.eq_ignore_ascii_case("near");
    is_near.then(|| number.parse().ok().map(Operator::Near))?
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
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_a_phrase_with_conditions() {
        let of = |text| conditions(text).expect("an expression");
        let phrase = |text: &str| text.to_owned();
        assert_eq!(
            of("Profound learning"),
            (phrase("profound learning"), vec![])
        );
        assert_eq!(
            of(r#""arbitrary woodland" AND "data" AND NOT forestry near/3 "tree""#),
            (
                phrase("arbitrary woodland"),
                vec![
                    Condition::And(phrase("data")),
                    Condition::Not(phrase("forestry")),
                    Condition::Near(phrase("tree"), 3),
                ]
            )
        );
        assert!(conditions("NOT a").is_err());
        assert!(conditions("").is_err());
    }

    #[test]
    fn mistakes_are_reported_with_their_row() {
        let row = |text| TermList::parse("a", text).err().map(|error| error.row);
        assert_eq!(row("a b,c\nd e\n"), Some(2));
        assert_eq!(row("a b,c\n\"!\",c\n"), None);
        assert_eq!(row("[[\"a\", \"b\"], [1]]"), Some(2));
        assert_eq!(row("{\n\"a\": }"), Some(2));
    }
}
