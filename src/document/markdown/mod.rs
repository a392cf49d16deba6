//! Markdown: what a reader sees is prose, except code, formulas, addresses and raw HTML. A parser
//! of CommonMark with GitHub's extensions finds it. Metadata at the top, link targets and link
//! labels are not prose, and a heading that is linked to in the page stays as it is.

mod code;
mod front;
mod page;
mod skeleton;

pub use self::skeleton::kept;

use self::page::{MASK, Page};
use super::decoded::Decoded;
use super::html::{self, OBJECT, scopes::Scopes};
use super::switch::{self, Placed, Switch};
use crate::text::code::slug;
use crate::text::note::is_note;
use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::ops::Range;

/// Reads the prose of `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) {
    decoded.clear();
    let page = Page::of(Cow::Borrowed(source));
    let mut reader = Reader {
        source,
        decoded,
        hidden: 0,
        html: String::new(),
        code: None,
        is_raised: false,
        scopes: Scopes::default(),
        is_line_start: false,
        switch: Switch::On,
        expressions: switch::of_mdx(source).collect(),
        switches: Vec::new(),
        heading: None,
        headings: Vec::new(),
        targets: HashSet::new(),
    };
    for (event, range) in Parser::new_ext(page.body(), extensions()).into_offset_iter() {
        let range = range.start + page.front..range.end + page.front;
        reader.event(&event, range);
    }
    reader
        .targets
        .extend(code::anchors(page.body()).map(anchor));
    let linked = reader.linked_headings();
    let switches = std::mem::take(&mut reader.switches).into_iter();
    decoded.switch_off(linked);
    let (off, _) = switch::switched_off(Switch::On, switches, source.len());
    decoded.switch_off_in_source(&off);
    let mut code = code::ranges(page.body(), page.front > 0);
    code.extend(page.types.iter().cloned());
    code.sort_by_key(|range| range.start);
    let moved = |range: Range<usize>| range.start + page.front..range.end + page.front;
    let code: Vec<_> = code.into_iter().map(moved).collect();
    decoded.switch_off_in_source(&code);
}

fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

struct Reader<'r> {
    source: &'r [u8],
    decoded: &'r mut Decoded,
    /// How many open elements are not prose, or inside of one that is not.
    hidden: usize,
    /// The lines of the open HTML block. A comment may have several.
    html: String,
    /// The name of the open tag of code in a paragraph.
    code: Option<String>,
    /// Whether a tag `sup` is open.
    is_raised: bool,
    /// The open elements of HTML in a paragraph.
    scopes: Scopes,
    /// Whether text is the first of its line.
    is_line_start: bool,
    switch: Switch,
    /// What may be switches of MDX, and those that are text.
    expressions: VecDeque<Placed>,
    switches: Vec<Placed>,
    /// What the text of the open heading is: the byte of the text where it starts, and its words.
    heading: Option<(usize, String)>,
    headings: Vec<(Range<usize>, String)>,
    /// What links of the page lead to, as [`slug`]s.
    targets: HashSet<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Html(line) => self.html.push_str(line),
            Event::InlineHtml(html) => self.inline_html(html),
            _ if self.hidden > 0 || self.code.is_some() => {}
            _ if self.scopes.is_off() => self.object(),
            Event::Text(text) => self.text(text, range),
            Event::SoftBreak => {
                // Attributes of the paragraph for kramdown, on a line of their own.
                if self.source[range.end..]
                    .trim_ascii_start()
                    .starts_with(b"{:")
                {
                    self.decoded.separate("\n");
                } else {
                    self.decoded.decode(" ", range);
                }
                self.is_line_start = true;
            }
            Event::HardBreak => {
                self.decoded.separate("\n");
                self.is_line_start = true;
            }
            Event::Code(code) => {
                if let Some((_, words)) = &mut self.heading {
                    words.push_str(code);
                }
                self.decoded.separate("\u{fffc}");
            }
            Event::InlineMath(_) => self.decoded.separate("\u{fffc}"),
            Event::FootnoteReference(_) => {}
            Event::DisplayMath(_) | Event::Rule | Event::TaskListMarker(_) => {
                self.decoded.separate("\n\n")
            }
        }
    }

    /// Appends a mark for text that is not to be restored.
    fn object(&mut self) {
        if !self.decoded.text().ends_with(OBJECT) {
            self.decoded.separate(OBJECT);
        }
    }

    /// Obeys the comments of `html`, and notes where its links lead.
    fn read_html(&mut self, html: &str) {
        if let Some(switch) = html::last_switch(html.as_bytes()) {
            self.switch = switch;
            self.decoded.switch(switch);
        }
        for (at, mark) in html.match_indices("href=\"#") {
            let target = html[at + mark.len()..].split('"').next();
            self.targets.insert(anchor(target.unwrap_or_default()));
        }
    }

    /// Obeys the switches of MDX that start in the text at `range`. Those before it are in code.
    fn read_expressions(&mut self, range: &Range<usize>) {
        let is_before = |(place, _): &Placed| place.start < range.end;
        while self.expressions.front().is_some_and(is_before)
            && let Some(next) = self.expressions.pop_front()
        {
            if next.0.start >= range.start {
                self.switches.push(next);
            }
        }
    }

    fn inline_html(&mut self, html: &str) {
        self.read_html(html);
        self.scopes.read(html.as_bytes());
        let tag = html.trim_start_matches(['<', '/']);
        let name = tag.split(|char: char| !char.is_ascii_alphanumeric()).next();
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let is_end = html.starts_with("</");
        self.is_raised = (self.is_raised || name == "sup") && !(is_end && name == "sup");
        match &self.code {
            Some(code) if is_end && *code == name => self.code = None,
            None if !is_end && !html.ends_with("/>") && is_code(&name) => {
                self.code = Some(name);
                self.decoded.separate("\u{fffc}");
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let hides = match tag {
            // The text of all others is also their target.
            Tag::Link {
                link_type,
                dest_url,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                ..
            } => {
                if !dest_url.contains("://")
                    && let Some((_, target)) = dest_url.split_once('#')
                {
                    self.targets.insert(anchor(target));
                }
                !matches!(
                    link_type,
                    LinkType::Inline
                        | LinkType::Reference
                        | LinkType::ReferenceUnknown
                        | LinkType::WikiLink { has_pothole: true }
                )
            }
            _ => is_hidden(tag.to_end()),
        };
        if hides || (self.hidden > 0) {
            self.hidden += 1;
        }
        if hides && is_inline(tag.to_end()) {
            self.decoded.separate("\u{fffc}");
        }
        self.separate(tag.to_end());
        if matches!(tag, Tag::Heading { id: None, .. }) {
            self.heading = Some((self.decoded.text().len(), String::new()));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::HtmlBlock {
            let html = std::mem::take(&mut self.html);
            self.read_html(&html);
        }
        if let Some((start, words)) = self.heading.take_if(|_| matches!(tag, TagEnd::Heading(_))) {
            let range = start..self.decoded.text().len();
            self.headings.push((range, slug(&words)));
        }
        self.hidden = self.hidden.saturating_sub(1);
        self.separate(tag);
    }

    fn separate(&mut self, tag: TagEnd) {
        if !is_inline(tag) {
            self.code = None;
            self.is_raised = false;
            self.scopes = Scopes::default();
            self.is_line_start = true;
            self.decoded.separate("\n\n");
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        self.read_expressions(&range);
        if let Some((_, words)) = &mut self.heading {
            words.push_str(text);
        }
        if self.is_raised && is_note(self.decoded.text(), text.as_bytes()) {
            return;
        }
        if self.source[..range.start].ends_with(b"![") && is_file(text) {
            return self.object();
        }
        let raw = &self.source[range.clone()];
        let is_first = std::mem::take(&mut self.is_line_start);
        if str::from_utf8(raw) == Ok(text) || text.contains(MASK) {
            let marker = if is_first { admonition_len(text) } else { 0 };
            self.decoded.switch(Switch::Off);
            self.decoded.copy_bytes(&raw[..marker], range.start);
            self.decoded.switch(self.switch);
            self.copy(&raw[marker..], range.start + marker);
        } else {
            self.decoded.decode(text, range);
        }
    }

    /// Appends `raw` at byte `start` of the source, without numbers of notes as Pandoc writes them: `word^1^`.
    fn copy(&mut self, raw: &[u8], start: usize) {
        let mut copied = 0;
        while let Some(note) = raised(raw, copied) {
            self.decoded
                .copy_bytes(&raw[copied..note.start], start + copied);
            copied = note.end;
            if !is_note(self.decoded.text(), &raw[note.start + 1..note.end - 1]) {
                let place = start + note.start;
                self.decoded.copy_bytes(&raw[note], place);
            }
        }
        self.decoded.copy_bytes(&raw[copied..], start + copied);
    }

    /// The text of the headings that links of the page lead to.
    fn linked_headings(&mut self) -> Vec<Range<usize>> {
        let headings = std::mem::take(&mut self.headings).into_iter();
        let is_linked = |slug: &str| {
            // The second heading of the same words is numbered.
            let bare =
                |target: &str| target.trim_end_matches(|char: char| char.is_ascii_digit()) == slug;
            self.targets.contains(slug) || self.targets.iter().any(|target| bare(target))
        };
        headings
            .filter(|(_, slug)| is_linked(slug))
            .map(|(range, _)| range)
            .collect()
    }
}

/// The [`slug`] of the part of an address that names a heading. It may have bytes as `%C3%A9`, and GitHub's
/// prefix.
fn anchor(target: &str) -> String {
    let name = target.strip_prefix("user-content-").unwrap_or(target);
    slug(&percent_decode_str(name).decode_utf8_lossy())
}

/// The first raised number, `^1^`, in `raw` from byte `from` on.
fn raised(raw: &[u8], from: usize) -> Option<Range<usize>> {
    memchr::memchr_iter(b'^', &raw[from..]).find_map(|at| {
        let start = from + at;
        let digits = raw[start + 1..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        let end = start + 1 + digits.count();
        (end > start + 1 && raw.get(end) == Some(&b'^')).then_some(start..end + 1)
    })
}

/// Length of the marker of an admonition and its type at the start of `line`: `!!! note`, `:::tip`.
fn admonition_len(line: &str) -> usize {
    let marks = line.len() - line.trim_start_matches(['!', '?', ':', '+']).len();
    let is_marker = ["!!!", "???", ":::"]
        .iter()
        .any(|mark| line.starts_with(mark));
    if !is_marker || marks > 8 {
        return 0;
    }
    let rest = line[marks..].trim_start_matches(' ');
    let kind = rest.find(|char: char| !char.is_alphanumeric() && !"-_".contains(char));
    line.len() - rest.len() + kind.unwrap_or(rest.len())
}

/// Whether the description of an image is the name of its file.
fn is_file(text: &str) -> bool {
    const ENDS: [&str; 8] = [
        ".gif", ".jpeg", ".jpg", ".mp4", ".pdf", ".png", ".svg", ".webp",
    ];
    ENDS.iter().any(|end| text.ends_with(end))
}

fn is_hidden(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)
    )
}

/// Whether an element of inline HTML is not read. The texts of SVG would interrupt the sentence.
fn is_code(name: &str) -> bool {
    name == "svg" || html::is_code(name.as_bytes())
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
mod tests;
