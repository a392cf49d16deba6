//! What the options given mean together.

use std::num::NonZeroUsize;
use std::thread;

use super::{Args, EncodingArg, GateArg, Mode, TermsArg};
use crate::cli::input::{Gap, Unreadable};
use crate::cost::Cost;
use crate::document::encoding::Encoding;
use crate::restore::{Options, Precision};

impl Args {
    /// The output mode.
    pub fn mode(&self) -> Mode {
        let flags = [
            (self.diff, Mode::Diff),
            (self.edits, Mode::Edits),
            (self.score, Mode::Score),
            (self.check.format.is_some(), Mode::Check),
            (self.explain, Mode::Explain),
            (self.terms.format == Some(TermsArg::Text), Mode::Terms),
            (self.terms.format == Some(TermsArg::Json), Mode::TermsJson),
            (self.in_place.write, Mode::Write),
            (self.in_place.interactive, Mode::Interactive),
            (self.output.is_some(), Mode::Output),
        ];
        flags
            .into_iter()
            .find(|(on, _)| *on)
            .map_or(Mode::Filter, |(_, mode)| mode)
    }

    /// The options of the engine, except for the user's words.
    pub fn options(&self) -> Options {
        let gate = if self.assume_spun {
            GateArg::Off
        } else {
            self.gate
        };
        Options::new()
            .gate(gate.into())
            .min_margin(self.least_margin())
            .explain(self.explain || self.in_place.interactive || self.report.is_some())
            .keep_lines(self.keep_lines)
            .terms(self.terms.format.is_some())
            .spintax(self.spintax.into())
            .fields(self.fields.iter().cloned())
            .columns(self.columns.iter().cloned())
            .field_format(self.field_format.into())
            .encoding(self.encoding())
    }

    /// The encoding of inputs without a byte order mark, if it is not UTF-8.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding.and_then(|EncodingArg(encoding)| encoding)
    }

    /// What is reported where a part of an input cannot be decompressed.
    pub fn tail_problem(&self, part: Unreadable) -> String {
        let is_in_place = self.mode().is_in_place();
        match part {
            Unreadable::NotCompressed if is_in_place => {
                "has other data after its compressed data, which would be lost; left unchanged"
                    .into()
            }
            Unreadable::NotCompressed => {
                "has other data after its compressed data; only the compressed data was read".into()
            }
            Unreadable::Damaged(from, to) => format!(
                "is damaged between bytes {from} and {to} of its compressed data; {}",
                done_before(is_in_place)
            ),
            Unreadable::Dictionary => {
                "was compressed with a dictionary, which cannot be used here; decompress it first"
                    .into()
            }
            Unreadable::CutOff(at) => format!(
                "ends in the middle of its compressed data, at byte {at}; {}",
                done_before(is_in_place)
            ),
        }
    }

    /// What is wrong with an archive that has a damaged member, which is record `number`.
    pub fn gap_problem(&self, gap: &Gap, number: usize) -> String {
        let (from, to) = (gap.start, gap.start + gap.bytes.len() as u64);
        let done = match self.mode() {
            Mode::Filter => "it was left out",
            _ => "it was left as it is",
        };
        format!(
            "is damaged between the bytes {from} and {to} of its compressed data, in record {number}; \
             {done}; download it again"
        )
    }

    /// The smallest margin of an edit, in milli-nats.
    pub fn least_margin(&self) -> Cost {
        self.min_margin
            .unwrap_or(Precision::from(self.precision).min_margin())
    }

    /// The number of worker threads.
    pub fn jobs(&self) -> NonZeroUsize {
        let wanted = self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
        wanted
            .or_else(|| thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN)
    }
}

/// What becomes of an input with damaged data, and what to do about it.
fn done_before(is_in_place: bool) -> &'static str {
    if is_in_place {
        "left unchanged; download it again"
    } else {
        "only what could be decompressed was read; download it again"
    }
}
