//! What was done in a whole run, in figures for people.

use std::io::{self, Write};
use std::time::Duration;

use super::task::Tally;
use crate::edit::Kind;

/// Writes one figure a line; `failures` are the messages of things that were not done.
///
/// # Errors
/// Those of `out`.
pub fn stats(
    out: &mut dyn Write,
    tally: &Tally,
    failures: usize,
    time: Duration,
) -> io::Result<()> {
    let kinds = Kind::ALL.map(|kind| (format!("  {}", kind.name()), tally.edits_of(kind)));
    let documents = [
        ("documents".to_owned(), tally.documents),
        ("  taken for spun".to_owned(), tally.spun),
        ("edits".to_owned(), tally.edits()),
    ];
    let rest = [
        ("bad lines".to_owned(), tally.bad),
        ("failures".to_owned(), failures),
        ("bytes".to_owned(), tally.bytes),
    ];
    documents
        .into_iter()
        .chain(kinds)
        .chain(rest)
        .try_for_each(|(name, count)| writeln!(out, "{name:<16}{count:>12}"))?;
    writeln!(out, "{:<16}{:>12.3}", "seconds", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_below_each_other() {
        let mut tally = Tally {
            documents: 3,
            spun: 2,
            bad: 1,
            bytes: 1234,
            ..Tally::default()
        };
        [Kind::Exact, Kind::Article, Kind::Exact]
            .iter()
            .for_each(|&kind| tally.add_edit(kind));
        let mut out = Vec::new();
        stats(&mut out, &tally, 4, Duration::from_millis(1500)).expect("memory");
        let expected = "documents                  3\n  taken for spun           2\nedits                      3\n  exact                    2\n  \
                        fuzzy                    0\n  article                  1\nbad lines                  1\nfailures                   4\n\
                        bytes                   1234\nseconds                1.500\n";
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}
