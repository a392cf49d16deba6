//! A document whose edits a person chooses one by one.

use super::input::Packing;
use crate::document::lines::groups;
use crate::edit::{Choice, Edit};

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
}

impl Review {
    /// The document `source` with its edits; `None` if some of them only make sense with all others.
    pub fn new(source: &[u8], edits: &[Edit]) -> Option<Self> {
        let are_free = edits.iter().all(|edit| edit.kind().restores());
        are_free.then(|| Self {
            source: source.to_owned(),
            groups: groups(edits.to_vec()),
            packing: Packing::Plain,
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

/// The other wordings that were considered for a group of edits of `source`, the most likely first,
/// in the letter case of its original. There are none if markup may be involved.
pub fn others(source: &[u8], group: &[Edit]) -> Vec<String> {
    let [edit] = group else {
        return Vec::new();
    };
    let original = edit.original().replace('’', "'");
    let is_made = |choice: &&Choice| CASES.iter().any(|case| case(choice.wording()) == original);
    let Some(made) = edit.choices().iter().find(is_made) else {
        return Vec::new();
    };
    let case = CASES
        .iter()
        .find(|case| case(made.wording()) == original)
        .unwrap_or(&CASES[0]);
    let spun = String::from_utf8_lossy(&source[edit.range()]).to_lowercase();
    let spun: Vec<&str> = spun.split_whitespace().collect();
    let is_plain = |text: &str| {
        let is_part = |char: char| char.is_alphanumeric() || " '-".contains(char);
        text.chars().all(is_part)
    };
    let others = edit.choices().iter().filter(|choice| {
        let wording = choice.wording();
        let words = wording.to_lowercase();
        wording != made.wording()
            && is_plain(wording)
            && !words.split_whitespace().eq(spun.iter().copied())
    });
    let others = others.map(|choice| case(choice.wording()));
    others.take(MOST_OTHERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    fn edit(source: &str, original: &str, wordings: &[&str]) -> Edit {
        let mut evidence = Evidence::new(Kind::Exact, "a -> b", 2000, 2000);
        evidence.choices = wordings
            .iter()
            .map(|wording| Choice {
                wording: (*wording).to_owned(),
                cost: 0,
            })
            .collect();
        Edit::new(0..source.len(), original, evidence)
    }

    #[test]
    fn other_wordings_are_written_like_the_original() {
        for (source, original, wordings, expected) in [
            (
                "home",
                "house",
                &["house", "home", "household"][..],
                &["household"][..],
            ),
            (
                "Home",
                "House",
                &["home", "house", "U.S. house", "dwelling"],
                &["Dwelling"],
            ),
            (
                "White  home",
                "White House",
                &["white house", "white home", "pale house"],
                &["Pale House"],
            ),
            ("HOME", "HOUSE", &["house", "home base"], &["HOME BASE"]),
            (
                "don’t",
                "doesn’t",
                &["doesn't", "don't", "does not"],
                &["don't", "does not"],
            ),
            // The original has markup.
            ("home", "a &amp; b", &["a & b", "house"], &[]),
        ] {
            let edit = edit(source, original, wordings);
            assert_eq!(others(source.as_bytes(), &[edit]), expected, "{source}");
        }
    }

    #[test]
    fn an_edit_in_several_parts_has_no_other_wordings() {
        let edit = edit("home", "house", &["house", "dwelling"]);
        assert!(others(b"home", &[edit.clone(), edit]).is_empty());
    }
}
