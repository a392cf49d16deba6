//! The command: `args` declares what it takes; `feed` finds the inputs (`folder` walks, `input` opens, `packing` unpacks) and
//! hands them to threads (`queue`, with what `task` describes), on each of which `work` restores them; `run` takes what comes of it
//! in order. `output` writes every view of the edits, `diff` the one that `patch` reads, `replace` a file. Nothing here knows how a
//! text is restored.

pub mod args;
pub mod diff;
pub mod feed;
pub mod folder;
pub mod input;
pub mod output;
pub mod packing;
pub mod queue;
pub mod replace;
pub mod run;
pub mod task;
pub mod work;

pub use args::Args;
pub use run::{Status, Streams, run};
