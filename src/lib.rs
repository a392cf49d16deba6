//! Turn synonym-spun English back into its original wording.
//!
//! A synonym spinner replaces the words of an article by others without looking at the context. The spinner is a noisy
//! channel (Shannon 1948; for spelling: Kernighan, Church and Gale 1990): a [`lexicon`] says what a phrase may have been, a
//! [`models::context`] model and an [n-gram model](models::ngram) say what fits, a [gate](models::gate) whether the text is spun at all.
//!
//! ```
//! use unspin::edit::apply;
//! use unspin::restore::{GateMode, Options, Restorer};
//!
//! let restorer = Restorer::embedded(Options { gate: GateMode::AssumeSpun, ..Options::default() });
//! let source = b"The White Home mentioned Thursday that the invoice will not be signed.";
//! let edits = restorer.worker().edits(source);
//! assert!(apply(source, &edits).starts_with(b"The White House said Thursday that the bill "));
//! ```
//!
//! Limits: English, and the family of spinners that the embedded lexicon was learned from. Nothing here fails but loading: a
//! text that is not understood comes back as it was.

pub mod cost;
pub mod edit;
pub mod store;

pub mod document;
pub mod text;

pub mod lexicon;
pub mod models;

pub mod lattice;

pub mod restore;

#[cfg(feature = "cli")]
pub mod cli;
