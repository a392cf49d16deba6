//! What several lines show together: tables whose columns stand one below the other, the changes of a patch,
//! rules of make, instructions for containers, indented code.

use super::labels::is_place;
use super::signs::{LONGEST, Line, Sign};
use super::{fences, rows};
use std::ops::Range;

/// First words of the lines that build a container.
const INSTRUCTIONS: [&str; 12] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "LABEL",
    "RUN",
    "USER",
    "WORKDIR",
];
/// Most words of what stands above the text of a page.
const SHORT: usize = 8;
/// Spaces in front of indented code.
pub(super) const INDENT: usize = 4;

/// The byte ranges of the tables of `text` whose columns would shift after an edit, in order and disjoint.
pub fn tables(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<Line<'_>> = super::lines(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let len = table_len(&lines[at..]);
        if len > 0 {
            // The names of columns may stand above.
            let has_header =
                at > 0 && rows::is_rule(lines[at].text) && !rows::is_grid(lines[at].text);
            let first = &lines[at - usize::from(has_header)];
            let last = &lines[at + len - 1];
            found.push(first.start..last.start + last.text.len());
        }
        at += len.max(1);
    }
    found
}

/// The number of `lines` from the first on that are a table with frames (`+---+`), or with columns below
/// marks (`====  ===`) or side by side; 0 for none.
pub fn table_len(lines: &[Line<'_>]) -> usize {
    let in_frame = |line: &&Line<'_>| {
        let starts = |char: char| "|+".contains(char) || rows::is_of_frame(char);
        line.text.trim_start().starts_with(starts)
    };
    if rows::is_grid(lines[0].text) {
        let count = lines.iter().take_while(in_frame).count();
        return if count > 2 { count } else { 0 };
    }
    let is_rule = |line: &Line<'_>| rows::is_rule(line.text) && !line.text.contains(['|', '+']);
    if !is_rule(&lines[0]) || !lines[0].text.trim().contains("  ") {
        return rows::columns_len(lines);
    }
    let rows = lines[1..lines.len().min(fences::LONGEST)]
        .iter()
        .take_while(|line| !line.text.trim().is_empty());
    let rows: Vec<_> = rows.collect();
    let is_row = |line: &&Line<'_>| is_rule(line) || line.text.trim().contains("  ");
    let is_short = rows.iter().all(|line| line.text.len() <= LONGEST);
    let is_closed = rows.last().is_some_and(|line| is_rule(line)) && rows.len() > 1;
    if is_short && !rows.is_empty() && (is_closed || rows.iter().copied().all(|line| is_row(&line)))
    {
        rows.len() + 1
    } else {
        0
    }
}

/// The number of `lines` from the first on that are changes of a patch, `@@ -1,3 +1,4 @@`; 0 for none.
pub fn hunk_len(lines: &[Line<'_>]) -> usize {
    let counts = lines[0]
        .text
        .strip_prefix("@@ -")
        .and_then(|rest| rest.split_once(" @@"));
    let Some((old, new)) = counts.and_then(|(counts, _)| counts.split_once(" +")) else {
        return 0;
    };
    let count = |place: &str| {
        place
            .split_once(',')
            .map_or(Some(1_usize), |(_, count)| count.parse().ok())
    };
    let (Some(mut old), Some(mut new)) = (count(old), count(new)) else {
        return 0;
    };
    let mut len = 1;
    while let Some(line) = lines.get(len).filter(|_| old > 0 || new > 0) {
        let (is_old, is_new) = match line.text.as_bytes().first() {
            None | Some(b' ') => (true, true),
            Some(b'-') => (true, false),
            Some(b'+') => (false, true),
            Some(b'\\') => (false, false),
            Some(_) => return len,
        };
        old = old.saturating_sub(usize::from(is_old));
        new = new.saturating_sub(usize::from(is_new));
        len += 1;
    }
    len
}

/// Decides about lines of a `block` by those around them. `is_announced` says that the line before the block
/// ends with a colon.
pub fn runs(block: &mut [(Line<'_>, Sign)], is_announced: bool) {
    let is_instruction = |(line, _): &(Line<'_>, Sign)| {
        let mut words = line.text.split_whitespace();
        words
            .next()
            .is_some_and(|first| INSTRUCTIONS.contains(&first))
            && words.next().is_some()
            && !line.text.ends_with(['.', '!', '?'])
    };
    if block.iter().filter(|line| is_instruction(line)).count() > 1 {
        for line in block.iter_mut().filter(|line| is_instruction(line)) {
            line.1 = Sign::Code;
        }
    }
    if rows::are_aligned(block.iter().map(|(line, _)| line.text)) {
        for (_, sign) in block.iter_mut() {
            *sign = Sign::Code;
        }
    }
    indented(block, is_announced);
    prompts(block);
    if let Some((line, sign)) = block.last_mut()
        && is_running_head(line.text)
    {
        *sign = Sign::Code;
    }
    for at in 1..block.len() {
        let [(above, above_sign), (line, sign)] = &mut block[at - 1..=at] else {
            continue;
        };
        if line.text.starts_with('\t') && *sign != Sign::Prose && is_target(above.text) {
            (*above_sign, *sign) = (Sign::Code, Sign::Code);
        }
        // What AsciiDoc says about a block, above the mark that starts it.
        let is_mark =
            |line: &str| line.len() > 3 && line.bytes().all(|byte| b"_=-.*".contains(&byte));
        if above.text.starts_with('[') && above.text.ends_with(']') && is_mark(line.text) {
            *above_sign = Sign::Code;
        }
        // The title of an electronic book, above the place of a note in it.
        if is_place(line.text) {
            *above_sign = Sign::Code;
        }
        // The first sections of a man page.
        if at == 1
            && above.text == "NAME"
            && let Some(dash) = line.text.find(" - ")
        {
            (*above_sign, *sign) = (Sign::Code, Sign::Name(dash));
        }
        if at == 1 && above.text == "SYNOPSIS" && *sign != Sign::Prose {
            (*above_sign, *sign) = (Sign::Code, Sign::Code);
        }
    }
}

/// Whether a line is the first one of a rule of make: `home: a b`.
fn is_target(line: &str) -> bool {
    line.split_once(':').is_some_and(|(target, _)| {
        let is_in = |char: char| char.is_ascii_alphanumeric() || "_-./%$() ".contains(char);
        target.starts_with(|char: char| char.is_ascii_lowercase() || "%$.".contains(char))
            && target.chars().all(is_in)
    })
}

/// Makes a block of indented lines without punctuation code, or a single one that is announced.
fn indented(block: &mut [(Line<'_>, Sign)], is_announced: bool) {
    let is_verbatim = |(line, sign): &(Line<'_>, Sign)| {
        *sign == Sign::Short
            && (line.indent() >= INDENT || line.text.starts_with('\t'))
            && line
                .text
                .trim()
                .starts_with(|char: char| char.is_lowercase())
            && !line.text.ends_with([',', ';', ':'])
    };
    if (block.len() > 1 || is_announced) && block.iter().all(is_verbatim) {
        for line in block.iter_mut() {
            line.1 = Sign::Code;
        }
    }
}

/// Makes lines of a shell with the prompt `% ` code. In prose, the sign of a number may be the first of a line.
fn prompts(block: &mut [(Line<'_>, Sign)]) {
    let is_prompt = |line: &str| {
        let command = line.trim_start().strip_prefix("% ").unwrap_or_default();
        command.starts_with(|char: char| char.is_ascii_lowercase())
            && !command.starts_with("of ")
            && !command.ends_with('.')
    };
    let first = block.first().is_some_and(|(line, _)| is_prompt(line.text));
    if first
        || block
            .iter()
            .filter(|(line, _)| is_prompt(line.text))
            .count()
            > 1
    {
        for (line, sign) in block {
            if is_prompt(line.text) {
                *sign = Sign::Code;
            }
        }
    }
}

/// Whether the last line of a block is what stands above the text of each page: it follows the end of a page, and
/// has a wide gap or the number of the page.
fn is_running_head(line: &str) -> bool {
    let bare = line.trim();
    let is_digit = |char: char| char.is_ascii_digit();
    line.starts_with('\u{c}')
        && (bare.contains("   ") || bare.starts_with(is_digit) || bare.ends_with(is_digit))
        && bare.split_whitespace().count() <= SHORT
}
