//! `unspin-train groups`: reads a spinner's own table of synonyms, and writes a lexicon, which is for
//! the option `--family` of `unspin`.

use super::counted;
use super::files::{check_outputs, lexicon_text, print_lexicon_size, read, write};
use crate::Error;
use crate::corpus::Documents;
use crate::groups::{self, Draw, Engine, Group, Rows, Settings, in_documents, in_model};
use clap::ValueEnum;
use std::path::PathBuf;
use unspin::models::ngram::NgramModel;

/// The first line of the lexicon.
const COMMENT: &str = "spun<TAB>original<TAB>count, from a table by unspin-train groups. If the \
                       original is = or the same phrase: how often a dense spinner keeps it.";

/// With more passes, the outcomes hardly change.
const MAX_PASSES: usize = 10;

/// Arguments of `unspin-train groups`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The spinner looks only for the first member of a group and writes one of the others.
    /// Otherwise, it looks for all members and may draw the one that it found
    #[arg(long)]
    keyed: bool,
    /// How the spinner draws a member
    #[arg(long, value_name = "HOW", value_enum, default_value_t = DrawArg::Uniform)]
    draw: DrawArg,
    /// How many times the spinner reads a text. In a second pass, it also replaces what it wrote in
    /// the first
    #[arg(long, value_name = "COUNT", default_value = "1", value_parser = passes)]
    passes: usize,
    /// Share of the phrases of its table that the spinner leaves alone in densely spun text, from 0
    /// to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.02, value_parser = super::share)]
    kept: f64,
    /// Text in which to count the phrases of the table; can be repeated. It may be compressed with
    /// gzip, xz or Zstandard: a paragraph on each line and a blank line between documents, or JSON
    /// lines (.jsonl) with the text in the field "text" [default: the n-gram model estimates how
    /// frequent they are]
    #[arg(long, value_name = "TEXT")]
    corpus: Vec<PathBuf>,
    /// Drop a pair if its original accounts for less than this share of the occurrences of the spun
    /// phrase
    #[arg(long, value_name = "SHARE", default_value_t = 0.002, value_parser = super::share)]
    min_share: f64,
    /// Tables in UTF-8: a group of phrases on each line, such as "big|large|very big". Blank lines
    /// and lines that begin with # are skipped. A phrase in several groups belongs to the first
    #[arg(required = true, value_name = "TABLE")]
    tables: Vec<PathBuf>,
}

/// How a member of a group is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DrawArg {
    /// All members are equally likely
    Uniform,
    /// The later a member, the more likely: the second is drawn twice as often as the first
    Late,
}

fn passes(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|passes| (1..=MAX_PASSES).contains(passes))
        .ok_or_else(|| format!("expected a number from 1 to {MAX_PASSES}"))
}

/// Writes the lexicon.
///
/// # Errors
/// If a file cannot be read or written, or a line of a table is malformed; the message names it.
pub fn run(args: &Args) -> Result<(), Error> {
    check_outputs([&args.out], args.tables.iter().chain(&args.corpus))?;
    let groups = args.groups()?;
    let long = groups
        .iter()
        .flat_map(|group| &group.members)
        .filter(|member| member.is_too_long())
        .count();
    let number = counted(groups.len(), "group");
    let engine = Engine::new(groups, args.settings());
    let originals = counted(engine.originals(), "original");
    eprintln!("{number}, {originals}");
    if long > 0 {
        let long = counted(long, "member");
        eprintln!("{long} left out: more than seven words");
    }
    let Rows { rows, dropped } = groups::rows(&engine, &args.frequencies(&engine)?, args.min_share);
    if dropped > 0 {
        let dropped = counted(dropped, "pair");
        eprintln!("{dropped} dropped: rare meaning of the spun phrase");
    }
    write(&args.out, lexicon_text(COMMENT, &rows))?;
    print_lexicon_size(&args.out, &rows);
    Ok(())
}

impl Args {
    /// The groups of all tables.
    fn groups(&self) -> Result<Vec<Group>, Error> {
        let mut all = Vec::new();
        for path in &self.tables {
            let groups = groups::parse(&read(path)?)
                .map_err(|(line, problem)| format!("{}:{line}: {problem}", path.display()))?;
            if groups.is_empty() {
                let message = format!("{}: contains no groups; write a|b|c", path.display());
                return Err(message.into());
            }
            all.extend(groups);
        }
        Ok(all)
    }

    fn settings(&self) -> Settings {
        Settings {
            keyed: self.keyed,
            draw: match self.draw {
                DrawArg::Uniform => Draw::Uniform,
                DrawArg::Late => Draw::Late,
            },
            passes: self.passes,
            kept: self.kept,
        }
    }

    /// How frequent each original is.
    fn frequencies(&self, engine: &Engine) -> Result<Vec<f64>, Error> {
        if self.corpus.is_empty() {
            return Ok(in_model(engine, &NgramModel::embedded()));
        }
        let mut files = Vec::new();
        for path in &self.corpus {
            files.push(Documents::open(path)?);
        }
        Ok(in_documents(engine, files.into_iter().flatten())?)
    }
}
