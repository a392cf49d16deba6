//! The command line of `unspin-train`: arguments, progress and messages. Only this part of the
//! library prints.
#![allow(clippy::print_stderr, reason = "commands report to the user")]

mod align;
mod context;
mod doubts;
mod evaluate;
mod examples;
mod files;
mod gate;
mod groups;
mod lexicon;
mod model;
mod pack;
mod source;
mod spin;
mod thesaurus;

use crate::Error;
use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;

/// Makes the data files of unspin from text, and measures how well it restores text
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find the paragraphs that two versions of an article have in common
    Align(align::Args),
    /// Learn a lexicon, that is, pairs of phrases with counts, from parallel text
    Lexicon(lexicon::Args),
    /// Make a lexicon from a spinner's own table of synonyms
    Groups(groups::Args),
    /// Train the context model on plain text, which is spun with a lexicon
    Context(context::Args),
    /// Measure for each word how doubtful its restoration is, for `model --doubts`
    Doubts(doubts::Args),
    /// Write training examples for the network, for net.py
    Examples(examples::Args),
    /// Train the gate, which tells spun text from clean text
    Gate(gate::Args),
    /// Train the n-gram model on plain text
    Model(model::Args),
    /// Round the weights of the network and pack them into a file
    Pack(pack::Args),
    /// Measure how well text is restored, with the built-in data or another lexicon
    Evaluate(evaluate::Args),
    /// Spin text, to make test data
    Spin(spin::Args),
    /// Make a lexicon of synonyms from WordNet, for `unspin --thesaurus`
    Thesaurus(thesaurus::Args),
}

/// Runs `unspin-train` with the arguments of the process. The exit status is 0 if all went well, 1 if
/// `evaluate` found a figure beyond its limit, and 2 after an error.
pub fn run() -> ExitCode {
    match run_command(Args::parse().command) {
        Ok(status) => status,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unspin-train: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of standard output has enough, as in `unspin-train spin ... | head`.
fn is_broken_pipe(error: &Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run_command(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Align(args) => align::run(&args)?,
        Command::Lexicon(args) => lexicon::run(&args)?,
        Command::Groups(args) => groups::run(&args)?,
        Command::Context(args) => context::run(&args)?,
        Command::Doubts(args) => doubts::run(&args)?,
        Command::Examples(args) => examples::run(&args)?,
        Command::Gate(args) => gate::run(&args)?,
        Command::Model(args) => model::run(&args)?,
        Command::Pack(args) => pack::run(&args)?,
        Command::Spin(args) => spin::run(&args)?,
        Command::Thesaurus(args) => thesaurus::run(&args)?,
        Command::Evaluate(args) => return evaluate::run(&args),
    }
    Ok(ExitCode::SUCCESS)
}

/// A number of things with their `name`, as in "1 pair" and "2 pairs".
fn counted(count: usize, name: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}

/// Parses a share, which is a number from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}
