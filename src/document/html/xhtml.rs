//! XHTML: the same tokens as of HTML, but by the rules of XML.

use super::references::value_of;
use super::tokens::{Attribute, StartTag, Token};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Calls `handle` for each token of `page`, as [`super::tokens::read`] does. Returns whether the page
/// is XML to its end.
pub fn read(
    page: &str,
    names: &'static [&'static [u8]],
    mut handle: impl FnMut(Token<'_>),
) -> bool {
    let mut reader = reader(page);
    let mut text: Option<Range<usize>> = None;
    loop {
        let start = position(&reader);
        let Ok(event) = reader.read_event() else {
            return false;
        };
        let range = start..position(&reader);
        if let Event::Text(_) | Event::GeneralRef(_) = event {
            text.get_or_insert(range.clone()).end = range.end;
            continue;
        }
        if let Some(range) = text.take() {
            handle(Token::Text(
                &value_of(&page.as_bytes()[range.clone()]),
                range,
            ));
        }
        match event {
            Event::Start(tag) => handle(Token::Start(&start_tag(page, &tag, names, false))),
            Event::Empty(tag) => handle(Token::Start(&start_tag(page, &tag, names, true))),
            Event::End(tag) => handle(Token::End(&name(tag.local_name().into_inner()))),
            Event::Comment(comment) => {
                handle(Token::Comment(comment.into_inner().as_bytes(), range));
            }
            Event::CData(data) => {
                let inside = range.start + "<![CDATA[".len()..range.end - "]]>".len();
                handle(Token::Data(data.into_inner().as_bytes(), inside));
            }
            Event::Eof => return true,
            _ => {}
        }
    }
}

/// A reader that accepts what XML in the wild has.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The byte where the next event starts.
pub fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The name of an element, without prefix and in lower case.
fn name(local: &str) -> Vec<u8> {
    local.to_ascii_lowercase().into_bytes()
}

fn start_tag(
    page: &str,
    tag: &BytesStart<'_>,
    names: &'static [&'static [u8]],
    self_closing: bool,
) -> StartTag {
    let attributes = tag.attributes_raw();
    let offset = attributes.as_ptr().addr() - page.as_ptr().addr();
    let attributes = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .filter_map(|attribute| {
            let known = names
                .iter()
                .find(|known| **known == attribute.key.0.as_bytes())?;
            let start = attribute
                .value
                .as_ptr()
                .addr()
                .checked_sub(attributes.as_ptr().addr())?;
            Some(Attribute {
                name: known,
                value: value_of(attribute.value.as_bytes()),
                start: offset + start,
            })
        })
        .collect();
    StartTag {
        name: name(tag.local_name().into_inner()),
        self_closing,
        attributes,
    }
}
