//! A document whose edits a person chooses one by one.

use super::input::Packing;
use crate::document::Format;
use crate::document::lines::groups;
use crate::edit::{Choice, Edit};
use crate::lexicon::{Candidate, Lexicon};
use crate::text::token::Tokens;

/// How many other wordings are offered.
const MOST_OTHERS: usize = 9;

/// A document and its edits.
#[derive(Debug)]
pub struct Review {
    /// The document, decompressed.
    pub source: Vec<u8>,
    /// Its edits, sorted; those in a group are made together or not at all.
    pub groups: Vec<Vec<Edit>>,
    /// How its file is compressed.
    pub packing: Packing,
    /// Which letters a wording may have that a person writes.
    pub letters: Letters,
}

/// Which letters can stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Those from a to z.
    Ascii,
    /// Those of any script.
    All,
}

impl Letters {
    /// The letters that can stand in `source`, which is in `format`. Mails, and pages that are only ASCII, may
    /// declare an encoding that has no others.
    pub fn of(source: &[u8], format: Format) -> Self {
        let has_others = !source.is_ascii() && str::from_utf8(source).is_ok();
        if has_others && format != Format::Mail {
            Self::All
        } else {
            Self::Ascii
        }
    }

    /// Whether `text` can stand in the document, whatever surrounds it.
    pub fn allow(self, text: &str) -> bool {
        let is_letter = |char: char| match self {
            Self::Ascii => char.is_ascii_alphanumeric(),
            Self::All => char.is_alphanumeric(),
        };
        let is_part = |char: char| is_letter(char) || " '-".contains(char);
        !text.is_empty() && text.chars().all(is_part)
    }
}

impl Review {
    /// The document `source` with its edits; `None` if some of them only make sense with all others.
    pub fn new(source: &[u8], edits: &[Edit]) -> Option<Self> {
        let are_free = edits.iter().all(|edit| edit.kind().restores());
        are_free.then(|| Self {
            source: source.to_owned(),
            groups: groups(edits).map(<[Edit]>::to_vec).collect(),
            packing: Packing::Plain,
            letters: Letters::Ascii,
        })
    }
}

/// Letter cases that a wording of the lexicon is written in.
const CASES: [fn(&str) -> String; 4] = [
    str::to_owned,
    capitalised,
    |text| {
        let words: Vec<String> = text.split(' ').map(capitalised).collect();
        words.join(" ")
    },
    str::to_uppercase,
];

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// Other wordings for the edit `edit` of `source`, in the letter case of its original: those that were
/// considered, the most likely first, then those that the built-in lexicons have.
pub fn others(source: &[u8], edit: &Edit) -> Vec<String> {
    let original = edit.original().replace('’', "'");
    let mut choices = edit.choices().iter().map(Choice::wording);
    let case_of = |wording: &str| CASES.iter().find(|case| case(wording) == original);
    let Some((made, case)) = choices.find_map(|wording| Some((wording, case_of(wording)?))) else {
        return Vec::new();
    };
    let spun = String::from_utf8_lossy(&source[edit.range()]);
    let mut seen: Vec<Vec<String>> = [made, &spun].map(words).into();
    let considered = edit
        .choices()
        .iter()
        .map(|choice| choice.wording().to_owned());
    let mut others = Vec::new();
    for wording in considered.chain(known(&spun)) {
        let words = words(&wording);
        if Letters::Ascii.allow(&wording) && !seen.contains(&words) {
            seen.push(words);
            others.push(case(&wording));
        }
    }
    others.truncate(MOST_OTHERS);
    others
}

fn words(text: &str) -> Vec<String> {
    let words = text.split_whitespace();
    words.map(str::to_lowercase).collect()
}

/// The originals of the phrase `spun` in the built-in lexicons, the most frequent first.
fn known(spun: &str) -> Vec<String> {
    let mut tokens = Tokens::default();
    tokens.push_text(spun, 0);
    let mut found = Vec::new();
    for lexicon in [Lexicon::news_spinner(), Lexicon::article_rewriter()] {
        lexicon.matches(&tokens, 0, tokens.len(), |to, entry| {
            if to == tokens.len() {
                let wording = |candidate: Candidate| {
                    let surface = lexicon.surface(candidate.original);
                    (candidate.channel, surface.to_owned())
                };
                found.extend(entry.candidates().map(wording));
            }
        });
    }
    found.sort();
    found.into_iter().map(|(_, wording)| wording).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    fn edit(source: &str, original: &str, wordings: &[&str]) -> Edit {
        let choices = wordings
            .iter()
            .map(|wording| Choice {
                wording: (*wording).to_owned(),
                cost: 0,
            })
            .collect();
        let evidence = Evidence::with_choices(Kind::Exact, "a -> b", 2000, 2000, choices);
        Edit::new(0..source.len(), original, evidence)
    }

    #[test]
    fn other_wordings_are_written_like_the_original() {
        for (source, original, wordings, expected) in [
            (
                "xhome",
                "house",
                &["house", "xhome", "household"][..],
                &["household"][..],
            ),
            (
                "Xhome",
                "House",
                &["xhome", "house", "U.S. house", "dwelling"],
                &["Dwelling"],
            ),
            (
                "White  xhome",
                "White House",
                &["white house", "white xhome", "pale house"],
                &["Pale House"],
            ),
            ("XHOME", "HOUSE", &["house", "home base"], &["HOME BASE"]),
            (
                "xdon’t",
                "doesn’t",
                &["doesn't", "don't", "does not"],
                &["don't", "does not"],
            ),
            // The original has markup.
            ("xhome", "a &amp; b", &["a & b", "house"], &[]),
        ] {
            let edit = edit(source, original, wordings);
            assert_eq!(others(source.as_bytes(), &edit), expected, "{source}");
        }
    }

    #[test]
    fn letters_of_any_script_need_a_document_that_has_some() {
        for (source, format, allowed) in [
            (&b"Le caf\xc3\xa9."[..], Format::Text, true),
            (b"Le cafe.", Format::Text, false),
            (b"Le caf\xe9 \xc3\xa9.", Format::Text, false),
            ("Subject: é\n\né".as_bytes(), Format::Mail, false),
        ] {
            let letters = Letters::of(source, format);
            assert_eq!(letters.allow("Café Ωmega"), allowed, "{source:?}");
            assert!(letters.allow("it's well-known") && !letters.allow("a & b"));
        }
    }

    #[test]
    fn the_lexicons_know_more_wordings() {
        let edit = edit("Essential", "Important", &["important", "essential"]);
        let others = others(b"Essential", &edit);
        assert!(others.contains(&"Major".to_owned()) && others.len() <= MOST_OTHERS);
        assert!(
            others
                .iter()
                .all(|other| other.starts_with(char::is_uppercase))
        );
        assert!(!others.contains(&"Important".into()) && !others.contains(&"Essential".into()));
    }
}
