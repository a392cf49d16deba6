//! Prints figures as tables.

use crate::evaluate::{Cause, Kind, Mistake, Report};
use std::collections::HashMap;
use std::io::{self, Write};

/// A table: the kind of set that it is about, and its columns, separated by spaces.
struct Table(Kind, &'static str);

/// All tables. A table is left out if its first figure is missing.
const TABLES: [Table; 8] = [
    Table(
        Kind::Pairs,
        "restored oracle precision recall f05 line_exact damage documents",
    ),
    Table(
        Kind::Pairs,
        "no_candidate not_edited wrong_candidate wrongly_edited letter_case",
    ),
    Table(Kind::Pairs, "news-spinner article-rewriter documents"),
    Table(
        Kind::Pairs,
        "right_50 right_60 right_70 right_80 right_90 edits_90",
    ),
    Table(
        Kind::Pairs,
        "recognised_60 passages_60 recognised_100 passages_100 recognised_150 passages_150 \
         recognised_300 passages_300",
    ),
    Table(
        Kind::Clean,
        "false_edits touched_documents false_edits_per_100k documents words",
    ),
    Table(
        Kind::Clean,
        "edited_60 passages_60 edited_100 passages_100 edited_150 passages_150 edited_300 \
         passages_300",
    ),
    Table(Kind::Facts, "reached direct occurrences missing"),
];

/// Least width of a column.
const MIN_WIDTH: usize = 6;

/// Writes the tables, then for each cause the most frequent mistakes, up to `most` of them.
pub fn write(reports: &[Report], most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut blank_line = "";
    for Table(kind, columns) in TABLES {
        let columns: Vec<&str> = columns.split(' ').collect();
        let rows: Vec<&Report> = reports
            .iter()
            .filter(|report| report.kind == kind && report.figures.contains_key(columns[0]))
            .collect();
        if !rows.is_empty() {
            write!(out, "{blank_line}")?;
            write_table(&rows, &columns, out)?;
            blank_line = "\n";
        }
    }
    if most > 0 {
        let mistakes: Vec<&Mistake> = reports.iter().flat_map(|report| &report.mistakes).collect();
        for cause in Cause::ALL {
            write_mistakes(&mistakes, cause, most, out)?;
        }
    }
    Ok(())
}

fn write_table(reports: &[&Report], columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let names = reports.iter().map(|report| report.set.len());
    let name_width = names.max().unwrap_or(0).max("set".len());
    write!(out, "{:name_width$}", "set")?;
    for column in columns {
        write_cell(column, column, out)?;
    }
    writeln!(out)?;
    for report in reports {
        write!(out, "{:name_width$}", report.set)?;
        for column in columns {
            let figure = report.figures.get(*column);
            let figure = figure.map_or("-".to_owned(), |figure| figure.to_string());
            write_cell(&figure, column, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_cell(text: &str, column: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "  {text:>width$}", width = column.len().max(MIN_WIDTH))
}

fn write_mistakes(
    mistakes: &[&Mistake],
    cause: Cause,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut times: HashMap<&Mistake, usize> = HashMap::new();
    for mistake in mistakes.iter().filter(|mistake| mistake.cause == cause) {
        *times.entry(mistake).or_default() += 1;
    }
    let mut sorted: Vec<(&Mistake, usize)> = times.into_iter().collect();
    sorted.sort_by(|(a, times_a), (b, times_b)| times_b.cmp(times_a).then_with(|| a.cmp(b)));
    writeln!(out, "\n{}: spun | output | original", cause.name())?;
    for (mistake, times) in sorted.iter().take(most) {
        writeln!(
            out,
            "{times:>4}  {} | {} | {}",
            mistake.spun, mistake.output, mistake.original
        )?;
    }
    Ok(())
}
