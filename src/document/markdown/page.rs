//! A page as the parser gets it, in which some bytes are masked.

use super::super::html;
use super::{extensions, front};
use pulldown_cmark::{Event, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// A page as it is parsed. All positions are those of the source.
pub(super) struct Page<'s> {
    /// The source with a control character for every byte that is not UTF-8, for the signs of amounts of
    /// money, which the parser would take for those of formulas, and for marks of quotations and lists
    /// inside too many others.
    text: Cow<'s, str>,
    /// Length of the metadata at the top.
    pub front: usize,
    /// The types of admonitions that are masked, in the body.
    pub types: Vec<Range<usize>>,
}

impl<'s> Page<'s> {
    /// Hardly any page needs another copy of its source.
    pub fn of(source: Cow<'s, [u8]>) -> Self {
        let text = match source {
            Cow::Borrowed(source) => match str::from_utf8(source) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(html::valid(source)),
            },
            Cow::Owned(source) => Cow::Owned(
                String::from_utf8(source).unwrap_or_else(|error| html::valid(error.as_bytes())),
            ),
        };
        let front = front::len(&text);
        let mut page = Self {
            text,
            front,
            types: Vec::new(),
        };
        page.mask_containers();
        page.mask_deep_markers();
        page.mask_money();
        page
    }

    pub fn body(&self) -> &str {
        &self.text[self.front..]
    }

    /// Masks the marks of tabs and admonitions of Python-Markdown (`=== "a"`, `!!! note`) as those of items.
    /// What is indented below them is text, which the parser would take for code.
    fn mask_containers(&mut self) {
        let mut start = 0;
        let mut found = Vec::new();
        let mut lines = self.body().split_inclusive('\n');
        while let Some(line) = lines.next() {
            let next = || lines.clone().find(|line| !line.trim().is_empty());
            if let Some(container) = container(line)
                && next().is_some_and(|below| indent(below) >= container.mark + INDENT)
            {
                found.push((start, container));
            }
            start += line.len();
        }
        for (start, container) in found {
            let Container {
                mark,
                kind,
                is_open,
            } = container;
            if !kind.is_empty() {
                self.types.push(start + kind.start..start + kind.end);
            }
            let at = self.front + start + mark;
            let text = self.text.to_mut();
            text.replace_range(at..at + 3, "-  ");
            if is_open {
                text.replace_range(at + 3..at + 4, MASK);
            }
        }
    }

    /// Masks the marks of quotations and lists beyond the [`DEEPEST`] ones of a line. The parser goes
    /// through all that are open for each line, so a page of them would take hours.
    fn mask_deep_markers(&mut self) {
        let mut deep = Vec::new();
        let mut start = self.front;
        for line in self.body().split_inclusive('\n') {
            deep.extend(markers(line).skip(DEEPEST).map(|at| start + at));
            start += line.len();
        }
        if !deep.is_empty() {
            let text = self.text.to_mut();
            for at in deep {
                text.replace_range(at..=at, MASK);
            }
        }
    }

    /// Masks the dollar signs of amounts of money.
    fn mask_money(&mut self) {
        // Each sign that is masked may make another pair.
        for _ in 0..ROUNDS {
            if !self.body().contains('$') {
                return;
            }
            let events = Parser::new_ext(self.body(), extensions()).into_offset_iter();
            let money: Vec<Range<usize>> = events
                .filter(|(event, range)| {
                    matches!(event, Event::InlineMath(_)) && is_money(self.body(), range)
                })
                .map(|(_, range)| range.start + self.front..range.end + self.front)
                .collect();
            if money.is_empty() {
                return;
            }
            let text = self.text.to_mut();
            for range in money {
                text.replace_range(range.end - 1..range.end, MASK);
                text.replace_range(range.start..=range.start, MASK);
            }
        }
    }
}

/// Spaces in front of what is inside of a tab or an admonition.
const INDENT: usize = 4;
/// Most quotations and lists that start in one line.
const DEEPEST: usize = 100;
/// Stands in for a byte.
pub const MASK: &str = "\u{1a}";
/// Most times that a page is parsed to find amounts of money.
const ROUNDS: usize = 4;

/// The first line of a tab or an admonition. All positions are those in the line.
struct Container {
    /// Where its mark starts, which has three bytes.
    mark: usize,
    /// Its type, such as `note`; a tab has none.
    kind: Range<usize>,
    /// Whether a plus sign follows the mark: it is open at first.
    is_open: bool,
}

/// The tab or admonition that may start in `line`.
fn container(line: &str) -> Option<Container> {
    let mark = indent(line);
    let marks = ["!!!", "???", "==="];
    let rest = marks
        .iter()
        .find_map(|text| line[mark..].strip_prefix(text))?;
    let name = rest.trim_start_matches(['+', ' ']);
    let len = name.find(|char: char| !char.is_alphanumeric() && !"-_".contains(char));
    let kind = line.len() - name.len();
    let is_container = rest.starts_with([' ', '+']) && mark.is_multiple_of(INDENT);
    is_container.then(|| Container {
        mark,
        kind: kind..kind + len.unwrap_or(name.len()),
        is_open: rest.starts_with('+'),
    })
}

/// Spaces at the start of `line`.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a formula at `range` of `text` is none: as in pandoc, no digit follows one, and numbers
/// followed by words are an amount.
fn is_money(text: &str, range: &Range<usize>) -> bool {
    let Some(inside) = text.get(range.start + 1..range.end - 1) else {
        return false;
    };
    let before_digit = text[range.end..].starts_with(|char: char| char.is_ascii_digit());
    let is_plain = !inside.contains(['\\', '^', '_', '=', '{']);
    let is_word = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let mut words = inside.split_whitespace();
    let is_amount = inside.starts_with(|char: char| char.is_ascii_digit());
    before_digit || (is_amount && is_plain && words.any(is_word))
}

/// Where the marks of quotations and lists at the start of `line` end: at `>`, `-` or the dot of `1.`.
fn markers(line: &str) -> impl Iterator<Item = usize> {
    let line = line.as_bytes();
    let is_space = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let mut at = 0;
    std::iter::from_fn(move || {
        at += line[at..]
            .iter()
            .take_while(|byte| b" \t".contains(byte))
            .count();
        let digits = line[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let mark = at + digits;
        let is_mark = match line.get(mark)? {
            b'>' => digits == 0,
            b'-' | b'*' | b'+' => digits == 0 && is_space(line.get(mark + 1)),
            b'.' | b')' => digits > 0 && is_space(line.get(mark + 1)),
            _ => false,
        };
        at = mark + 1;
        is_mark.then_some(mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_start_of_a_line_are_found() {
        let found = |line| markers(line).collect::<Vec<_>>();
        assert_eq!(found("> - 12. * a - b"), [0, 2, 6, 8]);
        assert_eq!(found(">>1) \n"), [0, 1, 3]);
        assert!(found("-a").is_empty());
        assert!(found("1.5").is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn only_marks_beyond_the_deepest_are_masked() {
        let all = "- ".repeat(DEEPEST);
        for (text, expected) in [
            (format!("{all}a - b\n"), format!("{all}a - b\n")),
            (
                format!("{all}- > a\n- a"),
                format!("{all}{MASK} {MASK} a\n- a"),
            ),
        ] {
            assert_eq!(Page::of(Cow::Borrowed(text.as_bytes())).body(), expected);
        }
    }
}
