//! How a restored wording is written: its letter case, apostrophes and spacing follow the text
//! around it.

use crate::text::token::{Gap, Shape, Token};
use std::ops::Range;

/// The place of a wording in a text.
#[derive(Clone, Debug)]
pub struct Place<'t> {
    /// The tokens of the text.
    pub tokens: &'t [Token],
    /// Those that are replaced; at least one.
    pub spun: Range<usize>,
    /// How the document writes apostrophes.
    pub apostrophe: Apostrophe,
}

/// How a document writes apostrophes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apostrophe {
    /// `'`
    #[default]
    Straight,
    /// `’`
    Curly,
}

impl Apostrophe {
    /// The kind that is more frequent in `text`; straight if both are equally frequent.
    pub fn of(text: &[u8]) -> Self {
        let curly = text.windows(3).filter(|three| *three == "’".as_bytes());
        let straight = text.iter().filter(|&&byte| byte == b'\'');
        if curly.count() > straight.count() {
            Self::Curly
        } else {
            Self::Straight
        }
    }
}

/// Words that are not capitalised in a title.
const SMALL: [&str; 14] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
];

/// How far a line is read in each direction, in tokens, to find out whether it is in capitals.
const LINE: usize = 32;

impl<'t> Place<'t> {
    fn spun(&self) -> &'t [Token] {
        &self.tokens[self.spun.clone()]
    }

    /// The tokens before, the nearest first.
    fn before(&self) -> impl Iterator<Item = &'t Token> + use<'t> {
        self.tokens[..self.spun.start].iter().rev()
    }

    /// The tokens after.
    fn after(&self) -> impl Iterator<Item = &'t Token> + use<'t> {
        self.tokens[self.spun.end..].iter()
    }

    /// Whether a wording is written in capitals here.
    ///
    /// An abbreviation in capitals is not enough: there must be two words in capitals, or one and a
    /// neighbour, or else the whole line must be in capitals. Single letters, such as `A` and `I`,
    /// and tokens without letters fit into both kinds of lines.
    fn is_in_capitals(&self) -> bool {
        let mut capitals = 0;
        for token in self.spun() {
            match Letters::of(token) {
                Letters::Capitals => capitals += 1,
                Letters::Other => return false,
                Letters::Neutral => {}
            }
        }
        let mut around = self.before().take(1).chain(self.after().take(1));
        match capitals {
            0 => self.capitals_in_line().is_some_and(|count| count > 1),
            1 => {
                around.any(|token| Letters::of(token) == Letters::Capitals)
                    || self.capitals_in_line().is_some_and(|count| count > 0)
            }
            _ => true,
        }
    }

    /// The number of words in capitals in the rest of the line; `None` if it has others.
    fn capitals_in_line(&self) -> Option<usize> {
        // A token knows the gap in front of it.
        let mut gap = self.tokens[self.spun.start].gap;
        let before = self.before().take_while(|token| {
            let gap = std::mem::replace(&mut gap, token.gap);
            gap < Gap::Line
        });
        let after = self.after().take_while(|token| token.gap < Gap::Line);
        let mut count = 0;
        for token in before.take(LINE).chain(after.take(LINE)) {
            match Letters::of(token) {
                Letters::Capitals => count += 1,
                Letters::Other => return None,
                Letters::Neutral => {}
            }
        }
        Some(count)
    }
}

/// What a token shows about the letter case of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// Two or more letters, all capitals.
    Capitals,
    /// A small letter.
    Other,
    /// No letter, or a single capital.
    Neutral,
}

impl Letters {
    fn of(token: &Token) -> Self {
        let apostrophe = match (token.clitic, token.curly) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => '’'.len_utf8(),
        };
        let is_single = token.end - token.start == apostrophe + 1;
        match token.shape {
            Shape::Upper => Self::Capitals,
            Shape::Uncased => Self::Neutral,
            Shape::Initial if is_single => Self::Neutral,
            Shape::Initial | Shape::Lower | Shape::Mixed => Self::Other,
        }
    }
}

/// `wording`, given in the letter case that it has inside a sentence, as it is written at `place`.
///
/// Letter case is transferred word by word. If the wording has another number of words than the
/// tokens, its first word is capitalised like the first token, and the others only if a later token
/// is capitalised.
pub fn dress(wording: &str, place: &Place<'_>) -> String {
    let text = if place.is_in_capitals() {
        wording.to_uppercase()
    } else {
        transfer(wording, place)
    };
    match place.apostrophe {
        Apostrophe::Curly => text.replace('\'', "’"),
        Apostrophe::Straight => text,
    }
}

/// The article `wanted` as it is written instead of the token `found`, which is followed by the
/// wording at `word`.
pub fn dress_article(wanted: &str, found: &Token, word: &Place<'_>) -> String {
    match found.shape {
        Shape::Lower => wanted.to_owned(),
        _ if word.is_in_capitals() => wanted.to_uppercase(),
        _ => capitalised(wanted),
    }
}

fn transfer(wording: &str, place: &Place<'_>) -> String {
    let cased: Vec<Shape> = place
        .spun()
        .iter()
        .map(|token| token.shape)
        .filter(|&shape| shape != Shape::Uncased)
        .collect();
    let words = wording
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    let is_title = match &cased[..] {
        [] => false,
        // An abbreviation stands for a name.
        [Shape::Upper] => words > 1,
        [_] => is_initial(place.before().next()) && is_initial(place.after().next()),
        [_, later @ ..] => later.iter().any(|&shape| shape != Shape::Lower),
    };
    let mut index = 0;
    let mut out = String::with_capacity(wording.len());
    for word in wording.split_inclusive(' ') {
        if !word.chars().any(char::is_alphabetic) {
            out.push_str(word);
            continue;
        }
        let is_capitalised = match cased.get(index) {
            Some(&shape) if words == cased.len() || index == 0 => shape != Shape::Lower,
            _ => is_title && !SMALL.contains(&word.trim_end()),
        };
        if is_capitalised {
            out.push_str(&capitalised(word));
        } else {
            out.push_str(word);
        }
        index += 1;
    }
    out
}

fn is_initial(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.shape == Shape::Initial)
}

/// `word` with its first letter as a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The first byte that is replaced, and what is written in front of the wording: a clitic is
/// attached to the word before it (`it is`, `it’s`), a word is not.
pub fn spacing(wording: &str, place: &Place<'_>) -> (usize, &'static str) {
    let first = &place.tokens[place.spun.start];
    let is_clitic = wording.starts_with('\'') && wording.len() > 1;
    match (place.before().next(), first.gap) {
        (Some(before), Gap::Space) if is_clitic => (before.end, ""),
        (Some(_), Gap::Joined) if !is_clitic && first.clitic => (first.start, " "),
        _ => (first.start, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::Tokens;

    /// Calls `check` with the place of `spun`, which is between brackets in `text`.
    fn at<T>(text: &str, check: impl Fn(&Place<'_>) -> T) -> T {
        let start = text.find('[').expect("an opening bracket");
        let end = text.find(']').expect("a closing bracket") - 1;
        let mut tokens = Tokens::default();
        tokens.push_text(&text.replace(['[', ']'], ""), 0);
        let tokens = tokens.as_slice();
        let spun = tokens.partition_point(|token| token.start < start)
            ..tokens.partition_point(|token| token.start < end);
        check(&Place {
            tokens,
            spun,
            apostrophe: Apostrophe::Straight,
        })
    }

    fn assert_dressed(table: &[(&str, &str, &str)]) {
        for &(text, wording, expected) in table {
            let dressed = at(text, |place| dress(wording, place));
            assert_eq!(dressed, expected, "{text}");
        }
    }

    #[test]
    fn case_is_transferred_word_by_word() {
        assert_dressed(&[
            ("the [invoice] was", "bill", "bill"),
            ("The [Invoice] was", "bill", "Bill"),
            ("[Invoice] was", "bill", "Bill"),
            ("the [White Home] said", "white house", "White House"),
            ("the [White home] said", "white house", "White house"),
            ("the [iPhone] was", "telephone", "Telephone"),
            // An abbreviation that is spelt out is a name.
            (
                "the [TUC] was",
                "trades union congress",
                "Trades Union Congress",
            ),
            ("the [UN] was", "league of nations", "League of Nations"),
            // Letters that the lexicon has as capitals stay so.
            ("the [states] are", "U.S.", "U.S."),
        ]);
    }

    #[test]
    fn wordings_of_another_length_follow_the_first_and_later_words() {
        assert_dressed(&[
            ("[Currently] it is", "at the moment", "At the moment"),
            ("[In keeping with] it", "according to", "According to"),
            ("[In Keeping With] It", "according to", "According to"),
            ("[In Keeping With] It", "in line with", "In Line With"),
            // One word in a title, and one at the start of a sentence.
            ("A [Currently] Bad Day", "right now", "Right Now"),
            ("A [Currently] bad day", "right now", "Right now"),
        ]);
    }

    #[test]
    fn a_line_in_capitals_stays_so() {
        assert_dressed(&[
            ("THE [INVOICE] WAS", "bill", "BILL"),
            ("THE [WHITE HOME] MENTIONED", "white house", "WHITE HOUSE"),
            ("[WHITE HOME] mentioned", "white house", "WHITE HOUSE"),
            ("the [INVOICE] was", "bill", "Bill"),
            ("[INVOICE]", "bill", "Bill"),
        ]);
    }

    #[test]
    fn single_letters_digits_and_marks_do_not_end_a_line_in_capitals() {
        assert_dressed(&[
            ("WHY I MENTIONED IT: A [INVOICE]", "bill", "BILL"),
            ("IT RAINED. I [MENTIONED].", "said", "SAID"),
            ("HE PAID 12 [PCS] 12", "pieces", "PIECES"),
            ("THEY'D [MENTIONED], IT", "said", "SAID"),
            ("SHE LIKES IT [A LOT].", "much", "MUCH"),
            ("SHE PAID 5 [%] MORE", "percent", "PERCENT"),
            // Not the whole line is in capitals, so these may be abbreviations.
            ("He went to NASA. A [PC]", "computer", "Computer"),
            ("It is NASA (a [PC]).", "computer", "Computer"),
            ("NASA\n(A [PC]).", "computer", "Computer"),
            ("I paid 5 [%] more", "percent", "percent"),
            ("NASA: 5 [%]", "percent", "percent"),
        ]);
    }

    #[test]
    fn a_long_line_is_read_in_part() {
        let near = format!("{} x {} [HOME].", "it".repeat(9), ". ".repeat(LINE - 2));
        let far = format!("it {} IT, [HOME].", ". ".repeat(LINE - 1));
        assert_dressed(&[(&near, "house", "House"), (&far, "house", "HOUSE")]);
    }

    #[test]
    fn articles_follow_the_word_after_them() {
        let article = |text: &str, wanted: &str| {
            at(text, |place| {
                dress_article(wanted, &place.tokens[place.spun.start - 1], place)
            })
        };
        let table = [
            ("it was a [mark] of", "an", "an"),
            ("A [mark] of", "an", "An"),
            ("A [Mark] Of", "an", "An"),
            ("An [Invoice] Of", "a", "A"),
            ("IT WAS A [MARK] OF", "an", "AN"),
            ("A [MARK] OF", "an", "AN"),
            ("AN [INVOICE] OF", "a", "A"),
            ("A [PC] was", "an", "An"),
        ];
        for (text, wanted, expected) in table {
            assert_eq!(article(text, wanted), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_are_those_of_the_document() {
        let dressed = at("we [will not] go", |place| {
            let mut place = place.clone();
            place.apostrophe = Apostrophe::Curly;
            dress("won't", &place)
        });
        assert_eq!(dressed, "won’t");
    }

    #[test]
    fn clitics_are_attached_and_words_are_not() {
        let spaced = |text, wording| at(text, |place| spacing(wording, place));
        assert_eq!(spaced("it [is] so", "'s"), (2, ""));
        assert_eq!(spaced("it['s] so", "is"), (2, " "));
        assert_eq!(spaced("it['s] so", "'d"), (2, ""));
        assert_eq!(spaced("it [was] so", "is"), (3, ""));
        assert_eq!(spaced("[is] so", "'s"), (0, ""));
        assert_eq!(spaced("one-[sided] so", "way"), (4, ""));
    }
}
