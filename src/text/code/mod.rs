//! Lines of a text that are written for programs: source code, commands, settings, logs, tables. In spun
//! text, too, their words are names, which must stay as they are.
//!
//! A line with a sign that prose does not have is such a line, see `signs`. Short lines next to it
//! count as well, if they could be. Everything else is prose: where a sign may have another meaning, it
//! is not used.

mod commands;
mod counted;
mod fences;
mod inline;
mod labels;
mod logs;
mod names;
mod rows;
mod runs;
mod signs;
mod titles;

pub(super) use self::inline::{braced_len, looks_like_code};
pub use self::runs::tables;
pub use self::titles::{is_underline, slug};

use self::commands::commands;
use self::counted::counted;
use self::fences::fenced_len;
use self::labels::labels;
use self::runs::runs;
use self::signs::{Line, Sign};
use self::titles::titles;
use crate::ranges::joined;
use std::ops::Range;

/// Least number of words of a value that is prose.
pub(super) const SENTENCE: usize = 8;
/// Least number of lines `key: value` one below the other that are settings.
const SETTINGS: usize = 3;

/// The byte ranges of `text` that are code, in order and disjoint: whole lines, or the names in front of
/// values that are prose.
pub fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block = Vec::new();
    let lines: Vec<Line<'_>> = lines(text).collect();
    let mut at = 0;
    let mut is_announced = false;
    while let Some(line) = lines.get(at) {
        let fenced = fenced_len(&lines[at..]);
        if fenced > 0 {
            let end = &lines[at + fenced - 1];
            settle(&mut block, is_announced, &mut found);
            found.push(line.start..end.start + end.text.len());
            at += fenced;
            continue;
        }
        if line.text.trim().is_empty() {
            let last = block
                .last()
                .map(|(last, _): &(Line<'_>, Sign)| last.text.ends_with(':'));
            settle(&mut block, is_announced, &mut found);
            is_announced = last.unwrap_or(is_announced);
        } else {
            block.push((*line, signs::sign(line)));
        }
        at += 1;
    }
    settle(&mut block, is_announced, &mut found);
    found.extend(commands(text));
    found.extend(counted(text));
    found.extend(inline::spans(text));
    found.extend(titles(text, &lines));
    joined(found)
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = Line {
            start,
            text: whole.trim_end_matches(['\n', '\r']),
        };
        start += whole.len();
        line
    })
}

/// Adds the code in the lines of a `block` without blank lines to `found`, and empties it.
fn settle(block: &mut Vec<(Line<'_>, Sign)>, is_announced: bool, found: &mut Vec<Range<usize>>) {
    settings(block);
    runs(block, is_announced);
    labels(block);
    headers(block);
    let is_code = |sign: Sign| matches!(sign, Sign::Code | Sign::Name(_));
    if block.iter().any(|&(_, sign)| is_code(sign)) {
        for at in 1..block.len() {
            spread(block, at - 1, at);
        }
        for at in (1..block.len()).rev() {
            spread(block, at, at - 1);
        }
    }
    for (line, sign) in block.drain(..) {
        match sign {
            Sign::Code => found.push(line.start..line.start + line.text.len()),
            Sign::Name(len) => found.push(line.start..line.start + len),
            Sign::Setting(_) | Sign::Short | Sign::Prose => {}
        }
    }
}

/// Makes the line `to` of a block code if the line `from` next to it is, and it could be.
fn spread(block: &mut [(Line<'_>, Sign)], from: usize, to: usize) {
    if block[from].1 != Sign::Code {
        return;
    }
    let (line, sign) = &mut block[to];
    match *sign {
        Sign::Short => *sign = Sign::Code,
        Sign::Setting(len) => *sign = line.named(len),
        _ => {}
    }
}

/// Decides whether lines `key: value` are settings: they are if most lines of the block are, or if it
/// starts with several.
fn settings(block: &mut [(Line<'_>, Sign)]) {
    let is_setting = |&(_, sign): &(Line<'_>, Sign)| matches!(sign, Sign::Setting(_));
    let settings = block.iter().filter(|line| is_setting(line)).count();
    let first = block.iter().take_while(|line| is_setting(line)).count();
    let others = block.iter().filter(|(_, sign)| *sign == Sign::Prose);
    if settings < SETTINGS || (3 * others.count() > settings && first < SETTINGS) {
        return;
    }
    for (line, sign) in block {
        if let Sign::Setting(len) = *sign {
            *sign = line.named(len);
        }
    }
}

/// Makes the line above the rule of a table code: it names the columns.
fn headers(block: &mut [(Line<'_>, Sign)]) {
    for at in 1..block.len() {
        if rows::is_rule(block[at].0.text) && rows::has_columns(block[at - 1].0.text) {
            block[at - 1].1 = Sign::Code;
        }
    }
}

#[cfg(test)]
mod tests;
