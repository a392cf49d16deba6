//! Learns the data files of `unspin` from text, and measures how well it restores text.
//!
//! This is the library behind the program `unspin-train`. Nothing in it is needed to restore a text:
//! it writes the files in `dictionaries/`, which `unspin` reads. See `train/README.md` for the
//! order in which they are made.
//!
//! Reading text:
//! - [`corpus`]: plain text, document by document
//! - [`pairs`]: parallel text, that is, spun paragraphs with their originals
//! - [`articles`]: finds such pairs in two versions of an article
//!
//! Making a lexicon:
//! - [`lexicon`]: learns which phrase the spinner writes for which original
//! - [`groups`]: takes them from a spinner's own table
//! - [`thesaurus`]: takes synonyms from WordNet
//!
//! Training models:
//! - [`spin`]: spins text, to train and test on
//! - [`texts`]: spun text in which the right wording of every position is known
//! - [`context`], [`gate`]: linear models ([`weights`])
//! - [`examples`], [`net`]: examples for the network, and its compact form
//! - [`doubts`], [`ngram`]: the n-gram model, and which words it should be good at
//!
//! [`evaluate`] measures the result. [`commands`] is the command line, and the only part that
//! prints; everything else reports to an observer ([`progress`]).
#![warn(clippy::print_stdout, clippy::print_stderr)]

use std::io;
use std::path::Path;

pub mod articles;
pub mod commands;
pub mod context;
pub mod corpus;
pub mod doubts;
pub mod evaluate;
pub mod examples;
pub mod gate;
pub mod groups;
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

/// An error with a message for the user.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The error that the file `path` cannot be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Error {
    let text = format!("{}: cannot be written ({error})", path.display());
    // The kind says whether standard output was closed.
    io::Error::new(error.kind(), text).into()
}
