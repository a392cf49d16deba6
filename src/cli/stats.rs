//! Figures about a run: how much was read, restored and not restored.

use std::io::{self, Write};
use std::ops::AddAssign;
use std::time::Duration;

use crate::edit::Kind;

/// Counts of what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents that were read.
    pub documents: usize,
    /// Documents that look spun.
    pub spun: usize,
    /// Edits of each kind, in the order of [`Kind::ALL`].
    pub by_kind: [usize; Kind::ALL.len()],
    /// Lines that could not be read as documents.
    pub bad: usize,
    /// Bytes that were read, decompressed.
    pub bytes: usize,
}

impl Tally {
    /// Counts an edit, if it restores something.
    pub fn add_edit(&mut self, kind: Kind) {
        if let Some(count) = self.by_kind.get_mut(kind as usize) {
            *count += 1;
        }
    }

    /// Edits of one kind.
    pub fn edits_of(&self, kind: Kind) -> usize {
        self.by_kind[kind as usize]
    }

    /// Edits of all kinds.
    pub fn edits(&self) -> usize {
        self.by_kind.iter().sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.spun += other.spun;
        for (sum, count) in self.by_kind.iter_mut().zip(other.by_kind) {
            *sum += count;
        }
        self.bad += other.bad;
        self.bytes += other.bytes;
    }
}

/// Writes one figure per line. `failures` is the number of messages about things that were not
/// done.
///
/// # Errors
/// Those of `out`.
pub fn write_stats(
    out: &mut dyn Write,
    tally: &Tally,
    failures: usize,
    time: Duration,
) -> io::Result<()> {
    let mut figure = |name: &str, count: usize| writeln!(out, "{name:<16}{count:>12}");
    figure("documents", tally.documents)?;
    figure("  spun", tally.spun)?;
    figure("edits", tally.edits())?;
    for kind in Kind::ALL {
        figure(&format!("  {}", kind.name()), tally.edits_of(kind))?;
    }
    figure("bad lines", tally.bad)?;
    figure("failures", failures)?;
    figure("bytes", tally.bytes)?;
    writeln!(out, "{:<16}{:>12.3}", "seconds", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_aligned() {
        let mut tally = Tally {
            documents: 3,
            spun: 2,
            bad: 1,
            bytes: 1234,
            ..Tally::default()
        };
        for kind in [Kind::Exact, Kind::Article, Kind::Exact] {
            tally.add_edit(kind);
        }
        let mut out = Vec::new();
        write_stats(&mut out, &tally, 4, Duration::from_millis(1500)).expect("memory");
        let expected = "\
documents                  3
  spun                     2
edits                      3
  exact                    2
  fuzzy                    0
  article                  1
  spintax                  0
bad lines                  1
failures                   4
bytes                   1234
seconds                1.500
";
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}
