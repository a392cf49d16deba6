//! XML: feeds, SVG and any other vocabulary. Text nodes with several words are prose. HTML inside
//! them, in CDATA or escaped, is read as HTML. No attribute is prose. XHTML is read by
//! [`super::html`].
//!
//! An element next to text in the same parent is inside a sentence; all others are blocks.

#[cfg(test)]
mod tests;

use super::Characters;
use super::decoded::Decoded;
use super::html::references::meaning;
use super::html::xhtml::{position, reader};
use super::html::{self, OBJECT, scopes};
use super::layers::{FieldFormat, Layers, is_prose};
use super::switch::{self, Switch};
use crate::ranges;
use crate::text::note::is_note;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Elements of several vocabularies that are no prose, in addition to those of HTML.
const CODE: &str = "apiname argsstring artwork bpt classname cmdname cmdsynopsis code_block codeblock codeph command \
    computeroutput doctest_block eg egxml envar ept errorcode errorname exceptionname fieldsynopsis filename filepath \
    formula funcsynopsis generator guid html_block html_inline id identifier interfacename keycode keysym keywords kwd literal \
    literal_block literallayout managingeditor math_block mathphrase methodname methodsynopsis monospace msgblock msgph \
    parmname plain-text-body preformat programlisting programlistingco replaceable resheader resumptiontoken \
    returnvalue screen screenco script sgmltag sourcecode structfield synopsis synph syntaxdiagram system-err \
    system-out systemitem systemoutput tex-math userinput varname verbatim webmaster xmlatt xmlelement";
/// Elements that are code if their `type` says so, as in TEI.
const TYPED: [&str; 2] = ["ab", "seg"];
/// Elements of metadata with prose.
const DESCRIPTIONS: [&str; 2] = ["dc:description", "dcterms:abstract"];
/// Elements with the segments of a translation, in which `ph` is code. In DITA, it is a phrase.
const SEGMENTS: [&str; 3] = ["seg", "source", "target"];
/// Attributes that protect text, and the value that says so.
const PROTECTED: [(&str, &str); 3] = [
    ("translate", "no"),
    ("its:translate", "no"),
    ("translatable", "false"),
];
/// Elements with the number of a note.
const NOTES: [&str; 3] = ["sup", "xref", "ref"];
/// Elements of SVG inside a line of text.
const SPANS: [&str; 2] = ["tspan", "textpath"];

/// Most elements around a record: a feed has a channel or nothing between its root and its entries.
const RECORD: usize = 2;

/// How the prose is written in a document.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Attributes of XHTML.
    pub attributes: html::Attributes,
    /// The insides of CDATA sections, in order.
    pub raw: Vec<Range<usize>>,
}

/// Reads the prose of `source` into `decoded`. What comes after an error in the syntax is not prose.
pub fn decode(source: &[u8], decoded: &mut Decoded, layers: &mut Layers) -> Places {
    decoded.clear();
    let text = match str::from_utf8(source) {
        Ok(text) => text.to_owned(),
        Err(_) => html::valid(source),
    };
    let text = text.replacen('\u{feff}', "   ", usize::from(text.starts_with('\u{feff}')));
    let mut document = Document {
        source,
        text: &text,
        open: Vec::new(),
        root: Root::None,
        block: Decoded::default(),
        decoded,
        layers,
        raw: Vec::new(),
    };
    document.read();
    if document.root == Root::Html {
        layers.clear();
        return Places {
            attributes: html::decode_xhtml(source, decoded),
            raw: Vec::new(),
        };
    }
    Places {
        attributes: html::Attributes::default(),
        raw: document.raw,
    }
}

/// `wording` as it is written after the bytes `before`; `None` if it cannot be written there.
pub(super) fn encode(
    wording: &str,
    before: &[u8],
    characters: Characters,
    places: &Places,
) -> Option<String> {
    if !ranges::contain(&places.raw, before.len()) {
        return html::encode(wording, before, characters, &places.attributes);
    }
    let is_bad = |char: char| {
        char == ']' || char == '>' || (characters == Characters::Ascii && !char.is_ascii())
    };
    (!wording.contains(is_bad)).then(|| wording.to_owned())
}

/// What the document is, by its first element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    None,
    Html,
    Svg,
    Other,
}

/// Most open elements that an end tag is compared with. In sound XML, the innermost is the one. It bounds
/// the time that an end tag takes.
const MOST: usize = 512;

/// Whether the text of an element is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Off {
    No,
    /// It is metadata, of which only descriptions are prose.
    Metadata,
    /// It is no prose, or in another language.
    Yes,
}

/// An open element.
struct Element {
    name: String,
    is_inline: bool,
    off: Off,
    /// It names the language of the element around it.
    is_language: bool,
    /// Whether the language that is named inside is another one than English.
    is_foreign: Option<bool>,
    /// Where its text starts in the document's.
    start: usize,
    has_text: bool,
    has_elements: bool,
}

struct Document<'d> {
    source: &'d [u8],
    /// The source as the parser sees it.
    text: &'d str,
    open: Vec<Element>,
    root: Root,
    /// The text since the last end of a block.
    block: Decoded,
    decoded: &'d mut Decoded,
    layers: &'d mut Layers,
    raw: Vec<Range<usize>>,
}

impl Document<'_> {
    /// Reads to the end, or to the first tag of XHTML.
    fn read(&mut self) {
        let mut reader = reader(self.text);
        loop {
            let start = position(&reader);
            let Ok(event) = reader.read_event() else {
                break;
            };
            let range = start..position(&reader);
            match event {
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().into_inner());
                }
                Event::End(tag) => self.end(tag.local_name().into_inner()),
                Event::Text(_) => self.push_text(range),
                Event::CData(_) => {
                    let inside = range.start + "<![CDATA[".len()..range.end - "]]>".len();
                    self.raw.push(inside.clone());
                    self.push_text(inside);
                }
                Event::GeneralRef(_) => self.push_reference(range),
                Event::Comment(comment) => {
                    if let Some(switch) = switch::switch(comment.into_inner().as_bytes()) {
                        self.end_block(false);
                        self.decoded.switch(switch);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            if self.root == Root::Html {
                return;
            }
        }
        self.end_block(false);
        self.close(0);
        self.decoded.switch(Switch::On);
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name().into_inner().to_ascii_lowercase();
        if self.root == Root::None {
            self.root = match &name[..] {
                "html" => Root::Html,
                "svg" => Root::Svg,
                _ => Root::Other,
            };
        }
        let parent = self.open.last_mut();
        let is_inline = parent.as_ref().is_some_and(|parent| parent.has_text)
            || (html::is_inline(name.as_bytes()) && parent.is_some())
            || SPANS.contains(&&name[..]);
        let is_language = parent
            .as_ref()
            .is_some_and(|parent| is_language(tag.name().into_inner(), &parent.name));
        let inherited = parent.as_ref().map_or(Off::No, |parent| parent.off);
        // In a property list, programs look up values by it.
        let is_key = name == "key" && parent.as_ref().is_some_and(|parent| parent.name == "dict");
        let is_segment = |parent: &&mut Element| SEGMENTS.contains(&&parent.name[..]);
        let is_tag = name == "ph" && parent.as_ref().is_some_and(is_segment);
        if let Some(parent) = parent {
            parent.has_elements = true;
        }
        // The root of subtitles in TTML has the name of code in HTML.
        let is_root = name == "tt" && self.open.is_empty();
        let is_named = CODE.split_ascii_whitespace().any(|code| code == name);
        let is_code = is_named || html::is_code(name.as_bytes()) || is_typed_code(&name, tag);
        let off = match off(tag, inherited) {
            Off::No if name == "metadata" => Off::Metadata,
            _ if (is_code && !is_root) || is_key || is_tag => Off::Yes,
            off => off,
        };
        match (&name[..], is_inline) {
            ("br", _) => self.block.separate("\n"),
            (_, true) => {}
            (_, false) => {
                self.end_block(false);
                if self.open.len() <= RECORD {
                    self.decoded.start_section();
                }
            }
        }
        self.open.push(Element {
            name,
            is_inline,
            off,
            is_language,
            is_foreign: None,
            start: self.decoded.text().len(),
            has_text: false,
            has_elements: false,
        });
    }

    /// Ends the innermost element `name` and all elements inside it.
    fn end(&mut self, name: &str) {
        let is_it = |element: &Element| element.name.eq_ignore_ascii_case(name);
        let Some(above) = self.open.iter().rev().take(MOST).position(is_it) else {
            return;
        };
        let at = self.open.len() - 1 - above;
        let element = &self.open[at];
        if !element.is_inline {
            self.end_block(!element.has_elements);
        }
        self.close(at);
    }

    /// Closes the elements from the one with the index `at` on. What is inside one that names another language
    /// than English stays as it is.
    fn close(&mut self, at: usize) {
        for element in self.open.drain(at..) {
            if element.is_foreign == Some(true) {
                let range = element.start..self.decoded.text().len();
                self.decoded.switch_off(vec![range]);
            }
        }
    }

    fn push_text(&mut self, range: Range<usize>) {
        let source = self.source;
        self.note_language(&source[range.clone()]);
        let is_space = |byte: u8| byte.is_ascii_whitespace();
        if source[range.clone()].iter().copied().all(is_space) && self.block.text().is_empty() {
            return;
        }
        if self.is_left_out(&source[range.clone()]) || self.is_note(&source[range.clone()]) {
            return;
        }
        let mut at = range.start;
        for run in source[range].chunk_by(|one, next| is_space(*one) == is_space(*next)) {
            let feeds = run.iter().filter(|&&byte| byte == b'\n').count();
            if !is_space(run[0]) || run == b" " {
                self.block.copy_bytes(run, at);
            } else if feeds > 1 {
                self.block.separate("\n\n");
            } else {
                self.block.decode(" ", at..at + run.len());
            }
            at += run.len();
        }
    }

    /// Notes the language that `raw` names if it is the text of an element for that. English counts most: a
    /// record may be described in several languages.
    fn note_language(&mut self, raw: &[u8]) {
        if let [.., parent, last] = &mut self.open[..]
            && last.is_language
            && parent.is_foreign != Some(false)
        {
            parent.is_foreign = Some(scopes::is_foreign(raw.trim_ascii()));
        }
    }

    /// Whether `raw`, the text of the innermost element, is the number of a note.
    fn is_note(&self, raw: &[u8]) -> bool {
        let last = self.open.last();
        last.is_some_and(|last| NOTES.contains(&&last.name[..])) && is_note(self.block.text(), raw)
    }

    fn push_reference(&mut self, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        if self.is_left_out(raw) {
            return;
        }
        match String::from_utf8(meaning(raw)) {
            Ok(text) if text.as_bytes() != raw => self.block.decode(&text, range),
            // An entity that the document defines.
            _ => self.block.separate(OBJECT),
        }
    }

    /// Whether text here is not to be restored. A mark takes its place.
    fn is_left_out(&mut self, raw: &[u8]) -> bool {
        let is_blank = raw.iter().all(u8::is_ascii_whitespace);
        let Some(element) = self.open.last_mut() else {
            return true;
        };
        element.has_text |= !is_blank;
        let is_off = element.off != Off::No;
        if is_off && !is_blank && !self.block.text().ends_with(OBJECT) {
            self.block.separate(OBJECT);
        }
        is_off
    }

    /// Appends the block that ends here, if it is prose. It may have markup of its own if it is
    /// `all` of an element.
    fn end_block(&mut self, all: bool) {
        let block = std::mem::take(&mut self.block);
        let is_svg = self.root == Root::Svg && block.text().contains(char::is_alphabetic);
        if !is_svg && !is_prose(block.text()) {
            return;
        }
        if !self.decoded.text().is_empty() {
            self.decoded.separate("\n\n");
        }
        match FieldFormat::Auto.markup(block.text()).filter(|_| all) {
            Some(markup) => self.layers.append(block, markup, self.decoded),
            None => self.decoded.append(&block),
        }
    }
}

/// Whether the type of the element `tag` shows that it is code.
fn is_typed_code(name: &str, tag: &BytesStart<'_>) -> bool {
    let is_type = |value: &str| value.trim_start().starts_with("code");
    TYPED.contains(&name)
        && tag
            .attributes()
            .with_checks(false)
            .flatten()
            .any(|attribute| attribute.key.0 == "type" && is_type(&attribute.value))
}

/// Whether the text of the element `tag` is left out, given that of its parent.
fn off(tag: &BytesStart<'_>, inherited: Off) -> Off {
    let is_description = DESCRIPTIONS.contains(&tag.name().into_inner());
    let mut off = match inherited {
        Off::Metadata if is_description => Off::No,
        off => off,
    };
    for attribute in tag.attributes().with_checks(false).flatten() {
        match attribute.key.0 {
            "xml:lang" | "lang" if scopes::is_foreign(attribute.value.as_bytes()) => off = Off::Yes,
            "xml:lang" | "lang" if off == Off::Yes => off = Off::No,
            name if PROTECTED.contains(&(name, &*attribute.value)) => return Off::Yes,
            _ => {}
        }
    }
    off
}

/// Whether the element `name` says in which language the text of its parent is: that of a feed, or of a record.
/// Other elements `language` may say that of a film.
fn is_language(name: &str, parent: &str) -> bool {
    name == "dc:language"
        || name == "dcterms:language"
        || (name == "language" && parent == "channel")
}
