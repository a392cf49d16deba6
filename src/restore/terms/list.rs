//! Lists of phrases that a screener keeps: a table with a phrase and the expected term in each row, or
//! pairs in JSON. A phrase may have conditions, as in `"random timberland" AND "data" NOT "forestry"`.

use super::super::text::Text;
use super::Mention;
use super::condition::{Condition, conditions};
use super::rows::{json, table};
use crate::lexicon::OwnedLexicon;
use memchr::memchr_iter;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

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

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with the row that starts there.
    pub problem: String,
}

impl ListError {
    /// A problem with what is at byte `start` of the `text` of a list.
    pub(super) fn at(text: &str, start: usize, problem: String) -> Self {
        let line = memchr_iter(b'\n', &text.as_bytes()[..start]).count() + 1;
        Self { line, problem }
    }
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
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
        for row in rows {
            let error = |problem| ListError::at(text, row.start, problem);
            let (phrase, conditions) = conditions(&row.phrase).map_err(error)?;
            rules.entry(phrase).or_default().push(Rule {
                expected: row.expected,
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
            phrases: phrases.map_err(|problem| ListError { line: 1, problem })?,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_reported_with_their_line() {
        let line = |text| TermList::parse("a", text).err().map(|error| error.line);
        assert_eq!(line("a b,c\nd e\n"), Some(2));
        assert_eq!(line("\"a\nb\",c\r\n\r\nd e\n"), Some(4));
        assert_eq!(line("a b,c\n\"!\",c\n"), None);
        assert_eq!(line("[[\"a\", \"b\"],\n[1]]"), Some(2));
        assert_eq!(line("{\"a\": \"b\",\n\n\"c\": 1}"), Some(3));
        assert_eq!(line("a b,c\nd OR e,c\n"), Some(2));
        assert_eq!(line("{\n\"a\": }"), Some(2));
    }
}
