//! Whether edits of a Markdown file leave its structure as it was. A wording may become markup where
//! it is put: `65) is` at the start of a line begins a list.

use super::{Page, extensions};
use crate::document::lines;
use crate::edit::{Edit, apply};
use pulldown_cmark::{Event, Parser};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Most times that a page is parsed again to find the edits to leave out.
const MOST: usize = 64;

/// Those of `edits` that do not change the structure of `source`. Parts of one change are left out
/// together.
pub fn kept(edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    let wanted = skeleton(source);
    if skeleton(&apply(source, &edits)) == wanted {
        return edits;
    }
    let groups = lines::groups(edits);
    let mut trial = Trial {
        source,
        wanted,
        kept: Vec::new(),
        left: MOST,
    };
    trial.add(&groups);
    trial.kept
}

struct Trial<'s> {
    source: &'s [u8],
    wanted: u64,
    kept: Vec<Edit>,
    left: usize,
}

impl Trial<'_> {
    /// Adds those of `groups` that do no harm.
    fn add(&mut self, groups: &[Vec<Edit>]) {
        if groups.is_empty() || self.left == 0 {
            return;
        }
        self.left -= 1;
        let all: Vec<Edit> = self
            .kept
            .iter()
            .chain(groups.iter().flatten())
            .cloned()
            .collect();
        if skeleton(&apply(self.source, &all)) == self.wanted {
            self.kept = all;
        } else if groups.len() > 1 {
            let (first, second) = groups.split_at(groups.len() / 2);
            self.add(first);
            self.add(second);
        }
    }
}

/// Whether a line starts like an item of a list. In the middle of a paragraph, some programs start
/// one there, others do not.
fn is_item(line: &&str) -> bool {
    let line = line.trim_start_matches([' ', '>']);
    let number = line.trim_start_matches(|char: char| char.is_ascii_digit());
    number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "))
}

/// A hash of everything in a page but its text.
fn skeleton(source: &[u8]) -> u64 {
    let page = Page::of(source);
    let mut hasher = DefaultHasher::new();
    page.body()
        .lines()
        .filter(is_item)
        .count()
        .hash(&mut hasher);
    let mut is_text = false;
    for event in Parser::new_ext(page.body(), extensions()) {
        match event {
            // Text is there or not; how many events it has means nothing.
            Event::Text(_) | Event::SoftBreak => {
                if !is_text {
                    0_u8.hash(&mut hasher);
                }
                is_text = true;
            }
            event => {
                is_text = false;
                format!("{event:?}").hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Evidence, Kind};

    /// The result of those replacements in `page` that are kept.
    fn result(page: &str, replacements: &[(&str, &str)]) -> String {
        let edits = replacements.iter().map(|&(spun, original)| {
            let start = page.find(spun).expect("spun wording");
            let evidence = Evidence::new(Kind::Exact, spun, 0, 0);
            Edit::new(start..start + spun.len(), original, evidence)
        });
        let kept = kept(edits.collect(), page.as_bytes());
        String::from_utf8(apply(page.as_bytes(), &kept)).expect("UTF-8")
    }

    #[test]
    fn edits_that_make_markup_are_left_out() {
        let table = [
            ("ten. so", &[("ten", "10"), ("so", "thus")][..], "ten. thus"),
            ("a ten. b", &[("ten", "10")], "a 10. b"),
            ("so\nten) b", &[("ten", "10")], "so\nten) b"),
            ("hash a", &[("hash", "#")], "hash a"),
            (
                "star a star b",
                &[("star a", "*a"), ("star b", "b*")],
                "star a b*",
            ),
            ("a\n\nten b", &[("a", "c"), ("ten", ">")], "c\n\nten b"),
            ("so\nequals", &[("equals", "===")], "so\nequals"),
        ];
        for (page, replacements, expected) in table {
            // Of two that are only together markup, the first one is made.
            let result = result(page, replacements);
            let either = page.contains("star") && result == "*a star b";
            assert!(result == expected || either, "{result}");
        }
    }
}
