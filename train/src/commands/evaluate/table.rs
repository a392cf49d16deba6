//! Tables of figures for people to read.

use crate::evaluate::{Cause, Kind, Mistake, Report};
use std::collections::HashMap;
use std::io::{self, Write};

/// The tables, each with the kind of set that it is about. A table none of whose figures are there is left out.
const TABLES: [(Kind, &[&str]); 7] = [
    (
        Kind::Pairs,
        &[
            "restored",
            "oracle",
            "precision",
            "recall",
            "f05",
            "line_exact",
            "damage",
            "documents",
        ],
    ),
    (
        Kind::Pairs,
        &[
            "no_candidate",
            "not_touched",
            "wrong_candidate",
            "wrongly_touched",
            "letter_case",
        ],
    ),
    (
        Kind::Pairs,
        &[
            "right_50", "right_60", "right_70", "right_80", "right_90", "edits_90",
        ],
    ),
    (
        Kind::Pairs,
        &[
            "recognised_60",
            "stretches_60",
            "recognised_150",
            "stretches_150",
            "recognised_300",
            "stretches_300",
        ],
    ),
    (
        Kind::Clean,
        &[
            "false_edits",
            "touched_documents",
            "false_edits_per_100k",
            "documents",
            "words",
        ],
    ),
    (
        Kind::Clean,
        &[
            "touched_60",
            "stretches_60",
            "touched_150",
            "stretches_150",
            "touched_300",
            "stretches_300",
        ],
    ),
    (
        Kind::Facts,
        &["reached", "direct", "occurrences", "missing"],
    ),
];

/// Writes the tables for which there are figures, then the `most` most frequent mistakes of each cause.
pub fn write(reports: &[Report], most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut line_end = "";
    for (kind, columns) in TABLES {
        let rows: Vec<&Report> = reports
            .iter()
            .filter(|report| report.kind == kind && report.figures.contains_key(columns[0]))
            .collect();
        if !rows.is_empty() {
            write!(out, "{line_end}")?;
            table(&rows, columns, out)?;
            line_end = "\n";
        }
    }
    let mistakes: Vec<&Mistake> = reports.iter().flat_map(|report| &report.mistakes).collect();
    Cause::ALL
        .iter()
        .filter(|_| most > 0)
        .try_for_each(|&cause| list(&mistakes, cause, most, out))
}

fn table(reports: &[&Report], columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let names = reports
        .iter()
        .map(|report| report.set.len())
        .max()
        .unwrap_or(0)
        .max("set".len());
    let cells = |cell: &dyn Fn(&str) -> String| {
        columns
            .iter()
            .map(|column| format!("  {:>width$}", cell(column), width = column.len().max(6)))
            .collect::<String>()
    };
    writeln!(
        out,
        "{:names$}{}",
        "set",
        cells(&|column| column.to_owned())
    )?;
    for report in reports {
        let value = |column: &str| {
            report
                .figures
                .get(column)
                .map_or("-".to_owned(), |value| value.to_string())
        };
        writeln!(out, "{:names$}{}", report.set, cells(&value))?;
    }
    Ok(())
}

fn list(mistakes: &[&Mistake], cause: Cause, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut times: HashMap<&Mistake, usize> = HashMap::new();
    mistakes
        .iter()
        .filter(|mistake| mistake.cause == cause)
        .for_each(|mistake| *times.entry(mistake).or_default() += 1);
    let mut sorted: Vec<(&Mistake, usize)> = times.into_iter().collect();
    sorted.sort_by(|(a, times_a), (b, times_b)| times_b.cmp(times_a).then_with(|| a.cmp(b)));
    writeln!(out, "\n{}: spun | output | original", cause.name())?;
    sorted.iter().take(most).try_for_each(|(mistake, times)| {
        writeln!(
            out,
            "{times:>4}  {} | {} | {}",
            mistake.spun, mistake.output, mistake.original
        )
    })
}
