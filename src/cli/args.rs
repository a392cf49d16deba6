//! What the command line takes. It declares flags, their help and how their values are read; it opens no file and decides
//! nothing.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use clap::Parser;

use super::choices::{FormatChoice, GateChoice, GenerateChoice, Mode, PrecisionChoice, When};
use super::folder::parse_glob;
use crate::cost::Cost;
use crate::document::json::Field;
use crate::restore::{Options, Precision};

const ABOUT: &str = "Turn synonym-spun English back into its original wording.";

const LONG_ABOUT: &str = "\
Turn synonym-spun English back into its original wording.

A synonym spinner replaces words of an article by others without looking at the context: 'the White House said' becomes \
'the White Home mentioned'. unspin reads text, Markdown, HTML and JSON lines, restores the likeliest original wording and copies everything else \
byte for byte. Text that does not look spun comes back unchanged.";

const AFTER_HELP: &str =
    "Use -h for the short and --help for the long description of every option.";

const AFTER_LONG_HELP: &str = "\
Exit status:
  0  everything was done, whether or not anything was restored
  1  only with --check: something would be restored
  2  something failed, as a message on standard error says; the other files were done

Examples:
  unspin < spun.txt > restored.txt     restore standard input
  unspin --diff article.txt            look at the changes first
  unspin -w articles                   then restore the files of a folder in place
  unspin --edits article.txt | jq .    each edit with its place and evidence
  unspin --format jsonl < in > out     restore the field 'text' of each line";

const INPUT: &str = "Input";
const MODES: &str = "Output modes (at most one)";
const OUTPUT: &str = "Output";
const CONFIGURATION: &str = "Configuration";
const RESTORING: &str = "Restoring";

/// The command line.
///
/// ```
/// use clap::Parser;
/// use unspin::cli::Args;
/// use unspin::cli::choices::Mode;
/// let args = Args::parse_from(["unspin", "--diff", "--min-margin", "2.5", "spun.txt"]);
/// assert_eq!(args.mode(), Mode::Diff);
/// assert_eq!(args.least_margin(), 2500);
/// ```
#[derive(Clone, Debug, Parser)]
#[command(name = "unspin", version, about = ABOUT, long_about = LONG_ABOUT, after_help = AFTER_HELP, after_long_help = AFTER_LONG_HELP)]
#[command(max_term_width = 100)]
pub struct Args {
    /// Files and folders to restore, in this order; - or none: standard input.
    ///
    /// Of a folder and the folders in it, files are restored whose names are those of prose or match --glob, sorted by name.
    /// Hidden ones and those that .gitignore and .ignore name are left out.
    /// Each file is one document in UTF-8, or one document a line; see --format. Bytes that are not UTF-8 are copied as they
    /// are. Files in gzip or Zstandard format, known by their first bytes, are unpacked; so is standard input. The restored
    /// text of all files goes to standard output, one after the other and never packed; see also --write and --output.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Format of documents: auto, text, markdown, html, jsonl.
    ///
    /// Only prose is restored; every other byte stays as it is. A wording that reaches over tags is restored where the tags can
    /// stay where they are.
    ///
    /// auto: by the end of the name, before any .gz or .zst: .md, .markdown, .html, .htm, .xhtml, .jsonl, .ndjson; text for
    /// every other, and for standard input
    ///
    /// text: all of it is prose
    ///
    /// markdown: what is read, without code, formulas, raw HTML, targets of links and metadata at the top
    ///
    /// html: text nodes and alt and title attributes, without those of code, scripts and styles
    ///
    /// jsonl: each line is a document, whose text is in the fields that --field names
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = FormatChoice::Auto, help_heading = INPUT)]
    pub format: FormatChoice,

    /// The field with the text, in JSON lines (repeatable).
    ///
    /// A key of the object on each line, or a JSON pointer if it begins with '/': '/article/body', '/paragraphs/0'. The
    /// fields of a line are one document. Only what is edited is spelt anew.
    #[arg(long = "field", value_name = "NAME", value_parser = Field::parse, default_value = "text", help_heading = INPUT)]
    pub fields: Vec<Field>,

    /// Which files of folders to restore (repeatable).
    ///
    /// File names with wildcards, such as '*.txt' or '*.{htm,html}'; a file has to match one of them. Without it, those that
    /// end in .txt, .text, .md, .markdown, .html, .htm, .xhtml, .jsonl or .ndjson, with .gz or .zst behind it or not. Files
    /// that are named as a PATH are restored in any case.
    #[arg(long = "glob", value_name = "GLOB", value_parser = parse_glob, help_heading = INPUT)]
    pub globs: Vec<String>,

    /// Do not fail because of bad lines in JSON lines.
    ///
    /// A line that is not JSON, or has no text where --field says, is told with its number and copied as it is; then the
    /// exit status is 2, unless this option is given.
    #[arg(long, help_heading = INPUT)]
    pub skip_bad: bool,

    /// Times its size a packed file may unpack to.
    ///
    /// A file in gzip or Zstandard format that goes on beyond that, and beyond 64 MiB, was made to fill memory or disk: it is told and given up
    /// there. Text unpacks to some 3 times its size; gzip cannot do more than 1032 times. From 1 to 1000000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000), default_value_t = 200, help_heading = INPUT)]
    pub max_expansion: u64,

    /// Print a unified diff instead of the text.
    ///
    /// It has three lines of context and the paths as they were given: 'unspin --diff a.txt | patch -p0' makes the same
    /// changes as --write. Files without an edit are left out.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub diff: bool,

    /// Print the edits as JSON, one a line.
    ///
    /// Fields: path; record, the number of the line, in JSON lines; start and end, in bytes of the input, end-exclusive; spun,
    /// the text that stands there; original, what belongs there; rule, the pair of the lexicon that fired, as 'spun ->
    /// original', or 'article'; kind (exact: the corruption letter for letter, fuzzy: with a typing or scanning slip, article:
    /// 'a' or 'an' agrees with a restored word); margin, in nats, by how much the edit beats leaving the text as it is;
    /// confidence, from 0 to 1, how likely the edit is right. Edits are sorted and do not overlap; made to the input, they
    /// give the output.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub edits: bool,

    /// Print how spun each document looks as JSON, one a line.
    ///
    /// Fields: path; record, the number of the line, in JSON lines; score, the probability that the document is spun;
    /// log_odds, the same in nats, before rounding; spun, whether it is taken for spun, which needs far more than even odds;
    /// family, the lexicon whose spinner it was, several with '+' between them, or null; density, the share of a spinner's words that were replaced, from 0
    /// to 1, or null where the document is clean at first sight; edits, their number. Bad lines have none.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub score: bool,

    /// Name the files that would change; exit with 1 if there are any.
    ///
    /// One line a file: 'PATH: N edits'. Nothing is printed, and the exit status is 0, where no file would change.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub check: bool,

    /// Print the text with each edit marked and its evidence below.
    ///
    /// Edits are marked as [-spun-]{+original+}. Under each line that has edits, each of them follows on a line of its own
    /// with its kind, the pair of the lexicon that fired, its margin in nats, its confidence, and the wordings that were
    /// weighed, each with its cost in nats above the best one.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub explain: bool,

    /// Restore the files in place and print nothing.
    ///
    /// The text is written to a new file in the same folder, which then takes the place of the old one with its
    /// permissions: a crash leaves the one or the other, never a part. Links are followed. Files without an edit are not
    /// touched, packed ones are packed again. Standard input is refused.
    #[arg(short, long, group = "mode", help_heading = MODES)]
    pub write: bool,

    /// Write the restored files into the folder DIR and print nothing.
    ///
    /// Files of a folder keep their places in it: of 'unspin -o DIR crawl', crawl/a/b.txt becomes DIR/a/b.txt. Other files
    /// go into DIR itself. All files come there, also those without an edit, with their permissions; packed ones are packed
    /// again. Older files of the same names are replaced. Two files of one name, and standard input, are refused.
    #[arg(short, long, value_name = "DIR", group = "mode", help_heading = MODES)]
    pub output: Option<PathBuf>,

    /// Leave alone what does not look spun: auto, off.
    ///
    /// By default, documents and quotations without the marks of a spinner are left alone, and a headline or a sentence or
    /// two show too few marks to tell. Clean text will get wrong edits with 'off'.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true, default_value_t = GateChoice::Auto, group = "gating", help_heading = RESTORING)]
    pub gate: GateChoice,

    /// Restore what does not look spun, too: the same as --gate off.
    ///
    /// Clean text will get wrong edits with this option.
    #[arg(long, group = "gating", help_heading = RESTORING)]
    pub assume_spun: bool,

    /// How sure an edit has to be: cautious, balanced, eager.
    ///
    /// Each is a least margin. cautious: 2 nats; balanced: 0.4; eager: 0. See --min-margin for what a margin is; only one of the two can be given.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true, default_value_t = PrecisionChoice::Balanced, group = "strictness", help_heading = RESTORING)]
    pub precision: PrecisionChoice,

    /// Keep only edits that beat the text as it is by NATS.
    ///
    /// In nats, units of the natural logarithm: with 4.6, the restored wording has to be 100 times likelier than the text
    /// as it is. Higher means fewer and surer edits; 0 keeps every edit that beats the text at all. From 0 to 1000, down
    /// to thousandths. The default is 0.4, that of --precision balanced.
    #[arg(long, value_name = "NATS", value_parser = parse_nats, group = "strictness", help_heading = RESTORING)]
    pub min_margin: Option<Cost>,

    /// Words and phrases that are never touched, one a line (repeatable).
    ///
    /// The names and terms of your field, in any letter case: 'White Home' is then left alone wherever it stands, and with it
    /// every phrase that reaches into it. Lines that begin with # are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub allow: Vec<PathBuf>,

    /// Pairs of your own, searched before the built-in ones (repeatable).
    ///
    /// One pair a line: the spun phrase, a tab, the original as it is written inside a sentence, and, if you like, a tab and
    /// how often it was seen, from 1 (default) to 1000000. Of a phrase that stands here, only these originals are weighed.
    /// Lines that begin with '# ' are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub lexicon: Vec<PathBuf>,

    /// Lexicons of further families of spinners (repeatable).
    ///
    /// Each file is a family with the name of the file; 'unspin-train lexicon' learns one, and its form is that of --lexicon.
    /// Documents that look like the work of a family are restored with its pairs, all others as ever; --score names the
    /// family. A file whose spun phrases all have two words or more is one of terms: from two different ones in a document
    /// on, those are restored and nothing else.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub family: Vec<PathBuf>,

    /// Lexicon of synonyms for spinners that no other lexicon knows.
    ///
    /// 'unspin-train thesaurus' makes one from WordNet. Documents that look like the work of a spinner, but of no known family,
    /// are restored with it; edits are kept from a margin of 6 nats on. Few of its edits are possible and fewer are right.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub thesaurus: Option<PathBuf>,

    /// Ask a program with a language model about doubtful places.
    ///
    /// PROGRAM is started once, without arguments, and gets a line of JSON for each document that looks spun: a list of texts and of lists of
    /// wordings, as in '["The White House ", ["said", "mentioned"], " no."]', the first of which is the best so far. For each
    /// list of wordings it answers a list of costs, those of the whole text with each wording in nats, all in a list on one line: '[[17.5, 21.25]]'. The
    /// mean of these and the costs of this program decides. Where PROGRAM fails, that is told, texts are restored without it, and the exit
    /// status is 2.
    #[arg(long, value_name = "PROGRAM", help_heading = RESTORING)]
    pub rescore: Option<PathBuf>,

    /// Add what each record looks like to JSON lines.
    ///
    /// The member 'unspin' of each object is set to an object with the fields score, density and edits, as of --score. Its
    /// other bytes stay as they were. Bad lines are copied; files of other formats are refused.
    #[arg(long, conflicts_with_all = ["diff", "edits", "score", "check", "explain"], help_heading = OUTPUT)]
    pub annotate: bool,

    /// How many documents to restore at once; all processor cores by default.
    ///
    /// From 1 to 1024. The output is the same for every N. Memory grows with N: each takes a file, or a batch of lines of JSON
    /// lines.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = OUTPUT)]
    pub jobs: Option<u16>,

    /// Write a page that shows what was done into FILE.
    ///
    /// It has every document with its edits marked, what was weighed at each of them, how densely each part is spun, and a table
    /// of the commonest corruptions. It is one HTML file that needs no network, and comes on top of what the mode prints;
    /// with --check, nothing but names is printed.
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub report: Option<PathBuf>,

    /// Tell at the end, on standard error, how much was done.
    ///
    /// One figure a line: documents and how many of them were taken for spun, edits by their kind, bad lines, failures,
    /// bytes (unpacked), and seconds.
    #[arg(long, help_heading = OUTPUT)]
    pub stats: bool,

    /// When to show a bar for files: auto, always, never.
    ///
    /// It tells the rate and the time left, and is only ever drawn on a terminal, on standard error. auto: where no restored text goes to that
    /// terminal. always: there too.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true, default_value_t = When::Auto, help_heading = OUTPUT)]
    pub progress: When,

    /// Take the options that are not on the command line from FILE.
    ///
    /// Its keys are the long names of the options: 'min-margin = 2.5', 'field = ["title", "text"]', 'skip-bad = true'. Without
    /// --config, the first file unspin.toml is taken in the working directory and the folders above it. Files that it names
    /// are looked for from its own folder. Options that write files or run a program are not taken from it.
    #[arg(long, value_name = "FILE", help_heading = CONFIGURATION)]
    pub config: Option<PathBuf>,

    /// Take no options from unspin.toml.
    #[arg(long, conflicts_with = "config", help_heading = CONFIGURATION)]
    pub no_config: bool,

    /// Print every option with its value and where that comes from.
    ///
    /// It is printed as an unspin.toml, and nothing is restored.
    #[arg(long, help_heading = CONFIGURATION)]
    pub dump_config: bool,

    /// Print the man page or completions: man, bash, zsh, fish.
    ///
    /// For example: unspin --generate man > ~/.local/share/man/man1/unspin.1
    #[arg(long, value_name = "WHAT", value_enum, hide_possible_values = true, help_heading = CONFIGURATION)]
    pub generate: Option<GenerateChoice>,

    /// When to use colours: auto, always, never.
    ///
    /// They are used in --diff and --explain. auto: where standard output is a terminal, unless the environment variable NO_COLOR is set and not empty or TERM is
    /// 'dumb'.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true, default_value_t = When::Auto, help_heading = OUTPUT)]
    pub color: When,
}

impl Args {
    /// The one mode that was asked for.
    pub fn mode(&self) -> Mode {
        let flags = [
            (self.diff, Mode::Diff),
            (self.edits, Mode::Edits),
            (self.score, Mode::Score),
            (self.check, Mode::Check),
            (self.explain, Mode::Explain),
            (self.write, Mode::Write),
            (self.output.is_some(), Mode::Output),
        ];
        flags
            .into_iter()
            .find(|(on, _)| *on)
            .map_or(Mode::Filter, |(_, mode)| mode)
    }

    /// What the engine is told, but for the user's words.
    pub fn options(&self) -> Options {
        let gate = if self.assume_spun {
            GateChoice::Off
        } else {
            self.gate
        };
        Options::new()
            .gate(gate.into())
            .min_margin(self.least_margin())
            .explain(self.explain || self.report.is_some())
            .fields(self.fields.iter().cloned())
    }

    /// Least margin of an edit, in milli-nats.
    pub fn least_margin(&self) -> Cost {
        self.min_margin
            .unwrap_or(Precision::from(self.precision).min_margin())
    }

    /// How many threads restore.
    pub fn jobs(&self) -> NonZeroUsize {
        let wanted = self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()));
        wanted
            .or_else(|| thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN)
    }
}

fn parse_nats(text: &str) -> Result<Cost, String> {
    let refused = || "give a number of nats from 0 to 1000, such as 2.5".to_owned();
    let nats: f64 = text.parse().map_err(|_| refused())?;
    if !(0.0..=1000.0).contains(&nats) {
        return Err(refused());
    }
    // Through text, as there is no checked conversion from f64 to i32.
    format!("{:.0}", nats * 1000.0)
        .parse()
        .map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    use super::*;
    use crate::restore::GateMode;

    #[test]
    fn declaration_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn nats_are_read_in_thousandths() {
        let table = [
            ("0", Some(0)),
            ("2.5", Some(2500)),
            ("0.0014", Some(1)),
            ("1000", Some(1_000_000)),
            ("-0", Some(0)),
        ];
        for (text, cost) in table
            .into_iter()
            .chain(["", "x", "-1", "1000.1", "NaN", "inf", "1e9"].map(|text| (text, None)))
        {
            assert_eq!(parse_nats(text).ok(), cost, "{text:?}");
        }
    }

    #[test]
    fn modes_exclude_each_other() {
        let flags = [
            "--diff",
            "--edits",
            "--score",
            "--check",
            "--explain",
            "--write",
            "--output=a",
        ];
        for (first, second) in flags
            .iter()
            .flat_map(|a| flags.iter().map(move |b| (a, b)))
            .filter(|(a, b)| a != b)
        {
            let error = Args::try_parse_from(["unspin", first, second]).expect_err("two modes");
            assert_eq!(
                error.kind(),
                ErrorKind::ArgumentConflict,
                "{first} {second}"
            );
        }
    }

    #[test]
    fn no_flag_is_the_filter() {
        let args = Args::parse_from(["unspin", "-", "a"]);
        assert_eq!(
            (args.mode(), args.paths.len(), args.options().gate),
            (Mode::Filter, 2, GateMode::Auto)
        );
        assert_eq!(Args::parse_from(["unspin", "-w", "a"]).mode(), Mode::Write);
    }

    #[test]
    fn gate_and_margin_have_two_names() {
        let options = |argument: &str| Args::parse_from(["unspin", argument]).options();
        assert_eq!(
            [options("--gate=off").gate, options("--assume-spun").gate],
            [GateMode::AssumeSpun; 2]
        );
        assert_eq!(options("--gate=auto").gate, GateMode::Auto);
        let table = [
            ("--precision=cautious", 2000),
            ("--precision=balanced", 400),
            ("-j1", 400),
            ("--precision=eager", 0),
            ("--min-margin=4.6", 4600),
        ];
        for (argument, margin) in table {
            assert_eq!(options(argument).min_margin, Some(margin), "{argument}");
        }
        assert!(Args::try_parse_from(["unspin", "--gate=auto", "--assume-spun"]).is_err());
        assert!(Args::try_parse_from(["unspin", "--precision=eager", "--min-margin=1"]).is_err());
    }

    #[test]
    fn only_explaining_asks_for_candidates() {
        assert!(Args::parse_from(["unspin", "--explain"]).options().explain);
        assert!(!Args::parse_from(["unspin", "--edits"]).options().explain);
    }
}
