//! A folder with files of every format.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::sandbox::{Sandbox, text};
use super::texts::{CLEAN, SPUN, gzip, html, markdown, record, zstd};

/// The files of [`tree`] that contain prose, in order; the names are those in the folder `in`.
pub const TREE: [&str; 7] = [
    "a.txt",
    "b/c/lines.jsonl.gz",
    "b/c/text.txt.zst",
    "b/lines.jsonl",
    "b/page.html",
    "b/post.md",
    "clean.txt",
];

/// Files of every format in a folder `in`, and two that are left alone.
pub fn tree() -> Sandbox {
    let lines: String = [SPUN, CLEAN, SPUN]
        .iter()
        .map(|text| record(text) + "\n")
        .collect();
    Sandbox::new()
        .with("in/a.txt", SPUN)
        .with("in/clean.txt", CLEAN)
        .with("in/b/page.html", html(SPUN))
        .with("in/b/post.md", markdown(SPUN))
        .with("in/b/lines.jsonl", &lines)
        .with("in/b/c/lines.jsonl.gz", gzip(&lines))
        .with("in/b/c/text.txt.zst", zstd(SPUN))
        .with("in/code.rs", SPUN)
        .with("in/.hidden.txt", SPUN)
}

/// The text of a file, decompressed.
pub fn unpacked(path: &Path) -> String {
    let bytes = fs::read(path).expect("a file");
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => {
            let mut plain = Vec::new();
            flate2::bufread::MultiGzDecoder::new(&bytes[..])
                .read_to_end(&mut plain)
                .expect("gzip");
            text(&plain)
        }
        Some("zst") => text(&zstd::decode_all(&bytes[..]).expect("zstd")),
        _ => text(&bytes),
    }
}
