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
    /// Documents, and parts of inputs that are none, which `--keep` lets through.
    pub kept: usize,
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

    /// Counts no edit.
    pub fn drop_edits(&mut self) {
        self.by_kind = Default::default();
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
        self.kept += other.kept;
        for (sum, count) in self.by_kind.iter_mut().zip(other.by_kind) {
            *sum += count;
        }
        self.bad += other.bad;
        self.bytes += other.bytes;
    }
}

/// Everything that is known about a run at its end.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    /// What was done.
    pub tally: Tally,
    /// The number of messages about things that were not done.
    pub failures: usize,
    /// How long it took.
    pub time: Duration,
}

impl Stats {
    /// The counts with their names, in the order in which they are written.
    fn figures(&self) -> Vec<(String, usize)> {
        let tally = &self.tally;
        let mut figures = vec![
            ("documents".to_owned(), tally.documents),
            ("  spun".to_owned(), tally.spun),
            ("edits".to_owned(), tally.edits()),
        ];
        let kinds = Kind::ALL.into_iter();
        figures.extend(kinds.map(|kind| (format!("  {}", kind.name()), tally.edits_of(kind))));
        figures.extend([
            ("bad lines".to_owned(), tally.bad),
            ("failures".to_owned(), self.failures),
            ("bytes".to_owned(), tally.bytes),
        ]);
        figures
    }

    /// Writes one figure per line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        for (name, count) in self.figures() {
            writeln!(out, "{name:<16}{count:>12}")?;
        }
        writeln!(out, "{:<16}{:>12.3}", "seconds", self.time.as_secs_f64())
    }

    /// Writes all figures as a JSON object on one line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{")?;
        for (name, count) in self.figures() {
            let name = name.trim().replace(' ', "_");
            write!(out, "\"{name}\":{count},")?;
        }
        writeln!(out, "\"seconds\":{:.3}}}", self.time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_lines_or_an_object() {
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
        let stats = Stats {
            tally,
            failures: 4,
            time: Duration::from_millis(1500),
        };
        let mut out = Vec::new();
        stats.write_text(&mut out).expect("memory");
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
        let mut out = Vec::new();
        stats.write_json(&mut out).expect("memory");
        let expected = "{\"documents\":3,\"spun\":2,\"edits\":3,\"exact\":2,\"fuzzy\":0,\"article\":1,\"spintax\":0,\
                        \"bad_lines\":1,\"failures\":4,\"bytes\":1234,\"seconds\":1.500}\n";
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}
