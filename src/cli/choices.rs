//! The values of flags that are chosen from a list, and what they stand for.

use std::ffi::OsStr;
use std::path::Path;

use clap::ValueEnum;

use crate::document::Format;
use crate::restore::{GateMode, Precision};

/// How the documents are written, as far as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    /// By the end of the name, before any .gz or .zst: .md, .markdown, .html, .htm, .xhtml, .jsonl, .ndjson; text for
    /// every other
    Auto,
    /// Plain text: all of it is prose
    Text,
    /// Markdown: what is read, without code, formulas, raw HTML, targets of links and metadata at the top
    Markdown,
    /// HTML: text nodes and alt and title attributes, without those of code, scripts and styles
    Html,
    /// JSON lines: each line is a document, whose text is in the fields that --field names
    Jsonl,
}

impl FormatChoice {
    /// The format of the input `path`, which is none for standard input.
    pub fn of(self, path: Option<&Path>) -> Format {
        match self {
            Self::Auto => path.map_or(Format::Text, by_name),
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Html => Format::Html,
            Self::Jsonl => Format::JsonLines,
        }
    }
}

fn by_name(path: &Path) -> Format {
    let packed = path.extension().is_some_and(|extension| {
        ["gz", "zst"]
            .iter()
            .any(|packed| extension.eq_ignore_ascii_case(packed))
    });
    let path = if packed {
        path.file_stem().map_or(path, Path::new)
    } else {
        path
    };
    match path
        .extension()
        .map(|extension| extension.to_ascii_lowercase())
        .as_deref()
        .and_then(OsStr::to_str)
    {
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Html,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        _ => Format::Text,
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where standard output is a terminal that wants them.
    Auto,
    /// Into files and pipes too.
    Always,
    /// Nowhere.
    Never,
}

/// What is written for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The restored text.
    Filter,
    /// A unified diff.
    Diff,
    /// The edits as JSON lines.
    Edits,
    /// What documents look like, as JSON lines.
    Score,
    /// The names of documents that would change.
    Check,
    /// The text with its edits marked and their evidence.
    Explain,
    /// The restored text, into the file itself.
    Write,
    /// The restored text, into a file of another folder.
    Output,
}

/// Whether documents that look clean are left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GateChoice {
    /// Leave documents and quotations alone that do not look spun
    Auto,
    /// Take every document for spun
    Off,
}

impl From<GateChoice> for GateMode {
    fn from(choice: GateChoice) -> Self {
        match choice {
            GateChoice::Auto => Self::Auto,
            GateChoice::Off => Self::AssumeSpun,
        }
    }
}

/// How sure an edit has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrecisionChoice {
    /// Few and sure edits
    Cautious,
    /// The best of both, with more weight on sure ones
    Balanced,
    /// Every edit that beats the text as it is
    Eager,
}

impl From<PrecisionChoice> for Precision {
    fn from(choice: PrecisionChoice) -> Self {
        match choice {
            PrecisionChoice::Cautious => Self::Cautious,
            PrecisionChoice::Balanced => Self::Balanced,
            PrecisionChoice::Eager => Self::Eager,
        }
    }
}

/// What is generated from the declaration of the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GenerateChoice {
    /// The man page
    Man,
    /// Completions for Bash
    Bash,
    /// Completions for Zsh
    Zsh,
    /// Completions for fish
    Fish,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_go_by_the_end_of_the_name() {
        let table = [
            ("a.md", Format::Markdown),
            ("a.htm.gz", Format::Html),
            ("b/A.NDJSON.gz", Format::JsonLines),
            ("a.jsonl.zst", Format::JsonLines),
        ];
        for (path, format) in table.into_iter().chain([
            (".jsonl", Format::Text),
            ("gz", Format::Text),
            (".gz", Format::Text),
        ]) {
            assert_eq!(
                FormatChoice::Auto.of(Some(Path::new(path))),
                format,
                "{path}"
            );
        }
        assert_eq!(
            FormatChoice::Text.of(Some(Path::new("a.jsonl"))),
            Format::Text
        );
    }
}
