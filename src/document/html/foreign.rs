//! SVG and MathML in a page, where other rules apply: a slash closes any element, no element has
//! raw text, and a tag of HTML ends an element that was not closed.

use super::names::FONT;
use super::tokens::StartTag;

/// Elements of HTML that no formula has. Their tags end SVG and MathML, as [`OTHERS`] do: start tags always, end
/// tags if they close nothing inside.
const BLOCKS: [&[u8]; 21] = [
    b"article",
    b"aside",
    b"blockquote",
    b"div",
    b"dl",
    b"figure",
    b"footer",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"section",
    b"table",
    b"ul",
];
/// More elements of HTML with tags that end SVG and MathML.
const OTHERS: [&[u8]; 41] = [
    b"b", b"big", b"body", b"br", b"button", b"center", b"code", b"dd", b"dt", b"em", b"embed",
    b"form", b"head", b"hr", b"html", b"i", b"img", b"label", b"li", b"listing", b"menu", b"meta",
    b"nobr", b"pre", b"ruby", b"s", b"small", b"span", b"strike", b"strong", b"sub", b"sup",
    b"tbody", b"td", b"th", b"thead", b"tr", b"tt", b"u", b"var", b"wbr",
];
/// Parts of a formula with HTML inside.
const FORMULA: [&[u8]; 6] = [b"mi", b"mo", b"mn", b"ms", b"mtext", b"annotation-xml"];
/// Other elements with HTML inside.
const HTML: [&[u8]; 4] = [b"foreignobject", b"desc", b"title", b"annotation"];
/// Elements of SVG with prose.
const PROSE: [&[u8]; 3] = [b"text", b"title", b"desc"];
/// Most elements inside each other that are kept.
const MOST: usize = 512;

/// The open elements of SVG and MathML, from the outermost to the innermost. Elements of HTML
/// inside them are not kept.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    open: Vec<Box<[u8]>>,
    /// Whether a block of HTML was opened inside the innermost element, a part of a formula. The formula
    /// was not closed then.
    has_block: bool,
    /// Whether the page is XML, where nothing is left open.
    pub is_xml: bool,
}

impl Foreign {
    /// Whether an element of SVG or MathML is open.
    pub fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the innermost element is in a `foreignObject`, and so is read as HTML.
    pub fn is_html(&self) -> bool {
        let last = self.open.last();
        self.has_block || last.is_none_or(|last| &**last == b"foreignobject")
    }

    /// Whether the innermost element is a part of a formula that may have HTML inside.
    fn is_in_formula(&self) -> bool {
        let last = self.open.last();
        last.is_some_and(|last| FORMULA.contains(&&**last)) && !self.is_xml
    }

    /// Whether the innermost element is SVG and not a formula.
    pub fn is_drawn(&self) -> bool {
        let mut open = self.open.iter();
        self.is_inside() && !open.any(|name| &**name == b"math")
    }

    /// Whether text here is prose of SVG.
    pub fn is_prose(&self) -> bool {
        self.open.iter().any(|name| PROSE.contains(&&**name))
            && !self.open.iter().any(|name| &**name == b"math")
    }

    /// Opens the element `tag`. Returns whether it belongs to SVG or MathML.
    pub fn open(&mut self, tag: &StartTag) -> bool {
        let name = &tag.name[..];
        let is_root = name == b"svg" || name == b"math";
        if self.open.last().is_none_or(|last| has_html(last)) && !is_root {
            self.has_block |= self.is_in_formula() && BLOCKS.contains(&name);
            return false;
        }
        self.has_block = false;
        let is_html = is_breakout(name) || is_font_of_html(tag);
        if is_html && !self.is_xml {
            let outer = self.open.iter().rposition(|name| has_html(name));
            self.open.truncate(outer.map_or(0, |at| at + 1));
            self.has_block = self.is_in_formula() && BLOCKS.contains(&name);
            return false;
        }
        if !tag.self_closing && self.open.len() < MOST {
            self.open.push(name.into());
        }
        true
    }

    /// Closes the innermost element `name`. Returns whether it belongs to SVG or MathML.
    pub fn close(&mut self, name: &[u8]) -> bool {
        if let Some(at) = self.open.iter().rposition(|open| **open == *name) {
            self.open.truncate(at);
            self.has_block = false;
            return true;
        }
        let last = self.open.last();
        if last.is_some_and(|last| !has_html(last)) && is_breakout(name) {
            self.open.clear();
        }
        false
    }
}

/// Whether an element of SVG or MathML has HTML inside.
fn has_html(name: &[u8]) -> bool {
    FORMULA.contains(&name) || HTML.contains(&name)
}

/// Whether the tags of an element of HTML end SVG and MathML.
fn is_breakout(name: &[u8]) -> bool {
    BLOCKS.contains(&name) || OTHERS.contains(&name)
}

/// Whether a `font` is one of HTML, as its attributes show.
fn is_font_of_html(tag: &StartTag) -> bool {
    tag.name == b"font" && FONT.iter().any(|name| tag.value(name).is_some())
}
