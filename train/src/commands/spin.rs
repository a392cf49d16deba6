//! `unspin-train spin`: text in, the same text spun out. It makes test data for a family without anybody else's text.

use super::source::{read_rows, spinner};
use crate::Error;
use crate::corpus::Documents;
use crate::spin::aligned;
use crate::spin::{Quotes, Random, Spin, Style};
use clap::ValueEnum;
use serde_json::json;
use std::io::{self, BufReader, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use unspin::lexicon::tsv::{self, Row};
use unspin::store::hash;

/// Arguments of `unspin-train spin`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Lexicon in its text form, whose counts say how the text is spun; may be repeated. Without it, the built-in one
    #[arg(long, value_name = "TSV")]
    lexicon: Vec<PathBuf>,
    /// Documents that `unspin-train lexicon --aligned` wrote: the text is spun as they are, in the place of by a lexicon
    #[arg(long, value_name = "FILE", conflicts_with = "lexicon")]
    aligned: Option<PathBuf>,
    /// Share of the spinner's keys that are replaced, from 0 to 1, against one that replaces all it can
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = rate)]
    rate: f64,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Whether text between quotation marks is spun like the rest or left alone
    #[arg(long, value_name = "HOW", value_enum, default_value_t = QuotesChoice::Spun)]
    quotes: QuotesChoice,
    /// Write JSON lines with "doc", "spun" and "orig", a paragraph each, as `lexicon` and `evaluate` read them
    #[arg(long)]
    pairs: bool,
    /// Text, plain or in gzip, xz or Zstandard format: one paragraph a line, a blank line between documents; or JSON lines
    /// (.jsonl) with the field "text". None: standard input
    #[arg(value_name = "TEXT")]
    inputs: Vec<PathBuf>,
}

/// What happens to quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum QuotesChoice {
    /// Spun like the rest
    Spun,
    /// Left alone
    Kept,
}

fn rate(text: &str) -> Result<f64, String> {
    let share = text
        .parse::<f64>()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "is no share; write a number from 0 to 1".to_owned())
}

/// Spins the text to standard output.
///
/// # Errors
/// When a file cannot be read or a line of a lexicon is wrong.
pub fn run(args: &Args) -> Result<(), Error> {
    let aligned = args
        .aligned
        .as_deref()
        .map(aligned::read)
        .transpose()?
        .unwrap_or_default();
    let spinner = spinner(&args.rows()?, &aligned)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut number = 0;
    for documents in args.documents()? {
        for document in documents? {
            match args.write(&*spinner, number, &document?, &mut out) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
                written => written?,
            }
            number += 1;
        }
    }
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

impl Args {
    fn rows(&self) -> Result<Vec<Row>, Error> {
        if self.lexicon.is_empty() {
            let built_in = [
                include_str!("../../../dictionaries/en.tsv"),
                include_str!("../../../dictionaries/hand.tsv"),
            ];
            return Ok(built_in
                .iter()
                .flat_map(|text| tsv::parse(text).expect("a test reads the committed lexicons"))
                .collect());
        }
        Ok(self
            .lexicon
            .iter()
            .map(|path| read_rows(path))
            .collect::<Result<Vec<_>, _>>()?
            .concat())
    }

    /// The documents of each input.
    fn documents(&self) -> Result<Vec<io::Result<Documents>>, Error> {
        if self.inputs.is_empty() {
            return Ok(vec![Ok(Documents::from_reader(
                BufReader::new(io::stdin()),
            ))]);
        }
        Ok(self
            .inputs
            .iter()
            .map(|path| Documents::open(path))
            .collect())
    }

    fn write(
        &self,
        spinner: &dyn Spin,
        number: u64,
        document: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let quotes = if self.quotes == QuotesChoice::Kept {
            Quotes::Kept
        } else {
            Quotes::Spun
        };
        let document = document.trim_end_matches('\n');
        let spun = spinner
            .spin(
                document,
                Style {
                    density: self.rate,
                    quotes,
                },
                &mut Random::new(hash::pair(self.seed, number)),
            )
            .text;
        if !self.pairs {
            return if number > 0 {
                writeln!(out, "\n{spun}")
            } else {
                writeln!(out, "{spun}")
            };
        }
        // No phrase reaches over a line end, so lines stay with lines.
        let mut lines = spun.lines().zip(document.lines());
        lines.try_for_each(|(spun, original)| {
            writeln!(
                out,
                "{}",
                json!({ "doc": format!("{}", number + 1), "spun": spun, "orig": original })
            )
        })
    }
}
