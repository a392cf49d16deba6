//! Turn synonym-spun English back into its original wording.
//!
//! A synonym spinner replaces the words of an article with synonyms without looking at the context.
//! To `unspin`, a spinner is a noisy channel (Shannon 1948; for spelling: Kernighan, Church and Gale
//! 1990): a lexicon lists what a phrase may have been, language models say which wording fits, and a
//! gate decides whether the text is spun at all.
//!
//! ```
//! use unspin::{Format, GateMode, Options, Restorer};
//!
//! let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
//! let restored = restorer.restore("The White Home mentioned Thursday that the invoice will not be signed.");
//! assert_eq!(restored.text(), "The White House said Thursday that the bill will not be signed.");
//!
//! // Other formats, and many documents on one thread.
//! let mut worker = restorer.worker();
//! let page = worker.restore(b"<p>The White <b>Home</b> mentioned it.</p>", Format::Html);
//! assert_eq!(page.text(), "<p>The White <b>House</b> said it.</p>");
//! ```
//!
//! Limits: English, and the families of spinners that the lexicons were learned from. Restoring never
//! fails: what cannot be read stays as it is. Only loading a user's files can fail.

#[doc(hidden)]
pub mod cost;
#[doc(hidden)]
pub mod edit;
mod ranges;
#[doc(hidden)]
pub mod store;

#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod text;

#[doc(hidden)]
pub mod lexicon;
#[doc(hidden)]
pub mod models;

#[doc(hidden)]
pub mod lattice;

#[doc(hidden)]
pub mod restore;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use cost::Cost;
#[cfg(feature = "formats")]
pub use document::FieldFormat;
pub use document::Format;
#[cfg(feature = "formats")]
pub use document::csv::Column;
#[cfg(feature = "formats")]
pub use document::encoding::{Encoding, UnknownEncoding};
#[cfg(feature = "formats")]
pub use document::json::{Field, FieldError, RecordError};
pub use edit::{Choice, Edit, Kind, MisplacedEdit, try_apply};
#[cfg(feature = "formats")]
pub use restore::BadRecord;
pub use restore::terms::Mention;
#[cfg(feature = "formats")]
pub use restore::terms::{ListError, TermList};
pub use restore::{
    GateMode, Odd, Options, Piece, Precision, Rescorer, Restored, Restorer, Spintax, Verdict,
    Worker,
};
pub use store::error::Error;
pub use text::allow::Allow;

/// Runs the examples of README.md.
#[cfg(all(doctest, feature = "formats"))]
#[doc = include_str!("../README.md")]
struct Readme;
