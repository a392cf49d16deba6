//! Edits across markup. Each run of words without markup inside gets its share of the new words, so
//! that every tag keeps its place and no pair of tags is left empty.

use super::{Decoded, Encode};
use crate::edit::Edit;
use std::ops::Range;

/// Consecutive words of the text without markup between them.
struct Run {
    text: Range<usize>,
    words: usize,
}

impl Decoded {
    /// Notes that the source has a tag here that nobody sees, and that a word goes on behind it.
    #[cfg(feature = "formats")]
    pub fn break_word(&mut self) {
        self.breaks.push(self.text.len());
    }

    /// Splits `edit`, which crosses markup, into one edit for each run of words. `None` if that is
    /// impossible: markup is inside a word, or there are fewer new words than runs. Of a word with tags
    /// inside that nobody sees, the part behind them is deleted, so that they are behind the new word.
    ///
    /// If one new word is missing, the last or first run may be deleted, provided that another word
    /// remains next to it on the same side of the markup.
    pub(super) fn split(&self, edit: &Edit, encode: Encode<'_>) -> Option<Vec<Edit>> {
        let spun = self.part(edit.start..edit.end)?;
        if spun.trim() != spun {
            return None;
        }
        let mut tails = Vec::new();
        let mut runs = self.runs(spun, &mut tails)?;
        let words: Vec<&str> = edit.original().split(' ').collect();
        let mut parts = Vec::new();
        for tail in tails {
            parts.push(part(edit, self.place(tail)?, String::new()));
        }
        if words.len() < runs.len() {
            let deleted = self.take_spare(&mut runs)?;
            let place = self.place(deleted)?;
            let nothing = encode(place.start, "")?;
            parts.push(part(edit, place, nothing));
        }
        if words.len() < runs.len() {
            return None;
        }
        for (run, words) in shares(&runs, &words) {
            let original = words.join(" ");
            if self.part(run.text.clone()) != Some(&original) {
                let place = self.place(run.text.clone())?;
                let original = encode(place.start, &original)?;
                parts.push(part(edit, place, original));
            }
        }
        Some(parts)
    }

    /// The runs of words of `spun`, a part of the text, without what is behind a break in a word, which
    /// is added to `tails`. `None` if other markup is inside a word.
    fn runs(&self, spun: &str, tails: &mut Vec<Range<usize>>) -> Option<Vec<Run>> {
        let mut runs: Vec<Run> = Vec::new();
        for word in spun.split_whitespace() {
            let start = self.forgotten + word.as_ptr().addr() - self.text.as_ptr().addr();
            let all = start..start + word.len();
            let first = self.breaks.partition_point(|at| *at <= start);
            let inside = self.breaks[first..].iter().copied();
            let inside = inside.take_while(|at| *at < all.end);
            let mut ends: Vec<usize> = inside.chain([all.end]).collect();
            ends.dedup();
            let end = ends[0];
            self.place(start..end)?;
            tails.extend(ends.windows(2).map(|two| two[0]..two[1]));
            match runs
                .last_mut()
                .filter(|run| self.place(run.text.start..end).is_some())
            {
                Some(run) => {
                    run.text.end = end;
                    run.words += 1;
                }
                None => runs.push(Run {
                    text: start..end,
                    words: 1,
                }),
            }
        }
        Some(runs)
    }

    /// Takes the last of `runs`, or else the first, if another word outside of the edit is next to
    /// it without markup between. Returns what to delete: the words of the run and the space
    /// between them and that word.
    fn take_spare(&self, runs: &mut Vec<Run>) -> Option<Range<usize>> {
        let first = runs.first()?.text.clone();
        let last = runs.last()?.text.clone();
        let letter = |char: Option<char>| {
            char.filter(|char| !char.is_whitespace())
                .map(char::len_utf8)
        };
        let mut behind = self.part(last.end..self.len())?.chars();
        if behind.next() == Some(' ')
            && letter(behind.next())
                .is_some_and(|len| self.place(last.start..last.end + 1 + len).is_some())
        {
            runs.pop();
            return Some(last.start..last.end + 1);
        }
        let mut before = self.part(self.forgotten..first.start)?.chars().rev();
        if before.next() == Some(' ')
            && letter(before.next())
                .is_some_and(|len| self.place(first.start - 1 - len..first.end).is_some())
        {
            runs.remove(0);
            return Some(first.start - 1..first.end);
        }
        None
    }
}

/// Deals out `words` to `runs`, in proportion to the words that they have, but at least one to
/// each.
fn shares<'s>(runs: &'s [Run], words: &'s [&'s str]) -> Vec<(&'s Run, &'s [&'s str])> {
    let all: usize = runs.iter().map(|run| run.words).sum();
    let mut rest = words;
    let mut shares = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let needed = runs.len() - index - 1;
        let len = if needed == 0 {
            rest.len()
        } else {
            // Rounded to the nearest number.
            let share = (2 * words.len() * run.words + all) / (2 * all);
            share.clamp(1, rest.len() - needed)
        };
        let (own, behind) = rest.split_at(len);
        shares.push((run, own));
        rest = behind;
    }
    shares
}

fn part(edit: &Edit, place: Range<usize>, original: String) -> Edit {
    let mut part = edit.clone().at(place);
    part.set_original(original);
    part
}
