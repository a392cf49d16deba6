//! Training: everything that reads whole corpora, behind the `train` feature and the `unspin-train` program. It writes the
//! files that the library reads, and nothing of it is needed to restore a text.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod articles;
pub mod commands;
pub mod context;
pub mod corpus;
pub mod doubts;
pub mod evaluate;
pub mod examples;
pub mod gate;
pub mod lexicon;
pub mod net;
pub mod ngram;
pub mod pairs;
pub mod phrase;
pub mod progress;
pub mod spin;
pub mod texts;
pub mod thesaurus;
pub mod weights;

/// What went wrong in training, for a person to read.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
