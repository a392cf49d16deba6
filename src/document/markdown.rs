//! Markdown: the text that a reader sees is prose, except code, formulas, addresses and raw HTML. A parser of CommonMark with
//! GitHub's extensions says where it is; metadata at the top, targets and labels are not looked into.

use super::decoded::Decoded;
use super::switch::{self, Switch};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Puts the prose of `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) {
    decoded.clear();
    let text = masked(source);
    let mut reader = Reader {
        source,
        decoded,
        hidden: 0,
        off: false,
    };
    Parser::new_ext(&text, extensions())
        .into_offset_iter()
        .for_each(|(event, range)| reader.event(&event, range));
}

fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// The source with every byte that is not UTF-8 replaced by one that is, so that the others stay in their places.
fn masked(source: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(source) {
        return Cow::Borrowed(text);
    }
    let chunk = |chunk: std::str::Utf8Chunk<'_>| {
        chunk.valid().to_owned() + &"\u{1a}".repeat(chunk.invalid().len())
    };
    Cow::Owned(source.utf8_chunks().map(chunk).collect())
}

struct Reader<'r> {
    source: &'r [u8],
    decoded: &'r mut Decoded,
    /// How many elements whose text is no prose are open.
    hidden: usize,
    /// Whether a comment has switched restoring off.
    off: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            self.off = switch::switches(html.as_bytes())
                .last()
                .map_or(self.off, |(_, switch)| switch == Switch::Off);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            _ if self.hidden > 0 => {}
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak => self.decoded.decode(" ", range),
            Event::HardBreak => self.decoded.separate("\n"),
            Event::Code(_) | Event::InlineMath(_) => self.decoded.separate("\u{fffc}"),
            Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
            Event::DisplayMath(_) | Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => {
                self.decoded.separate("\n\n")
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let hides = match tag {
            // Its text is also its target.
            Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => !matches!(
                link_type,
                LinkType::Inline
                    | LinkType::Reference
                    | LinkType::ReferenceUnknown
                    | LinkType::WikiLink { has_pothole: true }
            ),
            _ => is_hidden(tag.to_end()),
        };
        if hides || (self.hidden > 0) {
            self.hidden += 1;
        }
        if hides && is_inline(tag.to_end()) {
            self.decoded.separate("\u{fffc}");
        }
        self.separate(tag.to_end());
    }

    fn end(&mut self, tag: TagEnd) {
        self.hidden = self.hidden.saturating_sub(1);
        self.separate(tag);
    }

    fn separate(&mut self, tag: TagEnd) {
        if !is_inline(tag) {
            self.decoded.separate("\n\n");
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        if self.off {
            return self.decoded.separate(text);
        }
        if str::from_utf8(raw) == Ok(text) || text.contains('\u{1a}') {
            self.decoded.copy_bytes(raw, range.start);
        } else {
            self.decoded.decode(text, range);
        }
    }
}

fn is_hidden(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)
    )
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: impl AsRef<[u8]>) -> String {
        let mut decoded = Decoded::default();
        decode(page.as_ref(), &mut decoded);
        decoded
            .text()
            .split("\n\n")
            .filter(|block| !block.trim().is_empty())
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn only_what_is_read_is_prose() {
        let table = [
            (
                "---\ntitle: no\n---\n# A head {#no}\n\nSome *text* with `no` code.\n",
                "A head|Some text with \u{fffc} code.",
            ),
            (
                "```rust\nno\n```\n\n    no\n\nyes\n\n<div>\nno\n</div>\n\na <b>c</b>",
                "yes|a c",
            ),
            (
                "[a](no \"no\") ![b](no) <http://no.no> [c][no] [no] [no][]\n\n[no]: no \"no\"\n",
                "a b \u{fffc} c \u{fffc} \u{fffc}",
            ),
            (
                "> one\n> two\n\n- three\n- [ ] four\n\n| a | b |\n|---|---|\n| c | d |\n",
                "one two|three|four|a|b|c|d",
            ),
            (
                "R&amp;D \\*x\\* $a^2$ and 5$ [^1]\n\n[^1]: note",
                "R&D *x* \u{fffc} and 5$ |note",
            ),
            ("+++\nno = 1\n+++\none  \r\ntwo\r\nthree", "one\ntwo three"),
            (
                "# So\n\nHe said *no* to [her](x.html).",
                "So|He said no to her.",
            ),
        ];
        for (page, expected) in table {
            assert_eq!(text(page), expected, "{page}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_keep_the_places() {
        assert_eq!(text(b"a \xff\xfe *b\xc3*"), "a \u{fffd}\u{fffd} b\u{fffd}");
    }
}
