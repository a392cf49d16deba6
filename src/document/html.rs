//! HTML: its text nodes and its `alt` and `title` attributes are prose. A tokenizer by the standard says where they are, also in
//! broken pages; all other attributes, comments, code and scripts are not looked into. Inline tags stand inside a sentence, all
//! others end it.

use super::Characters;
use super::decoded::Decoded;
use super::switch::{self, Switch};
use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Emitter, Error, Span, Tokenizer};
use std::ops::Range;

/// Elements inside a sentence; all others are blocks.
const INLINE: [&[u8]; 31] = [
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"del", b"dfn", b"em",
    b"font", b"i", b"img", b"ins", b"label", b"mark", b"nobr", b"q", b"s", b"small", b"span",
    b"strike", b"strong", b"sub", b"sup", b"time", b"tt", b"u", b"var", b"wbr",
];
/// Elements without prose that stand for a word.
const WORDS: [&[u8]; 5] = [b"code", b"kbd", b"math", b"samp", b"svg"];
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
const ATTRIBUTES: [&[u8]; 2] = [b"alt", b"title"];

/// Where the attributes with prose stand in a page, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<Range<usize>>);

impl Attributes {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether the byte `at` is inside of one of their values.
    fn contain(&self, at: usize) -> bool {
        let next = self.0.partition_point(|value| value.end <= at);
        self.0.get(next).is_some_and(|value| value.start <= at)
    }
}

/// Puts the prose of the page `source` into `decoded`: the text, then the attributes, whose places are returned.
///
pub fn decode(source: &[u8], decoded: &mut Decoded) -> Attributes {
    decoded.clear();
    // The tokenizer reads both bytes of a CR LF as one and loses count.
    let flat: Vec<u8> = source
        .iter()
        .map(|&byte| if byte == b'\r' { b' ' } else { byte })
        .collect();
    let mut page = Page {
        source,
        flat: &flat,
        skipped: None,
        off: false,
        decoded,
        attributes: Vec::new(),
    };
    for token in tokens(&flat) {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&tag.name),
            Token::String(text) => page.text(&text.value, text.span),
            Token::Comment(comment) => {
                page.off =
                    switch::switch(&comment.value).map_or(page.off, |switch| switch == Switch::Off)
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish()
}

fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(bytes, Lenient(emitter))
        .map(|token| token.unwrap_or_else(|never| match never {}))
}

/// Keeps no errors: a page of NULs would have one a byte.
struct Lenient(DefaultEmitter<usize>);

impl ForwardingEmitter for Lenient {
    type Token = Token<usize>;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_error(&mut self, _: Error) {}
}

struct Page<'p> {
    source: &'p [u8],
    /// The source as the tokenizer sees it.
    flat: &'p [u8],
    /// The element without prose that is open, and how often.
    skipped: Option<(Vec<u8>, usize)>,
    /// Whether a comment has switched restoring off.
    off: bool,
    decoded: &'p mut Decoded,
    /// The values of the attributes with prose, in pieces.
    attributes: Vec<Vec<Piece>>,
}

impl Page<'_> {
    fn open(&mut self, tag: &StartTag<usize>) {
        let name = &tag.name[..];
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            return;
        }
        let word = WORDS.contains(&name);
        // Only in foreign content a slash closes.
        if (word || BLOCKS.contains(&name))
            && !(tag.self_closing && [&b"svg"[..], b"math"].contains(&name))
        {
            self.skipped = Some((name.to_vec(), 1));
        } else if !self.off && name != b"link" {
            self.attributes.extend(
                ATTRIBUTES
                    .iter()
                    .filter_map(|name| attribute(self.flat, tag, name)),
            );
        }
        self.separate(name, word);
    }

    fn close(&mut self, name: &[u8]) {
        match &mut self.skipped {
            Some((skipped, depth)) if skipped == name && *depth == 1 => self.skipped = None,
            Some((skipped, depth)) => *depth -= usize::from(skipped == name),
            None if WORDS.contains(&name) => {}
            None => self.separate(name, false),
        }
    }

    /// Appends the attributes, each a block of its own.
    fn finish(mut self) -> Attributes {
        self.off = false;
        let mut attributes = std::mem::take(&mut self.attributes);
        attributes.sort_by_key(|pieces| pieces[0].range.start);
        let places = attributes
            .iter()
            .map(|pieces| pieces[0].range.start..pieces[pieces.len() - 1].range.end)
            .collect();
        for pieces in attributes {
            self.decoded.separate("\n\n");
            pieces.into_iter().for_each(|piece| self.push(piece));
        }
        Attributes(places)
    }

    fn separate(&mut self, name: &[u8], word: bool) {
        match name {
            _ if word => self.decoded.separate("\u{fffc}"),
            b"br" => self.decoded.separate("\n"),
            _ if INLINE.contains(&name) => {}
            _ => self.decoded.separate("\n\n"),
        }
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        if self.skipped.is_some() {
            return;
        }
        let range = span.start..span.end;
        // Whatever the tokenizer says, only bytes that mean this text are taken for it.
        match pieces(self.flat, range) {
            Some((text, pieces)) if text == value => {
                pieces.into_iter().for_each(|piece| self.push(piece))
            }
            _ => self.decoded.separate("\n\n"),
        }
    }

    fn push(&mut self, piece: Piece) {
        let raw = &self.source[piece.range.clone()];
        match piece
            .reference
            .map(|value| String::from_utf8_lossy(&value).into_owned())
        {
            Some(text) if self.off => self.decoded.separate(&text),
            None if self.off => self.decoded.separate(&String::from_utf8_lossy(raw)),
            Some(text) => self.decoded.decode(&text, piece.range),
            None if raw.iter().all(u8::is_ascii_whitespace) && raw != b" " => {
                self.decoded.decode(" ", piece.range)
            }
            None => self.decoded.copy_bytes(raw, piece.range.start),
        }
    }
}

/// The value of an attribute in pieces, if it stands in quotation marks and has any: others are no sentences.
fn attribute(flat: &[u8], tag: &StartTag<usize>, name: &[u8]) -> Option<Vec<Piece>> {
    let value = tag.attributes.get(name)?;
    let at = value.span.start;
    let (found, rest) = flat.get(at..tag.span.end)?.split_at_checked(name.len())?;
    let rest = rest
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let (quote, inside) = rest.split_first()?;
    let len = inside.iter().position(|byte| byte == quote)?;
    let start = tag.span.end - inside.len();
    // Whatever the tokenizer says, only bytes that mean this value are taken for it.
    let (text, pieces) = pieces(flat, start..start + len)?;
    (found.eq_ignore_ascii_case(name)
        && b"\"'".contains(quote)
        && text == value.value.0
        && !pieces.is_empty())
    .then_some(pieces)
}

/// A character reference, or a run of text or of white space.
struct Piece {
    range: Range<usize>,
    /// What the reference stands for.
    reference: Option<Vec<u8>>,
}

/// Cuts the text `range` into pieces, and says what it means.
fn pieces(flat: &[u8], range: Range<usize>) -> Option<(Vec<u8>, Vec<Piece>)> {
    flat.get(range.clone())?;
    let (mut text, mut pieces, mut at) = (Vec::new(), Vec::new(), range.start);
    while at < range.end {
        let rest = &flat[at..range.end];
        let (len, reference) = match reference_len(rest) {
            0 => (run_len(rest), None),
            len => (len, Some(meaning(&rest[..len]))),
        };
        text.extend_from_slice(reference.as_deref().unwrap_or(&rest[..len]));
        pieces.push(Piece {
            range: at..at + len,
            reference,
        });
        at += len;
    }
    Some((text, pieces))
}

/// Bytes of what looks like a character reference at the start of `rest`; 0 for none.
fn reference_len(rest: &[u8]) -> usize {
    let Some(name) = rest.strip_prefix(b"&") else {
        return 0;
    };
    let hash = usize::from(name.first() == Some(&b'#'));
    let len = hash
        + name[hash..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
    if len == hash {
        0
    } else {
        1 + len + usize::from(name.get(len) == Some(&b';'))
    }
}

fn meaning(reference: &[u8]) -> Vec<u8> {
    let string = |token| {
        if let Token::String(text) = token {
            Some(text.value.0)
        } else {
            None
        }
    };
    tokens(reference).filter_map(string).flatten().collect()
}

/// Bytes of the run of white space, or of anything else, at the start of `rest`, which is not empty.
fn run_len(rest: &[u8]) -> usize {
    let space = rest[0].is_ascii_whitespace();
    1 + rest[1..]
        .iter()
        .take_while(|&&byte| byte != b'&' && byte.is_ascii_whitespace() == space)
        .count()
}

/// `wording` as a page writes it after the bytes `before`; `None` if it would become a part of a tag or character reference.
/// If the page has only ASCII `characters`, all others are escaped.
pub fn encode(
    wording: &str,
    before: &[u8],
    characters: Characters,
    attributes: &Attributes,
) -> Option<String> {
    if opens_markup(before) {
        return None;
    }
    let in_attribute = attributes.contain(before.len());
    let spelt = |char: char| match char {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' if in_attribute => "&quot;".to_owned(),
        '\'' if in_attribute => "&#39;".to_owned(),
        _ if characters == Characters::Ascii && !char.is_ascii() => {
            format!("&#{};", u32::from(char))
        }
        _ => char.to_string(),
    };
    Some(wording.chars().map(spelt).collect())
}

/// Longest character reference that is looked for in front of a wording. The longest name has 32 characters.
const REFERENCE: usize = 64;

/// Whether letters right after `before` would continue a tag or a character reference that starts with a stray `<` or `&`.
fn opens_markup(before: &[u8]) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"#/!?".contains(&byte);
    let recent = &before[before.len().saturating_sub(REFERENCE)..];
    match recent.iter().rev().find(|&&byte| !inside(byte)) {
        Some(byte) => b"<&".contains(byte),
        // Nothing is known of such a long run.
        None => recent.len() == REFERENCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        let mut decoded = Decoded::default();
        decode(page.as_bytes(), &mut decoded);
        decoded
            .text()
            .split("\n\n")
            .filter(|block| !block.trim().is_empty())
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn only_text_nodes_are_prose() {
        let table = [
            (
                "<!DOCTYPE html><title>A &lt;title&gt;</title><p class='no'>one<!-- no --> two</p>",
                "A <title>|one two",
            ),
            (
                "<p>a <code>x <code>y</code> z</code> b<pre>no</pre>c<script>if (a<b) '<p>'</script>d",
                "a \u{fffc} b|c|d",
            ),
            (
                "<style>no</style><textarea>no</textarea><noscript><p>no</noscript><svg><text>no</text></svg>yes<svg/>",
                "\u{fffc}yes\u{fffc}",
            ),
            (
                "<ul><li>one<li>t<b>w</b>o</ul>line<br>line",
                "one|two|line\nline",
            ),
        ];
        for (page, expected) in table {
            assert_eq!(text(page), expected, "{page}");
        }
    }

    #[test]
    fn attributes_with_prose_follow_the_text() {
        let table = [
            (
                "<P TITLE = 'a \"b\" &amp; c' class='no'>x<img alt=\"d\n e\" title=\"f\">y</p>",
                "xy|a \"b\" & c|d e|f",
            ),
            (
                "<p title=no>x<p title>y<p title=''>z<p title='a' title='no'>",
                "x|y|z|a",
            ),
            (
                "<link title='no'><pre title='no'><b title='no'></b></pre><svg><image title='no'/></svg><code alt='no'></code>x",
                "\u{fffc}\u{fffc}x",
            ),
            ("<img alt='R&amp;D &copy; b &#x2019;'>", "R&D © b ’"),
            // Without a semicolon, a reference means something else than in text.
            ("<img alt='a &notit; b'>", ""),
            (
                "<!-- unspin: off --><p title='no'><!-- unspin: on --><p title='a",
                "",
            ),
        ];
        for (page, expected) in table {
            assert_eq!(text(page), expected, "{page}");
        }
    }

    #[test]
    fn wordings_are_escaped_where_html_or_an_ascii_page_needs_it() {
        let encode = |wording, before: &str, characters| {
            let attributes = Attributes(vec![2..5]);
            encode(wording, before.as_bytes(), characters, &attributes)
        };
        let table = [
            (("R&D’s", "", Characters::Ascii), Some("R&amp;D&#8217;s")),
            (("R&D’s", "", Characters::Any), Some("R&amp;D’s")),
            (
                ("\"<'>", "123", Characters::Any),
                Some("&quot;&lt;&#39;&gt;"),
            ),
            (("\"<'>", "12345", Characters::Any), Some("\"&lt;'&gt;")),
            (("so", "a & ", Characters::Any), Some("so")),
            (("so", "a &", Characters::Any), None),
            (("so", "a &#6", Characters::Any), None),
            (("so", "a </", Characters::Any), None),
        ];
        for ((wording, before, characters), expected) in table {
            let encoded = encode(wording, before, characters);
            assert_eq!(encoded.as_deref(), expected, "{wording} {before}");
        }
        let long = "/".repeat(REFERENCE);
        assert_eq!(encode("so", &long, Characters::Any), None);
        assert!(encode("so", &long[1..], Characters::Any).is_some());
    }

    #[test]
    fn references_and_white_space_are_read_as_they_are_shown() {
        assert_eq!(
            text("a\r\n  b&nbsp;c &amp d &#x2019;&#8217; &notit; &nope; & &; &# &&amp;"),
            "a b\u{a0}c & d ’’ ¬it; &nope; & &; &# &&"
        );
    }

    #[test]
    fn broken_pages_are_read_to_the_end() {
        let table = [
            ("a < b </ c> d <", "a < b  d <"),
            ("<p a='x>y", ""),
            ("<b>one</i> two</b></p>three", "one two|three"),
            ("<![CDATA[no]]>a &amp", "a &"),
        ];
        for (page, expected) in table {
            assert_eq!(text(page), expected, "{page}");
        }
    }
}
