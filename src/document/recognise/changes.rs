//! Recognises patches. They no longer fit their files if a word of them is changed.

use super::fields::begins;
use super::{Kind, Look, lines};

const PATCH: Look = Look::Is(Kind::Other, "it is a patch");
/// What its first three lines begin with: unified, with context, and as Subversion writes it.
const STARTS: [[&[u8]; 3]; 3] = [
    [b"--- ", b"+++ ", b"@@ -"],
    [b"*** ", b"--- ", b"***************"],
    [b"Index: ", b"==========", b"--- "],
];

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let found = STARTS.map(|marks| begin(bytes, &marks));
    let found = [
        found[0],
        found[1],
        found[2],
        begin(bytes, &[b"diff -"]),
        plain(bytes),
    ];
    if found.contains(&Some(true)) {
        PATCH
    } else if found.contains(&None) {
        Look::until(is_all)
    } else {
        Look::No
    }
}

/// Whether the first lines begin with `marks`; `None` if more of them are needed.
fn begin(bytes: &[u8], marks: &[&[u8]]) -> Option<bool> {
    let lines = lines(bytes).chain(std::iter::repeat(&b""[..]));
    for (line, mark) in lines.zip(marks) {
        if !begins(line, mark)? {
            return Some(false);
        }
    }
    Some(true)
}

/// The same for what `diff` writes without options: `4,5d3` above a line that begins with `<` or `>`.
fn plain(bytes: &[u8]) -> Option<bool> {
    let mut lines = lines(bytes);
    let first = lines.next().unwrap_or_default();
    let is_in = |byte: &u8| byte.is_ascii_digit() || b",acd\r\n".contains(byte);
    if !first.iter().all(is_in) {
        return Some(false);
    }
    if !first.ends_with(b"\n") {
        return None;
    }
    let is_number = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit);
    let mut places = first.split(|byte| b"acd".contains(byte));
    let is_change = places.clone().count() == 2 && places.all(is_number);
    match lines.next() {
        _ if !is_change => Some(false),
        None | Some([b'<' | b'>']) => None,
        Some(line) => Some(line.starts_with(b"< ") || line.starts_with(b"> ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::recognise;
    use super::*;

    #[test]
    fn patches_of_every_kind_are_recognised() {
        for source in [
            "diff --cc a\nindex 1,2..3\n",
            "*** a\n--- b\n***************\n",
            "4,5d3\n< It rained.\n",
            "1c1\r\n< It rained.\r\n",
            "Index: a\n===========\n--- a\n",
        ] {
            assert_eq!(
                recognise(None, source.as_bytes()).kind,
                Kind::Other,
                "{source}"
            );
        }
    }

    #[test]
    fn prose_is_no_patch() {
        for source in [
            "*** It rained.\n--- It froze.\n",
            "4d\n< 5",
            "4,5d3\nIt rained.",
            "Index: rain\n\nIt rained.\n",
        ] {
            assert_eq!(
                recognise(None, source.as_bytes()).kind,
                Kind::Text,
                "{source}"
            );
        }
    }
}
