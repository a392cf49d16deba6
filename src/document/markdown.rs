//! Markdown: what a reader sees is prose, except code, formulas, addresses and raw HTML. A parser
//! of CommonMark with GitHub's extensions finds it. Metadata at the top, link targets and link
//! labels are not prose.

use super::decoded::Decoded;
use super::html;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Reads the prose of `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) {
    decoded.clear();
    let text = masked(source);
    let mut reader = Reader {
        source,
        decoded,
        hidden: 0,
        html: String::new(),
    };
    for (event, range) in Parser::new_ext(&text, extensions()).into_offset_iter() {
        reader.event(&event, range);
    }
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

/// The source with a control character for every byte that is not UTF-8, so that all others keep
/// their positions.
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
    /// How many open elements are not prose, or inside of one that is not.
    hidden: usize,
    /// The lines of the open HTML block. A comment may have several.
    html: String,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Html(line) => self.html.push_str(line),
            Event::InlineHtml(html) => self.switch(html),
            _ if self.hidden > 0 => {}
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak => self.decoded.decode(" ", range),
            Event::HardBreak => self.decoded.separate("\n"),
            Event::Code(_) | Event::InlineMath(_) => self.decoded.separate("\u{fffc}"),
            Event::FootnoteReference(_) => {}
            Event::DisplayMath(_) | Event::Rule | Event::TaskListMarker(_) => {
                self.decoded.separate("\n\n")
            }
        }
    }

    /// Obeys the comments of `html`.
    fn switch(&mut self, html: &str) {
        if let Some(switch) = html::last_switch(html.as_bytes()) {
            self.decoded.switch(switch);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let hides = match tag {
            // The text of all others is also their target.
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
        if tag == TagEnd::HtmlBlock {
            let html = std::mem::take(&mut self.html);
            self.switch(&html);
        }
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
    fn only_what_a_reader_sees_is_prose() {
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
    fn bytes_that_are_not_utf8_move_no_positions() {
        assert_eq!(text(b"a \xff\xfe *b\xc3*"), "a \u{fffd}\u{fffd} b\u{fffd}");
    }

    /// The text of `page` that is switched off.
    fn off(page: &str) -> Vec<String> {
        let mut decoded = Decoded::default();
        decode(page.as_bytes(), &mut decoded);
        let text = |range: &Range<usize>| decoded.text()[range.clone()].trim().to_owned();
        decoded.off().iter().map(text).collect()
    }

    #[test]
    fn only_comments_of_the_page_are_switches() {
        let open = "<!-- unspin: off -->";
        let close = "<!-- unspin: on -->";
        let table = [
            (format!("a {open} b {close} c"), vec!["b"]),
            (format!("a\n\n{open}\n\nb\n\n{close}\n\nc"), vec!["b"]),
            (
                "a\n\n<!--\nunspin: off -->\n\nb\n\n<!-- unspin:\n\non\n-->\nc".to_owned(),
                vec!["b"],
            ),
            ("a <!--\nunspin:\noff --> b".to_owned(), vec!["b"]),
            (
                "> a\n>\n> <!--\n> unspin: off\n> -->\n>\n> b".to_owned(),
                vec!["b"],
            ),
            (format!("<div>{open}</div>\n\nb"), vec!["b"]),
            ("a \\<!-- unspin: off --> b".to_owned(), vec![]),
            ("a &lt;!-- unspin: off --&gt; b".to_owned(), vec![]),
            (format!("a `{open}` b"), vec![]),
            (format!("a\n\n```\n{open}\n```\n\nb"), vec![]),
            (format!("<div title='{open}'></div>\n\nb"), vec![]),
            (format!("a <i title='{open}'>b</i>"), vec![]),
        ];
        for (page, expected) in table {
            assert_eq!(off(&page), expected, "{page}");
        }
    }
}
