//! `unspin-train model`: reads text, and writes n-gram models of one or more sizes, each with a
//! description of how it was made.

use super::counted;
use super::files::{check_outputs, write};
use crate::Error;
use crate::corpus::{Documents, FIELD, tokenize};
use crate::doubts::Doubts;
use crate::ngram::count::{Collector, Text};
use crate::ngram::evaluate::{Evaluation, HeldOut};
use crate::ngram::spill::Memory;
use crate::ngram::write::Layout;
use crate::ngram::{Built, Learned, prune};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use unspin::models::ngram::NgramModel;
use unspin::store::file::Trust;
use unspin::store::hash;
use unspin::text::token::Tokens;

/// One of this many documents is held out by default.
const HELD_OUT: u32 = 1000;
/// Added to the doubt of every word, in nats. A word that is never in doubt is still useful to choose
/// between the wordings before it.
const LEAST_DOUBT: f32 = 0.02;

/// Arguments of `unspin-train model`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Greatest size of the model; once for each --out
    #[arg(long, value_name = "BYTES", required = true)]
    budget: Vec<usize>,
    /// File to write. A description is written to a file of the same name with the suffix .txt
    #[arg(long, value_name = "FILE", required = true)]
    out: Vec<PathBuf>,
    /// Length of the longest n-grams
    #[arg(long, value_name = "WORDS", default_value_t = 4, value_parser = clap::value_parser!(u8).range(2..=4))]
    order: u8,
    /// Treat words that occur fewer than COUNT times as unknown
    #[arg(long, default_value_t = 2, value_name = "COUNT")]
    min_count: u32,
    /// Bits of the fingerprints of single words, middle and longest n-grams [default: 12,7,6]
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().fingerprint, hide_default_value = true)]
    fingerprint_bits: Vec<u32>,
    /// Bits of the costs of single words, middle and longest n-grams [default: 8,4,3]
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().cost, hide_default_value = true)]
    cost_bits: Vec<u32>,
    /// Bits of the back-off weights of single words and middle n-grams [default: 4,3]
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().back_off, hide_default_value = true)]
    back_off_bits: Vec<u32>,
    /// File that `unspin-train doubts` wrote; can be repeated. N-grams of words that are doubtful in
    /// one of the files are then preferred
    #[arg(long, value_name = "FILE")]
    doubts: Vec<PathBuf>,
    /// Memory for counting and sorting. Everything else is kept in temporary files, except the words
    /// of the text and the n-grams of a finished model. The model does not depend on this setting
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 30)]
    memory: usize,
    /// Hold out one of this many documents to measure the perplexity
    #[arg(long, value_name = "COUNT", default_value_t = HELD_OUT, value_parser = clap::value_parser!(u32).range(2..))]
    held_out: u32,
    /// The field of JSON lines that contains the text
    #[arg(long, value_name = "NAME", default_value = FIELD)]
    field: String,
    /// Plain text, possibly compressed with gzip, xz or Zstandard: a paragraph on each line and a
    /// blank line between documents, or JSON lines (.jsonl) with a document on each line
    #[arg(required = true, value_name = "TEXT")]
    inputs: Vec<PathBuf>,
}

impl Args {
    fn layout(&self) -> Result<Layout, Error> {
        let layout = Layout {
            fingerprint: widths("--fingerprint-bits", &self.fingerprint_bits)?,
            cost: widths("--cost-bits", &self.cost_bits)?,
            back_off: widths("--back-off-bits", &self.back_off_bits)?,
        };
        if layout.is_valid() {
            Ok(layout)
        } else {
            Err("a code must have 1 to 12 bits, and a cell at most 24; lower the widths".into())
        }
    }

    /// Counts and scores the n-grams of the text.
    fn learn(&self, text: Text, layout: Layout, doubts: Option<&Doubts>) -> io::Result<Learned> {
        let spinner = spinner("counting and scoring n-grams");
        let importance = |word: u64| doubts.map_or(1.0, |doubts| LEAST_DOUBT + doubts.of(word));
        let learned = Learned::new(
            text,
            self.order.into(),
            layout,
            doubts.map(|_| &importance as prune::Importance<'_>),
            Memory::of(self.memory),
        )?;
        spinner.finish_and_clear();
        Ok(learned)
    }

    /// The command for the description, with file names instead of paths.
    fn command(&self, budget: usize, out: &Path, layout: &Layout) -> String {
        let mut line = format!(
            "unspin-train model --budget {budget} --out {} --order {} --min-count {}",
            name(out),
            self.order,
            self.min_count
        );
        let lists = [
            ("fingerprint", &layout.fingerprint[..]),
            ("cost", &layout.cost),
            ("back-off", &layout.back_off),
        ];
        if self.held_out != HELD_OUT {
            line += &format!(" --held-out {}", self.held_out);
        }
        for (option, bits) in lists {
            let bits: Vec<String> = bits.iter().map(u32::to_string).collect();
            line += &format!(" --{option}-bits {}", bits.join(","));
        }
        for doubts in &self.doubts {
            line += &format!(" --doubts {}", name(doubts));
        }
        for input in &self.inputs {
            line += &format!(" {}", name(input));
        }
        line
    }
}

/// The values of an option that needs `N` of them.
fn widths<const N: usize>(option: &str, bits: &[u32]) -> Result<[u32; N], Error> {
    bits.try_into()
        .map_err(|_| format!("{option} needs {N} numbers").into())
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The text as it is read.
#[derive(Debug, Default)]
struct Corpus {
    collector: Collector,
    held_out: HeldOut,
    documents: usize,
    /// A line of the description for each file.
    files: String,
}

/// Trains and writes all models.
///
/// # Errors
/// If the arguments do not fit each other, a file cannot be read or written, or a size is too small.
pub fn run(args: &Args) -> Result<(), Error> {
    let layout = args.layout()?;
    if args.budget.len() != args.out.len() {
        return Err("there must be one --out for each --budget".into());
    }
    let descriptions: Vec<PathBuf> = args.out.iter().map(|out| description_path(out)).collect();
    check_outputs(
        args.out.iter().chain(&descriptions),
        args.inputs.iter().chain(&args.doubts),
    )?;
    let doubts = Doubts::read(&args.doubts)?;
    let doubts = (!args.doubts.is_empty()).then_some(doubts);
    let begin = Instant::now();
    let mut corpus = Corpus::default();
    for input in &args.inputs {
        corpus.read(input, args)?;
    }
    let text = corpus.collector.finish(args.min_count)?;
    eprintln!(
        "{:.0?} read {}",
        begin.elapsed(),
        counted(corpus.documents, "document")
    );
    let learned = args.learn(text, layout, doubts.as_ref())?;
    eprintln!(
        "{:.0?} counted n-grams of each length: {:?}",
        begin.elapsed(),
        learned.numbers()
    );
    for (&budget, out) in args.budget.iter().zip(&args.out) {
        let built = learned.model(budget)?;
        let model = NgramModel::read(&built.bytes, Trust::Checked)?;
        let evaluation = corpus.held_out.evaluate(&model);
        let description = [
            format!("command: {}\n", args.command(budget, out, &layout)),
            corpus.files.clone(),
            describe(&built, &evaluation, args.held_out),
        ]
        .concat();
        write(out, &built.bytes)?;
        write(&description_path(out), &description)?;
        eprintln!(
            "{:.0?} {description}{:.0} ns for a query",
            begin.elapsed(),
            evaluation.nanoseconds()
        );
    }
    eprintln!("{:.0?} peak memory: {}", begin.elapsed(), peak_memory());
    Ok(())
}

/// `en.lm.txt` describes `en.lm`.
fn description_path(path: &Path) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".txt");
    path.into()
}

impl Corpus {
    fn read(&mut self, path: &Path, args: &Args) -> Result<(), Error> {
        let mut tokens = Tokens::default();
        let mut documents = 0_usize;
        let mut words = 0_usize;
        let spinner = spinner(&format!("reading {}", name(path)));
        for document in Documents::open_field(path, &args.field)? {
            tokenize(&document?, &mut tokens);
            documents += 1;
            words += tokens.len();
            self.documents += 1;
            if self.documents.is_multiple_of(args.held_out as usize) {
                self.held_out.add(&tokens);
            } else {
                self.collector.add(&tokens)?;
            }
            spinner.inc(1);
        }
        spinner.finish_and_clear();
        let bytes = fs::metadata(path)?.len();
        writeln!(
            self.files,
            "corpus: {} bytes {bytes} documents {documents} tokens {words}",
            name(path)
        )?;
        Ok(())
    }
}

fn describe(built: &Built, evaluation: &Evaluation, held_out: u32) -> String {
    let numbers: Vec<String> = built.numbers.iter().map(usize::to_string).collect();
    let lines = [
        format!("n-grams of each length: {}", numbers.join(" ")),
        format!("lowest score kept: {} nats a bit", built.threshold),
        format!("bytes: {}", built.bytes.len()),
        format!(
            "checksum (hash::bytes of the file): {:016x}",
            hash::bytes(&built.bytes)
        ),
        quality(evaluation, held_out),
    ];
    lines.join("\n") + "\n"
}

fn quality(evaluation: &Evaluation, held_out: u32) -> String {
    if evaluation.words == 0 {
        return format!(
            "held out: nothing, because there are fewer than {held_out} documents; lower --held-out to \
             measure the perplexity"
        );
    }
    let lines = [
        format!(
            "held out: every {held_out}th document, {} words and sentence ends, {} unknown",
            evaluation.words, evaluation.unknown
        ),
        format!(
            "perplexity: {:.2}, of known words {:.2}",
            evaluation.perplexity(),
            evaluation.known_perplexity()
        ),
        format!(
            "a random word is cheaper than the right one: {:.2} %",
            evaluation.confusion * 100.0
        ),
    ];
    lines.join("\n")
}

fn spinner(message: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(message.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg} {human_pos}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The greatest amount of memory that the process used. Known only on Linux.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown on this system".to_owned(), |size| {
        size.trim().to_owned()
    })
}
