//! `unspin-train spin`: reads text, and writes it spun. It turns texts of our own into test data.

use super::files::read_lexicons;
use super::source::spinner;
use crate::Error;
use crate::corpus::Documents;
use crate::spin::{Quotes, Random, Spin, Style, aligned};
use clap::ValueEnum;
use serde_json::json;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::PathBuf;
use unspin::lexicon::tsv::{self, Row};
use unspin::store::hash;

/// The lexicons that are built in, in their text form.
const BUILT_IN: [&str; 2] = [
    include_str!("../../../dictionaries/news-spinner.tsv"),
    include_str!("../../../dictionaries/hand.tsv"),
];

/// Arguments of `unspin-train spin`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Lexicon file with counts, by which the text is spun; can be repeated [default: the built-in
    /// lexicons]
    #[arg(long, value_name = "TSV")]
    lexicon: Vec<PathBuf>,
    /// Documents written by `unspin-train lexicon --aligned`. Text is spun like these documents
    /// instead of by a lexicon
    #[arg(long, value_name = "FILE", conflicts_with = "lexicon")]
    aligned: Option<PathBuf>,
    /// Share of the replacements to make, from 0 to 1. With 1, as many are made as in densely spun
    /// text
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = super::share)]
    rate: f64,
    /// Seed of all random choices
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What to do with text between quotation marks
    #[arg(long, value_name = "HOW", value_enum, default_value_t = QuotesArg::Spun)]
    quotes: QuotesArg,
    /// Write JSON lines with "doc", "spun" and "orig", one for each paragraph, which `lexicon` and
    /// `evaluate` can read
    #[arg(long)]
    pairs: bool,
    /// Plain text, possibly compressed with gzip, xz or Zstandard: a paragraph on each line and a
    /// blank line between documents, or JSON lines (.jsonl) with the text in the field "text"
    /// [default: standard input]
    #[arg(value_name = "TEXT")]
    inputs: Vec<PathBuf>,
}

/// What happens to quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum QuotesArg {
    /// Spin it like the rest
    Spun,
    /// Leave it unchanged
    Kept,
}

/// Writes the spun text to standard output.
///
/// # Errors
/// If a file cannot be read or a line of a lexicon is malformed.
pub fn run(args: &Args) -> Result<(), Error> {
    let aligned = args.aligned.as_deref().map(aligned::read).transpose()?;
    let spinner = spinner(&args.rows()?, &aligned.unwrap_or_default())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut number = 0;
    for documents in args.documents() {
        for document in documents? {
            args.write(&*spinner, number, &document?, &mut out)?;
            number += 1;
        }
    }
    Ok(out.flush()?)
}

impl Args {
    fn rows(&self) -> Result<Vec<Row>, Error> {
        if !self.lexicon.is_empty() {
            return read_lexicons(&self.lexicon);
        }
        let parse = |text| tsv::parse(text).expect("the build script reads the built-in lexicons");
        Ok(BUILT_IN.into_iter().flat_map(parse).collect())
    }

    /// The documents of each input.
    fn documents(&self) -> Vec<io::Result<Documents>> {
        if self.inputs.is_empty() {
            let input = BufReader::new(io::stdin());
            return vec![Ok(Documents::from_reader(input))];
        }
        self.inputs
            .iter()
            .map(|path| Documents::open(path))
            .collect()
    }

    fn style(&self) -> Style {
        Style {
            density: self.rate,
            quotes: match self.quotes {
                QuotesArg::Spun => Quotes::Spun,
                QuotesArg::Kept => Quotes::Kept,
            },
        }
    }

    fn write(
        &self,
        spinner: &dyn Spin,
        number: u64,
        document: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let document = document.trim_end_matches('\n');
        let mut random = Random::new(hash::pair(self.seed, number));
        let spun = spinner.spin(document, self.style(), &mut random).text;
        if !self.pairs {
            let blank_line = if number > 0 { "\n" } else { "" };
            return writeln!(out, "{blank_line}{spun}");
        }
        let name = (number + 1).to_string();
        // No replacement crosses a line end, so line by line is pair by pair.
        for (spun, original) in spun.lines().zip(document.lines()) {
            let line = json!({ "doc": name, "spun": spun, "orig": original });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}
