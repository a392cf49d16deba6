//! `unspin-train evaluate`: sets of text in, figures out.

mod table;

use crate::restore::{GateMode, Options, Restorer};
use crate::train::Error;
use crate::train::evaluate::{Report, evaluate, read, read_floors};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Print every line that is not right
    #[arg(long)]
    show: bool,
    /// Pairs (.jsonl, plain or .xz), clean text (*clean*.txt), a folder with spun.txt and edits.tsv, or a folder with all
    /// of these in bench/ and seed/
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Evaluates what `args` names; the exit status is 1 where a floor is broken.
///
/// # Errors
/// When a file cannot be read, or the restorer does not keep line ends.
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let floors = args.floors.as_deref().map(read_floors).transpose()?.unwrap_or_default();
    let mut reports = Vec::new();
    let restorer = Restorer::embedded(args.options());
    for path in &args.paths {
        for set in read(path)? {
            reports.push(evaluate(&restorer, &set)?);
        }
    }
    args.print(&reports, &mut io::stdout().lock(), &mut io::stderr().lock())?;
    let broken: Vec<String> = floors.iter().filter_map(|floor| floor.broken_by(&reports)).collect();
    broken.iter().for_each(|floor| eprintln!("unspin-train: {floor}"));
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Args {
    fn options(&self) -> Options {
        let gate = if self.assume_spun { GateMode::AssumeSpun } else { GateMode::Auto };
        Options { gate, ..Options::default() }
    }

    fn print(&self, reports: &[Report], out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Error> {
        if self.show {
            reports.iter().try_for_each(|report| show(report, messages))?;
        }
        if self.json {
            for report in reports {
                writeln!(out, "{}", json!({ "set": report.set, "figures": report.figures }))?;
            }
        } else {
            table::write(reports, out)?;
        }
        Ok(())
    }
}

fn show(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for line in &report.wrong {
        writeln!(out, "- {}\n+ {}", line.given, line.output)?;
        line.original.iter().try_for_each(|original| writeln!(out, "= {original}"))?;
        writeln!(out)?;
    }
    Ok(())
}
