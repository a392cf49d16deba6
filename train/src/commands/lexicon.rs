//! `unspin-train lexicon`: reads pairs of paragraphs, and writes a lexicon in its text form.

use super::counted;
use super::files::{check_outputs, lexicon_text, print_lexicon_size, write};
use crate::Error;
use crate::evaluate::reach;
use crate::lexicon::{Learned, Limits, Notes, Reason, SMALL, learn};
use crate::pairs::{self, Document};
use crate::progress::Progress;
use crate::spin::aligned;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::Duration;
use unspin::lexicon::tsv::Row;
use unspin::lexicon::{Lexicon, compile};
use unspin::store::file::Trust;

/// One of this many documents is held out to measure the coverage.
const HELD_OUT: usize = 10;
/// The first line of a lexicon.
const COMMENT: &str = "spun<TAB>original<TAB>count, learned by unspin-train lexicon. If the original \
                       is = or the same phrase: how often a dense spinner keeps it.";

/// Arguments of `unspin-train lexicon`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Drop pairs that occur fewer than COUNT times [default: 2, or 1 with fewer than 1,000
    /// documents]
    #[arg(long, value_name = "COUNT")]
    min_count: Option<u32>,
    /// Drop pairs that occur in fewer than COUNT documents [default: 2, or 1 with fewer than 1,000
    /// documents]
    #[arg(long, value_name = "COUNT")]
    min_documents: Option<u32>,
    /// Drop pairs with digits that occur fewer than COUNT times [default: 20, or 1 with fewer than
    /// 1,000 documents]
    #[arg(long, value_name = "COUNT")]
    min_number_count: Option<u32>,
    /// Drop a pair if its original accounts for less than this share of the occurrences of the spun
    /// phrase
    #[arg(long, value_name = "SHARE", default_value_t = 0.002, value_parser = super::share)]
    min_share: f64,
    /// Also write the spun documents with their substitutions, for the option `--aligned` of other
    /// commands
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// Skip measuring the coverage, which learns from nine tenths of the documents first and tests on
    /// the rest
    #[arg(long)]
    no_coverage: bool,
    /// Also write all pairs that are doubtful or were dropped: the reason, the spun phrase, the
    /// original and the count, separated by tabs
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// Number of doubtful pairs, and of dropped pairs for each reason, to print
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    show: usize,
    /// JSON lines with "doc", "spun" and "orig", possibly compressed with gzip, xz or Zstandard
    #[arg(required = true, value_name = "PAIRS")]
    inputs: Vec<PathBuf>,
}

/// Learns and writes a lexicon.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let outputs = [&args.out]
        .into_iter()
        .chain(&args.aligned)
        .chain(&args.notes);
    check_outputs(outputs, &args.inputs)?;
    let documents = args.read()?;
    eprintln!(
        "{}; learning needs about 60 bytes of memory for each word of both versions",
        counted(documents.len(), "document")
    );
    if !args.no_coverage {
        args.print_coverage(&documents)?;
    }
    let Learned {
        rows,
        documents,
        notes,
    } = args.learn(&documents, "learning");
    if let Some(path) = &args.aligned {
        aligned::write(path, &documents)?;
    }
    write(&args.out, lexicon_text(COMMENT, &rows))?;
    if let Some(path) = &args.notes {
        write(path, notes_text(&notes))?;
    }
    args.print_notes(&notes);
    print_lexicon_size(&args.out, &rows);
    Ok(())
}

/// A line for each doubtful and each dropped pair.
fn notes_text(notes: &Notes) -> String {
    let mut text = String::new();
    for row in &notes.unsure {
        text += &format!("never alone\t{row}\n");
    }
    for dropped in &notes.dropped {
        text += &format!("{}\t{}\n", dropped.reason.name(), dropped.row);
    }
    text
}

impl Args {
    fn read(&self) -> Result<Vec<Document>, Error> {
        let bar = ProgressBar::new_spinner().with_message("reading");
        bar.enable_steady_tick(Duration::from_millis(200));
        let mut documents = Vec::new();
        for input in &self.inputs {
            documents.extend(pairs::read(input)?);
        }
        bar.finish_and_clear();
        if documents.is_empty() {
            let file = self.inputs[0].display();
            return Err(
                format!("{file}: there are no pairs to learn from; name other files").into(),
            );
        }
        Ok(documents)
    }

    fn limits(&self, documents: usize) -> Limits {
        let (count, number_count) = if documents < SMALL { (1, 1) } else { (2, 20) };
        Limits {
            min_count: self.min_count.unwrap_or(count),
            min_documents: self.min_documents.unwrap_or(count),
            min_number_count: self.min_number_count.unwrap_or(number_count),
            min_share: self.min_share,
        }
    }

    /// Learns with a progress bar.
    fn learn(&self, documents: &[Document], message: &'static str) -> Learned {
        let bar = ProgressBar::new(0).with_message(message);
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len} steps, {eta} left")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let learned = learn(documents, self.limits(documents.len()), &|progress| {
            if let Progress::Steps { done, total } = progress {
                bar.set_length(total);
                bar.set_position(done);
            }
        });
        bar.finish_and_clear();
        learned
    }

    /// Learns from nine tenths of the documents, and prints how much of the damage in the rest can
    /// be undone.
    fn print_coverage(&self, documents: &[Document]) -> Result<(), Error> {
        let mut learned_from = Vec::new();
        let mut held_out = Vec::new();
        for (index, document) in documents.iter().enumerate() {
            if index % HELD_OUT == HELD_OUT - 1 {
                held_out.push(document);
            } else {
                learned_from.push(document.clone());
            }
        }
        if held_out.is_empty() {
            eprintln!("coverage: not measured, because there are fewer than {HELD_OUT} documents");
            return Ok(());
        }
        let rows = self.learn(&learned_from, "learning from nine tenths").rows;
        let bytes = compile::compile(&rows).file();
        let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
        let pairs: Vec<_> = held_out.into_iter().flatten().collect();
        let (before, after) = pairs
            .par_iter()
            .map(|pair| reach(&lexicon, &pair.spun, &pair.original))
            .map(|reach| (reach.before, reach.after))
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let undone = f64::from(u32::try_from(before - after)?);
        let share = 100.0 * undone / f64::from(u32::try_from(before.max(1))?);
        eprintln!(
            "coverage: a lexicon from nine tenths of the documents can undo {share:.1} % of the \
             {before} differing words of the rest"
        );
        Ok(())
    }

    fn print_notes(&self, notes: &Notes) {
        let doubtful = match notes.unsure.len() {
            1 => "1 pair is doubtful: it never occurs without another substitution next to it"
                .to_owned(),
            count => format!(
                "{count} pairs are doubtful: they never occur without another substitution next to them"
            ),
        };
        eprintln!("{doubtful}");
        self.print_rows(notes.unsure.iter());
        for reason in Reason::ALL {
            let mut dropped: Vec<&Row> = notes
                .dropped
                .iter()
                .filter(|dropped| dropped.reason == reason)
                .map(|dropped| &dropped.row)
                .collect();
            dropped.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.cmp(b)));
            if !dropped.is_empty() {
                let pairs = counted(dropped.len(), "pair");
                eprintln!("{pairs} dropped: {}", reason.name());
                self.print_rows(dropped.into_iter());
            }
        }
    }

    fn print_rows<'r>(&self, rows: impl Iterator<Item = &'r Row>) {
        for row in rows.take(self.show) {
            eprintln!("  {} <- {} ({})", row.spun, row.original, row.count);
        }
    }
}
