//! Reads a table: a group of phrases on each line, `big|large|huge`.

use crate::phrase::{MAX_PHRASE, straight};
use std::collections::HashSet;
use unspin::text::token::Tokens;

/// The mark between the members of a group.
const BAR: char = '|';
/// The bytes with which a file in UTF-8 may begin.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Phrases that a spinner puts in each other's place, in the order of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Two or more different phrases.
    pub members: Vec<Member>,
}

/// A phrase of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The phrase as written, with straight quotes and single spaces.
    pub text: String,
    /// The same in lower case.
    pub lower: String,
    /// Its normalised words, which say whether two phrases are equal.
    pub norm: String,
    /// Number of words.
    pub words: usize,
}

impl Member {
    fn new(text: &str, tokens: &mut Tokens) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text: String = words.join(" ").chars().map(straight).collect();
        tokens.clear();
        tokens.push_text(&text, 0);
        Self {
            lower: text.to_lowercase(),
            norm: tokens.norm().to_owned(),
            words: tokens.len(),
            text,
        }
    }

    /// Whether the phrase is too long for a lexicon.
    pub fn is_too_long(&self) -> bool {
        self.words > MAX_PHRASE
    }
}

/// The groups of a table in UTF-8, with or without a byte order mark. Blank lines and lines that
/// begin with `#` are skipped. If a phrase occurs twice in a group, the first one counts.
///
/// # Errors
/// The number (from 1) of the first bad line, and what is wrong with it.
pub fn parse(bytes: &[u8]) -> Result<Vec<Group>, (usize, String)> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut tokens = Tokens::default();
    let mut groups = Vec::new();
    for (line, number) in bytes.split(|&byte| byte == b'\n').zip(1..) {
        let line = str::from_utf8(line)
            .map_err(|_| (number, "not UTF-8; convert the table".to_owned()))?
            .trim();
        if !line.is_empty() && !line.starts_with('#') {
            let group = group(line, &mut tokens).map_err(|problem| (number, problem))?;
            groups.push(group);
        }
    }
    Ok(groups)
}

fn group(line: &str, tokens: &mut Tokens) -> Result<Group, String> {
    let mut members = Vec::new();
    let mut seen = HashSet::new();
    for text in line.split(BAR) {
        let member = Member::new(text, tokens);
        if member.words == 0 {
            return Err("an empty member; write a|b|c".to_owned());
        }
        if seen.insert(member.norm.clone()) {
            members.push(member);
        }
    }
    if members.len() < 2 {
        return Err("a group needs two different members; write a|b|c".to_owned());
    }
    Ok(Group { members })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members of each group as written.
    fn texts(table: &[u8]) -> Vec<Vec<String>> {
        let text = |member: Member| member.text;
        let groups = parse(table).expect("a good table");
        groups
            .into_iter()
            .map(|group| group.members.into_iter().map(text).collect())
            .collect()
    }

    #[test]
    fn marks_of_other_systems_are_no_part_of_a_phrase() {
        let expected = [vec!["big", "very large"], vec!["it's", "it is"]];
        for table in [
            "big|very large\nit's|it is",
            "\u{feff}# a comment\r\nbig| very  large \r\n\r\n  \r\nit’s|it is\r\n",
        ] {
            assert_eq!(texts(table.as_bytes()), expected, "{table:?}");
        }
    }

    #[test]
    fn equal_members_of_a_group_are_merged() {
        let table = "big|Big|huge| big\nUS|us|America\n";
        assert_eq!(
            texts(table.as_bytes()),
            [vec!["big", "huge"], vec!["US", "America"]]
        );
    }

    #[test]
    fn errors_have_the_line_and_the_problem() {
        let one = "a group needs two different members; write a|b|c";
        let empty = "an empty member; write a|b|c";
        let encoding = "not UTF-8; convert the table";
        for (table, line, problem) in [
            (&b"a|b\n\n# c\nbig\n"[..], 4, one),
            (b"big|Big\n", 1, one),
            (b"a|b\r\na||b\r\n", 2, empty),
            (b"a|b|\n", 1, empty),
            (b"a|b\na|caf\xe9\n", 2, encoding),
            (b"\xff\xfea\0|\0b\0", 1, encoding),
        ] {
            assert_eq!(parse(table), Err((line, problem.to_owned())), "{table:?}");
        }
    }
}
