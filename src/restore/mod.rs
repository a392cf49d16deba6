//! The whole line from bytes to edits. `Restorer` is immutable and shared between threads, `Worker` holds the scratch
//! memory of one thread.

pub mod article;
pub mod casing;
mod families;
pub mod family;
mod options;
mod rescore;

pub use options::{
    CAUTIOUS_MARGIN, EAGER_MARGIN, FALLBACK_MARGIN, GateMode, MIN_MARGIN, Options, Precision,
};
pub use rescore::{Piece, Rescorer};

use crate::cost::Cost;
use crate::document::switch;
use crate::document::switch::Switch;
use crate::document::{chunk, plain};
use crate::edit::{self, Edit, Evidence, Kind};
use crate::lattice::repeats::Repeats;
use crate::lattice::search::{Choice, Decoder, Detail, Models, Weights};
use crate::lattice::{Density, Edge, FAINT, Lattice, Wording, straight_apostrophes};
use crate::lexicon::fuzzy::{self, Reading};
use crate::lexicon::{Entry, Lexicon, MAX_PHRASE, Original};
use crate::models::context::{ContextModel, Scratch};
use crate::models::gate::{Gate, Met, Quotes, Verdict};
use crate::models::net::{self, Net};
use crate::models::ngram::NgramModel;
use crate::restore::casing::{Apostrophe, Place};
use crate::restore::family::{Family, Found, Term};
use crate::text::address;
use crate::text::quote;
use crate::text::segment;
use crate::text::token::{Gap, Tokens};
use std::ops::Range;
use std::sync::Arc;

/// Lexicon and models, read in place.
#[derive(Clone)]
pub struct Restorer {
    lexicon: Lexicon<'static>,
    /// The part of the lexicon that is a user's.
    own: Option<Lexicon<'static>>,
    ngrams: NgramModel<'static>,
    context: ContextModel<'static>,
    gate: Gate<'static>,
    net: Net<'static>,
    weights: Weights,
    options: Options,
    /// Further families, each with this restorer on its lexicon.
    families: Vec<(Family, Restorer)>,
    /// Weighs doubtful places anew.
    rescorer: Option<Arc<dyn Rescorer>>,
}

/// No spinner replaces fewer of its keys: where a thinner one is estimated, the question is whether this much would fit.
const THINNEST: f64 = 0.25;
/// Density that a spun document is taken to have before its own is estimated.
const GUESS: f64 = 0.8;
/// What speaks for a user's pair besides, in milli-nats: who writes one down has seen it.
const OWN: Cost = 2000;
/// Rounds of the estimate.
const ROUNDS: usize = 4;

impl Restorer {
    /// A restorer on the data that is built into the crate.
    pub fn embedded(options: Options) -> Self {
        let restorer = Self {
            lexicon: Lexicon::embedded(),
            own: None,
            ngrams: NgramModel::embedded(),
            context: ContextModel::embedded(),
            gate: Gate::embedded(),
            net: Net::embedded(),
            weights: Weights::default(),
            options,
            families: Vec::new(),
            rescorer: None,
        };
        let science = Family::science(&restorer.ngrams);
        restorer.with_family(science)
    }

    /// The n-gram model, for families to be made with.
    pub fn ngrams(&self) -> &NgramModel<'static> {
        &self.ngrams
    }

    /// The same with a user's `own` pairs: where one of their corruptions stands, only its originals are weighed. `both` is
    /// the [built-in lexicon with them](Lexicon::overlaid).
    pub fn with_own(self, own: Lexicon<'static>, both: Lexicon<'static>) -> Self {
        Self {
            lexicon: both,
            own: Some(own),
            ..self
        }
    }

    /// The same with another lexicon in the place of its own.
    pub fn with_lexicon(self, lexicon: Lexicon<'static>) -> Self {
        Self {
            lexicon,
            own: None,
            ..self
        }
    }

    /// The lexicon that is searched.
    pub fn lexicon(&self) -> &Lexicon<'static> {
        &self.lexicon
    }

    /// Scratch memory for one thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            restorer: self,
            tokens: Tokens::default(),
            lattice: Lattice::default(),
            decoder: Decoder::default(),
            scratch: Scratch::default(),
            net: net::Scratch::default(),
            repeats: Repeats::default(),
            quoted: Vec::new(),
            fixed: Vec::new(),
            own: Vec::new(),
            met: Met::default(),
            readings: Vec::new(),
            terms: Vec::new(),
            apostrophe: Apostrophe::Straight,
            judged: Judged::default(),
        }
    }

    fn models(&self) -> Models<'_, 'static> {
        let detail = match (&self.rescorer, self.options.explain) {
            (Some(_), _) => Detail::Doubts,
            (None, true) => Detail::Alternatives,
            (None, false) => Detail::Replacements,
        };
        Models {
            lexicon: &self.lexicon,
            ngrams: &self.ngrams,
            weights: self.weights,
            detail,
        }
    }
}

/// What a document looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// Log odds that it is spun.
    pub log_odds: Cost,
    /// Share of its words that a spinner would replace which were replaced, if it is spun; none where it is clean at first
    /// sight, so that nobody looked.
    pub density: Option<f64>,
    /// Whether it is taken for spun.
    pub spun: bool,
    /// The families that it is taken for.
    pub families: Found,
}

/// One thread's scratch memory, which can be reused to avoid unnecessary memory reallocation.
pub struct Worker<'r> {
    restorer: &'r Restorer,
    tokens: Tokens,
    lattice: Lattice,
    decoder: Decoder,
    scratch: Scratch,
    net: net::Scratch,
    repeats: Repeats,
    quoted: Vec<bool>,
    fixed: Vec<bool>,
    /// For each token of a user's phrase: the end of the phrase that begins there, or the token itself; 0 for all others.
    own: Vec<usize>,
    met: Met,
    readings: Vec<Reading>,
    terms: Vec<Term>,
    apostrophe: Apostrophe,
    judged: Judged,
}

impl Worker<'_> {
    /// The edits that restore the document `source`, sorted and disjoint.
    ///
    /// A huge one is judged and restored in [stretches](stretch), so memory grows with the edits alone.
    pub fn edits(&mut self, source: &[u8]) -> Vec<Edit> {
        self.edits_after(Switch::On, source)
    }

    /// The same for a `source` that goes on where a comment has switched restoring so: for a stretch of a document.
    pub fn edits_after(&mut self, switch: Switch, source: &[u8]) -> Vec<Edit> {
        self.all_edits(switch, source, |stretch| {
            plain::prose(&source[stretch.clone()])
                .into_iter()
                .map(|run| moved(run, stretch.start))
                .collect()
        })
    }

    /// The edits that restore the `prose` of the document `source`, sorted and disjoint; no edit leaves its range.
    ///
    /// The ranges are in order and disjoint. They are judged together, but no sentence goes on from one to the next. A range
    /// that is not UTF-8 is left alone, and so is what reaches past the source.
    ///
    /// ```
    /// use unspin::restore::{GateMode, Options, Restorer};
    /// let restorer = Restorer::embedded(Options { gate: GateMode::AssumeSpun, ..Options::default() });
    /// let source = b"The White Home mentioned so. = The White Home mentioned so.";
    /// let edits = restorer.worker().edits_in(source, &[0..28]);
    /// assert!(!edits.is_empty() && edits.iter().all(|edit| edit.end <= 28));
    /// ```
    pub fn edits_in(&mut self, source: &[u8], prose: &[Range<usize>]) -> Vec<Edit> {
        let inside = |run: &Range<usize>, stretch: &Range<usize>| {
            run.start.max(stretch.start)..run.end.min(stretch.end)
        };
        self.all_edits(Switch::On, source, |stretch| {
            let first = prose.partition_point(|run| run.end <= stretch.start);
            prose[first..]
                .iter()
                .take_while(|run| run.start < stretch.end)
                .map(|run| inside(run, stretch))
                .collect()
        })
    }

    /// The edits of one stretch after the other. The document looks like the one of them that looks most spun.
    fn all_edits(
        &mut self,
        mut switch: Switch,
        source: &[u8],
        prose: impl Fn(&Range<usize>) -> Vec<Range<usize>>,
    ) -> Vec<Edit> {
        let (mut edits, mut judged) = (Vec::new(), None::<Judged>);
        for stretch in chunk::all(source) {
            let (off, after) = switch::ranges_after(switch, &source[stretch.clone()]);
            let off: Vec<_> = off
                .into_iter()
                .map(|range| moved(range, stretch.start))
                .collect();
            edits.extend(self.stretch(source, &stretch, &prose(&stretch), &off));
            let spun = |judged: &Judged| (judged.spun, judged.log_odds);
            judged = judged
                .filter(|before| spun(before) >= spun(&self.judged))
                .or(Some(self.judged));
            switch = after;
        }
        self.judged = judged.unwrap_or_default();
        edits
    }

    /// The edits of the `prose` of one stretch but for what is switched `off`.
    fn stretch(
        &mut self,
        source: &[u8],
        stretch: &Range<usize>,
        prose: &[Range<usize>],
        off: &[Range<usize>],
    ) -> Vec<Edit> {
        let verdict = self.read(source, prose);
        self.judged = Judged {
            log_odds: verdict.score,
            ..Judged::default()
        };
        let Restorer {
            options, families, ..
        } = self.restorer;
        let is_clean = verdict.is_clean() && options.gate == GateMode::Auto;
        if is_clean
            && !families
                .iter()
                .any(|(family, _)| family.may_be_in(&self.tokens, &self.quoted))
        {
            return Vec::new();
        }
        self.fix(source, prose, off);
        self.apostrophe = apostrophe(&source[stretch.clone()]);
        let terms = self.restore_terms(source, verdict);
        let (terms_judged, words) = (self.judged, self.restore_words(source, verdict));
        self.judged.families = self.judged.families.and(terms_judged.families);
        self.judged.log_odds = self.judged.log_odds.max(terms_judged.log_odds);
        self.judged.spun |= terms_judged.spun;
        families::merged(words, terms)
    }

    /// Restores words with the lexicon at hand.
    fn restore_as(&mut self, source: &[u8], verdict: Verdict, gate: GateMode) -> Vec<Edit> {
        let sentences: Vec<Range<usize>> = segment::sentences(&self.tokens).collect();
        self.propose(&sentences, verdict.quotes);
        // Where there is no choice, nobody need weigh any: marks, other scripts, NULs.
        let density = if self.lattice.is_certain() {
            self.lattice.density(GUESS, ROUNDS)
        } else {
            self.weigh()
        };
        let log_odds = verdict.log_odds(
            self.lattice
                .evidence(&Density::new(density.share().max(THINNEST))),
        );
        let spun = Verdict::is_enough(log_odds, density.share());
        let families = if spun {
            Found::BUILT_IN
        } else {
            Found::default()
        };
        self.judged = Judged {
            log_odds,
            density: Some(density.share()),
            spun,
            families,
        };
        if spun || gate == GateMode::AssumeSpun {
            self.decode(source, sentences, &density)
        } else {
            Vec::new()
        }
    }

    /// What the last document looked like.
    ///
    /// ```
    /// use unspin::restore::{Options, Restorer};
    /// let restorer = Restorer::embedded(Options::default());
    /// let mut worker = restorer.worker();
    /// worker.edits(b"It rained on Monday.");
    /// assert!(!worker.judged().spun);
    /// ```
    pub fn judged(&self) -> Judged {
        self.judged
    }

    /// The edits of all sentences.
    fn decode(
        &mut self,
        source: &[u8],
        sentences: Vec<Range<usize>>,
        density: &Density,
    ) -> Vec<Edit> {
        self.lattice.price_all(density);
        let models = self.restorer.models();
        let mut choices: Vec<Vec<Choice>> = Vec::new();
        for sentence in &sentences {
            choices.push(self.decoder.best_path(
                models,
                &self.tokens,
                &self.lattice,
                sentence.clone(),
            ));
        }
        if let Some(rescorer) = &self.restorer.rescorer {
            self.rescore(source, &**rescorer, &sentences, &mut choices);
        }
        let mut edits = Vec::new();
        for choice in choices.iter().flatten() {
            let Some(edit) = self.edit(source, choice) else {
                continue;
            };
            edits.extend(self.article(source, choice, &edit, &edits));
            edits.push(edit);
        }
        edits
    }

    /// Reads the tokens of the `prose` and looks at them.
    fn read(&mut self, source: &[u8], prose: &[Range<usize>]) -> Verdict {
        self.tokens.clear();
        for (start, text) in texts(source, prose) {
            self.tokens.push_text(text, start);
        }
        quote::mark(&self.tokens, source, &mut self.quoted);
        let Self {
            restorer,
            tokens,
            quoted,
            met,
            ..
        } = self;
        restorer
            .gate
            .judge(tokens.as_slice(), |at| Some(quoted[at]), met)
    }

    /// Marks the tokens that may not be touched: those of addresses, handles and tags, what the user allows, and what
    /// comments switch `off`.
    fn fix(&mut self, source: &[u8], prose: &[Range<usize>], off: &[Range<usize>]) {
        self.fixed.clear();
        self.fixed.resize(self.tokens.len(), false);
        let all = self.tokens.as_slice();
        let mut fix = |range: Range<usize>| {
            let from = all.partition_point(|token| token.start < range.start);
            let to = all.partition_point(|token| token.start < range.end);
            self.fixed[from..to].fill(true);
        };
        for (offset, text) in texts(source, prose) {
            address::untouchable(text)
                .for_each(|range| fix(offset + range.start..offset + range.end));
        }
        off.iter().cloned().for_each(fix);
        self.restorer
            .options
            .allow
            .mark(&self.tokens, &mut self.fixed);
    }

    fn propose(&mut self, sentences: &[Range<usize>], quotes: Quotes) {
        let Self {
            restorer,
            tokens,
            lattice,
            quoted,
            fixed,
            own,
            readings,
            ..
        } = self;
        lattice.clear(0, straight_apostrophes(tokens));
        let leave = |at: usize| {
            fixed[at] || (quotes == Quotes::Kept && quoted[at]) || hangs_on_number(tokens, at)
        };
        own.clear();
        own.resize(tokens.len(), 0);
        for sentence in sentences {
            if let Some(lexicon) = &restorer.own {
                find_own(
                    lexicon,
                    tokens,
                    sentence,
                    |from, at| leave(at) || quoted[at] != quoted[from],
                    own,
                );
            }
            readings.clear();
            sentence.clone().for_each(|at| {
                fuzzy::readings(
                    &restorer.lexicon,
                    tokens,
                    at,
                    |word| restorer.ngrams.knows(word),
                    readings,
                )
            });
            // Where the tokens end that a phrase may have in common with the one at hand.
            let mut end = sentence.start;
            for at in sentence.clone() {
                if leave(at) {
                    lattice.keep(&tokens.as_slice()[at]);
                    continue;
                }
                if at >= end {
                    let ends = |next: usize| {
                        quoted[next] != quoted[next - 1] || leave(next) || own[next] > 0
                    };
                    end = (at + 1..sentence.end)
                        .find(|&next| ends(next))
                        .unwrap_or(sentence.end);
                }
                let limit = if own[at] > 0 { at } else { end };
                lattice.propose(&restorer.lexicon, tokens, limit);
                fuzzy::matches(
                    &restorer.lexicon,
                    tokens,
                    at,
                    limit,
                    readings,
                    |to, entry| lattice.add(&restorer.lexicon, to, entry, Kind::Fuzzy, fuzzy::SLIP),
                );
                if own[at] > at
                    && let Some(entry) = restorer.lexicon.get(tokens.norm_span(at, own[at]))
                {
                    lattice.add(&restorer.lexicon, own[at], entry, Kind::Exact, -OWN);
                }
            }
        }
    }

    /// Weighs the edges by what the passage, the words around and the whole document say, and returns the density of the
    /// document. The network thins them out for the others.
    fn weigh(&mut self) -> Density {
        let Restorer {
            lexicon,
            ngrams,
            net,
            context,
            ..
        } = self.restorer;
        net.weigh(&self.tokens, &self.quoted, &mut self.lattice, &mut self.net);
        self.lattice.thin(&Density::new(GUESS), FAINT);
        let mut reader = context.read_document(&self.tokens, &mut self.scratch);
        self.quoted
            .iter()
            .enumerate()
            .for_each(|(at, &quoted)| reader.weigh(at, quoted, self.lattice.edges_mut(at)));
        let density = self.lattice.density(GUESS, ROUNDS);
        self.lattice.price_all(&density);
        self.repeats
            .weigh(lexicon, ngrams, &self.tokens, &mut self.lattice);
        self.lattice.density(GUESS, ROUNDS)
    }

    fn edit(&self, source: &[u8], choice: &Choice) -> Option<Edit> {
        let Wording::Original(original) = choice.edge.wording else {
            return None;
        };
        if !self.is_enough(choice.margin) {
            return None;
        }
        let (start, text) = self.dressed(choice.from..choice.edge.to, original);
        let end = self.tokens.as_slice()[choice.edge.to - 1].end;
        let &Choice { margin, lead, .. } = choice;
        let choices = if self.restorer.options.explain {
            self.weighed(choice)
        } else {
            Vec::new()
        };
        let evidence = Evidence {
            kind: choice.edge.kind,
            rule: self.rule(choice, original),
            margin,
            lead,
            choices,
        };
        (source[start..end] != *text.as_bytes()).then_some(Edit {
            start,
            end,
            original: text,
            evidence,
        })
    }

    /// Whether an edit that beats the text as it is by `margin` is made.
    fn is_enough(&self, margin: Cost) -> bool {
        margin >= self.restorer.options.min_margin.unwrap_or(MIN_MARGIN)
    }

    /// An original as it is written in the place of `tokens`, and the byte where it begins.
    fn dressed(&self, tokens: Range<usize>, original: Original) -> (usize, String) {
        let (from, to, all) = (tokens.start, tokens.end, self.tokens.as_slice());
        let place = Place {
            spun: &all[tokens],
            around: [from.checked_sub(1).map(|at| &all[at]), all.get(to)],
            apostrophe: self.apostrophe,
        };
        let wording = self.restorer.lexicon.surface(original);
        let (start, before) = casing::spacing(wording, place);
        (start, format!("{before}{}", casing::dress(wording, place)))
    }

    /// The article before `edit`, mended where the restored word needs another one and no earlier edit touches it.
    fn article(
        &self,
        source: &[u8],
        choice: &Choice,
        edit: &Edit,
        before: &[Edit],
    ) -> Option<Edit> {
        let at = choice.from.checked_sub(1)?;
        let token = &self.tokens.as_slice()[at];
        let original = edit.original.split(' ').next()?.to_lowercase();
        let wanted = article::mended(
            self.tokens.norm_of(at),
            self.tokens.norm_of(choice.from),
            &original,
        )?;
        if self.fixed[at]
            || before.last().is_some_and(|last| last.end > token.start)
            || edit.start < token.end
        {
            return None;
        }
        let capital = source[token.start].is_ascii_uppercase();
        let text = if capital {
            wanted.replacen('a', "A", 1)
        } else {
            wanted.to_owned()
        };
        let evidence = Evidence {
            kind: Kind::Article,
            rule: Kind::Article.name().into(),
            margin: choice.margin,
            lead: choice.lead,
            choices: Vec::new(),
        };
        Some(Edit {
            start: token.start,
            end: token.end,
            original: text,
            evidence,
        })
    }

    /// The pair of the lexicon that a choice comes from.
    fn rule(&self, choice: &Choice, original: Original) -> String {
        let Restorer {
            lexicon, ngrams, ..
        } = self.restorer;
        let (from, to) = (choice.from, choice.edge.to);
        let wanted = |entry: Entry<'_>| {
            entry
                .candidates()
                .any(|candidate| candidate.original == original)
        };
        let meant = || {
            fuzzy::meant(
                lexicon,
                &self.tokens,
                from..to,
                |word| ngrams.knows(word),
                wanted,
            )
        };
        let misspelt = if choice.edge.kind == Kind::Fuzzy {
            meant()
        } else {
            None
        };
        format!(
            "{} -> {}",
            misspelt
                .as_deref()
                .unwrap_or_else(|| self.tokens.norm_span(from, to)),
            lexicon.surface(original)
        )
    }

    /// The wordings that were weighed for a choice, cheapest first; where a shorter phrase was, the rest is kept.
    fn weighed(&self, choice: &Choice) -> Vec<edit::Choice> {
        let words = |edge: &Edge| {
            let kept = |from: usize| {
                if from < choice.edge.to {
                    self.tokens.norm_span(from, choice.edge.to)
                } else {
                    ""
                }
            };
            match edge.wording {
                Wording::Keep => self
                    .tokens
                    .norm_span(choice.from, choice.edge.to)
                    .to_owned(),
                Wording::Original(original) => format!(
                    "{} {}",
                    self.restorer.lexicon.surface(original),
                    kept(edge.to)
                )
                .trim_end()
                .to_owned(),
            }
        };
        let mut weighed: Vec<_> = choice
            .alternatives
            .iter()
            .map(|(edge, cost)| edit::Choice {
                wording: words(edge),
                cost: *cost,
            })
            .collect();
        weighed.sort_by_key(|choice| choice.cost);
        weighed
    }
}

/// Notes the phrases of `sentence` that a user's lexicon has corruptions for: the longest at each place, from left to right,
/// without those that reach over a token that `ends` a phrase from another one.
fn find_own(
    lexicon: &Lexicon<'_>,
    tokens: &Tokens,
    sentence: &Range<usize>,
    ends: impl Fn(usize, usize) -> bool,
    own: &mut [usize],
) {
    let mut from = sentence.start;
    while from < sentence.end {
        let limit = (from..sentence.end.min(from + MAX_PHRASE))
            .find(|&at| ends(from, at))
            .unwrap_or(sentence.end);
        let mut to = from;
        lexicon.matches(tokens, from, limit, |end, entry| {
            to = if entry.candidates().next().is_some() {
                end
            } else {
                to
            }
        });
        (from..to).for_each(|at| own[at] = at);
        if to > from {
            own[from] = to;
        }
        from = to.max(from + 1);
    }
}

/// The range of a part that stands at `offset`, in the whole.
fn moved(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// Each range of `prose` that is UTF-8, with its offset.
fn texts<'s>(source: &'s [u8], prose: &[Range<usize>]) -> impl Iterator<Item = (usize, &'s str)> {
    prose.iter().filter_map(|range| {
        str::from_utf8(&source[range.clone()])
            .ok()
            .map(|text| (range.start, text))
    })
}

/// A `%` right behind a number was written so, not spun.
fn hangs_on_number(tokens: &Tokens, at: usize) -> bool {
    tokens.norm_of(at) == "%" && tokens.as_slice()[at].gap == Gap::Joined
}

fn apostrophe(source: &[u8]) -> Apostrophe {
    let curly = source
        .windows(3)
        .filter(|three| *three == "’".as_bytes())
        .count();
    let straight = source.iter().filter(|&&byte| byte == b'\'').count();
    if curly > straight {
        Apostrophe::Curly
    } else {
        Apostrophe::Straight
    }
}
