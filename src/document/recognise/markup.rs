//! Recognises HTML and XML by the first tag.

use super::{Kind, Look, has, lines};

/// Elements that only a page of HTML starts with.
const PAGE: [&str; 9] = [
    "base", "body", "head", "html", "link", "meta", "script", "style", "title",
];
/// Elements that parts of a page start with.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tr",
    "ul",
];
/// Elements within lines. Prose may start with one, so the end tag has to be there.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "br", "code", "em", "font", "i", "img", "small", "span", "strong", "sup", "u",
];

/// What stands before the first tag.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// A declaration of XML.
    xml: bool,
}

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let mut before = Before::default();
    let mut rest = bytes.trim_ascii_start();
    loop {
        if rest.is_empty() {
            return unknown(before, is_all);
        }
        let pairs: [(&[u8], &[u8]); 6] = [
            (b"<!--", b"-->"),
            (b"<?", b"?>"),
            (b"<%", b"%>"),
            (b"{%", b"%}"),
            (b"{#", b"#}"),
            (b"{{", b"}}"),
        ];
        let Some((open, close)) = pairs.into_iter().find(|(open, _)| rest.starts_with(open)) else {
            break;
        };
        before.xml |= rest.starts_with(b"<?xml");
        match find(&rest[open.len()..], close) {
            Some(at) => rest = rest[open.len() + at + close.len()..].trim_ascii_start(),
            None => return unknown(before, is_all),
        }
    }
    if rest.first() != Some(&b'<') {
        return unknown(before, true);
    }
    match first_tag(rest, before, is_all) {
        Look::Maybe if is_all => unknown(before, true),
        found => found,
    }
}

/// What is known if there is no tag.
fn unknown(before: Before, is_all: bool) -> Look {
    match is_all {
        true if before.xml => Look::Is(Kind::Xml, "it starts with <?xml"),
        true => Look::No,
        false => Look::Maybe,
    }
}

fn first_tag(rest: &[u8], before: Before, is_all: bool) -> Look {
    if rest.len() < 2 {
        return Look::Maybe;
    }
    if rest[1] == b'!' {
        return declared(rest, before);
    }
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || b":-_.".contains(byte);
    let len = rest[1..].iter().take_while(|byte| is_in(byte)).count();
    let name = String::from_utf8_lossy(&rest[1..=len]).to_ascii_lowercase();
    match rest.get(1 + len) {
        None => return Look::Maybe,
        Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n') if rest[1].is_ascii_alphabetic() => {}
        Some(_) => return Look::No,
    }
    let Some(end) = find(rest, b">") else {
        return Look::Maybe;
    };
    root(&name, before, has(&rest[..end], b"xmlns")).unwrap_or_else(|| part(&name, rest, is_all))
}

/// By the document type.
fn declared(rest: &[u8], before: Before) -> Look {
    const DOCTYPE: &[u8] = b"<!doctype";
    let len = rest.len().min(DOCTYPE.len());
    if !rest[..len].eq_ignore_ascii_case(&DOCTYPE[..len]) {
        return Look::No;
    }
    let Some(end) = find(rest, b">") else {
        return Look::Maybe;
    };
    let name = rest[len..end].trim_ascii_start();
    let len = name.iter().take_while(|byte| !byte.is_ascii_whitespace());
    let name = String::from_utf8_lossy(&name[..len.count()]).to_ascii_lowercase();
    match &*name {
        "html" if before.xml => {
            Look::Is(Kind::Xhtml, "it starts with <?xml and is declared as HTML")
        }
        "html" | "" => Look::Is(Kind::Html, "it starts with <!DOCTYPE html>"),
        "svg" => Look::Is(Kind::Svg, "it is declared as SVG"),
        "rss" => Look::Is(Kind::Feed, "it is declared as RSS"),
        _ => Look::Is(Kind::Xml, "it starts with <!DOCTYPE"),
    }
}

/// By a root element that shows the kind by itself.
fn root(name: &str, before: Before, has_namespace: bool) -> Option<Look> {
    Some(match name {
        "html" if before.xml => Look::Is(Kind::Xhtml, "it starts with <?xml and <html>"),
        "html" => Look::Is(Kind::Html, "it starts with <html>"),
        "rss" | "rdf:rdf" => Look::Is(Kind::Feed, "it starts with <rss>"),
        "feed" if before.xml || has_namespace => Look::Is(Kind::Feed, "it starts with <feed>"),
        "svg" | "svg:svg" => Look::Is(Kind::Svg, "it starts with <svg>"),
        _ if before.xml => Look::Is(Kind::Xml, "it starts with <?xml"),
        _ if has_namespace => Look::Is(Kind::Xml, "its first tag has a namespace"),
        _ if PAGE.contains(&name) => Look::Is(Kind::Html, "it starts with an HTML tag"),
        _ => return None,
    })
}

/// A part of a page, XML without a declaration, or Markdown that starts with tags.
fn part(name: &str, rest: &[u8], is_all: bool) -> Look {
    if !is_all {
        return Look::Maybe;
    }
    let is_block = BLOCKS.contains(&name);
    let is_html = is_block || INLINE.contains(&name);
    let is_closed = has(rest, format!("</{name}>").as_bytes()) || ["br", "img"].contains(&name);
    if is_html && lines(rest).any(is_wikitext) {
        return Look::No;
    }
    if is_html && lines(rest).any(is_markdown) {
        return Look::Is(
            Kind::Markdown,
            "it starts with tags and has headings of Markdown",
        );
    }
    if is_block || (is_html && is_closed) {
        return Look::Is(Kind::Html, "it starts with an HTML tag");
    }
    if is_html {
        return Look::No;
    }
    let end = format!("</{name}>");
    let is_whole = rest
        .trim_ascii_end()
        .to_ascii_lowercase()
        .ends_with(end.as_bytes());
    if is_whole || is_nested(rest) {
        Look::Is(Kind::Xml, "it starts with a tag that is closed later")
    } else {
        Look::No
    }
}

/// Whether nothing is between the first tag and a second one, which is closed.
fn is_nested(rest: &[u8]) -> bool {
    let second = find(rest, b">").map(|end| rest[end + 1..].trim_ascii_start());
    let Some(second) = second.and_then(|rest| rest.strip_prefix(b"<")) else {
        return false;
    };
    let len = second
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric());
    let name = &second[..len.count()];
    !name.is_empty() && has(second, &[b"</", name, b">"].concat())
}

/// Whether a line is a heading of wikitext, `== Rain ==`.
fn is_wikitext(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let is_mark = |byte: &&u8| **byte == b'=';
    let before = line.iter().take_while(is_mark).count();
    let behind = line.iter().rev().take_while(is_mark).count();
    let inside = line.get(before..line.len() - behind).unwrap_or_default();
    (1..=6).contains(&before)
        && before == behind
        && inside
            .trim_ascii()
            .first()
            .is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a line is a heading or a fence of Markdown.
fn is_markdown(line: &[u8]) -> bool {
    let marks = line.iter().take_while(|&&byte| byte == b'#').count();
    line.starts_with(b"```") || ((1..=6).contains(&marks) && line.get(marks) == Some(&b' '))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
