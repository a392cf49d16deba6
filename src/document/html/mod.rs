//! HTML: text nodes, quoted attributes that readers see (`alt`, `title`), descriptions for search
//! engines (`meta`, JSON-LD) are prose. Code, scripts, comments and all other attributes are not. A tokenizer that follows the standard finds them, in broken pages
//! too. Inline tags are inside a sentence; all others end it. Text that the page marks as another
//! language, or as not to be translated, is left out as well.

mod linked;
mod names;
mod references;
mod scopes;
#[cfg(test)]
mod tests;
mod tokens;

use self::names::{ATTRIBUTES, BLOCKS, DESCRIPTIONS, INLINE, NAMES, PROSE, UNITS, WORDS};
use self::references::{Context, Part, escape, opens_markup, parts};
use self::scopes::Scopes;
use self::tokens::{Attribute, StartTag, Token};
use super::Characters;
use super::decoded::Decoded;
use super::json;
use super::switch::{self, Switch};
use std::ops::Range;

/// What the text has for prose that is left out inside a sentence.
const OBJECT: &str = "\u{fffc}";

/// Where the prose of a page is that is not text: values of attributes and strings of JSON-LD, in
/// order and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(Range<usize>, Context)>);

impl Attributes {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn context(&self, at: usize) -> Context {
        let next = self.0.partition_point(|(value, _)| value.end <= at);
        match self.0.get(next) {
            Some((value, context)) if value.start <= at => *context,
            _ => Context::Text,
        }
    }
}

/// Reads the prose of the page `source` into `decoded`: the text, then each attribute as a
/// paragraph. Returns where the attributes are.
pub fn decode(source: &[u8], decoded: &mut Decoded) -> Attributes {
    decoded.clear();
    // The tokenizer counts CR LF as one byte, but ranges have to be those of the source.
    let flat: Vec<u8> = source
        .iter()
        .map(|&byte| if byte == b'\r' { b' ' } else { byte })
        .collect();
    let mut page = Page {
        source,
        flat: &flat,
        skipped: None,
        switch: Switch::On,
        scopes: Scopes::default(),
        decoded,
        raw: Raw::None,
        is_raised: false,
        values: Vec::new(),
    };
    tokens::read(&flat, &ATTRIBUTES, |token| page.token(token));
    page.finish()
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
    decoded: &'p mut Decoded,
    /// What the text is that comes next.
    raw: Raw,
    /// Whether a `sup` is open.
    is_raised: bool,
    values: Vec<Value>,
}

/// Text that the tokenizer hands on as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    /// Not at all.
    None,
    /// JSON-LD.
    Linked,
    /// HTML for readers without scripts.
    Noscript,
}

/// Prose that is not text of the page.
enum Value {
    /// The value of an attribute; never empty.
    Attribute(Vec<Part>),
    /// The inside of a string of JSON.
    Json(Range<usize>),
}

impl Value {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Attribute(parts) => parts[0].range.start..parts[parts.len() - 1].range.end,
            Self::Json(range) => range.clone(),
        }
    }

    fn context(&self) -> Context {
        match self {
            Self::Attribute(_) => Context::Value,
            Self::Json(_) => Context::Json,
        }
    }
}

impl Page<'_> {
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
        self.raw = match name {
            b"noscript" => Raw::Noscript,
            b"script" if self.is_linked(tag) => Raw::Linked,
            _ => Raw::None,
        };
        self.is_raised = name == b"sup" || (self.is_raised && is_inline(name));
        let word = WORDS.contains(&name);
        // A slash closes an element in foreign content only.
        if (word || BLOCKS.contains(&name))
            && !(tag.self_closing && [&b"svg"[..], b"math"].contains(&name))
        {
            self.skipped = Some((name.to_vec(), 1));
        } else {
            let is_off = self.scopes.open(tag);
            if self.switch == Switch::On && !is_off && name != b"link" {
                self.read_attributes(tag);
            }
        }
        self.separate(name, word);
    }

    fn read_attributes(&mut self, tag: &StartTag) {
        let is_description = tag.name == b"meta" && is_description(tag);
        let values = tag.attributes.iter();
        let values = values
            .filter(|attribute| {
                PROSE.contains(&attribute.name) || (is_description && attribute.name == b"content")
            })
            .filter_map(|attribute| quoted(self.flat, attribute));
        self.values.extend(values.map(Value::Attribute));
    }

    /// Whether `script` has JSON-LD that may be edited.
    fn is_linked(&self, script: &StartTag) -> bool {
        let is_json = script.value(b"type").is_some_and(|value| {
            value
                .trim_ascii()
                .eq_ignore_ascii_case(b"application/ld+json")
        });
        is_json && self.switch == Switch::On && !self.scopes.is_off()
    }

    fn close(&mut self, name: &[u8]) {
        self.raw = Raw::None;
        self.is_raised &= name != b"sup" && is_inline(name);
        match &mut self.skipped {
            Some((skipped, depth)) if skipped == name && *depth == 1 => self.skipped = None,
            Some((skipped, depth)) => *depth -= usize::from(skipped == name),
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
        match self.raw {
            Raw::None => {}
            Raw::Noscript => return self.fragment(range),
            Raw::Linked => {
                if let Ok(json) = str::from_utf8(&self.flat[range.clone()]) {
                    let strings = linked::strings(json).into_iter();
                    let moved =
                        strings.map(|string| string.start + range.start..string.end + range.start);
                    self.values.extend(moved.map(Value::Json));
                }
                return;
            }
        }
        if self.skipped.is_some() || (self.is_raised && is_note(self.decoded.text(), value)) {
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
            Some(parts) => self.push_all(parts),
            None => self.decoded.separate("\n\n"),
        }
    }

    /// Reads a part of the page that the tokenizer has not looked into.
    fn fragment(&mut self, range: Range<usize>) {
        self.raw = Raw::None;
        let page = self.flat;
        let start = range.start;
        tokens::read(&page[range], &ATTRIBUTES, |token| match token {
            Token::Start(tag) => {
                let mut tag = tag.clone();
                for attribute in &mut tag.attributes {
                    attribute.start += start;
                }
                self.token(Token::Start(&tag));
            }
            Token::Text(value, range) => {
                self.token(Token::Text(value, range.start + start..range.end + start));
            }
            Token::Comment(comment, range) => {
                let range = range.start + start..range.end + start;
                self.token(Token::Comment(comment, range));
            }
            Token::End(_) => self.token(token),
        });
    }

    /// Appends the attributes.
    fn finish(mut self) -> Attributes {
        self.decoded.switch(Switch::On);
        let mut values = std::mem::take(&mut self.values);
        values.sort_by_key(|value| value.range().start);
        let places = values.iter().map(|value| (value.range(), value.context()));
        let places = places.collect();
        for value in values {
            self.decoded.separate("\n\n");
            match value {
                Value::Attribute(parts) => self.push_all(parts),
                Value::Json(range) => {
                    if let Ok(raw) = str::from_utf8(&self.source[range.clone()]) {
                        json::unescape(raw, range.start, self.decoded);
                    }
                }
            }
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

/// Whether `value`, the text of a `sup`, is the number of a note to the word at the end of `text`.
pub fn is_note(text: &str, value: &[u8]) -> bool {
    let word = text
        .rsplit(|char: char| !char.is_alphabetic())
        .next()
        .unwrap_or_default();
    let ends_phrase = text.ends_with(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’']);
    let is_word = word.chars().nth(1).is_some() && !UNITS.contains(&word);
    let is_mark = |char: char| char.is_ascii_digit() || " []()*,;–-†‡§¶\u{a0}".contains(char);
    let Ok(value) = str::from_utf8(value) else {
        return false;
    };
    let is_letter = value.len() == 1 && value.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_word || ends_phrase) && (is_letter || value.chars().all(is_mark))
}

/// Whether an element has code, which is not prose.
pub fn is_code(name: &[u8]) -> bool {
    WORDS.contains(&name) || BLOCKS.contains(&name)
}

fn is_inline(name: &[u8]) -> bool {
    INLINE.contains(&name)
}

/// Whether the `content` of a `meta` element is prose.
fn is_description(meta: &StartTag) -> bool {
    let mut names = NAMES.iter().filter_map(|name| meta.value(name));
    names.any(|name| {
        let name = name.trim_ascii().to_ascii_lowercase();
        DESCRIPTIONS.contains(&&name[..])
    })
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
