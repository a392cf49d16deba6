//! The values of options that are chosen from a list.

use crate::cost::Cost;
use crate::document::csv::Column;
use crate::document::encoding::{Encoding, UnknownEncoding};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

use crate::document::{FieldFormat, Format};
use crate::restore::{GateMode, Precision, Spintax};

/// Values of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Recognised by the file name and the first bytes
    Auto,
    /// Plain text: everything is prose
    Text,
    /// Markdown: what a reader sees, without code
    Markdown,
    /// HTML: text, and attributes that people read, without code, scripts and styles
    Html,
    /// JSON lines: each line is a document
    Jsonl,
    /// JSON: strings, but no keys
    Json,
    /// Comma-separated values: cells, without the header
    Csv,
    /// Tab-separated values: cells, without the header
    Tsv,
    /// XML: feeds, XHTML, SVG and others
    Xml,
    /// Web archives: each page is a document
    Warc,
    /// Mail and mailboxes: bodies in plain text and HTML
    Mail,
    /// Subtitles, SRT or WebVTT: the text of the cues
    Subtitles,
}

/// Values of `--field-format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FieldFormatArg {
    /// HTML, Markdown or JSON where a field looks like it, otherwise plain text
    Auto,
    /// Plain text
    Text,
    /// HTML
    Html,
    /// Markdown
    Markdown,
}

impl From<FieldFormatArg> for FieldFormat {
    fn from(format: FieldFormatArg) -> Self {
        match format {
            FieldFormatArg::Auto => Self::Auto,
            FieldFormatArg::Text => Self::Text,
            FieldFormatArg::Html => Self::Html,
            FieldFormatArg::Markdown => Self::Markdown,
        }
    }
}

impl FormatArg {
    /// The format that the user chose; `None` if it has to be recognised.
    pub fn chosen(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::Text => Some(Format::Text),
            Self::Markdown => Some(Format::Markdown),
            Self::Html => Some(Format::Html),
            Self::Jsonl => Some(Format::JsonLines),
            Self::Json => Some(Format::Json),
            Self::Csv => Some(Format::Csv),
            Self::Tsv => Some(Format::Tsv),
            Self::Xml => Some(Format::Xml),
            Self::Warc => Some(Format::Warc),
            Self::Mail => Some(Format::Mail),
            Self::Subtitles => Some(Format::Subtitles),
        }
    }
}

/// Values of `--color` and `--progress`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// If the output is a terminal that supports it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What is written for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The restored text, to standard output.
    Filter,
    /// A unified diff.
    Diff,
    /// The edits as JSON lines.
    Edits,
    /// How spun documents look, as JSON lines.
    Score,
    /// What would change.
    Check,
    /// The text with its edits marked and the reasons for them.
    Explain,
    /// Tortured phrases, as lines of text.
    Terms,
    /// Tortured phrases, as JSON lines.
    TermsJson,
    /// The restored text, into the file itself.
    Write,
    /// The restored text, into the file itself, with those edits that are wanted.
    Interactive,
    /// The restored text, into a file of another folder.
    Output,
}

impl Mode {
    /// Whether files are restored in place.
    pub fn is_in_place(self) -> bool {
        matches!(self, Self::Write | Self::Interactive)
    }

    /// Whether the restored text is what the mode prints or writes.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Filter | Self::Write | Self::Output)
    }
}

/// Values of `--spintax`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpintaxArg {
    /// Leave alternatives as they are
    Keep,
    /// Take the first one
    First,
    /// Take the likeliest one
    Best,
}

impl From<SpintaxArg> for Spintax {
    fn from(spintax: SpintaxArg) -> Self {
        match spintax {
            SpintaxArg::Keep => Self::Keep,
            SpintaxArg::First => Self::First,
            SpintaxArg::Best => Self::Best,
        }
    }
}

/// Values of `--gate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GateArg {
    /// Leave documents and quotations alone that do not look spun
    Auto,
    /// Treat every document as spun
    Off,
}

impl From<GateArg> for GateMode {
    fn from(gate: GateArg) -> Self {
        match gate {
            GateArg::Auto => Self::Auto,
            GateArg::Off => Self::AssumeSpun,
        }
    }
}

/// Values of `--precision`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrecisionArg {
    /// Only edits that are very likely right
    Cautious,
    /// A compromise that prefers a missed edit to a wrong one
    Balanced,
    /// Every edit that is more probable than the text as it is
    Eager,
}

impl From<PrecisionArg> for Precision {
    fn from(precision: PrecisionArg) -> Self {
        match precision {
            PrecisionArg::Cautious => Self::Cautious,
            PrecisionArg::Balanced => Self::Balanced,
            PrecisionArg::Eager => Self::Eager,
        }
    }
}

/// Values of `--generate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GenerateArg {
    /// The manual page
    Man,
    /// Completions for Bash
    Bash,
    /// Completions for Zsh
    Zsh,
    /// Completions for fish
    Fish,
    /// Completions for PowerShell
    Powershell,
}

/// The value of `--encoding`; `None` for UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodingArg(pub Option<Encoding>);

pub fn parse_encoding(name: &str) -> Result<EncodingArg, UnknownEncoding> {
    Encoding::of_name(name).map(EncodingArg)
}

#[allow(clippy::unnecessary_wraps, reason = "clap wants a result")]
pub fn parse_column(text: &str) -> Result<Column, std::convert::Infallible> {
    Ok(Column::parse(text))
}

pub fn parse_folder(text: &str) -> Result<PathBuf, &'static str> {
    match text {
        "" => Err("is empty; name a folder"),
        "-" => Err("is standard output, where the text goes without this option; name a folder"),
        text if Path::new(text).exists() && !Path::new(text).is_dir() => {
            Err("is a file; name a folder")
        }
        text => Ok(text.into()),
    }
}

/// A whole number from `least` to `most`.
fn whole(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = text.parse().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("give a whole number from {least} to {most}"))
}

pub fn parse_jobs(text: &str) -> Result<u16, String> {
    whole(text, 0, 1024).map(|jobs| u16::try_from(jobs).unwrap_or(u16::MAX))
}

pub fn parse_expansion(text: &str) -> Result<u64, String> {
    whole(text, 1, 1_000_000)
}

pub fn parse_nats(text: &str) -> Result<Cost, String> {
    let refused = || "give a number of nats from 0 to 1000, such as 2.5".to_owned();
    let nats: f64 = text.parse().map_err(|_| refused())?;
    if !(0.0..=1000.0).contains(&nats) {
        return Err(refused());
    }
    // Through text, because there is no checked conversion from f64 to i32.
    format!("{:.0}", nats * 1000.0)
        .parse()
        .map_err(|_| refused())
}
