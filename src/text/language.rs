//! Whether a passage of text is English prose.
//!
//! Two counts decide: the share of lower-case words that a model of English knows, and the share of
//! function words. Foreign text has few known words; lists, code and word lists have no function words.
//! A model that was trained on news also knows foreign words of names and titles. So the function words of
//! other languages do not count as known.
//! On paragraphs of ten languages this beats the crates whatlang 0.16 and whichlang 0.1 (see
//! docs/experiments.md), and needs no further look at the text.

use crate::store::hash::ByHash;
use crate::text::token::{Shape, Tokens};
use std::collections::HashSet;
use std::ops::{Add, Range, Sub};
use std::sync::LazyLock;

/// Common English words without a meaning of their own, as far as they are not also common in another
/// language that uses Latin letters.
const FUNCTION_WORDS: &str = "the of and to that with for from this which have has had but not they \
    their its his her she he it is are be been would could should will can may might when where who \
    what than then there these those into about after before between through during also only other \
    such if by at you your we our all any each more most some do does did how out up over because \
    while both use used using were was";

/// Common words of other languages that use Latin letters, and of Scots and Nigerian Pidgin, as far as they are
/// no words of English and not common in names (`de`, `la`, `von`).
const FOREIGN_WORDS: &str = "und nicht ist auf für ein eine einen einem einer eines mit sich auch wird werden \
    wurde sind zum zur dem das bei nach aus oder aber wenn noch durch über diese dieser ich wir uns sehr schon mehr \
    kein keine dass haben immer alles gegen ohne zwischen \
    het een niet voor zijn aan wordt worden werd maar ook bij naar nog dat deze dit uit heb heeft hebben wij jij je \
    jullie mijn ze geen veel altijd daar moet mogen kunnen wel omdat toen weer mee vir hulle \
    une est dans pour avec sur pas qui que vous nous ils elle elles ses cette ces mais ou où été être avoir fait sont \
    leur leurs comme aux chez sans très tous votre notre donc aussi en un \
    los las una unos por para como más pero sus este esta estos está ser fue hay muy también entre sobre desde \
    hasta cuando donde porque todo todos se lo ya eso ese su \
    il gli uno che sono delle degli dei nel nella nelle più anche ed questo questa questi essere stato dal dalla \
    alla alle sul sulla loro suo sua tutti molto perché dopo così \
    os uma um não mais mas foi ao aos pela pelo são seu ele ela isso até já muito nas nos num numa quando sem \
    você \
    och att det som inte är av för till har på ett jag från eller efter blir blev också ikke og af jeg hvis fra være \
    når \
    nie się jest na że jak od po przez dla czy ale był była są przy oraz już jego jej ich tego który która které \
    jsou byl nebo jako také \
    ve bir ile için çok daha gibi kadar değil ja ei että oli kun niin myös ovat és nem egy hogy meg volt csak már \
    și nu este care pentru din sunt yang dan dengan untuk dari ini itu pada tidak akan juga dalam adalah oleh sudah \
    atau saya kami mereka bisa ang mga ng sa hindi ito siya kung \
    sunt quod enim sed nec quae \
    dey wey dem wetin pipo pesin una weda abi sef nae hae tae fae frae wis jist whit aboot";

/// Least share of known words among the lower-case words.
const KNOWN: f64 = 0.75;
/// Least share of function words among all words.
const FUNCTION: f64 = 0.08;
/// Lower-case words below which the share of known ones says nothing.
const FEW: usize = 4;
/// Words below which the share of function words says nothing.
const SHORT: usize = 10;
/// The same for words of several blocks. Menus and headlines have fewer function words than other text.
const SHORT_AROUND: usize = 30;

/// What the words of a passage of text have in common with English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Words: tokens with letters that have case.
    words: usize,
    /// Function words among them.
    function: usize,
    /// Words in lower case.
    lower: usize,
    /// Known words among those in lower case, without those of other languages.
    known: usize,
    /// Function words of other languages, except in names.
    foreign: usize,
}

impl Profile {
    /// The profile of the tokens in `range`. `known` says of each token of the text whether a model of English
    /// has it.
    pub fn of(tokens: &Tokens, range: Range<usize>, known: &[bool]) -> Self {
        static FUNCTION_HASHES: LazyLock<Hashes> = LazyLock::new(|| hashes(FUNCTION_WORDS));
        static FOREIGN_HASHES: LazyLock<Hashes> = LazyLock::new(|| hashes(FOREIGN_WORDS));
        let mut profile = Self::default();
        let tokens = &tokens.as_slice()[range.clone()];
        for (at, (token, &known)) in tokens.iter().zip(&known[range]).enumerate() {
            if token.shape == Shape::Uncased || token.clitic {
                continue;
            }
            let is_lower = token.shape.is_usual();
            // "Une automobile", but not "Los Angeles".
            let is_name = !is_lower && tokens.get(at + 1).is_none_or(|next| !next.shape.is_usual());
            let is_foreign = !is_name && FOREIGN_HASHES.contains(&token.word);
            profile.words += 1;
            profile.function += usize::from(FUNCTION_HASHES.contains(&token.word));
            profile.lower += usize::from(is_lower);
            profile.known += usize::from(is_lower && known && !is_foreign);
            profile.foreign += usize::from(is_foreign);
        }
        profile
    }

    /// The number of words.
    pub fn words(self) -> usize {
        self.words
    }

    /// Whether the passage is long enough for the share of function words to say something.
    pub fn is_prose(self) -> bool {
        self.words >= SHORT
    }

    /// Whether the passage has enough words in lower case for the share of known ones to say something.
    pub fn has_lower_words(self) -> bool {
        self.lower >= FEW
    }

    /// Whether the passage is long enough to tell by its own words that it is not English.
    pub fn is_foreign(self) -> bool {
        self.is_prose()
            && self.has_lower_words()
            && !self.is_english(Self::default(), Self::default())
    }

    /// Whether the passage is English prose. `around` is the profile of a wider passage, which counts
    /// where the passage itself is too short for its function words to say anything. `far` is one
    /// that is wide enough to have words in lower case.
    pub fn is_english(self, around: Self, far: Self) -> bool {
        let enough = [self, around]
            .into_iter()
            .find(|profile| profile.has_lower_words());
        let counted = enough.unwrap_or(far);
        let knows_words = share(counted.known, counted.lower) >= KNOWN;
        let (judged, short) = if self.is_prose() {
            (self, SHORT)
        } else {
            (around, SHORT_AROUND)
        };
        let has_function_words = share(judged.function, judged.words) >= FUNCTION;
        let is_foreign = self.foreign > self.function;
        knows_words && !is_foreign && (has_function_words || judged.words < short)
    }
}

impl Add for Profile {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            function: self.function + other.function,
            lower: self.lower + other.lower,
            known: self.known + other.known,
            foreign: self.foreign + other.foreign,
        }
    }
}

impl Sub for Profile {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            words: self.words - other.words,
            function: self.function - other.function,
            lower: self.lower - other.lower,
            known: self.known - other.known,
            foreign: self.foreign - other.foreign,
        }
    }
}

/// Share of `part` in `whole`; 1 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Hashes of words.
type Hashes = HashSet<u64, ByHash>;

fn hashes(words: &str) -> Hashes {
    let mut tokens = Tokens::default();
    tokens.push_text(words, 0);
    tokens.as_slice().iter().map(|token| token.word).collect()
}

#[cfg(test)]
mod tests;
