//! `unspin-train align`: reads two versions of an article, and writes pairs of paragraphs.

use super::counted;
use crate::Error;
use crate::articles::{Aligned, Break, Paragraphs, align};
use serde_json::json;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use unspin::document::{Document, Format};

/// Arguments of `unspin-train align`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the document in the output [default: name of the spun file]
    #[arg(long, value_name = "NAME")]
    doc: Option<String>,
    /// The spun version: text with a paragraph on each line, or HTML (.html, .htm, .xhtml)
    #[arg(value_name = "SPUN")]
    spun: PathBuf,
    /// The original version, in one of the same formats
    #[arg(value_name = "ORIGINAL")]
    original: PathBuf,
}

/// Aligns the two files and writes pairs to standard output.
///
/// # Errors
/// If a file cannot be read, or the two are not versions of one article.
pub fn run(args: &Args) -> Result<(), Error> {
    let spun = read(&args.spun)?;
    let original = read(&args.original)?;
    let aligned = align(&spun, &original).map_err(|problem| {
        format!(
            "{} and {} {problem}",
            args.spun.display(),
            args.original.display()
        )
    })?;
    let name = args.name();
    let mut out = io::stdout().lock();
    for pair in &aligned.pairs {
        let line = json!({ "doc": name, "spun": pair.spun, "orig": pair.original });
        writeln!(out, "{line}")?;
    }
    print_summary(&aligned, &spun, &original);
    Ok(())
}

impl Args {
    fn name(&self) -> String {
        let file = || self.spun.file_stem().unwrap_or_default();
        self.doc
            .clone()
            .unwrap_or_else(|| file().to_string_lossy().into_owned())
    }
}

fn read(path: &Path) -> Result<Paragraphs, Error> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let is_html = path.extension().is_some_and(|extension| {
        ["html", "htm", "xhtml"]
            .iter()
            .any(|html| extension.eq_ignore_ascii_case(html))
    });
    if !is_html {
        let text = String::from_utf8_lossy(&bytes);
        return Ok(Paragraphs::of(&text, Break::Line));
    }
    let mut document = Document::default();
    document.read(&bytes, Format::Html);
    Ok(Paragraphs::of(document.text(), Break::BlankLine))
}

fn print_summary(aligned: &Aligned, spun: &Paragraphs, original: &Paragraphs) {
    eprintln!(
        "{} from {} spun and {} original paragraphs",
        counted(aligned.pairs.len(), "pair"),
        spun.len(),
        original.len()
    );
    let moved = match aligned.moved {
        1 => "1 pair has moved".to_owned(),
        count => format!("{count} pairs have moved"),
    };
    eprintln!(
        "{:.0} % of the words of the shorter version are in pairs; {moved}",
        aligned.share * 100.0
    );
}
