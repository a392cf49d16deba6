//! `unspin-train evaluate`: reads sets of texts, restores them, and prints figures.

mod table;

use super::files::read_lexicons;
use crate::Error;
use crate::evaluate::{
    Passages, Report, Set, coverage, evaluate, read, read_facts, read_floors, report_facts,
};
use serde_json::json;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use unspin::cli::with_program;
use unspin::cost::Cost;
use unspin::lexicon::{Lexicon, OwnedLexicon, compile};
use unspin::restore::{GateMode, Options, Restorer};
use unspin::store::file::Trust;

/// Arguments of `unspin-train evaluate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print a JSON object for each set instead of tables
    #[arg(long)]
    json: bool,
    /// Exit with status 1 if a figure is beyond its limit. Each line of the file has a set, a figure
    /// and a limit, separated by tabs
    #[arg(long, value_name = "TSV")]
    floors: Option<PathBuf>,
    /// Restore every document, without asking whether it is spun
    #[arg(long)]
    assume_spun: bool,
    /// Least margin of an edit over leaving the text unchanged, in nats
    #[arg(long, value_name = "NATS")]
    min_margin: Option<f64>,
    /// Print every line whose output is wrong
    #[arg(long)]
    show: bool,
    /// Number of mistakes to print for each cause, the most frequent ones first
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    mistakes: usize,
    /// Also measure how many passages of 60, 100, 150 and 300 words are recognised as spun
    #[arg(long)]
    gate: bool,
    /// Also measure how many of the substitutions in this file the lexicon contains. Each line has a
    /// family, a spun phrase, its original and a count, separated by tabs
    #[arg(long, value_name = "TSV")]
    facts: Option<PathBuf>,
    /// Use this lexicon file instead of the built-in lexicon; can be repeated
    #[arg(long, value_name = "TSV")]
    lexicon: Vec<PathBuf>,
    /// Let this program choose between wordings in doubtful places, like `unspin --rescore`
    #[arg(long, value_name = "PROGRAM")]
    rescore: Option<PathBuf>,
    /// Pairs (.jsonl, possibly compressed), clean text (*clean*.txt), a folder with spun.txt and
    /// edits.tsv, or a folder with all of these in its subfolders bench and seed
    #[arg(required_unless_present = "facts", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Evaluates all sets. The exit status is 1 if a figure is beyond its limit.
///
/// # Errors
/// If a file cannot be read, or the restorer does not keep line ends.
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let floors = args.floors.as_deref().map(read_floors).transpose()?;
    let mut reports = args.evaluate()?;
    if let Some(path) = &args.facts {
        reports.push(evaluate_facts(path)?);
    }
    if args.show {
        for report in &reports {
            show_wrong(report)?;
        }
    }
    args.print(&reports)?;
    let mut status = ExitCode::SUCCESS;
    for floor in floors.unwrap_or_default() {
        if let Some(message) = floor.broken_by(&reports) {
            eprintln!("unspin-train: {message}");
            status = ExitCode::FAILURE;
        }
    }
    Ok(status)
}

impl Args {
    fn evaluate(&self) -> Result<Vec<Report>, Error> {
        let mut sets: Vec<Set> = Vec::new();
        for path in &self.paths {
            sets.extend(read(path)?);
        }
        if sets.is_empty() {
            return Ok(Vec::new());
        }
        let (restorer, program) = with_program(self.restorer()?, self.rescore.as_deref())
            .map_err(|error| error.to_string())?;
        let passages = if self.gate {
            Passages::Tried
        } else {
            Passages::Untried
        };
        let mut reports = Vec::new();
        for set in &sets {
            reports.push(evaluate(&restorer, set, passages)?);
        }
        // Without the answers of the program, the figures would be those of unspin alone.
        if let Some(failure) = program.and_then(|program| program.take_failure()) {
            return Err(failure.to_string().into());
        }
        Ok(reports)
    }

    fn restorer(&self) -> Result<Restorer, Error> {
        let gate = if self.assume_spun {
            GateMode::AssumeSpun
        } else {
            GateMode::Auto
        };
        let mut options = Options::new().gate(gate);
        if let Some(nats) = self.min_margin {
            options = options.min_margin(milli(nats));
        }
        let restorer = Restorer::new(options);
        if self.lexicon.is_empty() {
            return Ok(restorer);
        }
        let bytes = compile::compile(&read_lexicons(&self.lexicon)?).file();
        Ok(restorer.with_lexicon(OwnedLexicon::read(bytes, Trust::Embedded)?))
    }

    fn print(&self, reports: &[Report]) -> io::Result<()> {
        let out = &mut io::stdout().lock();
        if !self.json {
            return table::write(reports, self.mistakes, out);
        }
        for report in reports {
            let line = json!({ "set": report.set, "figures": report.figures });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
fn milli(nats: f64) -> Cost {
    (nats * 1000.0).round() as Cost
}

/// Reports how many substitutions the built-in lexicon contains, and prints the others.
fn evaluate_facts(path: &Path) -> Result<Report, Error> {
    let coverage = coverage(&Lexicon::news_spinner(), &read_facts(path)?);
    for fact in &coverage.missing {
        eprintln!(
            "not in the lexicon, {} times: {} <- {}",
            fact.times, fact.spun, fact.original
        );
    }
    Ok(report_facts(&coverage))
}

/// Prints the lines whose output is wrong: what was restored, the output, and the original.
fn show_wrong(report: &Report) -> io::Result<()> {
    let out = &mut io::stderr().lock();
    for line in &report.wrong {
        writeln!(out, "- {}\n+ {}", line.given, line.output)?;
        if let Some(original) = &line.original {
            writeln!(out, "= {original}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
