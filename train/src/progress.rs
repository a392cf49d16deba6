//! Progress of long computations.
//!
//! The library prints nothing. Its functions report to an [`Observer`], and `commands` decides what
//! a user sees.

use std::fmt;

/// Receives the progress reports of one computation.
pub type Observer<'a> = &'a (dyn Fn(Progress) + Sync);

/// One progress report.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Progress {
    /// `done` of `total` steps are finished.
    Steps {
        /// Finished steps.
        done: u64,
        /// All steps.
        total: u64,
    },
    /// Training examples were written.
    Written {
        /// Documents so far.
        documents: usize,
        /// Tokens so far.
        tokens: usize,
    },
    /// How well a model predicted the examples since the previous report. Each example is predicted
    /// before the model learns from it.
    Accuracy {
        /// Which training pass this is.
        phase: Phase,
        /// Examples since the previous report.
        examples: usize,
        /// Share of the examples that were predicted correctly, from 0 to 1.
        correct: f64,
        /// Mean negative log likelihood of the correct answer, in nats.
        loss: f64,
    },
}

/// Linear models are trained twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// With all features, hashed into a large table.
    AllFeatures,
    /// With the selected features only.
    SelectedFeatures,
}

impl fmt::Display for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps { done, total } => write!(out, "step {done} of {total}"),
            Self::Written { documents, tokens } => {
                write!(out, "{documents} documents, {tokens} tokens")
            }
            Self::Accuracy {
                phase,
                examples,
                correct,
                loss,
            } => write!(
                out,
                "{phase}: {examples} examples, accuracy {correct:.4}, loss {loss:.4}"
            ),
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::AllFeatures => "all features",
            Self::SelectedFeatures => "selected features",
        })
    }
}

/// Reports the steps of a computation as they finish.
pub struct Steps<'a> {
    done: u64,
    total: u64,
    observer: Observer<'a>,
}

impl<'a> Steps<'a> {
    /// A computation of `total` steps, none of them finished.
    pub fn new(total: u64, observer: Observer<'a>) -> Self {
        Self {
            done: 0,
            total,
            observer,
        }
    }

    /// Reports that one more step is finished.
    pub fn finish_one(&mut self) {
        self.done += 1;
        (self.observer)(Progress::Steps {
            done: self.done,
            total: self.total,
        });
    }
}

/// Counts predictions until they are reported.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    examples: usize,
    correct: usize,
    loss: f64,
}

impl Tally {
    /// Adds an example. `probability` is what the model gave to the correct answer.
    pub fn add(&mut self, is_correct: bool, probability: f32) {
        self.examples += 1;
        self.correct += usize::from(is_correct);
        self.loss -= f64::from(probability.max(1e-9).ln());
    }

    /// Reports what was counted, if anything, and starts again from zero.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
    pub fn report(&mut self, phase: Phase, observer: Observer<'_>) {
        if self.examples > 0 {
            let examples = self.examples as f64;
            observer(Progress::Accuracy {
                phase,
                examples: self.examples,
                correct: self.correct as f64 / examples,
                loss: self.loss / examples,
            });
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_tally_reports_the_examples_since_its_last_report() {
        let reports = Mutex::new(Vec::new());
        let observer: Observer<'_> = &|progress| reports.lock().expect("no panic").push(progress);
        let mut tally = Tally::default();
        tally.add(true, 1.0);
        tally.add(false, 0.25);
        tally.report(Phase::AllFeatures, observer);
        tally.report(Phase::AllFeatures, observer);
        tally.add(true, 1.0);
        tally.report(Phase::SelectedFeatures, observer);
        // The losses are -ln 1 = 0 and -ln 0.25 = 1.3863: 0.6931 on average.
        let lines: Vec<String> = reports
            .lock()
            .expect("no panic")
            .iter()
            .map(Progress::to_string)
            .collect();
        assert_eq!(
            lines,
            [
                "all features: 2 examples, accuracy 0.5000, loss 0.6931",
                "selected features: 1 examples, accuracy 1.0000, loss 0.0000"
            ]
        );
    }
}
