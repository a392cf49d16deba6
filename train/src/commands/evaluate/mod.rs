//! `unspin-train evaluate`: sets of text in, figures out.

mod table;

use super::source::read_rows;
use crate::Error;
use crate::evaluate::{
    Report, Set, Stretches, coverage, evaluate, read, read_facts, read_floors, report_facts,
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
    /// Print one JSON object a set in place of tables
    #[arg(long)]
    json: bool,
    /// Exit with 1 where a figure breaks its limit; lines of set, figure and limit with tabs between them
    #[arg(long, value_name = "TSV")]
    floors: Option<PathBuf>,
    /// Take every document for spun
    #[arg(long)]
    assume_spun: bool,
    /// Least margin of an edit in nats
    #[arg(long, value_name = "NATS")]
    min_margin: Option<f64>,
    /// Print every line that is not right
    #[arg(long)]
    show: bool,
    /// Print the most frequent mistakes of each cause, so many
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    mistakes: usize,
    /// Tell how many stretches of 60, 150 and 300 words are recognised as spun
    #[arg(long)]
    gate: bool,
    /// Tell how many substitutions of this file the lexicon knows; lines of family, spun, original and times with tabs
    /// between them
    #[arg(long, value_name = "TSV")]
    facts: Option<PathBuf>,
    /// Restore with the lexicon of these files, in their text form, in place of the built-in one; may be repeated
    #[arg(long, value_name = "TSV")]
    lexicon: Vec<PathBuf>,
    /// Ask this program about doubtful places, as `unspin --rescore` does
    #[arg(long, value_name = "PROGRAM")]
    rescore: Option<PathBuf>,
    /// Pairs (.jsonl, plain or packed), clean text (*clean*.txt), a folder with spun.txt and edits.tsv, or a folder with all
    /// of these in bench/ and seed/
    #[arg(required_unless_present = "facts", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Evaluates what `args` names; the exit status is 1 where a floor is broken.
///
/// # Errors
/// When a file cannot be read, or the restorer does not keep line ends.
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let floors = args
        .floors
        .as_deref()
        .map(read_floors)
        .transpose()?
        .unwrap_or_default();
    // Standard error is not locked: a thread that fails would wait for ever to say so.
    let (out, messages) = (&mut io::stdout().lock(), &mut io::stderr());
    let mut reports = args.evaluate()?;
    if let Some(path) = &args.facts {
        reports.push(facts(path, messages)?);
    }
    if args.show {
        reports
            .iter()
            .try_for_each(|report| show(report, messages))?;
    }
    if args.json {
        reports.iter().try_for_each(|report| {
            writeln!(
                out,
                "{}",
                json!({ "set": report.set, "figures": report.figures })
            )
        })?;
    } else {
        table::write(&reports, args.mistakes, out)?;
    }
    let broken: Vec<String> = floors
        .iter()
        .filter_map(|floor| floor.broken_by(&reports))
        .collect();
    broken
        .iter()
        .try_for_each(|floor| writeln!(messages, "unspin-train: {floor}"))?;
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Args {
    fn evaluate(&self) -> Result<Vec<Report>, Error> {
        let gate = if self.assume_spun {
            GateMode::AssumeSpun
        } else {
            GateMode::Auto
        };
        let stretches = if self.gate {
            Stretches::Tried
        } else {
            Stretches::Untried
        };
        let sets: Vec<Set> = self
            .paths
            .iter()
            .map(|path| read(path))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        if sets.is_empty() {
            return Ok(Vec::new());
        }
        let compiled = self.compiled()?;
        let options = Options::new().gate(gate);
        let options = match self.min_margin {
            Some(nats) => options.min_margin(milli(nats)),
            None => options,
        };
        let restorer = Restorer::new(options);
        let restorer = compiled.map_or(restorer.clone(), |lexicon| restorer.with_lexicon(lexicon));
        let (restorer, program) =
            with_program(restorer, self.rescore.as_deref()).map_err(|told| told.to_string())?;
        let reports = sets
            .iter()
            .map(|set| evaluate(&restorer, set, stretches))
            .collect();
        program
            .and_then(|program| program.take_failure())
            .map_or(reports, |told| Err(told.to_string().into()))
    }

    /// The lexicon of `--lexicon`.
    fn compiled(&self) -> Result<Option<OwnedLexicon>, Error> {
        if self.lexicon.is_empty() {
            return Ok(None);
        }
        let rows = self
            .lexicon
            .iter()
            .map(|path| read_rows(path))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        let bytes = compile::compile(&rows).file();
        Ok(Some(OwnedLexicon::read(bytes, Trust::Embedded)?))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn milli(nats: f64) -> Cost {
    (nats * 1000.0).round() as Cost
}

fn facts(path: &Path, messages: &mut dyn Write) -> Result<Report, Error> {
    let coverage = coverage(&Lexicon::embedded(), &read_facts(path)?);
    for fact in &coverage.missing {
        writeln!(
            messages,
            "not in the lexicon, {} times: {} <- {}",
            fact.times, fact.spun, fact.original
        )?;
    }
    Ok(report_facts(&coverage))
}

fn show(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for line in &report.wrong {
        writeln!(out, "- {}\n+ {}", line.given, line.output)?;
        line.original
            .iter()
            .try_for_each(|original| writeln!(out, "= {original}"))?;
        writeln!(out)?;
    }
    Ok(())
}
