//! The command. `args` declares what it takes, with the `choices` for some flags; `config` takes more of it from a file, `own` the
//! user's words, `rescore` asks their language model, and `looks` is what depends on the terminal; `generate` makes man page and completions of it. `feed` finds the
//! inputs (`folder` walks, `input` opens, `packing` unpacks) and hands them to threads (`queue`, with what `task` describes), on
//! each of which `work` restores them; `writer` takes what comes of it in order, and `run` holds all this together. `output`
//! writes every view of the edits, `diff` the one that `patch` reads, `replace` a file (`unfinished` ones are removed on an
//! interrupt), `report` a page for people; `progress` and `stats` tell how far it is and how much was done. Nothing here knows
//! how a text is restored.

pub mod args;
pub mod choices;
pub mod config;
pub mod diff;
pub mod feed;
pub mod folder;
pub mod generate;
pub mod input;
pub mod looks;
pub mod output;
pub mod own;
pub mod packing;
pub mod progress;
pub mod queue;
pub mod replace;
pub mod report;
pub mod rescore;
pub mod run;
pub mod stats;
pub mod task;
pub mod unfinished;
pub mod work;
mod writer;

pub use args::Args;
pub use run::{Status, Streams, print, refuse, run};
