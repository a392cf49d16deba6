//! The tokenizer of the HTML standard, reduced to what is needed here and safe for hostile pages.

use super::foreign::Foreign;
use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, Readable, Reader, Span, State, StringReader, Tokenizer};
use std::cell::Cell;
use std::convert::Infallible;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// A part of a page. Ranges are bytes of the page.
#[derive(Clone, Debug)]
pub enum Token<'t> {
    /// A start tag.
    Start(&'t StartTag),
    /// The name of an end tag.
    End(&'t [u8]),
    /// Text, with character references replaced.
    Text(&'t [u8], Range<usize>),
    /// The text of a CDATA section in XHTML, which has no references.
    Data(&'t [u8], Range<usize>),
    /// The text of a comment; the range includes its `<!--` and `-->`.
    Comment(&'t [u8], Range<usize>),
}

/// A start tag with those of its attributes that were asked for.
#[derive(Clone, Debug, Default)]
pub struct StartTag {
    /// The name in lower case.
    pub name: Vec<u8>,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
    /// The first attribute of each name.
    pub attributes: Vec<Attribute>,
}

impl StartTag {
    /// The value of the attribute `name`.
    pub fn value(&self, name: &[u8]) -> Option<&[u8]> {
        let attribute = self
            .attributes
            .iter()
            .find(|attribute| attribute.name == name);
        attribute.map(|attribute| &attribute.value[..])
    }
}

/// An attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name in lower case.
    pub name: &'static [u8],
    /// The value, with character references replaced; empty if there is none.
    pub value: Vec<u8>,
    /// The byte where the value starts.
    pub start: usize,
}

/// Calls `handle` for each token of `page`, in order. Of the attributes of start tags, only those
/// with `names` are kept.
pub fn read(page: &[u8], names: &'static [&'static [u8]], handle: impl FnMut(Token<'_>)) {
    let has_markup = Rc::<Cell<bool>>::default();
    let mut emitter = CallbackEmitter::new(Collector {
        handle,
        foreign: Foreign::default(),
        has_markup: Rc::clone(&has_markup),
        names,
        tag: StartTag::default(),
        is_in_start_tag: false,
        attribute: None,
    });
    emitter.naively_switch_states(true);
    let reader = Pausing {
        inner: page.to_reader(),
        values: 0,
    };
    let mut tokenizer = Tokenizer::new_with_emitter(
        reader,
        Guarded {
            emitter,
            has_markup,
        },
    );
    // It returns nothing but pauses: every token is handed on when it is found.
    while tokenizer.next().is_some() {}
}

/// Quoted values after which the tokenizer has to pause.
const VALUES: usize = 64;

/// Makes the tokenizer return at least once in [`VALUES`] attributes.
///
/// html5gum (0.9) handles each attribute in double quotes in a function call inside that of the
/// attribute before, so that a tag with thousands of them overflows the stack. If the reader fails,
/// it returns from all of these calls. Inside a quoted value, it keeps nothing on the stack and
/// continues there when it is asked for the next token.
struct Pausing<'p> {
    inner: StringReader<'p>,
    values: usize,
}

/// The reader wants the tokenizer to return; nothing was read.
#[derive(Debug)]
struct Pause;

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tokenizer has to continue")
    }
}

impl std::error::Error for Pause {}

fn proceed<T>(read: Result<T, Infallible>) -> Result<T, Pause> {
    read.map_err(|never| match never {})
}

impl Reader for Pausing<'_> {
    type Error = Pause;

    fn read_byte(&mut self) -> Result<Option<u8>, Pause> {
        proceed(self.inner.read_byte())
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Pause> {
        proceed(self.inner.try_read_string(text, case_sensitive))
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Pause> {
        // What ends a value in double quotes.
        if needle.starts_with(b"\"&") {
            self.values += 1;
            if self.values.is_multiple_of(VALUES) {
                return Err(Pause);
            }
        }
        proceed(self.inner.read_until(needle, buffer))
    }
}

/// Keeps no errors: a page of NULs would have one a byte. In SVG and MathML, no element has raw text,
/// and neither has `noscript`: the text is for readers without scripts.
struct Guarded<E> {
    emitter: E,
    has_markup: Rc<Cell<bool>>,
}

impl<E: Emitter> ForwardingEmitter for Guarded<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.emitter
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let next = self.emitter.emit_current_tag();
        next.filter(|_| !self.has_markup.get())
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}
}

/// Puts start tags together, and hands every token on at once.
struct Collector<F> {
    handle: F,
    foreign: Foreign,
    /// Whether the text after the last tag has markup, whatever the name of the tag.
    has_markup: Rc<Cell<bool>>,
    names: &'static [&'static [u8]],
    tag: StartTag,
    /// End tags may have attributes, too, which mean nothing.
    is_in_start_tag: bool,
    /// The index in `tag` of the attribute whose value is next.
    attribute: Option<usize>,
}

impl<F: FnMut(Token<'_>)> Collector<F> {
    fn open(&mut self, name: &[u8]) {
        self.is_in_start_tag = true;
        self.tag.name.clear();
        self.tag.name.extend_from_slice(name);
        self.tag.attributes.clear();
    }

    fn attribute(&mut self, name: &[u8]) {
        let known = self.names.iter().find(|known| **known == name);
        let attributes = &mut self.tag.attributes;
        self.attribute = known
            .filter(|_| self.is_in_start_tag)
            .filter(|known| attributes.iter().all(|before| before.name != **known))
            .map(|known| {
                attributes.push(Attribute {
                    name: known,
                    value: Vec::new(),
                    start: 0,
                });
                attributes.len() - 1
            });
    }

    fn value(&mut self, value: &[u8], start: usize) {
        if let Some(index) = self.attribute.take() {
            self.tag.attributes[index].value = value.to_owned();
            self.tag.attributes[index].start = start;
        }
    }
}

impl<F: FnMut(Token<'_>)> Callback<Infallible, usize> for Collector<F> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Infallible> {
        let range = span.start..span.end;
        match event {
            CallbackEvent::OpenStartTag { name } => self.open(name),
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => self.value(value, span.start),
            CallbackEvent::CloseStartTag { self_closing } => {
                self.is_in_start_tag = false;
                self.tag.self_closing = self_closing;
                let is_foreign = self.foreign.open(&self.tag);
                self.has_markup
                    .set(is_foreign || self.tag.name == b"noscript");
                (self.handle)(Token::Start(&self.tag));
            }
            CallbackEvent::EndTag { name } => {
                self.foreign.close(name);
                (self.handle)(Token::End(name));
            }
            CallbackEvent::String { value } => (self.handle)(Token::Text(value, range)),
            CallbackEvent::Comment { value } => (self.handle)(Token::Comment(value, range)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}
