//! The command `unspin`. It knows nothing about how text is restored; the engine does that.
//!
//! The modules are listed in order: each uses only those above it.
//!
//! - `message` has the messages on standard error, `panic` catches panics, `status` is the exit
//!   status, `position` counts lines and columns, and `text_file` reads files of the user.
//! - `args` declares the options. `config` adds those of `unspin.toml`, `generate` makes the manual
//!   page from them, `style` decides about colours and the progress bar, and `waiting` says what a
//!   run waits for.
//! - `input` opens, decompresses and splits files. `stamp` notices changes by other programs. `stats` counts what was done, `sample` chooses the
//!   documents that the report shows, `review` has edits that a person chooses, and `task` describes
//!   one step of the work. `queue` does tasks on several threads and returns the results in order.
//!   `file_list` reads a list of paths; `feed` finds the inputs and hands them in as tasks.
//! - `output` shows a document and its edits. `temporary` has files that are removed on an
//!   interrupt; with these, `replace` replaces a file. `report` makes the HTML page. `repeated`
//!   counts messages of one kind.
//! - `rescore` runs the user's language model, and `user_words` reads the user's lexicons. With all
//!   of these, `work` does one task.
//! - `edits_file` is the file of edits, `progress` the progress bar, and `dialogue` asks about edits.
//!   `writer` writes the results in the order of the inputs.
//! - `run` puts all of this together, and `process` runs it with the standard streams.

mod message;
mod panic;
mod position;
mod status;
mod text_file;

mod args;
mod config;
mod generate;
mod style;
mod waiting;

mod input;
mod review;
mod sample;
mod stamp;
mod stats;
mod task;

mod queue;

mod feed;
mod file_list;

mod output;
mod temporary;

mod replace;

mod repeated;
mod report;

mod rescore;
mod user_words;

mod work;

mod dialogue;
mod edits_file;
mod progress;

mod writer;

mod run;

mod process;

pub use args::Args;
pub use config::{Configured, NoOptions, configured};
pub use message::{Message, Severity};
pub use process::main;
pub use rescore::{Program, with_program};
pub use run::{Streams, run};
pub use status::Status;
pub use style::{Bar, Color, OutputStyle};
