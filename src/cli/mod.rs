//! The command: `args` declares what it takes, with the `choices` for some flags, `config` takes more of it from a file, `generate` makes man page
//! and completions of it; `own` reads the user's words; `feed` finds the inputs (`folder` walks, `input` opens, `packing` unpacks) and
//! hands them to threads (`queue`, with what `task` describes), on each of which `work` restores them; `run` takes what comes of it
//! in order. `output` writes every view of the edits, `diff` the one that `patch` reads, `replace` a file, `report` a page for people; `progress` and `stats` tell how far it is and
//! how much was done. Nothing here knows how a
//! text is restored.

pub mod args;
pub mod choices;
pub mod config;
pub mod diff;
pub mod feed;
pub mod folder;
pub mod generate;
pub mod input;
pub mod output;
pub mod own;
pub mod packing;
pub mod progress;
pub mod queue;
pub mod replace;
pub mod report;
pub mod run;
pub mod stats;
pub mod task;
pub mod unfinished;
pub mod work;

pub use args::Args;
pub use run::{Status, Streams, print, refuse, run};
