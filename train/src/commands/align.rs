//! `unspin-train align`: two versions of one article in, pairs of paragraphs out.

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
    /// Name of the document in what is written; by default the name of the spun file
    #[arg(long, value_name = "NAME")]
    doc: Option<String>,
    /// The spun version: text with a paragraph a line, or HTML (.html, .htm)
    #[arg(value_name = "SPUN")]
    spun: PathBuf,
    /// The original version, likewise
    #[arg(value_name = "ORIGINAL")]
    original: PathBuf,
}

/// Aligns the two files and writes pairs to standard output.
///
/// # Errors
/// When a file cannot be read, or the two are not versions of one article.
pub fn run(args: &Args) -> Result<(), Error> {
    let (spun, original) = (read(&args.spun)?, read(&args.original)?);
    let aligned = align(&spun, &original).map_err(|problem| {
        format!(
            "{} and {}: {problem}",
            args.spun.display(),
            args.original.display()
        )
    })?;
    let name = args.doc.clone().unwrap_or_else(|| {
        args.spun
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    });
    let mut out = io::stdout().lock();
    for pair in &aligned.pairs {
        writeln!(
            out,
            "{}",
            json!({ "doc": name, "spun": pair.spun, "orig": pair.original })
        )?;
    }
    tell(&aligned, &spun, &original);
    Ok(())
}

fn read(path: &Path) -> Result<Paragraphs, Error> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let is_html = path.extension().is_some_and(|extension| {
        ["html", "htm", "xhtml"]
            .iter()
            .any(|html| extension.eq_ignore_ascii_case(html))
    });
    if !is_html {
        return Ok(Paragraphs::of(
            &String::from_utf8_lossy(&bytes),
            Break::Line,
        ));
    }
    let mut document = Document::default();
    document.read(&bytes, Format::Html);
    Ok(Paragraphs::of(document.text(), Break::BlankLine))
}

fn tell(aligned: &Aligned, spun: &Paragraphs, original: &Paragraphs) {
    eprintln!(
        "{} pairs, of {} spun and {} original paragraphs",
        aligned.pairs.len(),
        spun.len(),
        original.len()
    );
    eprintln!(
        "{:.0} % of the words of the smaller version stand in pairs; {} pairs moved",
        aligned.share * 100.0,
        aligned.moved
    );
}
