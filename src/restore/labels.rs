//! Numbers and letters that label something and count nothing: those of pages, chapters, notes, verses, houses
//! and rooms, amounts with a unit attached (`5p`), and names such as `4d5e`. They must stay as they are.

use crate::text::segment::starts_sentence;
use crate::text::token::{Gap, Shape, Token, Tokens};

/// Words before a number that is a name.
const LABELS: [&str; 21] = [
    "appendix", "art", "article", "chapter", "ch", "episode", "fig", "figure", "footnote", "no",
    "nos", "p", "page", "pp", "sec", "section", "table", "verse", "vol", "volume", "§",
];

/// Last words of the names of streets.
const STREETS: [&str; 24] = [
    "alley",
    "avenue",
    "boulevard",
    "close",
    "court",
    "crescent",
    "drive",
    "gardens",
    "grove",
    "hill",
    "lane",
    "parade",
    "park",
    "place",
    "quay",
    "road",
    "row",
    "square",
    "street",
    "terrace",
    "view",
    "walk",
    "way",
    "yard",
];

/// Words after the number of a name. Other words may be what the number counts: `in Leeds 4 houses`.
const LINKS: [&str; 29] = [
    "and", "are", "as", "at", "but", "by", "for", "from", "had", "has", "have", "he", "in", "is",
    "it", "on", "or", "she", "that", "they", "to", "was", "were", "when", "where", "which", "who",
    "will", "with",
];

/// Most letters of a unit that is attached to a number.
const UNIT: usize = 3;

/// Endings of numbers that spinners write for words: `3rd` for `third`.
const RANKS: [&str; 4] = ["nd", "rd", "st", "th"];

/// Marks the labels among `tokens`, which have as many places in `fixed`.
pub(super) fn mark(tokens: &Tokens, fixed: &mut [bool]) {
    let labels = Labels {
        tokens,
        all: tokens.as_slice(),
    };
    labels.mark_lone_numbers(fixed);
    labels.mark_counted_lines(fixed);
    for at in 0..tokens.len() {
        if labels.is_number(at) {
            labels.mark_number(at, fixed);
        } else if labels.is_letter_name(at) {
            fixed[at] = true;
        }
    }
}

struct Labels<'t> {
    tokens: &'t Tokens,
    all: &'t [Token],
}

impl Labels<'_> {
    /// Marks the tokens of lines without letters: the numbers of pages, chapters and tables.
    fn mark_lone_numbers(&self, fixed: &mut [bool]) {
        let mut from = 0;
        for line in self.all.chunk_by(|_, next| next.gap < Gap::Line) {
            let to = from + line.len();
            if line.iter().all(|token| token.shape == Shape::Uncased) {
                fixed[from..to].fill(true);
            }
            from = to;
        }
    }

    /// Marks the numbers that begin lines and count them.
    fn mark_counted_lines(&self, fixed: &mut [bool]) {
        let begins_line = |at: &usize| self.is_new_line(*at) && self.is_number(*at);
        let numbers: Vec<usize> = (0..self.all.len()).filter(begins_line).collect();
        let value = |at: usize| self.norm(at).parse::<u32>().ok();
        for pair in numbers.windows(2) {
            let next = value(pair[0]).and_then(|number| number.checked_add(1));
            if next.is_some() && next == value(pair[1]) {
                fixed[pair[0]] = true;
                fixed[pair[1]] = true;
            }
        }
    }

    /// Marks number `at`, and what belongs to it, if it labels something.
    fn mark_number(&self, at: usize, fixed: &mut [bool]) {
        fixed[at] |=
            self.is_part(at) || self.is_note(at) || self.follows_name(at) || self.is_at_bar(at);
        if self.has_unit(at) {
            fixed[at] = true;
            // `5p.c` is a spun `5%`.
            let unit = self.norm(at + 1);
            fixed[at + 1] |= unit.len() <= UNIT && !unit.contains('.');
        }
        if self.is_verse(at) {
            fixed[at - 2..=at].fill(true);
        }
        if self.is_in_brackets(at) {
            fixed[at - 1..=at].fill(true);
        }
        if let Some(start) = self.head_start(at) {
            fixed[start..=at].fill(true);
        }
        if let Some(end) = self.address_end(at) {
            fixed[at..end].fill(true);
        }
    }

    fn norm(&self, at: usize) -> &str {
        self.tokens.norm_of(at)
    }

    fn is_number(&self, at: usize) -> bool {
        let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        self.all[at].shape == Shape::Uncased && is_digits(self.norm(at))
    }

    fn is_cased(&self, at: usize) -> bool {
        self.all[at].shape != Shape::Uncased
    }

    fn has_capital(&self, at: usize) -> bool {
        !matches!(self.all[at].shape, Shape::Uncased | Shape::Lower)
    }

    /// Whether token `at` exists and nothing is between it and the one before.
    fn is_joined(&self, at: usize) -> bool {
        self.all
            .get(at)
            .is_some_and(|token| token.gap == Gap::Joined)
    }

    /// Whether token `at` exists and only spaces are between it and the one before.
    fn is_spaced(&self, at: usize) -> bool {
        self.all
            .get(at)
            .is_some_and(|token| token.gap == Gap::Space)
    }

    /// Whether token `at` is on a new line, or there is none.
    fn is_new_line(&self, at: usize) -> bool {
        self.all.get(at).is_none_or(|token| token.gap >= Gap::Line)
    }

    /// Whether number `at` follows a word such as `chapter` or `vol.`
    fn is_part(&self, at: usize) -> bool {
        if at == 0 {
            return false;
        }
        let is_stop = at > 1 && self.norm(at - 1) == ".";
        let word = self.norm(if is_stop { at - 2 } else { at - 1 });
        self.all[at].gap <= Gap::Space && LABELS.contains(&word)
    }

    /// Whether number `at` follows a word and a mark without a space.
    fn is_note(&self, at: usize) -> bool {
        at > 1
            && matches!(self.norm(at - 1), "." | "," | "!" | "?")
            && self.is_cased(at - 2)
            && self.is_joined(at - 1)
            && self.is_joined(at)
    }

    /// Whether letters are attached to number `at`: `5p`, but not `3rd`.
    fn has_unit(&self, at: usize) -> bool {
        self.is_joined(at + 1)
            && self.is_cased(at + 1)
            && !self.all[at + 1].clitic
            && !RANKS.contains(&self.norm(at + 1))
            && !self.is_generation(at)
    }

    /// Whether number `at` is a part of `(5g)`, the short form of a term that can be tortured.
    fn is_generation(&self, at: usize) -> bool {
        at > 0 && self.norm(at - 1) == "(" && self.norm(at + 1) == "g"
    }

    /// Whether number `at` ends a name within a sentence: `Gate 5`.
    fn follows_name(&self, at: usize) -> bool {
        if at < 2 || !self.is_spaced(at) || !self.has_capital(at - 1) || !self.is_spaced(at - 1) {
            return false;
        }
        // The capital of the first word of a sentence does not make a name.
        let is_inside = matches!(self.norm(at - 2), "," | ";") || self.is_cased(at - 2);
        is_inside && (self.is_new_line(at + 1) || self.is_link(at + 1))
    }

    /// Whether token `at` is no word that a number before it might count.
    fn is_link(&self, at: usize) -> bool {
        let marks = [".", ",", ";", ":", "!", "?", ")", "]", "\"", "'", "'s"];
        let word = self.norm(at);
        LINKS.contains(&word) || marks.contains(&word)
    }

    /// Whether number `at` is behind a colon and another number: `9:5`.
    fn is_verse(&self, at: usize) -> bool {
        at > 1
            && self.is_joined(at)
            && self.is_joined(at - 1)
            && self.norm(at - 1) == ":"
            && self.is_number(at - 2)
    }

    /// Whether number `at` and a word before it are alone in brackets: `[note 5]`.
    fn is_in_brackets(&self, at: usize) -> bool {
        at > 1
            && self.is_cased(at - 1)
            && self.norm(at - 2) == "["
            && self.is_joined(at - 1)
            && self.is_spaced(at)
            && self.is_joined(at + 1)
            && self.norm(at + 1) == "]"
    }

    /// Whether number `at` is divided by a bar from the rest of its line, as in the head of a page.
    fn is_at_bar(&self, at: usize) -> bool {
        let is_bar = |at: usize| self.is_spaced(at) && self.norm(at) == "|";
        let is_first = self.is_new_line(at) && is_bar(at + 1);
        let is_last = at > 0 && is_bar(at - 1) && self.is_spaced(at) && self.is_new_line(at + 1);
        is_first || is_last
    }

    /// Where the head of a line begins that number `at` ends: `4:`, `4 -`, `Round 4:`.
    fn head_start(&self, at: usize) -> Option<usize> {
        if !self.is_before_text(at + 1) {
            return None;
        }
        if self.is_new_line(at) {
            return Some(at);
        }
        let is_named = self.is_spaced(at) && self.is_new_line(at - 1) && self.has_capital(at - 1);
        is_named.then_some(at - 1)
    }

    /// Whether token `at` is a mark that divides the head of a line from its text.
    fn is_before_text(&self, at: usize) -> bool {
        let Some(next) = self.all.get(at + 1) else {
            return false;
        };
        match self.norm(at) {
            // `4:30` is a time.
            ":" => self.is_joined(at) && (next.gap != Gap::Joined || !self.is_number(at + 1)),
            "-" => self.is_spaced(at) && next.gap == Gap::Space,
            _ => false,
        }
    }

    /// One past the last token of an address that begins with number `at`: `5 Mill Lane`.
    fn address_end(&self, at: usize) -> Option<usize> {
        let is_word = |at: &usize| self.is_spaced(*at) && self.has_capital(*at);
        let words = (at + 1..self.all.len().min(at + 4)).take_while(is_word);
        let is_street = |at: &usize| STREETS.contains(&self.norm(*at));
        words.skip(1).find(is_street).map(|last| last + 1)
    }

    /// Whether token `at` is a capital that names something: `Witness A asked`.
    fn is_letter_name(&self, at: usize) -> bool {
        let is_capital = self.norm(at) == "a" && self.has_capital(at);
        is_capital
            && at > 0
            && self.is_spaced(at)
            && (self.is_cased(at - 1) || self.norm(at - 1) == ".")
            && !starts_sentence(self.tokens, at)
            && self.all.get(at + 1).is_none_or(|next| {
                next.gap != Gap::Space || matches!(next.shape, Shape::Lower | Shape::Uncased)
            })
    }
}

#[cfg(test)]
mod tests;
