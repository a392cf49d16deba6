//! What a spinner with a table of groups writes for a phrase, and with which probability.
//!
//! The spinner reads a text from left to right. Where it finds a phrase of its table, the longest one
//! first, it draws a member of the phrase's group. It may read the result again: a Markov chain,
//! whose states are phrases. A phrase is spun without the words around it.

use super::table::{Group, Member};
use crate::phrase::MAX_PHRASE;
use crate::spin::{adjust_space, furthest};
use std::collections::{BTreeMap, HashMap};
use unspin::text::token::{Gap, Tokens};

/// Phrases that are less likely than this are not followed any further.
const LEAST: f64 = 1e-6;

/// How a spinner works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Whether it looks only for the first member of each group, and always writes another one.
    /// Otherwise it looks for all members, and may draw the one that it found.
    pub keyed: bool,
    /// How it draws a member.
    pub draw: Draw,
    /// How many times it reads a text.
    pub passes: usize,
    /// The share of found phrases that it leaves alone, from 0 to 1.
    pub kept: f64,
}

/// How a member of a group is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// All are equally likely.
    Uniform,
    /// The second is twice as likely as the first, the third three times, and so on.
    Late,
}

impl Draw {
    /// The weight of the alternative at this position, from 1.
    fn weight(self, position: u32) -> f64 {
        match self {
            Self::Uniform => 1.0,
            Self::Late => f64::from(position),
        }
    }
}

/// A spinner with a table.
pub struct Engine {
    settings: Settings,
    groups: Vec<Group>,
    /// Group and member of each original.
    originals: Vec<(usize, usize)>,
    /// The number of each original, by normalised phrase.
    numbers: HashMap<String, usize>,
    /// Words of the longest original.
    longest: usize,
}

impl Engine {
    /// A spinner with the table `groups`. A phrase in several groups belongs to the first of them.
    pub fn new(groups: Vec<Group>, settings: Settings) -> Self {
        let mut originals = Vec::new();
        let mut numbers = HashMap::new();
        let mut longest = 0;
        for (group, at) in groups.iter().zip(0..) {
            let looked_for = if settings.keyed {
                1
            } else {
                group.members.len()
            };
            for (member, place) in group.members[..looked_for].iter().zip(0..) {
                if !numbers.contains_key(&member.norm) {
                    numbers.insert(member.norm.clone(), originals.len());
                    originals.push((at, place));
                    longest = longest.max(member.words);
                }
            }
        }
        Self {
            settings,
            groups,
            originals,
            numbers,
            longest,
        }
    }

    /// Number of originals, that is, of phrases that the spinner looks for.
    pub fn originals(&self) -> usize {
        self.originals.len()
    }

    /// An original, by its number.
    pub fn original(&self, number: usize) -> &Member {
        let (group, member) = self.originals[number];
        &self.groups[group].members[member]
    }

    /// The longest original that begins at token `at`: its number, and the token after it.
    pub fn find(&self, tokens: &Tokens, at: usize) -> Option<(usize, usize)> {
        let end = furthest(tokens, at, self.longest);
        (at + 1..=end).rev().find_map(|to| {
            let number = self.numbers.get(tokens.norm_span(at, to))?;
            Some((*number, to))
        })
    }

    /// What becomes of a phrase, in lower case, with the probability of each outcome. Outcomes that
    /// are too long for a lexicon or very unlikely are left out.
    pub fn outcomes(&self, phrase: &str) -> BTreeMap<String, f64> {
        let mut outcomes = BTreeMap::from([(phrase.to_owned(), 1.0)]);
        let mut tokens = Tokens::default();
        for _ in 0..self.settings.passes {
            let mut next = BTreeMap::new();
            for (phrase, chance) in outcomes {
                for (spun, chance) in self.pass(&phrase, chance, &mut tokens) {
                    *next.entry(spun).or_insert(0.0) += chance;
                }
            }
            outcomes = next;
        }
        outcomes
    }

    /// The outcomes of one pass over a phrase, which has the probability `chance`.
    fn pass(&self, phrase: &str, chance: f64, tokens: &mut Tokens) -> Vec<(String, f64)> {
        tokens.clear();
        tokens.push_text(phrase, 0);
        let mut outcomes = vec![(String::new(), chance)];
        let mut at = 0;
        while at < tokens.len() {
            let found = self.find(tokens, at);
            let to = found.map_or(at + 1, |(_, to)| to);
            let [first, last] = [at, to - 1].map(|index| tokens.as_slice()[index]);
            let piece = &phrase[first.start..last.end];
            let pieces = found.map_or(vec![(piece, 1.0)], |(number, _)| {
                self.alternatives(number, piece)
            });
            let is_spaced = first.gap == Gap::Space;
            outcomes = combined(&outcomes, &pieces, piece, is_spaced);
            at = to;
        }
        outcomes.retain(|(spun, _)| {
            tokens.clear();
            tokens.push_text(spun, 0);
            tokens.len() <= MAX_PHRASE
        });
        outcomes
    }

    /// What the spinner writes for an original, which is in the text as `found`.
    fn alternatives<'a>(&'a self, number: usize, found: &'a str) -> Vec<(&'a str, f64)> {
        let (group, _) = self.originals[number];
        let members = &self.groups[group].members[usize::from(self.settings.keyed)..];
        let weights = members
            .iter()
            .zip(1..)
            .map(|(member, position)| (&*member.lower, self.settings.draw.weight(position)));
        let sum: f64 = weights.clone().map(|(_, weight)| weight).sum();
        let kept = self.settings.kept;
        let drawn = weights.map(|(text, weight)| (text, (1.0 - kept) * weight / sum));
        [(found, kept)].into_iter().chain(drawn).collect()
    }
}

/// Each of the `outcomes` with each of the `pieces` behind it, which take the place of `original`.
fn combined(
    outcomes: &[(String, f64)],
    pieces: &[(&str, f64)],
    original: &str,
    is_spaced: bool,
) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    for (before, chance) in outcomes {
        for (piece, share) in pieces {
            if chance * share < LEAST {
                continue;
            }
            let mut text = before.clone();
            if is_spaced && !text.is_empty() {
                text.push(' ');
            }
            if !text.is_empty() {
                adjust_space(&mut text, piece, original);
            }
            text.push_str(piece);
            all.push((text, chance * share));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::table::parse;
    use super::*;

    const ONCE: Settings = Settings {
        keyed: false,
        draw: Draw::Uniform,
        passes: 1,
        kept: 0.0,
    };

    /// Asserts what becomes of `phrase`: each outcome with its probability in parts of `whole`.
    #[track_caller]
    fn assert_outcomes(
        table: &str,
        settings: Settings,
        phrase: &str,
        whole: f64,
        expected: &[(&str, f64)],
    ) {
        let engine = Engine::new(parse(table.as_bytes()).expect("a good table"), settings);
        let outcomes = engine.outcomes(phrase);
        let texts: Vec<&str> = outcomes.keys().map(String::as_str).collect();
        let expected_texts: Vec<&str> = expected.iter().map(|(text, _)| *text).collect();
        assert_eq!(texts, expected_texts);
        for ((text, chance), (_, parts)) in outcomes.iter().zip(expected) {
            assert!((chance * whole - parts).abs() < 1e-9, "{text}: {chance}");
        }
    }

    #[test]
    fn any_member_may_be_drawn_also_the_one_that_was_found() {
        let expected = [("big", 1.0), ("huge", 1.0), ("large", 1.0)];
        assert_outcomes("big|large|huge\n", ONCE, "large", 3.0, &expected);
    }

    /// A tenth is kept. The rest is divided 1 : 2 : 3.
    #[test]
    fn late_members_may_be_more_likely() {
        let settings = Settings {
            draw: Draw::Late,
            kept: 0.1,
            ..ONCE
        };
        let expected = [("big", 15.0 + 10.0), ("huge", 45.0), ("large", 30.0)];
        assert_outcomes("big|large|huge\n", settings, "big", 100.0, &expected);
    }

    #[test]
    fn only_keys_are_looked_for_and_never_drawn() {
        let settings = Settings {
            keyed: true,
            kept: 0.1,
            ..ONCE
        };
        let table = "big|large|huge\nbig|great\n";
        let expected = [("big", 10.0), ("huge", 45.0), ("large", 45.0)];
        assert_outcomes(table, settings, "big", 100.0, &expected);
        assert_outcomes(table, settings, "large", 1.0, &[("large", 1.0)]);
    }

    /// `small` belongs to the first group. In the first pass, `minute` becomes `minute`, `small` or
    /// `little`, with 1/3 each. In the second, `minute` and `little` become each of these again, with
    /// 1/9 each, and `small` becomes `small` or `tiny`, with 1/6 each. So `small` has 1/9 + 1/9 + 1/6.
    #[test]
    fn a_second_pass_spins_what_the_first_one_wrote() {
        let table = "small|tiny\nminute|small|little\n";
        let twice = Settings { passes: 2, ..ONCE };
        let expected = [
            ("little", 4.0),
            ("minute", 4.0),
            ("small", 7.0),
            ("tiny", 3.0),
        ];
        assert_outcomes(table, twice, "minute", 18.0, &expected);
    }

    /// The second pass finds `new` in `brand new`, and `it is` in `it's`.
    #[test]
    fn a_second_pass_spins_the_words_of_a_phrase() {
        let settings = Settings {
            keyed: true,
            passes: 2,
            ..ONCE
        };
        let table = "fresh|brand new\nnew|novel|recent\nso be it|it's\n's|is\n";
        let expected = [("brand novel", 1.0), ("brand recent", 1.0)];
        assert_outcomes(table, settings, "fresh", 2.0, &expected);
        assert_outcomes(table, settings, "so be it", 1.0, &[("it is", 1.0)]);
    }

    #[test]
    fn phrases_do_not_grow_beyond_the_limit() {
        let settings = Settings {
            keyed: true,
            passes: 3,
            ..ONCE
        };
        let two = Settings {
            passes: 2,
            ..settings
        };
        let table = "very|very very very\n";
        let seven = [("very very very very very very very", 1.0)];
        assert_outcomes(
            "very|very very\n",
            two,
            "very",
            1.0,
            &[("very very very very", 1.0)],
        );
        assert_outcomes(table, two, "very", 1.0, &[]);
        assert_outcomes(
            "so|very so very so very so very\n",
            ONCE,
            "many",
            1.0,
            &[("many", 1.0)],
        );
        assert_outcomes(
            "very|very very very very very very very\n",
            Settings {
                passes: 1,
                ..settings
            },
            "very",
            1.0,
            &seven,
        );
    }

    #[test]
    fn the_longest_original_is_found_first() {
        let table = parse(b"lot|heap\na lot of|many\n").expect("a good table");
        let engine = Engine::new(table, ONCE);
        let mut tokens = Tokens::default();
        tokens.push_text("A lot of it, and a lot\nof that", 0);
        let found: Vec<_> = (0..tokens.len())
            .filter_map(|at| engine.find(&tokens, at))
            .map(|(number, to)| (&*engine.original(number).text, to))
            .collect();
        assert_eq!(found, [("a lot of", 3), ("lot", 2), ("lot", 8)]);
    }
}
