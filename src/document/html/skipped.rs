//! Elements without prose, and what ends them if they were not closed.

use super::is_inline;
use super::names::WORDS;
use super::scopes::Scopes;
use std::collections::HashMap;

/// Elements that are not closed on many pages. Tags around them end them.
const LEFT_OPEN: [&[u8]; 7] = [b"code", b"kbd", b"listing", b"pre", b"samp", b"tt", b"var"];
/// Elements that may end inside one without ending it, in addition to those inside a sentence.
const AROUND: [&[u8]; 3] = [b"p", b"body", b"html"];
/// Start tags that end a cell, with all that is inside.
const TABLE: [&[u8]; 7] = [
    b"caption", b"tbody", b"td", b"tfoot", b"th", b"thead", b"tr",
];

/// An open element without prose, and how many elements of each name are open from it on.
#[derive(Debug)]
pub struct Skipped {
    name: Vec<u8>,
    open: HashMap<Vec<u8>, usize>,
}

impl Skipped {
    pub fn new(name: &[u8]) -> Self {
        Self {
            name: name.to_vec(),
            open: HashMap::from([(name.to_vec(), 1)]),
        }
    }

    /// Whether the start tag `name` ends it.
    pub fn is_ended_by_start(&self, name: &[u8], scopes: &Scopes) -> bool {
        let is_next_cell = TABLE.contains(&name)
            && self.is_left_open()
            && !self.has(b"table")
            && (scopes.may_close(b"td") || scopes.may_close(b"th"));
        is_next_cell || self.is_ended_as_word(name)
    }

    /// Opens the element `name` inside it.
    pub fn open(&mut self, name: &[u8]) {
        *self.open.entry(name.to_vec()).or_default() += 1;
    }

    /// Closes the element `name`. Returns whether that ends it.
    pub fn close(&mut self, name: &[u8], scopes: &Scopes) -> bool {
        if self.is_ended_as_word(name) {
            return true;
        }
        if let Some(count) = self.open.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return *count == 0 && self.is(name);
        }
        self.is_left_open() && !is_inline(name) && !AROUND.contains(&name) && scopes.may_close(name)
    }

    /// Whether `name` is its name.
    pub fn is(&self, name: &[u8]) -> bool {
        self.name == name
    }

    fn has(&self, name: &[u8]) -> bool {
        self.open.get(name).is_some_and(|&count| count > 0)
    }

    fn is_left_open(&self) -> bool {
        LEFT_OPEN.contains(&&self.name[..])
    }

    /// Whether a tag of `name` ends it as a part of a paragraph. By the standard, the end of the paragraph does.
    fn is_ended_as_word(&self, name: &[u8]) -> bool {
        let is_text = is_inline(name) || WORDS.contains(&name) || name == b"br";
        [&b"kbd"[..], b"samp", b"var"].contains(&&self.name[..]) && !is_text
    }
}
