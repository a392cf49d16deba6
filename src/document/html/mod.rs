//! HTML: text nodes, quoted attributes that readers see (`alt`, `title`), descriptions for search
//! engines (`meta`, JSON-LD) and the texts of SVG are prose. Code, scripts, comments and all other
//! attributes are not. A tokenizer that follows the standard finds them, in broken pages too. Inline
//! tags are inside a sentence; all others end it. Text that the page marks as another language, or as
//! not to be translated, is left out as well.

mod flat;
mod foreign;
mod linked;
mod names;
pub(super) mod references;
pub(super) mod scopes;
mod skipped;
#[cfg(test)]
mod tests;
mod tokens;
mod values;
pub(super) mod xhtml;

pub use self::flat::valid;
pub use self::values::Attributes;

use self::flat::flat;
use self::foreign::Foreign;
use self::names::{ATTRIBUTES, BLOCKS, INLINE, WORDS, is_prose};
use self::references::{Context, Part, escape, opens_markup, parts};
use self::scopes::Scopes;
use self::skipped::Skipped;
use self::tokens::{StartTag, Token};
use self::values::{Value, quoted};
use super::Characters;
use super::decoded::Decoded;
use super::json;
use super::switch::{self, Switch};
use crate::text::note::is_note;
use std::borrow::Cow;
use std::ops::Range;

/// What the text has for prose that is left out inside a sentence.
pub(super) const OBJECT: &str = "\u{fffc}";

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
    let flat = flat(source);
    let flat = match str::from_utf8(&flat) {
        Ok(flat) => Cow::Borrowed(flat),
        Err(_) => Cow::Owned(valid(&flat)),
    };
    let mut page = Page::new(source, flat.as_bytes(), decoded);
    page.foreign.is_xml = true;
    if xhtml::read(&flat, &ATTRIBUTES, |token| page.token(token)) {
        return page.finish();
    }
    decode(source, decoded)
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
    if context == Context::Raw {
        let is_bad = |char: char| "]<>&".contains(char) || !char.is_ascii();
        return (!wording.contains(is_bad)).then(|| wording.to_owned());
    }
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
    /// The outermost open element without prose.
    skipped: Option<Skipped>,
    switch: Switch,
    scopes: Scopes,
    foreign: Foreign,
    decoded: &'p mut Decoded,
    /// Whether the page is a component, which starts with its template.
    is_component: bool,
    /// Whether the text that comes next is JSON-LD.
    is_linked: bool,
    /// Whether a `sup` is open.
    is_raised: bool,
    /// Whether a link or `span` starts here. One with only a number may be a note.
    is_bare: bool,
    values: Vec<Value>,
    /// The insides of CDATA sections, in order.
    raw: Vec<Range<usize>>,
    /// The text of the open element of SVG.
    drawn: Vec<Part>,
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
            is_component: false,
            is_linked: false,
            is_raised: false,
            is_bare: false,
            values: Vec::new(),
            raw: Vec::new(),
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
            Token::Data(value, range) => {
                if !self.is_linked {
                    self.raw.push(range.clone());
                }
                self.text(value, range);
            }
            Token::Comment(..) => {}
        }
    }

    fn open(&mut self, tag: &StartTag) {
        let name = &tag.name[..];
        self.skipped
            .take_if(|skipped| skipped.is_ended_by_start(name, &self.scopes));
        if let Some(skipped) = &mut self.skipped {
            if !(tag.self_closing && self.foreign.is_xml) {
                skipped.open(name);
            }
            return;
        }
        self.is_linked = false;
        if name == b"wbr" {
            self.decoded.break_word();
        }
        let is_inside = self.foreign.is_inside();
        if self.foreign.open(tag) {
            if !is_inside {
                self.end_drawn();
                self.decoded.separate(OBJECT);
            }
            if self.foreign.is_drawn() {
                self.read_attributes(tag, self.scopes.is_off_in(tag));
            }
            return;
        }
        self.is_linked = name == b"script" && self.has_linked(tag);
        self.is_raised = name == b"sup" || (self.is_raised && is_inline(name));
        self.is_bare = name == b"a" || name == b"span";
        let word = WORDS.contains(&name);
        // A slash closes an element in XML and in foreign content only.
        let is_closed = tag.self_closing && (self.foreign.is_xml || name == b"math");
        let is_template = name == b"template";
        self.is_component |=
            is_template && self.decoded.text().trim_ascii().is_empty() && self.scopes.are_none();
        let is_code = word || (BLOCKS.contains(&name) && !(is_template && self.is_component));
        if is_code && !is_closed {
            self.skipped = Some(Skipped::new(name));
            if name == b"iframe" || name == b"textarea" {
                self.read_attributes(tag, self.scopes.is_off_in(tag));
            }
        } else {
            let is_off = self.scopes.open(tag);
            self.read_attributes(tag, is_off);
            if self.foreign.is_xml && tag.self_closing {
                self.scopes.close(name);
            }
        }
        self.separate(name, word);
    }

    /// Reads the prose of the attributes of `tag`, unless the page says that it `is_off`.
    fn read_attributes(&mut self, tag: &StartTag, is_off: bool) {
        if self.switch == Switch::Off || is_off || tag.name == b"link" {
            return;
        }
        let values = tag.attributes.iter();
        let values = values
            .filter(|attribute| is_prose(tag, attribute.name))
            // Other attributes of shapes show nothing.
            .filter(|attribute| {
                let is_label = attribute.name.starts_with(b"aria-");
                is_label || self.foreign.is_html() || tag.name == b"svg"
            })
            .filter_map(|attribute| quoted(self.flat, attribute));
        self.values.extend(values.map(Value::Attribute));
    }

    /// Whether `script` has JSON-LD that may be edited.
    fn has_linked(&self, script: &StartTag) -> bool {
        let is_json = script.value(b"type").is_some_and(|value| {
            let kind = value.split(|&byte| byte == b';').next().unwrap_or_default();
            kind.trim_ascii()
                .eq_ignore_ascii_case(b"application/ld+json")
        });
        is_json && self.switch == Switch::On && !self.scopes.is_off()
    }

    fn close(&mut self, name: &[u8]) {
        self.is_linked = false;
        self.is_raised &= name != b"sup" && is_inline(name);
        self.is_bare = false;
        let is_own = |skipped: &Skipped| skipped.is(name);
        let ended = self
            .skipped
            .take_if(|skipped| skipped.close(name, &self.scopes));
        if self.skipped.is_some() || ended.as_ref().is_some_and(is_own) {
            return;
        }
        if self.foreign.close(name) {
            if !self.foreign.is_prose() {
                self.end_drawn();
            }
        } else if !WORDS.contains(&name) {
            self.scopes.close(name);
            self.separate(name, false);
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
        if self.is_linked {
            if let Ok(json) = str::from_utf8(&self.flat[range.clone()]) {
                let strings = linked::strings(json).into_iter();
                let moved =
                    strings.map(|string| string.start + range.start..string.end + range.start);
                self.values.extend(moved.map(Value::Json));
            }
            return;
        }
        let is_bare = std::mem::take(&mut self.is_bare) && value.iter().any(u8::is_ascii_digit);
        let is_raised = self.is_raised || is_bare;
        if self.skipped.is_some() || (is_raised && is_note(self.decoded.text(), value)) {
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
            self.drawn.extend(parts);
        }
    }

    /// Ends a text of SVG.
    fn end_drawn(&mut self) {
        let parts = std::mem::take(&mut self.drawn);
        if !parts.is_empty() {
            self.values.push(Value::Drawn(parts));
        }
    }

    /// Appends the attributes, the strings of JSON-LD and the texts of SVG.
    fn finish(mut self) -> Attributes {
        self.decoded.switch(Switch::On);
        self.end_drawn();
        let mut values = std::mem::take(&mut self.values);
        values.sort_by_key(|value| value.range().start);
        let attributes = Attributes::of(&values, std::mem::take(&mut self.raw));
        for value in values {
            self.decoded.separate("\n\n");
            match value {
                Value::Attribute(parts) | Value::Drawn(parts) => self.push_all(parts),
                Value::Json(range) => {
                    if let Ok(raw) = str::from_utf8(&self.source[range.clone()]) {
                        json::unescape(raw, range.start, self.decoded);
                    }
                }
            }
        }
        attributes
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
