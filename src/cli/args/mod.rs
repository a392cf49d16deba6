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

use clap::Parser;

pub use agreement::{SAME_SUBJECT, matches_from, missing};
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
pub struct Args {
    /// Files and folders to restore; without any, or for '-', standard input.
    ///
    /// They are read in the given order. In a folder and its subfolders, unspin restores the files
    /// whose extensions belong to one of the formats, or those that match --glob, sorted by name. It
    /// skips hidden files and the files that .ignore or, in a Git repository, .gitignore excludes.
    /// Text is expected to be UTF-8; other bytes are copied unchanged. Files compressed with gzip or
    /// Zstandard are decompressed. The restored text of all files goes to standard output,
    /// uncompressed and one file after the other; see also --write and --output.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Format of the input, instead of detecting it.
    ///
    /// The format decides which parts of a file are prose. Only prose is restored; all other bytes
    /// stay unchanged.
    ///
    /// auto: the format that the file name shows, or else the first bytes; --verbose shows which
    ///
    /// text: everything is prose
    ///
    /// markdown: what a reader sees, except code, formulas, raw HTML, and headings that are linked to
    ///
    /// html: text, attributes that readers see, such as alt and placeholder, and descriptions in
    /// meta elements and JSON-LD, but not code
    ///
    /// jsonl: the fields given with --field; each line is a document of its own
    ///
    /// json: the fields given with --field, or all strings with several words, but not keys
    ///
    /// csv, tsv: the columns given with --column, or all cells with several words, but not the
    /// first row, which is the header
    ///
    /// xml: text with several words, and HTML inside it; attributes only in XHTML
    ///
    /// warc: the pages of a web archive, each in its own format; lengths and digests are adjusted
    ///
    /// mail: bodies in plain text and HTML
    ///
    /// subtitles: the text of the cues
    #[arg(long, value_enum, hide_possible_values = true, default_value_t = FormatArg::Auto)]
    #[arg(help_heading = INPUT)]
    pub format: FormatArg,

    /// File name to assume for standard input.
    ///
    /// Its extension shows the format, as for a file, and messages use the name.
    #[arg(long, value_name = "NAME", help_heading = INPUT)]
    pub stdin_filename: Option<PathBuf>,

    /// Encoding of the input, such as windows-1252.
    ///
    /// By default, text is UTF-8. HTML and XML that are not valid UTF-8 are read in the encoding that
    /// they declare. A byte order mark of UTF-8 or UTF-16 overrides all of this. The text is written
    /// back in the same encoding; edits with characters that the encoding lacks are not made.
    /// ISO-2022-JP cannot be read.
    #[arg(long, value_name = "NAME", value_parser = values::parse_encoding, help_heading = INPUT)]
    pub encoding: Option<EncodingArg>,

    /// Field that holds the text in JSON and JSON lines (repeatable).
    ///
    /// NAME is a key, or a JSON pointer, which starts with '/': '/article/body', '/paragraphs/0'. In
    /// a pointer, '*' means every key or index: '/articles/*/body'. The value is a string or an array
    /// of strings. In JSON lines, a key is looked up in the object of each line, and the default is
    /// 'text'. In JSON, a key is found at any depth, and the default is all strings with several
    /// words. The given fields of a line are judged together, as one document.
    #[arg(long = "field", value_name = "NAME", value_parser = Field::parse)]
    #[arg(help_heading = INPUT)]
    pub fields: Vec<Field>,

    /// Whether the fields come from the configuration file. They then apply only where there are any.
    #[arg(skip)]
    pub is_field_configured: bool,

    /// Column that holds the text in tables (repeatable).
    ///
    /// NAME is in the header, or is the number of the column, from 1. By default, all cells with
    /// several words are restored.
    #[arg(long = "column", value_name = "NAME", value_parser = values::parse_column)]
    #[arg(help_heading = INPUT)]
    pub columns: Vec<Column>,

    /// The same for columns.
    #[arg(skip)]
    pub is_column_configured: bool,

    /// Format of the text in fields and cells.
    ///
    /// auto: HTML if the text has HTML tags, Markdown if it also has fenced code, JSON if it is an object
    /// or an array, otherwise plain text
    ///
    /// text, html, markdown: this format
    #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = FieldFormatArg::Auto, help_heading = INPUT)]
    pub field_format: FieldFormatArg,

    /// Which files are restored.
    #[command(flatten)]
    pub files: FilesArgs,

    /// Do not exit with 2 because of bad lines in JSON lines.
    ///
    /// A line is bad if it is not valid JSON, has none of the fields given with --field, or has
    /// something else than text in one; null is no text, but not bad. Bad lines are copied unchanged and
    /// reported with their line number, with and without this option.
    #[arg(long, help_heading = INPUT)]
    pub skip_bad: bool,

    /// Largest ratio of decompressed to compressed size.
    ///
    /// Decompression stops with an error beyond this ratio, because such a file may have been made
    /// to fill memory or disk. The first 64 MiB are always allowed. The ratio is about 3 for usual
    /// text, and at most 1032 for gzip. From 1 to 1000000.
    #[arg(long, value_name = "N", value_parser = values::parse_expansion)]
    #[arg(allow_negative_numbers = true, default_value_t = 200, help_heading = INPUT)]
    pub max_expansion: u64,

    /// Print a unified diff instead of the text.
    ///
    /// The diff has three lines of context and the paths as given: 'unspin --diff a.txt | patch
    /// -p0' makes the same changes as --write. Files without edits are left out.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub diff: bool,

    /// Print the edits as JSON, one per line.
    ///
    /// Fields: path; record, the number of the line in JSON lines or of the record in a web archive;
    /// start and end, the byte range in the input, end exclusive; line and column in the input, in
    /// characters, from 1; spun, the text in that range; original, the text that replaces it; rule,
    /// the lexicon entry as 'spun -> original', or 'article'; kind, which is exact (the phrase is in
    /// the lexicon), fuzzy (with a typing or scanning error), article ('a' or 'an' before a restored
    /// word), spintax (an alternative of {a|b}), or header or shifted (bytes that other edits make it
    /// necessary to rewrite); margin, how much better the edit is than the text as it is, in nats;
    /// confidence, the probability that the edit is right, from 0 to 1. Edits are sorted and do not
    /// overlap. Applied to the input, they give the output.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub edits: bool,

    /// Print the probability that each document is spun, as JSON, one per line.
    ///
    /// Fields: path; record, the number of the line in JSON lines or of the record in a web archive;
    /// score, the probability that the document is spun, from 0 to 1; verdict, 'spun' or 'clean',
    /// where 'spun' needs a probability far above one half; spun, the verdict as a boolean; log_odds,
    /// the evidence in nats; words, the number of words, or 0 if most of the document is not English;
    /// family, the lexicon of the spinner, or several joined with '+', or null if the document is not
    /// spun; density, the estimated share of the words known to the spinner that it replaced, from 0
    /// to 1, or null if the document is not spun; spans, the byte ranges that look spun; odd, what
    /// looks odd although no known spinner explains it: 'words', 'term' or 'alternatives'; edits, the
    /// number of edits. Bad lines and blank lines are left out.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub score: bool,

    /// Whether something would change.
    #[command(flatten)]
    pub check: CheckArgs,

    /// Print the text with each edit marked and the reasons below it.
    ///
    /// Edits are marked as [-spun-]{+original+}. Below each line with edits, one line per edit
    /// shows its kind, the lexicon entry, its margin in nats, its confidence, and the wordings that
    /// were compared, each with its cost in nats above the best one.
    #[arg(long, group = "mode", help_heading = MODES)]
    pub explain: bool,

    /// Restoring files in place.
    #[command(flatten)]
    pub in_place: InPlaceArgs,

    /// Write the restored files into the folder DIR and print nothing.
    ///
    /// Subfolders are kept: 'unspin -o DIR crawl' writes crawl/a/b.txt to DIR/a/b.txt. Files given
    /// by name go directly into DIR. All files are written, also those without edits and those that are
    /// not text, with their permissions; compressed files stay compressed. Existing files in DIR are
    /// replaced. It is an error if two inputs would be written to the same file, or if standard input is
    /// one of them.
    #[arg(short, long, value_name = "DIR", value_parser = values::parse_folder, group = "mode")]
    #[arg(help_heading = MODES)]
    pub output: Option<PathBuf>,

    /// Skip text that does not look spun: auto, off.
    ///
    /// auto: documents, paragraphs and quotations that do not look spun are left unchanged, and so is
    /// text that is too short to tell, such as a headline or a sentence or two. off: everything is
    /// restored as if it were spun, which makes wrong edits in text that is not.
    #[arg(long, value_name = "WHEN", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = GateArg::Auto, help_heading = RESTORING)]
    pub gate: GateArg,

    /// Restore all text as if it were spun: the same as --gate off.
    ///
    /// Use it for short texts that you know to be spun. It makes wrong edits in text that is not.
    #[arg(long, help_heading = RESTORING)]
    pub assume_spun: bool,

    /// How sure an edit must be: cautious, balanced, eager.
    ///
    /// Each name stands for a value of --min-margin: cautious for 2 nats, balanced for 0.4, eager
    /// for 0.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = PrecisionArg::Balanced, help_heading = RESTORING)]
    pub precision: PrecisionArg,

    /// Smallest margin of an edit over the text as it is, in nats [default: 0.4].
    ///
    /// A nat is a unit of the natural logarithm: with 4.6, the restored wording must be 100 times as
    /// probable as the text as it is. Higher values give fewer but surer edits; 0 allows every edit
    /// that is more probable than the text. From 0 to 1000, rounded to three decimals. It is set by
    /// --precision if not given.
    #[arg(long, value_name = "NATS", value_parser = values::parse_nats)]
    #[arg(allow_negative_numbers = true, help_heading = RESTORING)]
    pub min_margin: Option<Cost>,

    /// Keep the number of lines.
    ///
    /// An edit may replace words on both sides of a line end. With this option, the line end is kept,
    /// and edits in which it has no place are not made. Without it, the two lines may be joined.
    /// Subtitles always keep their lines.
    #[arg(long, help_heading = RESTORING)]
    pub keep_lines: bool,

    /// What to do with leftover {a|b}: keep, first, best.
    ///
    /// The templates of spinners have alternatives such as {big|large}. Some are left in spun text by
    /// mistake. keep: leave them unchanged. first: take the first one. best: take the one that fits
    /// the context best.
    #[arg(long, value_name = "HOW", value_enum, hide_possible_values = true)]
    #[arg(default_value_t = SpintaxArg::Keep, help_heading = RESTORING)]
    pub spintax: SpintaxArg,

    /// Words and phrases that are never changed (repeatable).
    ///
    /// FILE has one per line, in any letter case. With 'White Home' in the file, these two words stay
    /// unchanged everywhere, and so does every phrase that overlaps with them. Lines that start with
    /// '#' are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub allow: Vec<PathBuf>,

    /// Your own lexicon entries; they override the built-in ones (repeatable).
    ///
    /// FILE has one entry per line: the spun phrase, a tab, the original as written inside a
    /// sentence, and optionally another tab and how often this was seen, from 1 (the default) to
    /// 1000000. For a phrase in FILE, only the originals in FILE are considered. Lines that start
    /// with '# ' are comments.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub lexicon: Vec<PathBuf>,

    /// Lexicon of another family of spinners (repeatable).
    ///
    /// A family is a group of spinners with nearly the same table of synonyms. It is named after
    /// FILE, which has the format of --lexicon; 'unspin-train lexicon' makes such files. A document
    /// that looks like the work of this family is restored with this lexicon, others are not
    /// affected. If all spun phrases of FILE have two words or more, it is a list of terms, which are
    /// restored in documents that have at least two different ones.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub family: Vec<PathBuf>,

    /// Lexicon of synonyms, for documents spun by unknown spinners.
    ///
    /// 'unspin-train thesaurus' makes one from WordNet. It is used for documents that look spun,
    /// but not by any known family. Its edits need a margin of 6 nats. Expect few edits, and more
    /// wrong ones than usual.
    #[arg(long, value_name = "FILE", help_heading = RESTORING)]
    pub thesaurus: Option<PathBuf>,

    /// Tortured phrases.
    #[command(flatten)]
    pub terms: TermsArgs,

    /// Ask a program with a language model about doubtful places.
    ///
    /// PROGRAM is a path, or the name of a program in PATH or in the working folder. It is started
    /// once, without arguments. For each document that looks spun, it reads one line of JSON: a list
    /// of texts and of lists of wordings, such as '["The White House ", ["said", "mentioned"], "
    /// no."]'. The first wording in a list is the best one so far. It answers with one line of JSON,
    /// which has a list of costs for each list of wordings, such as '[[17.5, 21.25]]': the cost of the
    /// whole text with each wording, in nats. The wording with the lowest mean of this cost and the
    /// built-in one is chosen. If PROGRAM fails, unspin reports this, continues without it, and exits
    /// with 2. If it cannot be started, nothing is restored.
    #[arg(long, value_name = "PROGRAM", help_heading = RESTORING)]
    pub rescore: Option<PathBuf>,

    /// Add the score, the density and the number of edits to each JSON line.
    ///
    /// Restores JSON lines, and sets the key 'unspin' of each object to an object with the fields
    /// score, density and edits, which --score explains. Bad lines are copied unchanged. Files of
    /// other formats are refused.
    #[arg(long, conflicts_with_all = ["diff", "edits", "score", "check", "explain", "terms"])]
    #[arg(help_heading = OUTPUT)]
    pub annotate: bool,

    /// Number of threads; by default, or with 0, one per processor core.
    ///
    /// Each thread restores one file, or one batch of JSON lines, at a time, so memory use grows with
    /// N. The output is the same for every N. Up to 1024.
    #[arg(short, long, value_name = "N", value_parser = values::parse_jobs)]
    #[arg(allow_negative_numbers = true, help_heading = OUTPUT)]
    pub jobs: Option<u16>,

    /// Also write an HTML page that shows all edits to FILE.
    ///
    /// The page shows each document with its edits marked, the wordings that were compared, how
    /// densely each part is spun, and a table of the most frequent edits. It is a single file that
    /// needs no network. The output mode prints as usual; use --check to print only file names.
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
