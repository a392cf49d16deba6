//! What the tests of the output share.

use std::ffi::OsStr;
use std::io::{self, Write};

use super::{Place, View};
use crate::edit::{Edit, Evidence, Kind};
use crate::restore::Verdict;

/// Edits that replace wordings of `source` from left to right, with a margin of 4.007 nats.
pub fn replacing(source: &[u8], wordings: &[(&str, &str)]) -> Vec<Edit> {
    let mut from = 0;
    let mut edits = Vec::new();
    for (spun, original) in wordings {
        let start = from + find(&source[from..], spun.as_bytes());
        from = start + spun.len();
        let evidence = Evidence::new(Kind::Exact, "a -> b", 4007, 4007);
        edits.push(Edit::new(start..from, *original, evidence));
    }
    edits
}

fn find(source: &[u8], wording: &[u8]) -> usize {
    source
        .windows(wording.len())
        .position(|window| window == wording)
        .expect("the wording is in the source")
}

/// What `write` writes for the document `source` with these wordings replaced.
pub fn written(
    source: &[u8],
    wordings: &[(&str, &str)],
    write: impl Fn(&mut dyn Write, &View<'_>) -> io::Result<()>,
) -> Vec<u8> {
    let edits = replacing(source, wordings);
    let document = View {
        name: OsStr::new("a.txt"),
        place: Place::START,
        source,
        edits: &edits,
        verdict: &Verdict::default(),
        encoded: None,
    };
    let mut out = Vec::new();
    write(&mut out, &document).expect("a vector accepts all bytes");
    out
}

pub fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}
