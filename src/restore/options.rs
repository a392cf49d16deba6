//! What a caller may choose: the gate, how sure an edit has to be, and what is never touched.

use crate::cost::Cost;
use crate::text::allow::Allow;

/// Whether documents that look clean are left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GateMode {
    /// Documents and quotations that do not look spun are left alone.
    #[default]
    Auto,
    /// Every document is taken for spun.
    AssumeSpun,
}

/// What the caller may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether documents that look clean are left alone.
    pub gate: GateMode,
    /// Least margin of an edit over leaving the text as it is, in milli-nats; [`MIN_MARGIN`] where none is named.
    pub min_margin: Option<Cost>,
    /// Whether each edit lists the wordings that were weighed.
    pub explain: bool,
    /// Words and phrases that are never touched.
    pub allow: Allow,
}

/// Least margin of an edit where the caller names none: chosen on the development sets for F0.5.
pub const MIN_MARGIN: Cost = 400;
/// Least margin where few and sure edits are wanted.
pub const CAUTIOUS_MARGIN: Cost = 2000;
/// Least margin where every edit is wanted that beats the text as it is.
pub const EAGER_MARGIN: Cost = 0;

/// Least margin where nothing is known but synonyms.
pub const FALLBACK_MARGIN: Cost = 6000;

/// How sure an edit has to be, for callers who do not want to think in margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Few and sure edits.
    Cautious,
    /// The best of both, with more weight on sure ones.
    #[default]
    Balanced,
    /// Every edit that beats the text as it is.
    Eager,
}

impl Precision {
    /// The least margin of an edit, for [`Options::min_margin`].
    ///
    /// ```
    /// use unspin::restore::{MIN_MARGIN, Precision};
    /// assert_eq!(Precision::default().min_margin(), MIN_MARGIN);
    /// ```
    pub fn min_margin(self) -> Cost {
        match self {
            Self::Cautious => CAUTIOUS_MARGIN,
            Self::Balanced => MIN_MARGIN,
            Self::Eager => EAGER_MARGIN,
        }
    }
}
