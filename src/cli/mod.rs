//! The command: `args` declares what it takes, `folder` finds files, `input` opens them, `run` decides what happens to each document and `records`
//! to each line that is one, `output` writes every view of
//! the edits, `diff` the one that `patch` reads, `replace` a file in place. Nothing here knows how a text is restored.

pub mod args;
pub mod diff;
pub mod folder;
pub mod input;
pub mod output;
mod records;
pub mod replace;
pub mod run;

pub use args::Args;
pub use run::{Status, Streams, run};
