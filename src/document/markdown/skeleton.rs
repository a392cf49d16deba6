//! Whether edits of a Markdown file leave its structure as it was. A wording may become markup where
//! it is put: `65) is` at the start of a line begins a list.

use super::{Page, extensions};
use crate::document::lines;
use crate::edit::{Edit, apply};
use pulldown_cmark::{Event, Parser};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Most times that a page is parsed again to find the edits to leave out.
const MOST: usize = 64;

/// Those of `edits` that do not change the structure of `source`. Parts of one change are left out
/// together.
pub fn kept(mut edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    let wanted = skeleton(Cow::Borrowed(source));
    if skeleton(Cow::Owned(apply(source, &edits))) == wanted {
        return edits;
    }
    let mut trial = Trial {
        source,
        wanted,
        edits: &edits,
        ends: group_ends(&edits),
        kept: vec![false; edits.len()],
        left: MOST,
    };
    trial.add(0..trial.ends.len());
    let mut kept = trial.kept.into_iter();
    edits.retain(|_| kept.next() == Some(true));
    edits
}

/// Where each group of `edits` ends that are made together or not at all.
fn group_ends(edits: &[Edit]) -> Vec<usize> {
    let lens = lines::groups(edits).map(<[Edit]>::len);
    lens.scan(0, |end, len| {
        *end += len;
        Some(*end)
    })
    .collect()
}

struct Trial<'s> {
    source: &'s [u8],
    wanted: u64,
    edits: &'s [Edit],
    ends: Vec<usize>,
    /// Whether each edit is made.
    kept: Vec<bool>,
    left: usize,
}

impl Trial<'_> {
    /// Adds those of `groups` that do no harm.
    fn add(&mut self, groups: Range<usize>) {
        if groups.is_empty() || self.left == 0 {
            return;
        }
        self.left -= 1;
        self.keep(&groups, true);
        if self.result() == self.wanted {
            return;
        }
        self.keep(&groups, false);
        if groups.len() > 1 {
            let middle = groups.start + groups.len() / 2;
            self.add(groups.start..middle);
            self.add(middle..groups.end);
        }
    }

    /// Sets whether the edits of `groups` are made.
    fn keep(&mut self, groups: &Range<usize>, keep: bool) {
        let start = groups
            .start
            .checked_sub(1)
            .map_or(0, |last| self.ends[last]);
        self.kept[start..self.ends[groups.end - 1]].fill(keep);
    }

    /// The skeleton of the page with the edits that are made.
    fn result(&self) -> u64 {
        let made = self.edits.iter().zip(&self.kept);
        let made = made.filter_map(|(edit, kept)| kept.then_some(edit));
        skeleton(Cow::Owned(apply(self.source, made)))
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
fn skeleton(source: Cow<'_, [u8]>) -> u64 {
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
                let written = write!(Hashed(&mut hasher), "{event:?}");
                written.expect("a hash accepts all text");
            }
        }
    }
    hasher.finish()
}

/// What is written becomes part of a hash.
struct Hashed<'h>(&'h mut DefaultHasher);

impl Write for Hashed<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.hash(self.0);
        Ok(())
    }
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
