//! Recognises what programs have written for programs and that looks like text: statements of SQL, manuals for
//! GNU Info.

use super::fields::begins;
use super::{Kind, Look, has, lines};

/// Bytes in which a statement shows what it is.
const STATEMENT: usize = 1 << 12;

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    match manual(bytes, is_all) {
        Look::No => statements(bytes, is_all),
        found => found,
    }
}

/// A manual for GNU Info, which counts the bytes in front of each of its nodes.
fn manual(bytes: &[u8], is_all: bool) -> Look {
    const PROGRAMS: [&[u8]; 2] = [
        b", produced by makeinfo version ",
        b", produced by texi2any version ",
    ];
    let line = lines(bytes).next().unwrap_or_default();
    match begins(line, b"This is ") {
        Some(true) if PROGRAMS.iter().any(|program| has(line, program)) => {
            Look::Is(Kind::Other, "it is a manual that counts its own bytes")
        }
        Some(false) => Look::No,
        _ if line.ends_with(b"\n") => Look::No,
        _ => Look::until(is_all),
    }
}

/// Statements that fill a database, or what database programs write in front of them.
fn statements(bytes: &[u8], is_all: bool) -> Look {
    const DUMPS: [&[u8]; 5] = [
        b"-- MySQL dump ",
        b"-- MariaDB dump ",
        b"--\n-- PostgreSQL database dump",
        b"BEGIN TRANSACTION;",
        b"PRAGMA foreign_keys",
    ];
    let bytes = bytes.trim_ascii_start();
    let start = &bytes[..bytes.len().min(STATEMENT)];
    let found = DUMPS.map(|mark| begins(bytes, mark));
    let is_insert = begins_as(start, b"INSERT INTO ");
    let is_create = begins(start, b"CREATE TABLE ");
    let has_values = || {
        let marks = [&b"VALUES("[..], b"VALUES (", b"VALUES\n("];
        marks.iter().any(|mark| has(start, mark))
    };
    let has_columns = start.contains(&b'(') && start.contains(&b';');
    if found.contains(&Some(true))
        || (is_insert == Some(true) && has_values())
        || (is_create == Some(true) && has_columns)
    {
        return Look::Is(Kind::Other, "it has statements of SQL");
    }
    let is_open = found.contains(&None) || is_insert != Some(false) || is_create != Some(false);
    if is_open && start.len() < STATEMENT {
        Look::until(is_all)
    } else {
        Look::No
    }
}

/// Whether `bytes` begin with `mark` in any letter case; `None` if more of them are needed.
fn begins_as(bytes: &[u8], mark: &[u8]) -> Option<bool> {
    begins(
        &bytes[..bytes.len().min(mark.len())].to_ascii_uppercase(),
        mark,
    )
}

#[cfg(test)]
mod tests {
    use super::super::recognise;
    use super::*;

    #[test]
    fn statements_and_manuals_are_recognised() {
        for source in [
            "INSERT INTO rain(id,text) VALUES(1,'It rained.');\n",
            "\ninsert into rain\n  values (1, 'It rained.');\n",
            "--\n-- PostgreSQL database dump\n--\n",
            "CREATE TABLE rain (id INTEGER);\n",
            "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n",
            "This is rain.info, produced by makeinfo version 6.8 from rain.texi.\n",
        ] {
            for name in [None, Some("a.txt")] {
                assert_eq!(
                    recognise(name, source.as_bytes()).kind,
                    Kind::Other,
                    "{source}"
                );
            }
        }
    }

    #[test]
    fn prose_is_neither() {
        for source in [
            "Insert into each box a card.\n",
            "Create table decorations (of paper); eat.\n",
            "-- It rained.\nIt froze.\n",
            "This is cheese, produced by monks.\n",
        ] {
            assert_eq!(
                recognise(None, source.as_bytes()).kind,
                Kind::Text,
                "{source}"
            );
        }
    }
}
