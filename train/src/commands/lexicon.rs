//! `unspin-train lexicon`: pairs in, a lexicon in its text form out.

use crate::Error;
use crate::evaluate::reach;
use crate::lexicon::{Learned, Limits, Notes, Reason, SMALL, learn};
use crate::pairs::{self, Document};
use crate::progress::Progress;
use crate::spin::aligned;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use unspin::lexicon::tsv::Row;
use unspin::lexicon::{Lexicon, compile};
use unspin::store::file::Trust;

/// One document in so many is held back to tell the coverage.
const HELD_BACK: usize = 10;

/// Arguments of `unspin-train lexicon`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Pairs seen less often are dropped; by default 2, of less than 1,000 documents 1
    #[arg(long, value_name = "COUNT")]
    min_count: Option<u32>,
    /// Pairs seen in fewer documents are dropped; by default 2, of less than 1,000 documents 1
    #[arg(long, value_name = "COUNT")]
    min_documents: Option<u32>,
    /// Pairs with digits seen less often are dropped; by default 20, of less than 1,000 documents 1
    #[arg(long, value_name = "COUNT")]
    min_number_count: Option<u32>,
    /// Originals that a smaller share of a phrase's occurrences stands for are dropped
    #[arg(long, value_name = "SHARE", default_value_t = 0.002)]
    min_share: f64,
    /// Also write the aligned documents, for `unspin-train context --aligned`
    #[arg(long, value_name = "FILE")]
    aligned: Option<PathBuf>,
    /// Do not learn from nine tenths first to tell how much of the last tenth they cover
    #[arg(long)]
    no_coverage: bool,
    /// Also write every pair that is doubtful or left out: why, spun, original and count with tabs between them
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// Doubtful pairs, and pairs left out for each reason, that are printed
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    show: usize,
    /// JSON lines with "doc", "spun" and "orig", plain or in gzip, xz or Zstandard format
    #[arg(required = true, value_name = "PAIRS")]
    inputs: Vec<PathBuf>,
}

/// Learns and writes a lexicon.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &Args) -> Result<(), Error> {
    let documents = args.read()?;
    eprintln!(
        "{} documents; memory: about 60 bytes a word of both sides",
        documents.len()
    );
    if !args.no_coverage {
        args.tell_coverage(&documents)?;
    }
    let Learned {
        rows,
        documents,
        notes,
    } = args.learn(&documents, "learning");
    if let Some(path) = &args.aligned {
        aligned::write(path, &documents)?;
    }
    write(args, &rows)?;
    args.tell(&notes);
    args.notes
        .as_ref()
        .map_or(Ok(()), |path| fs::write(path, all_notes(&notes)))?;
    let kept = rows.iter().filter(|row| row.is_kept()).count();
    eprintln!(
        "{}: {} pairs, {kept} keys",
        args.out.display(),
        rows.len() - kept
    );
    Ok(())
}

fn write(args: &Args, rows: &[Row]) -> Result<(), Error> {
    let mut text = String::from(
        "# spun<TAB>original<TAB>count, learned by unspin-train lexicon. Where both are equal: how often a dense spinner keeps the phrase.\n",
    );
    rows.iter()
        .try_for_each(|row| writeln!(text, "{}", line(row)))?;
    Ok(fs::write(&args.out, text)?)
}

fn line(row: &Row) -> String {
    format!("{}\t{}\t{}", row.spun, row.original, row.count)
}

fn all_notes(notes: &Notes) -> String {
    let unsure = notes
        .unsure
        .iter()
        .map(|row| format!("never alone\t{}\n", line(row)));
    unsure
        .chain(
            notes
                .dropped
                .iter()
                .map(|dropped| format!("{}\t{}\n", dropped.reason.name(), line(&dropped.row))),
        )
        .collect()
}

impl Args {
    fn read(&self) -> Result<Vec<Document>, Error> {
        let bar = ProgressBar::new_spinner().with_message("reading");
        bar.enable_steady_tick(Duration::from_millis(200));
        let documents = self
            .inputs
            .iter()
            .map(|input| pairs::read(input))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        bar.finish_and_clear();
        Ok(documents)
    }

    fn learn(&self, documents: &[Document], what: &'static str) -> Learned {
        let (least, least_numbers) = if documents.len() < SMALL {
            (1, 1)
        } else {
            (2, 20)
        };
        let limits = Limits {
            min_count: self.min_count.unwrap_or(least),
            min_documents: self.min_documents.unwrap_or(least),
            min_number_count: self.min_number_count.unwrap_or(least_numbers),
            min_share: self.min_share,
        };
        let bar = ProgressBar::new(0).with_message(what);
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len} steps, {eta} left")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let learned = learn(documents, limits, &|progress| {
            if let Progress::Steps { done, total } = progress {
                bar.set_length(total);
                bar.set_position(done);
            }
        });
        bar.finish_and_clear();
        learned
    }

    /// Tells how much of a tenth the others cover.
    fn tell_coverage(&self, documents: &[Document]) -> Result<(), Error> {
        let is_held = |index: usize| index % HELD_BACK == HELD_BACK - 1;
        let part = |held: bool| {
            documents
                .iter()
                .enumerate()
                .filter(|(index, _)| is_held(*index) == held)
                .map(|(_, document)| document.clone())
                .collect()
        };
        let (held, learned): (Vec<Document>, Vec<Document>) = (part(true), part(false));
        if held.is_empty() {
            eprintln!("coverage: not told, as there are fewer than {HELD_BACK} documents");
            return Ok(());
        }
        let rows = self.learn(&learned, "learning from nine tenths").rows;
        let bytes = compile::compile(&rows).file();
        let lexicon = Lexicon::read(&bytes, Trust::Embedded)?;
        let pairs: Vec<_> = held.iter().flatten().collect();
        let reached: Vec<_> = pairs
            .par_iter()
            .map(|pair| reach(&lexicon, &pair.spun, &pair.original))
            .collect();
        let (before, after) = reached.iter().fold((0, 0), |sum, reach| {
            (sum.0 + reach.before, sum.1 + reach.after)
        });
        let share = 100.0 * f64::from(u32::try_from(before - after)?)
            / f64::from(u32::try_from(before.max(1))?);
        eprintln!(
            "coverage: what nine tenths teach can undo {share:.1} % of the {before} differing words of the tenth held back"
        );
        Ok(())
    }

    fn tell(&self, notes: &Notes) {
        let shown = |rows: &mut dyn Iterator<Item = &Row>| {
            rows.take(self.show)
                .for_each(|row| eprintln!("  {} <- {} ({})", row.spun, row.original, row.count))
        };
        eprintln!("unsure: {} pairs never stood alone", notes.unsure.len());
        shown(&mut notes.unsure.iter());
        for reason in Reason::ALL {
            let mut dropped: Vec<&Row> = notes
                .dropped
                .iter()
                .filter(|dropped| dropped.reason == reason)
                .map(|dropped| &dropped.row)
                .collect();
            dropped.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.cmp(b)));
            eprintln!("dropped: {} pairs {}", dropped.len(), reason.name());
            shown(&mut dropped.into_iter());
        }
    }
}
