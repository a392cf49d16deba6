//! The command line of `unspin-train`. It owns arguments and progress, not training.
#![allow(clippy::print_stderr, reason = "commands talk to the user")]

mod align;
mod context;
mod doubts;
mod evaluate;
mod examples;
mod gate;
mod lexicon;
mod model;
mod pack;
mod source;
mod spin;
mod thesaurus;

use super::Error;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Learns the files of dictionaries/ from text.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Pair the paragraphs of two versions of one article
    Align(align::Args),
    /// Learn phrase pairs with counts from parallel text
    Lexicon(lexicon::Args),
    /// Learn the context model from plain text that is spun with a lexicon
    Context(context::Args),
    /// Measure how much is in doubt at each word, for `model --doubts`
    Doubts(doubts::Args),
    /// Write what the neural scorer is trained on
    Examples(examples::Args),
    /// Learn to tell spun text from clean
    Gate(gate::Args),
    /// Learn the n-gram model from plain text
    Model(model::Args),
    /// Round and pack the neural scorer
    Pack(pack::Args),
    /// Tell how well text is restored, with the built-in data or another lexicon
    Evaluate(evaluate::Args),
    /// Spin text with a lexicon, to make test data
    Spin(spin::Args),
    /// Make a lexicon of synonyms from WordNet, for `unspin --thesaurus`
    Thesaurus(thesaurus::Args),
}

/// Runs `unspin-train` with the arguments of the process.
pub fn run() -> ExitCode {
    match command(Args::parse().command) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("unspin-train: {error}");
            ExitCode::from(2)
        }
    }
}

fn command(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Align(args) => align::run(&args)?,
        Command::Lexicon(args) => lexicon::run(&args)?,
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
