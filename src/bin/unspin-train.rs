//! The `unspin-train` program.
use std::io::Write;
use unspin::train::{context, lexicon, pairs, spin};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "lexicon" => {
            let docs = pairs::read(std::path::Path::new(&args[2])).unwrap();
            let rows = lexicon::learn(&docs, lexicon::Limits { min_count: 2, min_documents: 2 });
            let mut out = std::io::BufWriter::new(std::io::stdout());
            for row in rows {
                writeln!(out, "{}\t{}\t{}", row.spun, row.original, row.count).unwrap();
            }
        }
        "context" => {
            let rows = unspin::lexicon::tsv::parse(&std::fs::read_to_string(&args[2]).unwrap()).unwrap();
            let spinner = spin::Spinner::new(&rows);
            let bytes = unspin::lexicon::compile::compile(&rows).file();
            let lexicon = unspin::lexicon::Lexicon::read(&bytes, unspin::format::Trust::Checked).unwrap();
            let limit: usize = args[6].parse().unwrap();
            let mut docs = Vec::new();
            for f in &args[7..] {
                let text = std::fs::read_to_string(f).unwrap();
                docs.extend(text.split("\n\n").map(str::to_owned));
            }
            docs.sort_by_key(|d| unspin::hash::bytes(d.as_bytes()));
            docs.truncate(limit);
            eprintln!("{} docs {} bytes", docs.len(), docs.iter().map(String::len).sum::<usize>());
            let plan = context::Plan { table_bits: args[4].parse().unwrap(), features: args[5].parse().unwrap(), passes: (1, 1), widths: unspin::static_map::Widths { fingerprint: 8, value: 4 }, seed: 1 };
            std::fs::write(&args[3], context::train(&docs, &spinner, &lexicon, plan)).unwrap();
        }
        _ => {}
    }
}
