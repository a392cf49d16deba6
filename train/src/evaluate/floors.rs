//! Floors: limits of the figures, which a change of the program must not break.

use super::Report;
use crate::Error;
use std::fs;
use std::path::Path;

/// Beginnings of the names of figures for which less is better. Their limits are ceilings.
const AT_MOST: [&str; 10] = [
    "wer_",
    "damage",
    "edited",
    "touched",
    "false_edits",
    "missing",
    "no_candidate",
    "not_edited",
    "wrong",
    "letter_case",
];

/// The limit of one figure of one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    /// Name of the set.
    pub set: String,
    /// Name of the figure.
    pub figure: String,
    /// The least value that is allowed, or the greatest for figures for which less is better.
    pub limit: f64,
}

/// Reads floors from a file. Each line has a set, a figure and its limit, separated by tabs. Lines
/// that begin with `#` are comments.
///
/// # Errors
/// If the file cannot be read or a line is malformed; the message names the line.
pub fn read_floors(path: &Path) -> Result<Vec<Floor>, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
    rows.map(|(index, row)| {
        parse(row).ok_or_else(|| {
            format!(
                "{}:{}: expected set<TAB>figure<TAB>limit",
                path.display(),
                index + 1
            )
            .into()
        })
    })
    .collect()
}

fn parse(row: &str) -> Option<Floor> {
    let fields: Vec<&str> = row.split('\t').map(str::trim).collect();
    let &[set, figure, limit] = &fields[..] else {
        return None;
    };
    Some(Floor {
        set: set.to_owned(),
        figure: figure.to_owned(),
        limit: limit.parse().ok()?,
    })
}

impl Floor {
    /// If `reports` break the floor, a message that says how. They also break it if they lack the set
    /// or the figure.
    pub fn broken_by(&self, reports: &[Report]) -> Option<String> {
        let Self { set, figure, limit } = self;
        let Some(report) = reports.iter().find(|report| report.set == *set) else {
            return Some(format!(
                "{set}: was not evaluated, but {figure} has a limit"
            ));
        };
        let Some(value) = report
            .figures
            .get(figure)
            .and_then(serde_json::Value::as_f64)
        else {
            return Some(format!("{set}: has no figure {figure}"));
        };
        if AT_MOST.iter().any(|name| figure.starts_with(name)) {
            (value > *limit)
                .then(|| format!("{set}: {figure} is {value}, at most {limit} is allowed"))
        } else {
            (value < *limit)
                .then(|| format!("{set}: {figure} is {value}, at least {limit} is required"))
        }
    }
}
