//! The command-line options: their names, help texts, defaults and conflicts.

mod agreement;
mod also;
mod check;
mod files;
mod glob;
mod in_place;
mod keep;
mod look;
mod messages;
mod settings;
mod setup;
mod terms;
mod texts;
mod values;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::{ArgGroup, Parser};

pub use agreement::{SAME_SUBJECT, matches_from};
pub use also::AlsoArgs;
pub use check::{CheckArg, CheckArgs};
pub use files::FilesArgs;
pub use glob::FileFilter;
pub use in_place::InPlaceArgs;
pub use keep::KeepArgs;
pub use look::LookArgs;
pub use messages::{MessageArgs, StatsArg};
pub use setup::SetupArgs;
pub use terms::{TermsArg, TermsArgs};
pub use texts::MANUAL;
pub use values::{
    EncodingArg, FieldFormatArg, FormatArg, GateArg, GenerateArg, Mode, PrecisionArg, SpintaxArg,
    When,
};

use crate::cost::Cost;
use crate::document::csv::Column;
use crate::document::json::Field;

const INPUT: &str = "Input";
const MODES: &str = "Output modes (at most one)";
const OUTPUT: &str = "Output";
const CONFIGURATION: &str = "Configuration";
const RESTORING: &str = "Restoring";

/// The command-line options.
#[derive(Clone, Debug, Parser)]
#[command(name = "unspin", about = texts::ABOUT, long_about = texts::LONG_ABOUT)]
#[command(version, long_version = texts::LONG_VERSION)]
#[command(after_help = texts::AFTER_HELP, after_long_help = texts::after_long_help())]
#[command(max_term_width = 100, args_override_self = true)]
#[command(group = ArgGroup::new("gating").multiple(true))]
#[command(group = ArgGroup::new("strictness").multiple(true))]
pub struct Args {
    /// Files and folders to restore; without any, or for '-', standard input.
    ///
    /// They are read in the given order. In a folder and its subfolders, unspin restores the files
    /// that contain prose, judging by their names, or the files that match --glob, sorted by name.
    /// It skips hidden files, and files listed in .ignore, or .gitignore in a repository. A file is one document in
    /// UTF-8, or one document per line; see --format. Bytes that are not UTF-8 are copied
    /// unchanged. Input in gzip or Zstandard format is recognised by its first bytes and
    /// decompressed. The restored text of all files goes to standard output, one after the other
    /// and uncompressed; see also --write and --output.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Format of the input, if it is not recognised.
    ///
    /// Only prose is restored; all other bytes stay unchanged. A phrase that contains tags is
    /// restored if the tags can stay where they are.
    ///
    /// auto: recognised by the file name, or else by the first bytes, also on standard input.
    /// Structured data that cannot be restored is left unchanged; --verbose shows what was recognised
    ///
    /// text: everything is prose
    ///
    /// markdown: what a reader sees, without code, formulas, raw HTML, link targets, front matter
    /// and headings that are linked to
    ///
    /// html: text, attributes that readers see, such as alt and placeholder, and descriptions in
    /// meta elements and JSON-LD, without code, scripts and styles
    ///
    /// jsonl: each line is a document; its text is in the fields given with --field
    ///
    /// json: the strings in the fields given with --field, or all strings with several words; keys
    /// never change
    ///
    /// csv, tsv: the cells of the columns given with --column, or all cells with several words; the
    /// first row is the header and never changes
    ///
    /// xml: text with several words, HTML inside it, and XHTML; attributes only in XHTML
    ///
    /// warc: each page of a web archive is a document in its own format; lengths and digests are
    /// adjusted
    ///
    /// mail: the bodies in plain text and HTML
    ///
    /// subtitles: the text of the cues, whose lines are kept
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = FormatArg::Auto)]
    #[arg(help_heading = INPUT)]
    pub format: FormatArg,

    /// Name of standard input.
    ///
    /// It is used to recognise the format, as that of a file, and in messages.
    #[arg(long, value_name = "NAME", help_heading = INPUT)]
    pub stdin_filename: Option<PathBuf>,

    /// Encoding of the input, such as windows-1252.
    ///
    /// By default, text is UTF-8, or UTF-16 if it starts with a byte order mark, which always decides.
    /// HTML and XML that are not UTF-8 are read in the encoding that they declare. The text is written
    /// back in the same encoding; edits that it cannot express are not made.
    #[arg(long, value_name = "NAME", value_parser = values::parse_encoding, help_heading = INPUT)]
    pub encoding: Option<EncodingArg>,

    /// Field that holds the text in JSON and JSON lines (repeatable).
    ///
    /// The name of a key, or a JSON pointer such as '/article/body' or '/paragraphs/0', which starts
    /// with '/'. In a pointer, '*' means every key or index: '/articles/*/body'. The value is a
    /// string or an array of strings. In JSON lines, a name is a key of the object on each line, and
    /// the default is 'text'; in JSON, it may be anywhere, and the default is all strings with
    /// several words. All given fields of a line are one document. Bytes outside the edits keep
    /// their spelling.
    #[arg(long = "field", value_name = "NAME", value_parser = Field::parse)]
    #[arg(help_heading = INPUT)]
    pub fields: Vec<Field>,

    /// Whether the fields come from the configuration file. They then apply only where there are any.
    #[arg(skip)]
    pub is_field_configured: bool,

    /// Column that holds the text in tables (repeatable).
    ///
    /// Its name in the header, or its number, from 1. Without it, all cells with several words are
    /// restored.
    #[arg(long = "column", value_name = "NAME", value_parser = values::parse_column)]
    #[arg(help_heading = INPUT)]
    pub columns: Vec<Column>,

    /// The same for columns.
    #[arg(skip)]
    pub is_column_configured: bool,

    /// Format of the text in fields and cells.
    ///
    /// auto: HTML where it has tags of HTML, otherwise plain text
    ///
    /// text, html, markdown: as named
    #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = FieldFormatArg::Auto, help_heading = INPUT)]
    pub field_format: FieldFormatArg,

    /// Which files are restored.
    #[command(flatten)]
    pub files: FilesArgs,

    /// Accept bad lines in JSON lines: they do not change the exit status.
    ///
    /// A line is bad if it is not valid JSON or has no text in any field given with --field. Bad
    /// lines are copied unchanged and reported with their line number. Without this option, the
    /// exit status is then 2.
    #[arg(long, help_heading = INPUT)]
    pub skip_bad: bool,

    /// Largest ratio of decompressed to compressed size.
    ///
    /// Decompression stops with an error beyond this ratio, because such a file may be meant to
    /// fill memory or disk. The first 64 MiB are always allowed. Text usually expands about 3
    /// times, and gzip cannot exceed 1032 times. From 1 to 1000000.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    #[arg(default_value_t = 200, help_heading = INPUT)]
    pub max_expansion: u64,

    /// Print a unified diff instead of the text.
    ///
    /// The diff has three lines of context and the paths as given: 'unspin --diff a.txt | patch
    /// -p0' makes the same changes as --write. Files without edits are left out.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub diff: bool,

    /// Print the edits as JSON, one per line.
    ///
    /// Fields: path; record, the line number in JSON lines; start and end, the byte range in the
    /// input, end exclusive; line and column in the input, in characters, from 1; spun, the text in
    /// that range; original, the text that replaces it;
    /// rule, the lexicon entry as 'spun -> original', or 'article'; kind, which is exact (the
    /// phrase is in the lexicon), fuzzy (it is, but for a spelling or scanning mistake) or article
    /// ('a' or 'an' before a restored word); margin, in nats, how much better the edit is than the
    /// text as it is; confidence, from 0 to 1, the probability that the edit is right. Edits are
    /// sorted and do not overlap. Applied to the input, they give the output.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub edits: bool,

    /// Print how spun each document looks as JSON, one per line.
    ///
    /// Fields: path; record, the line number in JSON lines; score, the probability that the
    /// document is spun; verdict, 'spun' or 'clean', where 'spun' takes far more than even odds; spun, the same as a
    /// boolean;
    /// log_odds, the evidence in nats; words, their number, or 0 if most of the document is not
    /// English; family, the name of the spinner's
    /// lexicon, or several joined with '+', or null; density, the estimated share of the words that
    /// the spinner could replace and did, from 0 to 1, or null if the document is not spun; edits,
    /// their number. Bad lines and blank lines are left out.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub score: bool,

    /// Whether something would change.
    #[command(flatten)]
    pub check: CheckArgs,

    /// Print the text with each edit marked and the reasons below it.
    ///
    /// Edits are marked as [-spun-]{+original+}. Below each line with edits, one line per edit
    /// shows its kind, the lexicon entry, its margin in nats, its confidence, and the wordings that
    /// were considered, each with its cost in nats above the best one.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub explain: bool,

    /// Restoring files in place.
    #[command(flatten)]
    pub in_place: InPlaceArgs,

    /// Write the restored files into the folder DIR and print nothing.
    ///
    /// Subfolders are kept: 'unspin -o DIR crawl' writes crawl/a/b.txt to DIR/a/b.txt. Files given
    /// by name go directly into DIR. All files are written, also those without edits, with their
    /// permissions; compressed files stay compressed. Existing files in DIR are replaced. Two input
    /// files with the same name and standard input are refused.
    #[arg(short, long, value_name = "DIR", value_parser = values::parse_folder, group = "mode")]
    #[arg(help_heading = MODES)]
    pub output: Option<PathBuf>,

    /// Leave text alone that does not look spun: auto, off.
    ///
    /// auto: documents and quotations that do not look spun are left alone. A headline or one or
    /// two sentences are too short to tell and are left alone, too. off: everything is restored as
    /// if it were spun, which puts wrong edits into clean text.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = GateArg::Auto, group = "gating", help_heading = RESTORING)]
    pub gate: GateArg,

    /// Restore all text as if it were spun: the same as --gate off.
    ///
    /// Use it for short texts that you know to be spun. It puts wrong edits into clean text.
    #[arg(long, group = "gating", help_heading = RESTORING)]
    pub assume_spun: bool,

    /// How sure an edit has to be: cautious, balanced, eager.
    ///
    /// Each name stands for a smallest margin: cautious for 2 nats, balanced for 0.4, eager for 0.
    /// See --min-margin, which sets any other margin.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = PrecisionArg::Balanced, group = "strictness", help_heading = RESTORING)]
    pub precision: PrecisionArg,

    /// Smallest margin of an edit over the text as it is, in nats.
    ///
    /// With 4.6 nats (natural logarithm), the restored wording has to be 100 times more probable
    /// than the text as it is. Higher values give fewer but surer edits; 0 keeps every edit that is
    /// more probable than the text. From 0 to 1000, with up to three decimals. The default is 0.4,
    /// that of --precision balanced.
    #[arg(long, value_name = "NATS", value_parser = values::parse_nats, group = "strictness")]
    #[arg(help_heading = RESTORING)]
    pub min_margin: Option<Cost>,

    /// Keep the number of lines.
    ///
    /// An edit across a line end keeps the line end. Without this option, 'the White' at the end of
    /// a line and 'Home' on the next one may become one line. Edits that have no place for the line
    /// end are not made. Subtitles always keep their lines.
    #[arg(long, help_heading = RESTORING)]
    pub keep_lines: bool,

    /// What becomes of leftover {a|b}: keep, first, best.
    ///
    /// Spinners write alternatives as {big|large}. keep: they are never changed. first: the first one is
    /// taken. best: the one is taken that is likeliest between its neighbours.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = SpintaxArg::Keep, help_heading = RESTORING)]
    pub spintax: SpintaxArg,

    /// Words and phrases that are never changed (repeatable).
    ///
    /// FILE has one per line, such as names and terms of your field; upper and lower case do not
    /// matter. With 'White Home' in the file, these two words stay unchanged everywhere, and so
    /// does every phrase that overlaps with them. Lines that start with # are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub allow: Vec<PathBuf>,

    /// Your own lexicon entries; they override the built-in ones (repeatable).
    ///
    /// FILE has one entry per line: the spun phrase, a tab, the original as written inside a
    /// sentence, and optionally another tab and how often this was seen, from 1 (the default) to
    /// 1000000. For a phrase in FILE, only its originals there are considered. Lines that start
    /// with '# ' are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub lexicon: Vec<PathBuf>,

    /// Lexicon of another family of spinners (repeatable).
    ///
    /// The family has the name of the file. 'unspin-train lexicon' learns such a lexicon; its
    /// format is that of --lexicon. A document that looks like the work of this family is restored
    /// with this lexicon, all others as without it; --score prints the name of the family. If all
    /// spun phrases of a file have two words or more, it is a list of terms: they are restored in
    /// documents that have at least two different ones.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub family: Vec<PathBuf>,

    /// Lexicon of synonyms for spinners of unknown families.
    ///
    /// 'unspin-train thesaurus' makes one from WordNet. It is used for documents that look spun,
    /// but not by any known family. Edits from it need a margin of 6 nats. Expect few edits, and
    /// more wrong ones than usual.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub thesaurus: Option<PathBuf>,

    /// Tortured phrases.
    #[command(flatten)]
    pub terms: TermsArgs,

    /// Let a program with a language model decide doubtful places.
    ///
    /// PROGRAM is started once, without arguments. It is a path, or the name of a program in PATH
    /// or in the working folder. For each document that looks spun, it reads one line of JSON: a
    /// list of texts and of lists of wordings, such as '["The White House ", ["said", "mentioned"],
    /// " no."]'. The first wording in a list is the best one so far. PROGRAM answers with one line
    /// of JSON that has a list of costs for each list of wordings, such as '[[17.5, 21.25]]': the
    /// cost of the whole text with each wording, in nats. The mean of this cost and that of unspin
    /// decides. If PROGRAM fails, unspin reports that, goes on without it, and the exit status is
    /// 2.
    #[arg(long, value_name = "PROGRAM", help_heading = RESTORING)]
    pub rescore: Option<PathBuf>,

    /// Add to each JSON line how spun it looks.
    ///
    /// Sets the member 'unspin' of each object to an object with the fields score, density and
    /// edits, which are explained under --score. All other bytes stay as they were. Bad lines are
    /// copied unchanged; files of other formats are refused.
    #[arg(long, conflicts_with_all = ["diff", "edits", "score", "check", "explain", "terms"])]
    #[arg(help_heading = OUTPUT)]
    pub annotate: bool,

    /// Number of threads; by default, or with 0, one per processor core.
    ///
    /// Up to 1024. So many documents are restored at the same time. The output is the same for
    /// every N. Memory use grows with N, because each thread holds a file, or a batch of JSON
    /// lines.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    #[arg(help_heading = OUTPUT)]
    pub jobs: Option<u16>,

    /// Also write an HTML page that shows all edits into FILE.
    ///
    /// The page shows each document with its edits marked, the wordings that were considered, how
    /// densely each part is spun, and a table of the most frequent edits. It is a single file that
    /// needs no network. It comes in addition to what the output mode prints; use --check to print
    /// only file names.
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub report: Option<PathBuf>,

    /// What is written next to the text.
    #[command(flatten)]
    pub also: AlsoArgs,

    /// Which documents are printed or written.
    #[command(flatten)]
    pub keep: KeepArgs,

    /// What is said on standard error.
    #[command(flatten)]
    pub messages: MessageArgs,

    /// The configuration file that was read.
    #[arg(skip)]
    pub configuration: Option<PathBuf>,

    /// The configuration file, and what is printed instead of text.
    #[command(flatten)]
    pub setup: SetupArgs,

    /// How output looks on a terminal.
    #[command(flatten)]
    pub look: LookArgs,
}
