//! Facts that the words nearby rule out: a woman of seven, a wife of hers, a person who is `she` and a man,
//! feet for broken toes, `sold` for `bought`.

use super::names::{self, MEN, WOMEN};
use super::words::{
    BODY, BROKEN, CHILDLIKE, DETERMINERS, GROWN, HERS, HIS, OTHERS, VESSELS, YOUNG,
};
use super::{Checker, Class, FactSet, SENSES, Sense};
use crate::cost::Cost;
use crate::lexicon::Original;
use crate::text::address::NUMBERS;
use crate::text::token::{Gap, Shape, word_hash};
use std::ops::Range;

/// Additional cost of a wording that words nearby rule out: more than most evidence can outweigh.
pub(super) const RULED_OUT: Cost = 12_000;
/// Additional cost of a wording that says something else than the spun word does alone.
pub(super) const OTHER_SENSE: Cost = 4000;

/// How far a sentence is read in each direction, in tokens.
const REACH: usize = 16;
/// How far before a part of the body the verb may be that says it was hurt.
const HURT: usize = 4;

impl Checker<'_, '_> {
    /// Additional cost of `original` for the tokens `spun`, because of words nearby.
    pub(super) fn near_cost(
        &self,
        spun: &Range<usize>,
        stated: &FactSet,
        original: Original,
    ) -> Cost {
        let surface = self.lexicon.surface(original);
        let phrase = self.tokens.norm_span(spun.start, spun.end);
        let is_ruled_out = has_word(surface, &GROWN) && self.is_child(spun)
            || surface == "wife" && self.has_husband(spun)
            || surface == "husband" && self.has_wife(spun)
            || phrase != surface
                && BODY.contains(&phrase)
                && BODY.contains(&surface)
                && self.is_hurt(spun)
            || self.is_other_gender(spun, stated, original)
            || self.is_other_day(spun, original)
            || self.is_other_month(spun, original)
            || self.is_other_system(stated, original);
        if is_ruled_out {
            RULED_OUT
        } else if OTHERS.contains(&(phrase, surface)) {
            OTHER_SENSE
        } else {
            0
        }
    }

    /// Whether token `at` is a first name, so that a surname may follow.
    pub(super) fn is_first_name(&self, at: usize) -> bool {
        self.tokens.as_slice()[at].shape == Shape::Initial
            && names::is_first(self.tokens.norm_of(at))
    }

    /// The word `back` places before token `at`; nothing at the start of the text.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back)
            .map_or("", |at| self.tokens.norm_of(at))
    }

    pub(super) fn after(&self, at: usize) -> &str {
        if at < self.tokens.len() {
            self.tokens.norm_of(at)
        } else {
            ""
        }
    }

    /// Whether those that `spun` names are children by their age, or by the word before.
    fn is_child(&self, spun: &Range<usize>) -> bool {
        let at = spun.start;
        let is_old = |at| self.before(at, 1) == "old" && self.before(at, 3) == "year";
        // An adjective may be between the age and the noun.
        let old = [at, at.saturating_sub(1)]
            .into_iter()
            .find(|&at| is_old(at));
        let years = old.map(|at| self.before(at, 5));
        let is_young = self.before(at, 2) == "," && YOUNG.contains(&self.before(at, 3));
        let mut next = spun.end;
        if self.after(next) == "," {
            next += 1;
        }
        if ["aged", "age", "ages"].contains(&self.after(next)) {
            next += 1;
        }
        let follows = next > spun.end && !["percent", "%", "-"].contains(&self.after(next + 1));
        years.is_some_and(is_few)
            || CHILDLIKE.contains(&self.before(at, 1))
            || is_young && DETERMINERS.contains(&self.before(at, 1))
            || follows && is_few(self.after(next))
    }

    /// Whether the person that `spun` names is a woman's, or has the name of a man.
    fn has_husband(&self, spun: &Range<usize>) -> bool {
        self.before(spun.start, 1) == "her" || self.is_called(spun.end, MEN)
    }

    fn has_wife(&self, spun: &Range<usize>) -> bool {
        self.before(spun.start, 1) == "his" || self.is_called(spun.end, WOMEN)
    }

    /// Whether one of `names` follows before token `at`, perhaps after a comma.
    fn is_called(&self, at: usize, names: &str) -> bool {
        let at = if self.after(at) == "," { at + 1 } else { at };
        names::has(names, self.after(at)) && self.is_capitalised(at)
    }

    /// Whether token `at` is a noun before the name of a ship.
    pub(super) fn is_vessel(&self, at: usize) -> bool {
        self.tokens.as_slice()[at].shape == Shape::Lower
            && VESSELS.contains(&self.tokens.norm_of(at))
    }

    /// Whether a part of a body is said to be hurt.
    fn is_hurt(&self, spun: &Range<usize>) -> bool {
        (1..=HURT).any(|back| BROKEN.contains(&self.before(spun.start, back)))
            || (0..2).any(|on| BROKEN.contains(&self.after(spun.end + on)))
    }

    /// Whether `original` makes a man of someone, `spun` does not, and the only pronouns of the sentence are
    /// those of a woman; or the reverse.
    fn is_other_gender(&self, spun: &Range<usize>, stated: &FactSet, original: Original) -> bool {
        let is_new = |word: u64| match SENSES.get(&word) {
            Some(&Sense::Fact {
                id,
                class: Class::Gender,
                introduces: true,
            }) => !stated.contains(id),
            _ => false,
        };
        let mut words = self.lexicon.words_of(original);
        let Some(word) = words.find(|&word| is_new(word)) else {
            return false;
        };
        let is_his = is_same_gender(word, HIS[0]);
        let (own, other) = if is_his { (HIS, HERS) } else { (HERS, HIS) };
        !HIS.iter()
            .chain(&HERS)
            .any(|pronoun| word_hash(pronoun) == word)
            && self.is_near(spun, &other)
            && !self.is_near(spun, &own)
    }

    /// Whether the sentence has one of `words` near the tokens `spun`.
    fn is_near(&self, spun: &Range<usize>, words: &[&str]) -> bool {
        let all = self.tokens.as_slice();
        let is_end = |at: &usize| matches!(self.tokens.norm_of(*at), "." | "!" | "?");
        let before = (spun.start.saturating_sub(REACH)..spun.start).rev();
        let before = before.take_while(|at| !is_end(at) && all[at + 1].gap < Gap::Break);
        let after = spun.end..all.len().min(spun.end + REACH);
        let after = after.take_while(|at| !is_end(at) && all[*at].gap < Gap::Break);
        before
            .chain(after)
            .any(|at| words.contains(&self.tokens.norm_of(at)))
    }
}

fn is_same_gender(word: u64, pronoun: &str) -> bool {
    let id = |word| match SENSES.get(&word) {
        Some(&Sense::Fact { id, .. }) => Some(id),
        _ => None,
    };
    id(word) == id(word_hash(pronoun))
}

fn has_word(surface: &str, words: &[&str]) -> bool {
    surface.split(' ').any(|word| words.contains(&word))
}

/// Whether `years` is the age of a child.
fn is_few(years: &str) -> bool {
    let in_words = NUMBERS.iter().position(|&number| number == years);
    let years = in_words.or_else(|| years.parse().ok());
    years.is_some_and(|years| (1..18).contains(&years))
}
