//! `unspin-train model`: text in, a model file and its side-car for each budget out.

use crate::Error;
use crate::corpus::{Documents, FIELD, tokenize};
use crate::doubts::Doubts;
use crate::ngram::count::Collector;
use crate::ngram::evaluate::{Evaluation, HeldOut};
use crate::ngram::spill::Memory;
use crate::ngram::write::Layout;
use crate::ngram::{Built, Learned, prune};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use unspin::models::ngram::NgramModel;
use unspin::store::file::Trust;
use unspin::store::hash;
use unspin::text::token::Tokens;

/// One document in so many is held out where no other number is named.
const HELD_OUT: u32 = 1000;
/// Doubt at every word, in nats, whatever was measured: the cost of a word that is in no doubt tells apart those before it.
const DOUBT: f32 = 0.02;

/// Arguments of `unspin-train model`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Most bytes of the model; once for each --out
    #[arg(long, value_name = "BYTES", required = true)]
    budget: Vec<usize>,
    /// File to write; a side-car with the suffix .txt is written beside it
    #[arg(long, value_name = "FILE", required = true)]
    out: Vec<PathBuf>,
    /// Longest n-gram in words
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(2..=4))]
    order: u8,
    /// Rarer words are unknown
    #[arg(long, default_value_t = 2, value_name = "COUNT")]
    min_count: u32,
    /// Bits that tell stored words, middle and longest n-grams from others
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().fingerprint)]
    fingerprint_bits: Vec<u32>,
    /// Bits of the cost of words, middle and longest n-grams
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().cost)]
    cost_bits: Vec<u32>,
    /// Bits of the back-off weight of words and of middle n-grams
    #[arg(long, value_delimiter = ',', value_name = "BITS", default_values_t = Layout::default().back_off)]
    back_off_bits: Vec<u32>,
    /// What `unspin-train doubts` wrote: n-grams are kept by how much is in doubt at their words
    #[arg(long, value_name = "FILE")]
    doubts: Option<PathBuf>,
    /// Most bytes of memory for counting and sorting; the rest is on disk, in the folder for temporary files. The words of the
    /// text and the n-grams of a finished model come on top. The model does not depend on it
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 30)]
    memory: usize,
    /// One document in so many is held out of counting and tells the perplexity
    #[arg(long, value_name = "COUNT", default_value_t = HELD_OUT, value_parser = clap::value_parser!(u32).range(2..))]
    held_out: u32,
    /// The field with the text, in JSON lines
    #[arg(long, value_name = "NAME", default_value = FIELD)]
    field: String,
    /// Text, plain or in gzip, xz or Zstandard format: one paragraph a line, a blank line between documents; or JSON lines
    /// (.jsonl), a document each
    #[arg(required = true, value_name = "TEXT")]
    inputs: Vec<PathBuf>,
}

impl Args {
    fn layout(&self) -> Result<Layout, Error> {
        let wanted =
            "give three widths to --fingerprint-bits and --cost-bits, two to --back-off-bits";
        let layout = Layout {
            fingerprint: self
                .fingerprint_bits
                .as_slice()
                .try_into()
                .map_err(|_| wanted)?,
            cost: self.cost_bits.as_slice().try_into().map_err(|_| wanted)?,
            back_off: self
                .back_off_bits
                .as_slice()
                .try_into()
                .map_err(|_| wanted)?,
        };
        if layout.is_valid() {
            Ok(layout)
        } else {
            Err("a cell has at most 24 bits and a code 1 to 12: lower the widths".into())
        }
    }

    /// The command without the folders of this machine.
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
        if let Some(doubts) = &self.doubts {
            line += &format!(" --doubts {}", name(doubts));
        }
        self.inputs
            .iter()
            .for_each(|input| line += &format!(" {}", name(input)));
        line
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What was read, a line for each file.
#[derive(Debug, Default)]
struct Corpus {
    collector: Collector,
    held_out: HeldOut,
    documents: usize,
    files: String,
}

/// Trains and writes every model that `args` asks for.
///
/// # Errors
/// When an argument does not fit the others, a file cannot be read or written, or a budget is too small.
pub fn run(args: &Args) -> Result<(), Error> {
    let layout = args.layout()?;
    if args.budget.len() != args.out.len() {
        return Err("give one --out for each --budget".into());
    }
    let doubts = args.doubts.as_deref().map(Doubts::read).transpose()?;
    let begin = Instant::now();
    let mut corpus = Corpus::default();
    args.inputs
        .iter()
        .try_for_each(|input| corpus.read(input, args))?;
    let text = corpus.collector.finish(args.min_count)?;
    eprintln!(
        "{:.0?} read {} documents",
        begin.elapsed(),
        corpus.documents
    );
    let spinner = spinner("counting and scoring n-grams");
    let uses = |word: u64| {
        doubts
            .as_ref()
            .map_or(1.0, |doubts| DOUBT + doubts.of(word))
    };
    let learned = Learned::new(
        text,
        args.order.into(),
        layout,
        doubts.as_ref().map(|_| &uses as prune::Importance<'_>),
        Memory::of(args.memory),
    )?;
    spinner.finish_and_clear();
    eprintln!(
        "{:.0?} counted n-grams of each length: {:?}",
        begin.elapsed(),
        learned.numbers()
    );
    for (&budget, out) in args.budget.iter().zip(&args.out) {
        let built = learned.model(budget)?;
        let evaluation = corpus
            .held_out
            .evaluate(&NgramModel::read(&built.bytes, Trust::Checked)?);
        let report = format!(
            "command: {}\n{}{}",
            args.command(budget, out, &layout),
            corpus.files,
            report(&built, &evaluation, args.held_out)
        );
        fs::write(out, &built.bytes)?;
        fs::write(side_car(out), &report)?;
        eprintln!(
            "{:.0?} {report}{:.0} ns a query",
            begin.elapsed(),
            evaluation.nanoseconds()
        );
    }
    eprintln!("{:.0?} peak memory: {}", begin.elapsed(), peak_memory());
    Ok(())
}

/// `en.lm` has its side-car in `en.lm.txt`.
fn side_car(path: &Path) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".txt");
    path.into()
}

impl Corpus {
    fn read(&mut self, path: &Path, args: &Args) -> Result<(), Error> {
        let (mut tokens, mut documents, mut words) = (Tokens::default(), 0_usize, 0_usize);
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

fn report(built: &Built, evaluation: &Evaluation, held_out: u32) -> String {
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
            "held out: nothing, as there are fewer than {held_out} documents; lower --held-out for a perplexity"
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

/// Most memory the process has had, as Linux tells it.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown on this system".to_owned(), |size| {
        size.trim().to_owned()
    })
}
