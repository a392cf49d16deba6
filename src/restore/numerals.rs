//! Numerals that are words in part: a spinner that writes `forty six` for 46 also makes `forty six,000` of 46,000,
//! `1.three` of 1.3, `fifty twond` of 52nd, `fortypercent` of 40% and `forty fivem` of 45m. No writer does, so digits
//! are certain.
//!
//! Lexicons have the most frequent ones. In the training texts, there are 2,600 different ones.

use crate::text::address::NUMBERS;
use crate::text::token::{Gap, Shape, Tokens};
use std::ops::Range;

/// Words for 20 to 90, in order.
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// Units that are attached to numbers.
const UNITS: [&str; 19] = [
    "am", "bn", "cm", "ft", "g", "gb", "k", "kb", "kg", "km", "kph", "m", "mb", "mg", "mm", "mph",
    "p", "pm", "tn",
];
/// Marks that may touch the start of a numeral.
const OPENING: [&str; 6] = ["$", "£", "€", "(", "[", "\""];
/// Most tokens of a numeral.
const LONGEST: usize = 12;

/// A numeral that is words in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) tokens: Range<usize>,
    /// The numeral in digits.
    pub(super) digits: String,
}

/// The numerals that are words in part, in order.
pub(super) fn find(tokens: &Tokens) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let numeral = numeral_at(tokens, at);
        at = numeral
            .as_ref()
            .map_or(at + 1, |numeral| numeral.tokens.end);
        found.extend(numeral);
    }
    found
}

/// The numeral that begins with token `start`.
fn numeral_at(tokens: &Tokens, start: usize) -> Option<Numeral> {
    let all = tokens.as_slice();
    let before = start.checked_sub(1).map(|at| tokens.norm_of(at));
    let is_apart = match before {
        Some(mark) if all[start].gap == Gap::Joined => OPENING.contains(&mark),
        // The end of a number in words.
        Some(tens) => all[start].gap != Gap::Space || !TENS.contains(&tens),
        None => true,
    };
    let is_a = |at: usize| at == start && tokens.norm_of(at) == "a";
    if !is_apart || !is_a(start) && !starts_like_numeral(tokens.norm_of(start)) {
        return None;
    }
    let mut text = String::new();
    let mut best = None;
    for at in start..tokens.len().min(start + LONGEST) {
        let word = tokens.norm_of(at);
        let is_inside = matches!(word, "," | "." | "-" | "%" | "percent" | "and");
        if !is_inside && !is_a(at) && !starts_like_numeral(word) {
            break;
        }
        if at > start {
            match all[at].gap {
                Gap::Joined => {}
                Gap::Space => text.push(' '),
                Gap::Line | Gap::Break => break,
            }
        }
        text.push_str(word);
        let is_end = all.get(at + 1).is_none_or(|next| next.gap != Gap::Joined)
            || matches!(
                tokens.norm_of(at + 1),
                "." | "," | ";" | ":" | ")" | "\"" | "-" | "?" | "!" | "'s"
            );
        if is_end && let Some(digits) = read(&text) {
            // Small letters, then capitals: those of the unit.
            let has_capitals = all[start..=at]
                .iter()
                .any(|token| token.shape == Shape::Mixed);
            best = Some(Numeral {
                tokens: start..at + 1,
                digits: if has_capitals {
                    digits.to_uppercase()
                } else {
                    digits
                },
            });
        }
    }
    best
}

/// Whether a word starts with a digit, or with a number in words.
fn starts_like_numeral(word: &str) -> bool {
    match word.as_bytes() {
        [b'0'..=b'9', ..] => true,
        [b'e' | b'f' | b'h' | b'n' | b'o' | b's' | b't', ..] => {
            let mut numbers = NUMBERS[1..].iter().chain(&TENS).chain(&["hundred"]);
            numbers.any(|number| word.starts_with(number))
        }
        _ => false,
    }
}

/// `text` in digits, if it is a numeral in words and digits.
fn read(text: &str) -> Option<String> {
    let hundred = text.strip_prefix("a ");
    let hundred = hundred.filter(|rest| rest.starts_with("hundred"));
    let mut rest = hundred.unwrap_or(text);
    let mut digits = String::new();
    let mut has = Parts::default();
    let first = part(&mut rest, &mut has)?;
    digits.push_str(&first);
    while let Some(tail) = rest.strip_prefix(',') {
        rest = tail;
        let group = part(&mut rest, &mut has)?;
        if group.len() != 3 || digits.len() > 3 && !digits.contains(',') || first.len() > 3 {
            return None;
        }
        digits.push(',');
        digits.push_str(&group);
        has.mark = true;
    }
    if let Some(tail) = rest.strip_prefix('.') {
        rest = tail;
        digits.push('.');
        digits.push_str(&part(&mut rest, &mut has)?);
        has.mark = true;
    }
    // Of `three.three`, either may be a sentence.
    let is_mixed = has.words && has.mark && (has.digits || digits.contains(','));
    match rest {
        "" if is_mixed => {}
        "percent" | "%" if has.words => digits.push('%'),
        "st" | "nd" | "rd" | "th" if has.words && !has.mark => {
            if !is_ordinal(&digits, rest) || is_word(text) {
                return None;
            }
            digits.push_str(rest);
        }
        unit if has.words && !has.mark && UNITS.contains(&unit) => digits.push_str(unit),
        _ => return None,
    }
    Some(digits)
}

/// What a numeral is made of.
#[derive(Default)]
struct Parts {
    words: bool,
    digits: bool,
    /// A comma or a full stop inside.
    mark: bool,
}

/// Takes a number from 1 to 999 in words, or digits, off the start of `rest`.
fn part(rest: &mut &str, has: &mut Parts) -> Option<String> {
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    if len > 0 {
        let (digits, tail) = rest.split_at(len);
        *rest = tail;
        has.digits = true;
        // `40 fivem` for `45m`
        let mut tail = tail.strip_prefix(' ').unwrap_or_default();
        if let Some(tens) = digits.strip_suffix('0').filter(|tens| tens.len() == 1)
            && let Some(unit @ 1..=9) = below_hundred(&mut tail)
        {
            *rest = tail;
            has.words = true;
            return Some(format!("{tens}{unit}"));
        }
        return Some(digits.to_owned());
    }
    let number = below_thousand(rest)?;
    has.words = true;
    Some(number.to_string())
}

/// Takes a number from 1 to 999 in words off the start of `rest`.
fn below_thousand(rest: &mut &str) -> Option<usize> {
    let mut number = below_hundred(rest);
    let hundred = match number {
        Some(1..=9) => rest.strip_prefix([' ', '-']),
        Some(_) => None,
        None => Some(*rest),
    };
    if let Some(tail) = hundred.and_then(|rest| rest.strip_prefix("hundred")) {
        *rest = tail;
        let mut last = tail.strip_prefix(" and ").or(tail.strip_prefix([' ', '-']));
        let more = last.as_mut().and_then(below_hundred);
        if let (Some(_), Some(last)) = (more, last) {
            *rest = last;
        }
        number = Some(100 * number.unwrap_or(1) + more.unwrap_or(0));
    }
    number
}

/// Takes a number from 1 to 99 in words off the start of `rest`.
fn below_hundred(rest: &mut &str) -> Option<usize> {
    if let Some(tens) = index_of_prefix(&TENS, rest) {
        *rest = &rest[TENS[tens].len()..];
        let mut number = 10 * (tens + 2);
        if let Some(tail) = rest.strip_prefix([' ', '-'])
            && let Some(unit) = index_of_prefix(&NUMBERS[1..10], tail)
            && index_of_prefix(&NUMBERS[10..], tail).is_none()
        {
            *rest = &tail[NUMBERS[unit + 1].len()..];
            number += unit + 1;
        }
        return Some(number);
    }
    let small = index_of_prefix(&NUMBERS[1..20], rest)?;
    *rest = &rest[NUMBERS[small + 1].len()..];
    Some(small + 1)
}

/// The index of the longest of `words` that `text` starts with.
fn index_of_prefix(words: &[&str], text: &str) -> Option<usize> {
    let starts = |(_, word): &(usize, &&str)| text.starts_with(**word);
    let found = words.iter().enumerate().filter(starts);
    found
        .max_by_key(|(_, word)| word.len())
        .map(|(index, _)| index)
}

/// Whether `ending` makes an ordinal of the number `digits`.
fn is_ordinal(digits: &str, ending: &str) -> bool {
    let is_teen = digits.len() > 1 && digits[digits.len() - 2..].starts_with('1');
    let right = match digits.as_bytes().last() {
        Some(b'1') if !is_teen => "st",
        Some(b'2') if !is_teen => "nd",
        Some(b'3') if !is_teen => "rd",
        _ => "th",
    };
    ending == right
}

/// Whether a number in words ends like a word: `fourth`, but not `fortyth`.
fn is_word(text: &str) -> bool {
    ["four", "six", "seven", "ten", "teen", "eleven", "hundred"]
        .iter()
        .any(|number| {
            text.strip_suffix("th")
                .is_some_and(|text| text.ends_with(number))
        })
}

#[cfg(test)]
mod tests;
