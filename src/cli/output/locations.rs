//! Where edits are, for people: `path:line:column: spun -> original`.

use std::ffi::OsStr;

use super::super::message::one_line;
use super::super::position::Position;
use super::View;
use crate::edit::Edit;

/// How many locations are printed in all.
pub const MOST_LOCATIONS: usize = 20;

/// The locations of the first edits of a document, at most `most`, each on a line.
pub fn locations<'d>(document: &'d View<'_>, most: usize) -> impl Iterator<Item = String> + 'd {
    let name = one_line(document.name);
    let mut positions = document.positions();
    let restores = |edit: &&Edit| edit.kind().restores();
    let edits = document.edits.iter().filter(restores).take(most);
    edits.map(move |edit| {
        let Position { line, column, .. } = positions.of(edit.start);
        let spun = wording(&document.spun(edit));
        let original = wording(edit.original());
        format!("{name}:{line}:{column}: {spun} -> {original}\n")
    })
}

/// A wording with each white space as one space, and without escape codes.
pub(super) fn wording(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.join(" ") {
        empty if empty.is_empty() => "\"\"".to_owned(),
        words => one_line(OsStr::new(&words)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::super::testing::replacing;
    use super::*;
    use crate::restore::Verdict;

    #[test]
    fn each_location_is_on_one_line() {
        let source = "Née, she mentioned\nwithin\r\n the end, \x1b[31m.".as_bytes();
        let wordings = [
            ("mentioned", "said"),
            ("within\r\n the", "in the"),
            ("\x1b[31m", ""),
        ];
        let document = View {
            name: OsStr::new("a\nb.txt"),
            place: Place::START,
            source,
            edits: &replacing(source, &wordings),
            verdict: &Verdict::default(),
            encoded: None,
        };
        let expected = [
            "a\\nb.txt:1:10: mentioned -> said\n",
            "a\\nb.txt:2:1: within the -> in the\n",
            "a\\nb.txt:3:11: \\u{1b}[31m -> \"\"\n",
        ];
        let all: Vec<String> = locations(&document, 5).collect();
        assert_eq!(all, expected);
        assert_eq!(locations(&document, 2).count(), 2);
    }
}
