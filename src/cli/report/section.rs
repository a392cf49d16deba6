//! The part of the report about one document: its text with the edits marked, the wordings that
//! were considered, and how densely each part of the text is spun.

use std::ffi::OsStr;
use std::fmt::Write;
use std::ops::Range;

use super::super::message::{at_line, one_line};
use super::super::output::Nats;
use super::super::sample::Shown;
use super::escape::{escaped, push_escaped};
use crate::edit::{Edit, Kind};
use crate::restore::Verdict;
use crate::store::hash;

/// What is shown of a document.
pub struct Section<'d> {
    /// The path as the user gave it, or `<stdin>`.
    pub name: &'d OsStr,
    /// Which line of the input the document is, if each line is one.
    pub record: Option<usize>,
    /// The prose of the document.
    pub text: &'d str,
    /// Its edits with their ranges in `text`, sorted and disjoint.
    pub edits: Vec<(Range<usize>, &'d Edit)>,
    /// The parts of `text` that look spun, sorted and disjoint.
    pub spans: Vec<Range<usize>>,
    /// How spun it looks.
    pub verdict: &'d Verdict,
    /// Its tortured phrases, one per line.
    pub terms: &'d str,
}

/// Largest number of bars in a plot.
const MOST_BARS: usize = 60;
/// Smallest number of words that a bar stands for; a share of fewer words says nothing.
const LEAST_WORDS: usize = 10;

/// Width of a bar with the gap after it, in units of the plot.
const BAR_WIDTH: usize = 10;
/// Height of the plot, in the same units.
const HEIGHT: usize = 100;

impl Section<'_> {
    /// The document as it is shown. It is folded up if there are no edits.
    pub fn shown(&self) -> Shown {
        let place = match self.record {
            Some(number) => one_line(&at_line(self.name, number)),
            None => one_line(self.name),
        };
        let is_clean = self.edits.is_empty() && self.terms.is_empty();
        let html = self.html(&place, is_clean);
        Shown::new(hash::bytes(place.as_bytes()), is_clean, html)
    }

    fn html(&self, place: &str, is_clean: bool) -> String {
        let open = if is_clean { "" } else { " open" };
        let name = escaped(place);
        let facts = self.facts();
        let mut html = format!(
            "<details{open}><summary>{name} <span class=\"faint\">{facts}</span></summary>\n\
             <div class=\"body\">"
        );
        if !self.terms.is_empty() {
            let terms = escaped(self.terms);
            let _ = write!(html, "<pre>{terms}</pre>\n<p>A match is not proof.</p>\n");
        }
        self.plot(&mut html);
        self.marked(&mut html);
        html.push_str("</div></details>\n");
        html
    }

    fn facts(&self) -> String {
        let edits = match self.edits.len() {
            1 => "1 edit".to_owned(),
            count => format!("{count} edits"),
        };
        if !self.verdict.is_spun() {
            return format!("does not look spun, {edits}");
        }
        let parts = match self.spans.len() {
            0 => String::new(),
            1 => " in 1 part".to_owned(),
            count => format!(" in {count} parts"),
        };
        match self.verdict.density() {
            Some(share) => {
                format!("looks spun{parts}, density {:.0} %, {edits}", 100.0 * share)
            }
            None => format!("looks spun{parts}, {edits}"),
        }
    }

    /// Appends the text with its edits and spun parts marked, without blank lines at the start.
    fn marked(&self, html: &mut String) {
        html.push_str("<div class=\"text\">");
        let blank = self.text.len() - self.text.trim_start().len();
        let first = self.edits.first();
        let mut copied = first.map_or(blank, |(range, _)| blank.min(range.start));
        let mut tags = self.tags();
        for (range, edit) in &self.edits {
            self.push_text(html, copied..range.start, &mut tags);
            let spun = escaped(&self.text[range.clone()]);
            let original = escaped(edit.original());
            let _ = write!(
                html,
                "<span class=\"edit\" tabindex=\"0\"><del>{spun}</del><ins>{original}</ins>"
            );
            push_details(html, edit);
            html.push_str("</span>");
            copied = range.end;
        }
        self.push_text(html, copied..self.text.len(), &mut tags);
        html.push_str("</div>");
    }

    /// The tags around the spun parts, with their places, from the last to the first.
    fn tags(&self) -> Vec<(usize, &'static str)> {
        let tags =
            |span: &Range<usize>| [(span.start, "<span class=\"part\">"), (span.end, "</span>")];
        let mut tags: Vec<_> = self.spans.iter().flat_map(tags).collect();
        tags.reverse();
        tags
    }

    /// Appends a part of the text with those `tags` whose place has come.
    fn push_text(&self, html: &mut String, text: Range<usize>, tags: &mut Vec<(usize, &str)>) {
        let mut copied = text.start;
        while let Some((at, tag)) = tags.pop_if(|(at, _)| *at <= text.end) {
            let at = at.max(copied);
            push_escaped(html, &self.text[copied..at]);
            html.push_str(tag);
            copied = at;
        }
        push_escaped(html, &self.text[copied..text.end]);
    }

    /// Splits the text into parts of equally many words. For each part: its words, and how many of
    /// them were replaced.
    fn parts(&self) -> Vec<(usize, usize)> {
        let start_of = |word: &str| word.as_ptr().addr() - self.text.as_ptr().addr();
        let starts: Vec<usize> = self.text.split_whitespace().map(start_of).collect();
        let size = starts.len().div_ceil(MOST_BARS).max(LEAST_WORDS);
        let mut ranges = self.edits.iter().map(|(range, _)| range).peekable();
        let mut is_replaced = |start: usize| {
            while ranges.next_if(|range| range.end <= start).is_some() {}
            ranges.peek().is_some_and(|range| range.start <= start)
        };
        starts
            .chunks(size)
            .map(|words| {
                let replaced = words.iter().filter(|&&start| is_replaced(start));
                (words.len(), replaced.count())
            })
            .collect()
    }

    /// Appends a bar for each part of the text: the share of its words that was replaced.
    fn plot(&self, html: &mut String) {
        let parts = self.parts();
        if self.edits.is_empty() || parts.len() < 2 {
            return;
        }
        let percent = |&(words, replaced): &(usize, usize)| 100 * replaced / words.max(1);
        let highest = parts.iter().map(percent).max().unwrap_or(0);
        let top = 10 * highest.div_ceil(10).max(1);
        let width = BAR_WIDTH * parts.len();
        let _ = write!(
            html,
            "<div class=\"density\"><span>{top} %</span><span>0 %</span>\
             <svg viewBox=\"0 0 {width} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\">\
             <title>Share of words replaced, from beginning to end: at most {top} %</title>"
        );
        let mut seen = 0;
        for (index, part) in parts.iter().enumerate() {
            let percent = percent(part);
            let x = BAR_WIDTH * index;
            let height = HEIGHT * percent / top;
            let y = HEIGHT - height;
            let width = BAR_WIDTH - 1;
            let first = seen + 1;
            let last = seen + part.0;
            let _ = write!(
                html,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">\
                 <title>words {first} to {last}: {percent} % replaced</title></rect>"
            );
            seen = last;
        }
        html.push_str("</svg></div>");
    }
}

/// Appends the details of an edit, which the page shows when the edit is selected.
fn push_details(html: &mut String, edit: &Edit) {
    html.push_str("<span class=\"card\">");
    if edit.kind() == Kind::Article {
        html.push_str("<span><b>article</b>: agrees with the next word</span>");
    } else {
        let rule = escaped(edit.rule());
        let kind = edit.kind().name();
        let _ = write!(html, "<span><b>{rule}</b> ({kind})</span>");
    }
    let margin = Nats(edit.margin);
    let confidence = 100.0 * edit.confidence();
    let _ = write!(
        html,
        "<span>margin {margin} nats, confidence {confidence:.0} %</span>"
    );
    for choice in edit.choices() {
        let wording = escaped(&choice.wording);
        let cost = Nats(choice.cost);
        let _ = write!(
            html,
            "<span class=\"row\"><span>{wording}</span><span>{cost}</span></span>"
        );
    }
    html.push_str("</span>");
}

#[cfg(test)]
mod tests;
