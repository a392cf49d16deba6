//! Lines `Name: value` one below the other: the header of a mail that is forwarded or answered, and the
//! fields of a package or a page. Words behind single names may be those of a speaker.

use super::signs::{Line, Sign};
use std::collections::HashSet;

/// Names of the fields in a header that a mail program copies into a text.
const OF_MAIL: [&str; 9] = [
    "From", "Sent", "Date", "To", "Cc", "CC", "Bcc", "Subject", "Reply-To",
];
/// Least number of such fields in a header.
const HEADER: usize = 3;
/// Least number of fields in a block of nothing else, and in one between two rules.
const FIELDS: usize = 4;
const RULED: usize = 3;
/// Most words of the value of a usual field.
const WORDS: usize = 3;

/// The name at the start of a line, and its value. Marks of quoted mail may stand before it.
struct Label<'t> {
    name: &'t str,
    value: &'t str,
    /// Where the value starts in the line.
    start: usize,
}

/// Decides which lines of a `block` have the fields of a header or a package.
pub fn labels(block: &mut [(Line<'_>, Sign)]) {
    if block.len() < HEADER {
        return;
    }
    let labels: Vec<Option<Label<'_>>> = block.iter().map(|(line, _)| label(line.text)).collect();
    let is_of_mail = |label: &Option<Label<'_>>| {
        label
            .as_ref()
            .is_some_and(|label| OF_MAIL.contains(&label.name))
    };
    let mut at = 0;
    while at < labels.len() {
        let header = labels[at..].iter().take_while(|label| is_of_mail(label));
        let len = header.count();
        if len >= HEADER {
            for (_, sign) in &mut block[at..at + len] {
                *sign = Sign::Code;
            }
        }
        at += len.max(1);
    }
    if !are_fields(block, &labels) {
        return;
    }
    for ((line, sign), label) in block.iter_mut().zip(&labels) {
        if let Some(label) = label {
            *sign = line.named(label.start);
        }
    }
}

/// Whether a block has nothing but fields, each of them once, most of them with short values, and longer
/// ones that go on in indented lines.
fn are_fields(block: &[(Line<'_>, Sign)], labels: &[Option<Label<'_>>]) -> bool {
    let is_other = |((line, _), label): (&(Line<'_>, Sign), &Option<Label<'_>>)| {
        label.is_none() && line.indent() == 0
    };
    let is_ruled = block.len() > 2
        && [block[0], block[block.len() - 1]]
            .iter()
            .all(|(line, _)| is_line(line.text));
    let rules = usize::from(is_ruled);
    let inside = rules..block.len() - rules;
    let (block, labels) = (&block[inside.clone()], &labels[inside]);
    let fields = || labels.iter().flatten();
    let names: HashSet<&str> = fields().map(|label| label.name).collect();
    let is_short = |label: &&Label<'_>| label.value.split_whitespace().count() <= WORDS;
    let count = fields().count();
    count >= (if is_ruled { RULED } else { FIELDS })
        && names.len() == count
        && 2 * fields().filter(is_short).count() > count
        && labels[0].is_some()
        && !block.iter().zip(labels).any(is_other)
}

/// A rule above or below a block.
fn is_line(line: &str) -> bool {
    line.len() > 8
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// A line in front of the mail that is answered: `On Mon, 2 Jan 2023 at 10:00, Ann Home <a@b.example> wrote:`,
/// the sender in a list of mails, `From: Ann Home <a@b.example>`, or the place of a note in an electronic book.
pub fn is_attribution(bare: &str, _: &[&str]) -> bool {
    let is_sender = bare.starts_with("From: ") && bare.ends_with('>') && bare.contains('@');
    is_sender || is_place(bare) || is_answer(bare)
}

pub fn is_place(line: &str) -> bool {
    line.starts_with("- Your ") && line.contains(" | Added on ")
}

fn is_answer(bare: &str) -> bool {
    bare.strip_prefix("On ")
        .and_then(|rest| rest.strip_suffix(" wrote:"))
        .is_some_and(|rest| {
            rest.contains([':', '@']) && rest.bytes().any(|byte| byte.is_ascii_digit())
        })
}

fn label(line: &str) -> Option<Label<'_>> {
    let bare = line.trim_start_matches(['>', ' ']);
    let is_quoted = line.starts_with('>');
    let end = bare.find(':')?;
    let (name, value) = (&bare[..end], &bare[end + 1..]);
    let is_in = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = name.starts_with(|char: char| char.is_ascii_uppercase())
        && name.bytes().all(is_in)
        && (value.is_empty() || value.starts_with([' ', '\t']))
        && (is_quoted || bare.len() == line.len() || OF_MAIL.contains(&name));
    is_name.then(|| Label {
        name,
        value,
        start: line.len() - value.trim_ascii_start().len(),
    })
}
