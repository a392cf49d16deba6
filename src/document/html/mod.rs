//! HTML: text nodes and quoted `alt` and `title` attributes are prose. Code, scripts, comments and
//! all other attributes are not. A tokenizer that follows the standard finds them, in broken pages
//! too. Inline tags are inside a sentence; all others end it. Text that the page marks as another
//! language, or as not to be translated, is left out as well.

mod foreign;
pub(super) mod references;
pub(super) mod scopes;
#[cfg(test)]
mod tests;
mod tokens;
pub(super) mod xhtml;

use self::foreign::Foreign;
use self::references::{Context, Part, escape, opens_markup, parts};
use self::scopes::Scopes;
use self::tokens::{Attribute, StartTag, Token};
use super::Characters;
use super::decoded::Decoded;
use super::switch::{self, Switch};
use std::ops::Range;

/// Elements inside a sentence; all others are blocks.
const INLINE: [&[u8]; 31] = [
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"del", b"dfn", b"em",
    b"font", b"i", b"img", b"ins", b"label", b"mark", b"nobr", b"q", b"s", b"small", b"span",
    b"strike", b"strong", b"sub", b"sup", b"time", b"tt", b"u", b"var", b"wbr",
];
/// Elements without prose that take the place of a word.
const WORDS: [&[u8]; 4] = [b"code", b"kbd", b"math", b"samp"];
/// Elements without prose that are blocks.
const BLOCKS: [&[u8]; 11] = [
    b"iframe",
    b"noembed",
    b"noframes",
    b"noscript",
    b"plaintext",
    b"pre",
    b"script",
    b"style",
    b"template",
    b"textarea",
    b"xmp",
];

/// Attributes with prose.
const PROSE: [&[u8]; 2] = [b"alt", b"title"];
/// Attributes that are read.
const ATTRIBUTES: [&[u8]; 6] = [
    PROSE[0],
    PROSE[1],
    scopes::ATTRIBUTES[0],
    scopes::ATTRIBUTES[1],
    scopes::ATTRIBUTES[2],
    scopes::ATTRIBUTES[3],
];
/// What the text has for prose that is left out inside a sentence.
pub(super) const OBJECT: &str = "\u{fffc}";

/// Where the values of attributes with prose are in a page, in order and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<Range<usize>>);

impl Attributes {
    fn context(&self, at: usize) -> Context {
        let next = self.0.partition_point(|value| value.end <= at);
        match self.0.get(next) {
            Some(value) if value.start <= at => Context::Value,
            _ => Context::Text,
        }
    }
}

/// Reads the prose of the page `source` into `decoded`: the text, then each attribute as a
/// paragraph. Returns where the attributes are.
pub fn decode(source: &[u8], decoded: &mut Decoded) -> Attributes {
    decoded.clear();
    let flat = flat(source);
    let mut page = Page::new(source, &flat, decoded);
    tokens::read(&flat, &ATTRIBUTES, |token| page.token(token));
    page.finish()
}

/// The same for a page in XHTML. If it is not XML, it is read as HTML, as by browsers that were sent
/// such a page.
pub fn decode_xhtml(source: &[u8], decoded: &mut Decoded) -> Attributes {
    decoded.clear();
    let flat = String::from_utf8(flat(source)).unwrap_or_else(|error| valid(error.as_bytes()));
    let mut page = Page::new(source, flat.as_bytes(), decoded);
    page.foreign.is_xml = true;
    if xhtml::read(&flat, &ATTRIBUTES, |token| page.token(token)) {
        return page.finish();
    }
    decode(source, decoded)
}

/// The page with every line end as one byte: the tokenizer counts CR LF as one byte, but ranges have
/// to be those of the source.
fn flat(source: &[u8]) -> Vec<u8> {
    let flat = |&byte| if byte == b'\r' { b' ' } else { byte };
    source.iter().map(flat).collect()
}

/// `text` with another character for each byte that is not UTF-8, so that all others keep their
/// places.
pub(super) fn valid(text: &[u8]) -> String {
    let mut valid = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        valid.push_str(chunk.valid());
        valid.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
    }
    valid
}

/// Whether the element `name` has no prose.
pub(super) fn is_code(name: &[u8]) -> bool {
    WORDS.contains(&name) || BLOCKS.contains(&name)
}

/// `wording` as a page with these `characters` and `attributes` writes it after the bytes `before`;
/// `None` if it could become a part of a tag or character reference there.
pub fn encode(
    wording: &str,
    before: &[u8],
    characters: Characters,
    attributes: &Attributes,
) -> Option<String> {
    let context = attributes.context(before.len());
    (!opens_markup(before)).then(|| escape(wording, context, characters))
}

/// What the last comment of the HTML `fragment` that is a switch says.
pub fn last_switch(fragment: &[u8]) -> Option<Switch> {
    let mut last = None;
    tokens::read(fragment, &[], |token| {
        last = comment_switch(fragment, &token).or(last);
    });
    last
}

/// What a comment of `page` says. Only `<!--` starts a comment: the standard also makes one of
/// `<!x>` and `</ x>`.
fn comment_switch(page: &[u8], token: &Token<'_>) -> Option<Switch> {
    match token {
        Token::Comment(comment, range) if page.get(range.start..)?.starts_with(b"<!--") => {
            switch::switch(comment)
        }
        _ => None,
    }
}

struct Page<'p> {
    source: &'p [u8],
    /// The source as the tokenizer sees it.
    flat: &'p [u8],
    /// The outermost open element without prose, and how many of that name are open.
    skipped: Option<(Vec<u8>, usize)>,
    switch: Switch,
    scopes: Scopes,
    foreign: Foreign,
    decoded: &'p mut Decoded,
    /// The values of the attributes with prose; none is empty.
    attributes: Vec<Vec<Part>>,
    /// The texts of SVG; the last one is continued until its element ends.
    drawn: Vec<Vec<Part>>,
}

impl<'p> Page<'p> {
    fn new(source: &'p [u8], flat: &'p [u8], decoded: &'p mut Decoded) -> Self {
        Self {
            source,
            flat,
            skipped: None,
            switch: Switch::On,
            scopes: Scopes::default(),
            foreign: Foreign::default(),
            decoded,
            attributes: Vec::new(),
            drawn: Vec::new(),
        }
    }

    fn token(&mut self, token: Token<'_>) {
        if let Some(switch) = comment_switch(self.flat, &token) {
            self.switch = switch;
            self.decoded.switch(switch);
        }
        match token {
            Token::Start(tag) => self.open(tag),
            Token::End(name) => self.close(name),
            Token::Text(value, range) => self.text(value, range),
            Token::Comment(..) => {}
        }
    }

    fn open(&mut self, tag: &StartTag) {
        let name = &tag.name[..];
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            return;
        }
        let is_inside = self.foreign.is_inside();
        if self.foreign.open(tag) {
            if !is_inside {
                self.decoded.separate(OBJECT);
            }
            return;
        }
        let word = WORDS.contains(&name);
        // A slash closes an element in XML and in foreign content only.
        let is_closed = tag.self_closing && (self.foreign.is_xml || name == b"math");
        if (word || BLOCKS.contains(&name)) && !is_closed {
            self.skipped = Some((name.to_vec(), 1));
        } else {
            let is_off = self.scopes.open(tag);
            if self.switch == Switch::On && !is_off && name != b"link" {
                self.read_attributes(tag);
            }
            if self.foreign.is_xml && tag.self_closing {
                self.scopes.close(name);
            }
        }
        self.separate(name, word);
    }

    fn read_attributes(&mut self, tag: &StartTag) {
        let values = tag.attributes.iter();
        let values = values
            .filter(|attribute| PROSE.contains(&attribute.name))
            .filter_map(|attribute| quoted(self.flat, attribute));
        self.attributes.extend(values);
    }

    fn close(&mut self, name: &[u8]) {
        match &mut self.skipped {
            Some((skipped, depth)) if skipped == name && *depth == 1 => self.skipped = None,
            Some((skipped, depth)) => *depth -= usize::from(skipped == name),
            None if self.foreign.close(name) => {
                if !self.foreign.is_prose() {
                    self.drawn.push(Vec::new());
                }
            }
            None if WORDS.contains(&name) => {}
            None => {
                self.scopes.close(name);
                self.separate(name, false);
            }
        }
    }

    fn separate(&mut self, name: &[u8], word: bool) {
        match name {
            _ if word => self.decoded.separate(OBJECT),
            b"br" => self.decoded.separate("\n"),
            _ if is_inline(name) => {}
            _ => self.decoded.separate("\n\n"),
        }
    }

    fn text(&mut self, value: &[u8], range: Range<usize>) {
        if self.skipped.is_some() {
            return;
        }
        if self.scopes.is_off() {
            let is_blank = value.iter().all(u8::is_ascii_whitespace);
            if !is_blank && !self.decoded.text().ends_with(OBJECT) {
                self.decoded.separate(OBJECT);
            }
            return;
        }
        match parts(self.flat, range, value) {
            Some(parts) if !self.foreign.is_html() => self.draw(parts),
            Some(parts) => self.push_all(parts),
            None => self.decoded.separate("\n\n"),
        }
    }

    /// Keeps the text of SVG, which does not interrupt the sentence around it.
    fn draw(&mut self, parts: Vec<Part>) {
        if self.switch == Switch::On && self.foreign.is_prose() {
            match self.drawn.last_mut() {
                Some(last) => last.extend(parts),
                None => self.drawn.push(parts),
            }
        }
    }

    /// Appends the attributes and the texts of SVG.
    fn finish(mut self) -> Attributes {
        self.decoded.switch(Switch::On);
        let mut attributes = std::mem::take(&mut self.attributes);
        attributes.sort_by_key(|parts| parts[0].range.start);
        let places = attributes
            .iter()
            .map(|parts| parts[0].range.start..parts[parts.len() - 1].range.end)
            .collect();
        attributes.append(&mut self.drawn);
        attributes.retain(|parts| !parts.is_empty());
        attributes.sort_by_key(|parts| parts[0].range.start);
        for parts in attributes {
            self.decoded.separate("\n\n");
            self.push_all(parts);
        }
        Attributes(places)
    }

    fn push_all(&mut self, parts: Vec<Part>) {
        for part in parts {
            self.push(part);
        }
    }

    fn push(&mut self, part: Part) {
        let raw = &self.source[part.range.clone()];
        match part.reference {
            Some(text) => {
                let text = String::from_utf8_lossy(&text);
                self.decoded.decode(&text, part.range);
            }
            None if raw.iter().all(u8::is_ascii_whitespace) && raw != b" " => {
                self.decoded.decode(" ", part.range);
            }
            None => self.decoded.copy_bytes(raw, part.range.start),
        }
    }
}

/// Whether the element `name` is inside a sentence.
pub(super) fn is_inline(name: &[u8]) -> bool {
    INLINE.contains(&name)
}

/// The value of an attribute in parts, if it is in quotation marks and not empty: others are not
/// sentences.
fn quoted(flat: &[u8], attribute: &Attribute) -> Option<Vec<Part>> {
    let quote = flat.get(attribute.start.checked_sub(1)?)?;
    if !b"\"'".contains(quote) || attribute.value.is_empty() {
        return None;
    }
    let value = &flat[attribute.start..];
    let len = value.iter().position(|byte| byte == quote)?;
    parts(
        flat,
        attribute.start..attribute.start + len,
        &attribute.value,
    )
}
