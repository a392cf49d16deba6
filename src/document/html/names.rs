//! Names of elements and attributes, in lower case.

use super::scopes::ATTRIBUTES as MARKS;
use super::tokens::StartTag;

/// Elements inside a sentence; all others are blocks.
pub const INLINE: [&[u8]; 29] = [
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"del", b"dfn", b"em",
    b"font", b"i", b"img", b"ins", b"label", b"mark", b"nobr", b"q", b"s", b"small", b"span",
    b"strike", b"strong", b"sub", b"sup", b"time", b"u", b"wbr",
];
/// Elements without prose that take the place of a word.
pub const WORDS: [&[u8]; 6] = [b"code", b"kbd", b"math", b"samp", b"tt", b"var"];
/// Elements without prose that are blocks.
pub const BLOCKS: [&[u8]; 12] = [
    b"i18n",
    b"iframe",
    b"listing",
    b"noembed",
    b"noframes",
    b"plaintext",
    b"pre",
    b"script",
    b"style",
    b"template",
    b"textarea",
    b"xmp",
];

/// Attributes with prose.
const PROSE: [&[u8]; 9] = [
    b"alt",
    b"title",
    b"placeholder",
    b"aria-label",
    b"aria-description",
    b"aria-placeholder",
    b"aria-roledescription",
    b"aria-valuetext",
    b"summary",
];
/// Elements that show their `label`.
const LABELLED: [&[u8]; 3] = [b"optgroup", b"option", b"track"];
/// Types of `input` that show their `value` as the words of a button.
const BUTTONS: [&[u8]; 3] = [b"button", b"reset", b"submit"];
/// Attributes that are read.
pub const ATTRIBUTES: [&[u8]; 24] = [
    PROSE[0], PROSE[1], PROSE[2], PROSE[3], PROSE[4], PROSE[5], PROSE[6], PROSE[7], PROSE[8],
    MARKS[0], MARKS[1], MARKS[2], MARKS[3], NAMES[0], NAMES[1], NAMES[2], b"content", b"type",
    b"label", b"value", b"abbr", FONT[0], FONT[1], FONT[2],
];
/// Attributes of `font`, which in SVG and MathML show that it is an element of HTML.
pub const FONT: [&[u8]; 3] = [b"color", b"face", b"size"];
/// Attributes that say what the `content` of a `meta` element is.
pub const NAMES: [&[u8]; 3] = [b"name", b"property", b"itemprop"];
/// Names of `meta` elements whose `content` is prose.
pub const DESCRIPTIONS: [&[u8]; 21] = [
    b"description",
    b"title",
    b"headline",
    b"abstract",
    b"article:description",
    b"og:title",
    b"og:description",
    b"og:image:alt",
    b"twitter:title",
    b"twitter:description",
    b"twitter:image:alt",
    b"dc.title",
    b"dc.description",
    b"dcterms.title",
    b"dcterms.description",
    b"dcterms.abstract",
    b"citation_title",
    b"citation_abstract",
    b"parsely-title",
    b"sailthru.title",
    b"sailthru.description",
];

/// Whether the attribute `name` of the element `tag` is prose.
pub fn is_prose(tag: &StartTag, name: &[u8]) -> bool {
    match name {
        b"content" => tag.name == b"meta" && is_description(tag),
        b"abbr" => tag.name == b"th",
        b"label" => LABELLED.contains(&&tag.name[..]),
        b"value" => tag.name == b"input" && is_button(tag),
        _ => PROSE.contains(&name),
    }
}

/// Whether an `input` is a button.
fn is_button(input: &StartTag) -> bool {
    let kind = input.value(b"type").unwrap_or_default().trim_ascii();
    BUTTONS
        .iter()
        .any(|button| kind.eq_ignore_ascii_case(button))
}

/// Whether the `content` of a `meta` element is prose.
fn is_description(meta: &StartTag) -> bool {
    let mut names = NAMES.iter().filter_map(|name| meta.value(name));
    names.any(|name| {
        let name = name.trim_ascii().to_ascii_lowercase();
        DESCRIPTIONS.contains(&&name[..])
    })
}
