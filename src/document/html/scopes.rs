//! Which text of a page is not to be restored because its markup says so: `lang` names another
//! language than English, or `translate="no"` or the class `notranslate` protects it. Both are
//! inherited by the elements inside.

use super::is_inline;
use super::tokens::{self, StartTag, Token};

/// Attributes that are read.
pub const ATTRIBUTES: [&[u8]; 4] = [b"lang", b"xml:lang", b"translate", b"class"];

/// Elements without content and end tag.
const VOID: [&[u8]; 15] = [
    b"area", b"base", b"br", b"col", b"embed", b"frame", b"hr", b"img", b"input", b"link", b"meta",
    b"param", b"source", b"track", b"wbr",
];
/// Elements whose end tag may be left out, and the start tags that end them.
const SIBLINGS: [(&[u8], &[&[u8]]); 8] = [
    (b"li", &[b"li"]),
    (b"dt", &[b"dt", b"dd"]),
    (b"dd", &[b"dt", b"dd"]),
    (b"td", &[b"td", b"th", b"tr", b"tbody", b"tfoot"]),
    (b"th", &[b"td", b"th", b"tr", b"tbody", b"tfoot"]),
    (b"tr", &[b"tr", b"tbody", b"tfoot"]),
    (b"option", &[b"option", b"optgroup"]),
    (b"optgroup", &[b"optgroup"]),
];
/// A table, and its parts around cells.
const TABLE: [&[u8]; 5] = [b"table", b"tbody", b"tfoot", b"thead", b"tr"];
/// Names of English, and of no language: unknown, several, none, not coded.
const NO_OTHER: [&[u8]; 7] = [b"en", b"eng", b"english", b"und", b"mul", b"zxx", b"mis"];
/// Most elements inside each other that are kept, as in browsers. It bounds the time that an
/// end tag takes.
const MOST: usize = 512;

/// What the markup says about the text of an element.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    /// The language is known, and it is not English.
    is_foreign: bool,
    is_protected: bool,
}

impl Marks {
    fn is_off(self) -> bool {
        self.is_foreign || self.is_protected
    }

    /// The marks of the element `tag` inside an element with these marks.
    fn inside(self, tag: &StartTag) -> Self {
        let lang = tag.value(b"lang").or(tag.value(b"xml:lang"));
        let has_class = tag.value(b"class").is_some_and(is_notranslate);
        let is_protected = match tag.value(b"translate") {
            _ if has_class => true,
            Some(value) if value.eq_ignore_ascii_case(b"no") => true,
            Some(value) if value.is_empty() || value.eq_ignore_ascii_case(b"yes") => false,
            _ => self.is_protected,
        };
        Self {
            is_foreign: lang.map_or(self.is_foreign, is_foreign),
            is_protected,
        }
    }
}

/// The open elements of a page.
#[derive(Debug, Default)]
pub struct Scopes {
    /// From the outermost to the innermost.
    open: Vec<(Box<[u8]>, Marks)>,
    /// How many more elements are open inside.
    deeper: usize,
}

impl Scopes {
    /// Whether text here is not to be restored.
    pub fn is_off(&self) -> bool {
        self.marks().is_off()
    }

    /// Whether no element is open.
    pub fn are_none(&self) -> bool {
        self.open.is_empty()
    }

    fn marks(&self) -> Marks {
        self.open
            .last()
            .map_or(Marks::default(), |(_, marks)| *marks)
    }

    /// Whether the text and attributes of the element `tag` are not to be restored.
    pub fn is_off_in(&self, tag: &StartTag) -> bool {
        self.marks().inside(tag).is_off()
    }

    /// Opens the element `tag`. Returns whether its text and attributes are not to be
    /// restored.
    pub fn open(&mut self, tag: &StartTag) -> bool {
        let name = &tag.name[..];
        self.end_sibling(name);
        let marks = self.marks().inside(tag);
        if !VOID.contains(&name) {
            if self.open.len() < MOST {
                self.open.push((name.into(), marks));
            } else {
                self.deeper += 1;
            }
        }
        marks.is_off()
    }

    /// Ends the element that cannot contain `name`, if its own end tag was left out.
    fn end_sibling(&mut self, name: &[u8]) {
        let Some((last, _)) = self.open.last().filter(|_| self.deeper == 0) else {
            return;
        };
        // A block inside a paragraph ends the paragraph.
        let is_ended = &**last == b"p" && !is_inline(name) && !VOID.contains(&name)
            || SIBLINGS
                .iter()
                .any(|(ended, by)| *ended == &**last && by.contains(&name));
        if is_ended {
            self.open.pop();
            // A row ends its last cell and the row before.
            self.end_sibling(name);
        }
    }

    /// Opens and closes the elements of the `fragment`, where a slash closes an element.
    pub fn read(&mut self, fragment: &[u8]) {
        tokens::read(fragment, &ATTRIBUTES, |token| match token {
            Token::Start(tag) => {
                self.open(tag);
                if tag.self_closing {
                    self.close(&tag.name);
                }
            }
            Token::End(name) => self.close(name),
            Token::Text(..) | Token::Data(..) | Token::Comment(..) => {}
        });
    }

    /// Whether the end tag `name` closes an element. Tags inside a cell do not close what is around the table.
    pub fn may_close(&self, name: &[u8]) -> bool {
        let is_cell = |open: &[u8]| [&b"td"[..], b"th", b"caption"].contains(&open);
        let is_part = is_cell(name) || TABLE.contains(&name);
        for (open, _) in self.open.iter().rev() {
            if **open == *name {
                return true;
            }
            if &**open == b"table" || (is_cell(open) && !is_part) {
                return false;
            }
        }
        false
    }

    /// Closes the innermost element `name` and all elements inside it. An end tag without a start
    /// tag means nothing.
    pub fn close(&mut self, name: &[u8]) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(at) = self.open.iter().rposition(|(open, _)| **open == *name) {
            self.open.truncate(at);
        }
    }
}

/// Whether a value of `lang` names another language than English. What is no name, such as a template,
/// says nothing, and neither does a name for any language or none.
pub fn is_foreign(lang: &[u8]) -> bool {
    let lang = lang.trim_ascii();
    let is_tag = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let language = lang.split(|byte| b"-_".contains(byte)).next();
    language.is_some_and(|language| {
        lang.iter().all(is_tag)
            && (2..=8).contains(&language.len())
            && language.iter().all(u8::is_ascii_alphabetic)
            && !NO_OTHER
                .iter()
                .any(|name| language.eq_ignore_ascii_case(name))
    })
}

fn is_notranslate(class: &[u8]) -> bool {
    class
        .split(u8::is_ascii_whitespace)
        .any(|name| name == b"notranslate")
}
