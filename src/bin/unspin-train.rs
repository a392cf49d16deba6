//! The `unspin-train` program.
use unspin::train::{lexicon, pairs};
fn main() {
    let docs = pairs::read(std::path::Path::new(&std::env::args().nth(1).unwrap())).unwrap();
    eprintln!("{} documents", docs.len());
    let rows = lexicon::learn(&docs, lexicon::Limits { min_count: 2, min_documents: 2 });
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for row in rows {
        writeln!(out, "{}\t{}\t{}", row.spun, row.original, row.count).unwrap();
    }
}
