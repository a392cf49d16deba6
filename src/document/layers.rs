//! Markup inside the strings of another format: HTML, Markdown or JSON in a field of JSON, in a cell of a
//! table, in an element of a feed. The string is decoded first, then read as a document of its own.
//! Edits go back through both layers.

use super::decoded::Decoded;
use super::{Characters, html, json, markdown};
use crate::edit::Edit;
use memchr::memmem;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// How the prose is written in the strings of structured data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldFormat {
    /// HTML in strings that have tags of HTML, JSON in those that are an object or an array, otherwise plain
    /// text.
    #[default]
    Auto,
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
}

/// The markup of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

impl FieldFormat {
    /// The markup of the string `text`; `None` if it is plain text.
    pub fn markup(self, text: &str) -> Option<Markup> {
        match self {
            Self::Auto if json::whole::is_nested(text) => Some(Markup::Json),
            Self::Auto => is_html(text).then_some(Markup::Html),
            Self::Text => None,
            Self::Html => Some(Markup::Html),
            Self::Markdown => Some(Markup::Markdown),
        }
    }
}

/// Tags that no plain text has.
const BLOCKS: [&str; 17] = [
    "article",
    "blockquote",
    "body",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "html",
    "img",
    "li",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

/// Whether `text` has tags of blocks, or tags and no blank lines: HTML does not show those. Markdown may have
/// tags, too; what is between its fences must stay as it is, as in a string without tags.
fn is_html(text: &str) -> bool {
    if has_fence(text) {
        return false;
    }
    let mut has_end = false;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let is_end = rest.starts_with('/');
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let len = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_tag = matches!(
            tag.as_bytes().get(len),
            Some(b'>' | b'/' | b' ' | b'\n' | b'\t')
        );
        if is_tag
            && BLOCKS
                .iter()
                .any(|block| block.eq_ignore_ascii_case(&tag[..len]))
        {
            return true;
        }
        has_end |= is_tag && is_end && len > 0;
    }
    has_end && !["\n\n", "\n\r\n"].iter().any(|blank| text.contains(blank))
}

/// Whether a line of `text` begins or ends a piece of code in Markdown.
fn has_fence(text: &str) -> bool {
    let mut found = memmem::find_iter(text.as_bytes(), "```");
    found.any(|at| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        line.trim_ascii().is_empty()
    })
}

/// The strings of a source that have markup.
#[derive(Clone, Debug, Default)]
pub struct Layers(Vec<Layer>);

/// A string with markup.
#[derive(Clone, Debug)]
struct Layer {
    source: Range<usize>,
    value: Decoded,
    markup: Markup,
    attributes: html::Attributes,
}

impl Layers {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Moves all places by `offset` bytes of the source.
    pub fn shift(&mut self, offset: usize) {
        for layer in &mut self.0 {
            layer.source = layer.source.start + offset..layer.source.end + offset;
            layer.value.shift(offset);
        }
    }

    /// Appends the text of `value`, a string of the source that comes after all others, to
    /// `decoded`.
    pub fn append(&mut self, value: Decoded, markup: Markup, decoded: &mut Decoded) {
        let mut inner = Decoded::default();
        let mut attributes = html::Attributes::default();
        let text = value.text().as_bytes();
        match markup {
            Markup::Html => attributes = html::decode(text, &mut inner),
            Markup::Markdown => markdown::decode(text, &mut inner),
            Markup::Json => json::whole::decode_nested(value.text(), &mut inner),
        }
        decoded.append_through(&inner, &value);
        self.0.push(Layer {
            source: value.source(),
            value,
            markup,
            attributes,
        });
    }

    /// Whether any string is Markdown.
    pub fn have_markdown(&self) -> bool {
        self.0.iter().any(|layer| layer.markup == Markup::Markdown)
    }

    /// Those of `edits` of the source that do not change the structure of the Markdown in its strings.
    /// `plain` has the same edits, but with wordings that are not encoded.
    pub fn kept(&self, mut edits: Vec<Edit>, plain: &[Edit]) -> Vec<Edit> {
        let is_markdown = |layer: &&Layer| layer.markup == Markup::Markdown;
        for layer in self.0.iter().filter(is_markdown) {
            let first = plain.partition_point(|edit| edit.end <= layer.source.start);
            let end = plain.partition_point(|edit| edit.start < layer.source.end);
            let inside = plain[first..end].iter().map(|edit| (edit.range(), edit));
            let inside = layer.value.in_text(inside).into_iter();
            let moved: Vec<Edit> = inside.map(|(range, edit)| edit.clone().at(range)).collect();
            if moved.is_empty() {
                continue;
            }
            let kept = markdown::kept(moved, layer.value.text().as_bytes());
            let places = kept
                .iter()
                .filter_map(|edit| layer.value.place(edit.range()));
            let places: HashSet<Range<usize>> = places.collect();
            edits.retain(|edit| {
                !layer.source.contains(&edit.start) || places.contains(&edit.range())
            });
        }
        edits
    }

    /// `wording` as the markup at byte `at` of the source writes it, if there is any; `None` if it
    /// cannot be written there.
    pub(super) fn encode<'w>(
        &self,
        wording: &'w str,
        at: usize,
        characters: Characters,
    ) -> Option<Cow<'w, str>> {
        let next = self.0.partition_point(|layer| layer.source.end <= at);
        let layer = self.0.get(next).filter(|layer| layer.source.start <= at);
        let Some(layer) = layer else {
            return Some(Cow::Borrowed(wording));
        };
        let before = &layer.value.text().as_bytes()[..layer.value.text_at(at)?];
        match layer.markup {
            Markup::Markdown => Some(Cow::Borrowed(wording)),
            Markup::Json => Some(Cow::Owned(json::encode(wording, characters))),
            Markup::Html => {
                html::encode(wording, before, characters, &layer.attributes).map(Cow::Owned)
            }
        }
    }
}

/// How many words a string has at least that may be prose.
const WORDS: usize = 3;
/// Longest name of a file.
const LONGEST_NAME: usize = 255;
/// Extensions of files that people share.
const EXTENSIONS: [&str; 32] = [
    "csv", "doc", "docx", "epub", "gif", "gz", "heic", "htm", "html", "jpeg", "jpg", "json", "m4a",
    "md", "mkv", "mov", "mp3", "mp4", "odt", "ogg", "pdf", "png", "pptx", "svg", "tiff", "txt",
    "wav", "webm", "webp", "xlsx", "xml", "zip",
];

/// Whether a string may be prose: it has several words. Names of things and of files, addresses, dates, numbers
/// and lists of words are left alone.
pub fn is_prose(text: &str) -> bool {
    has_words(text) && !is_serialized(text) && !is_file(text) && !is_list(text)
}

fn has_words(text: &str) -> bool {
    let is_mark = |char: char| "()[]\"'“”‘’«».,;:!?…-–—&".contains(char);
    let is_word = |word: &&str| {
        word.chars().any(char::is_alphabetic)
            && word
                .chars()
                .all(|char| char.is_alphabetic() || is_mark(char))
    };
    let is_between = |char: char| char.is_whitespace() || char == '<' || char == '>';
    let words = text.split(is_between).filter(is_word);
    words.take(WORDS).count() == WORDS
}

/// Whether a string is the name of a file: it ends with a known extension.
fn is_file(text: &str) -> bool {
    let name = text.trim();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    name.len() <= LONGEST_NAME
        && !name.contains('\n')
        && extension.is_some_and(|extension| {
            EXTENSIONS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(extension))
        })
}

/// Whether a string is a list in brackets of which no item has several words: `['home', 'road', 'river']`.
fn is_list(text: &str) -> bool {
    let list = text.trim().strip_prefix('[');
    let list = list.and_then(|list| list.strip_suffix(']'));
    list.is_some_and(|list| list.contains(',') && !list.split(',').any(has_words))
}

/// Whether a string is data of PHP, as in exports of WordPress: it counts its own bytes.
fn is_serialized(text: &str) -> bool {
    let is_kind = |kind: &str| ["a", "s", "O"].contains(&kind);
    let mut parts = text.splitn(3, ':');
    let kind = parts.next();
    let length = parts.next();
    kind.is_some_and(is_kind) && length.is_some_and(|length| length.parse::<usize>().is_ok())
}

#[cfg(test)]
mod tests;
