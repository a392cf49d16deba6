//! One document of the report: its text with the edits marked, what was weighed at each, and where it is how densely spun.

use std::ffi::OsStr;
use std::fmt::Write;
use std::ops::Range;

use super::super::output::{Nats, Record, one_line};
use super::escape::{escaped, push_escaped};
use crate::edit::{Edit, Kind};
use crate::restore::Verdict;

/// What is shown of a document.
pub struct Document<'d> {
    /// Path as the user gave it.
    pub name: &'d OsStr,
    /// Which line of it, where each is a document.
    pub record: Option<Record>,
    /// What is read of it.
    pub text: &'d str,
    /// Its edits, and where they stand in `text`; sorted, disjoint.
    pub edits: Vec<(Range<usize>, &'d Edit)>,
    /// What it looks like.
    pub verdict: &'d Verdict,
}

/// The bars of a plot, at most.
const BARS: usize = 60;
/// Words of a bar, at least: fewer make no share.
const WORDS: usize = 10;

/// Width of a bar and the gap behind it, and height of the highest one, in units of the plot.
const BAR: usize = 10;
const HEIGHT: usize = 100;

/// The HTML of a document; it is open where it has edits.
pub fn section(document: &Document<'_>) -> String {
    let mut html = String::new();
    let record = document
        .record
        .map_or(String::new(), |record| format!(":{}", record.number));
    let open = if document.edits.is_empty() {
        ""
    } else {
        " open"
    };
    let name = escaped(&one_line(document.name));
    let _ = write!(
        html,
        "<details{open}><summary>{name}{record} <span class=\"faint\">{}</span></summary>\n<div class=\"body\">",
        facts(document)
    );
    plot(&mut html, document);
    marked(&mut html, document);
    html.push_str("</div></details>\n");
    html
}

fn facts(document: &Document<'_>) -> String {
    let spun = if document.verdict.is_spun() {
        "looks spun"
    } else {
        "does not look spun"
    };
    let density = document.verdict.density().map_or(String::new(), |share| {
        format!(", density {:.0} %", 100.0 * share)
    });
    let edits = document.edits.len();
    format!(
        "{spun}{density}, {edits} edit{}",
        if edits == 1 { "" } else { "s" }
    )
}

fn marked(html: &mut String, document: &Document<'_>) {
    html.push_str("<div class=\"text\">");
    let blank = document.text.len() - document.text.trim_start().len();
    let mut copied = document
        .edits
        .first()
        .map_or(blank, |(range, _)| blank.min(range.start));
    for (range, edit) in &document.edits {
        push_escaped(html, &document.text[copied..range.start]);
        let (spun, original) = (
            escaped(&document.text[range.clone()]),
            escaped(&edit.original),
        );
        let _ = write!(
            html,
            "<span class=\"edit\" tabindex=\"0\"><del>{spun}</del><ins>{original}</ins>"
        );
        card(html, edit);
        html.push_str("</span>");
        copied = range.end;
    }
    push_escaped(html, &document.text[copied..]);
    html.push_str("</div>");
}

fn card(html: &mut String, edit: &Edit) {
    let evidence = &edit.evidence;
    html.push_str("<span class=\"card\">");
    if evidence.kind == Kind::Article {
        html.push_str("<span><b>article</b>: agrees with the next word</span>");
    } else {
        let _ = write!(
            html,
            "<span><b>{}</b> ({})</span>",
            escaped(&evidence.rule),
            evidence.kind.name()
        );
    }
    let _ = write!(
        html,
        "<span>margin {} nats, confidence {:.0} %</span>",
        Nats(evidence.margin),
        100.0 * evidence.confidence()
    );
    for choice in &evidence.choices {
        let _ = write!(
            html,
            "<span class=\"row\"><span>{}</span><span>{}</span></span>",
            escaped(&choice.wording),
            Nats(choice.cost)
        );
    }
    html.push_str("</span>");
}

/// Words of the text, and how many of them were replaced, in stretches of equal numbers of words.
fn stretches(document: &Document<'_>) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = document
        .text
        .split_whitespace()
        .map(|word| word.as_ptr().addr() - document.text.as_ptr().addr())
        .collect();
    let size = starts.len().div_ceil(BARS).max(WORDS);
    let mut edits = document
        .edits
        .iter()
        .map(|(range, _)| range.clone())
        .peekable();
    let mut replaced = |start: usize| {
        while edits.next_if(|range| range.end <= start).is_some() {}
        edits.peek().is_some_and(|range| range.start <= start)
    };
    starts
        .chunks(size)
        .map(|words| {
            (
                words.len(),
                words.iter().filter(|&&start| replaced(start)).count(),
            )
        })
        .collect()
}

/// A bar for each stretch: the share of its words that was replaced.
fn plot(html: &mut String, document: &Document<'_>) {
    let stretches = stretches(document);
    if document.edits.is_empty() || stretches.len() < 2 {
        return;
    }
    let share = |&(words, replaced): &(usize, usize)| 100 * replaced / words.max(1);
    let top = stretches
        .iter()
        .map(share)
        .max()
        .unwrap_or(0)
        .div_ceil(10)
        .max(1)
        * 10;
    let width = BAR * stretches.len();
    let _ = write!(
        html,
        "<div class=\"density\"><span>{top} %</span><span>0 %</span><svg viewBox=\"0 0 {width} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\">"
    );
    let _ = write!(
        html,
        "<title>Share of words replaced, from the beginning to the end: at most {top} %</title>"
    );
    let mut before = 0;
    for (index, stretch) in stretches.iter().enumerate() {
        let (first, last, share) = (before + 1, before + stretch.0, share(stretch));
        let (x, height) = (BAR * index, HEIGHT * share / top);
        let _ = write!(
            html,
            "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{height}\">",
            HEIGHT - height,
            BAR - 1
        );
        let _ = write!(
            html,
            "<title>words {first} to {last}: {share} % replaced</title></rect>"
        );
        before = last;
    }
    html.push_str("</svg></div>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Choice, Evidence};

    fn shown(text: &str, spun: &[&str]) -> String {
        let evidence = Evidence {
            kind: Kind::Fuzzy,
            rule: "a<b -> c".into(),
            margin: 1000,
            lead: 1000,
            choices: vec![Choice {
                wording: "R&D".into(),
                cost: 0,
            }],
        };
        let edits: Vec<Edit> = spun
            .iter()
            .map(|_| Edit {
                start: 0,
                end: 0,
                original: "said".into(),
                evidence: evidence.clone(),
            })
            .collect();
        let place = |spun: &&str| {
            text.find(spun)
                .map(|start| start..start + spun.len())
                .expect("spun wording")
        };
        let edits = spun.iter().map(place).zip(&edits).collect();
        let verdict = Verdict {
            density: Some(0.5),
            spun: true,
            ..Verdict::default()
        };
        section(&Document {
            name: OsStr::new("a<b"),
            record: Some(Record {
                number: 3,
                start: 9,
            }),
            text,
            edits,
            verdict: &verdict,
        })
    }

    #[test]
    fn text_is_escaped_and_edits_are_marked() {
        let html = shown("1 < 2 & mentioned so", &["mentioned"]);
        assert!(html.starts_with("<details open><summary>a&lt;b:3 <span class=\"faint\">looks spun, density 50 %, 1 edit</span></summary>"), "{html}");
        assert!(html.contains("1 &lt; 2 &amp; <span class=\"edit\" tabindex=\"0\"><del>mentioned</del><ins>said</ins><span class=\"card\">"), "{html}");
        assert!(
            html.contains("<b>a&lt;b -&gt; c</b> (fuzzy)")
                && html.contains("<span>R&amp;D</span><span>0.000</span>"),
            "{html}"
        );
        assert!(shown("clean", &[]).starts_with("<details><summary>"));
    }

    #[test]
    fn bars_are_shares_of_words() {
        let text = format!("{} mentioned within {}", "a ".repeat(9), "b ".repeat(9));
        let html = shown(&text, &["mentioned", "within"]);
        assert!(
            html.contains("words 1 to 10: 10 % replaced")
                && html.contains("words 11 to 20: 10 % replaced"),
            "{html}"
        );
        assert!(
            !shown("he mentioned it", &["mentioned"]).contains("<svg"),
            "too short"
        );
    }
}
