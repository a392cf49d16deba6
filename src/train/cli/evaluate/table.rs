//! Tables of figures for people to read.

use crate::train::evaluate::{Kind, Report};
use std::io::{self, Write};

/// Columns of spun sets.
const PAIRS: &[&str] = &["restored", "precision", "recall", "f05", "line_exact", "damage", "documents"];
/// Columns of clean sets.
const CLEAN: &[&str] = &["false_edits", "touched_documents", "false_edits_per_100k", "documents", "words"];

/// Writes one table for each kind of set that there is.
pub fn write(reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
    let mut first = true;
    for (kind, columns) in [(Kind::Pairs, PAIRS), (Kind::Clean, CLEAN)] {
        let rows: Vec<&Report> = reports.iter().filter(|report| report.kind == kind).collect();
        if rows.is_empty() {
            continue;
        }
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        table(&rows, columns, out)?;
    }
    Ok(())
}

fn table(reports: &[&Report], columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let names = reports.iter().map(|report| report.set.len()).max().unwrap_or(0).max("set".len());
    let cells =
        |cell: &dyn Fn(&str) -> String| columns.iter().map(|column| format!("  {:>width$}", cell(column), width = column.len().max(6))).collect::<String>();
    writeln!(out, "{:names$}{}", "set", cells(&|column| column.to_owned()))?;
    for report in reports {
        let value = |column: &str| report.figures.get(column).map_or("-".to_owned(), |value| value.to_string());
        writeln!(out, "{:names$}{}", report.set, cells(&value))?;
    }
    Ok(())
}
