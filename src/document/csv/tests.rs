use super::*;

fn blocks(text: &str, format: Format, columns: &[&str]) -> Result<String, NoColumn> {
    let columns: Vec<Column> = columns.iter().map(|column| Column::parse(column)).collect();
    let table = Table::new(text.as_bytes(), format, &columns)?;
    let mut decoded = Decoded::default();
    let rows = &text.as_bytes()[table.header()..];
    table.decode(
        rows,
        FieldFormat::Auto,
        &mut decoded,
        &mut Layers::default(),
    );
    Ok(decoded.text().replace("\n\n", "|"))
}

#[test]
fn cells_with_several_words_are_blocks() {
    let table = [
        (
            "one two three,b\nHe sat here.,x\n",
            Format::Csv,
            "He sat here.",
        ),
        (
            "a,b\r\n\"It is, \"\"he\"\"\r\nsaid\",x\r\n1,She sat there\r\n",
            Format::Csv,
            "It is, \"he\"\r\nsaid|She sat there",
        ),
        (
            "#separator:tab\n#deck:One two three\n#tags column:2\nHe sat here.\tone two::three\n",
            Format::Tsv,
            "He sat here.",
        ),
        (
            "a;b\n1,5 m;He sat, here too.",
            Format::Csv,
            "He sat, here too.",
        ),
        (
            "\u{feff}\"a\"\n\n\"He sat here.\"\n\n\n\"So it is.\"",
            Format::Csv,
            "He sat here.|So it is.",
        ),
        (
            "a\tb\nHe, she sat\t\"It\" is so\n",
            Format::Tsv,
            "He, she sat|\"It\" is so",
        ),
        // The quotation mark is not closed, so it is one like any other.
        (
            "a\tb\n\"He sat here\tx\nShe sat there\ty\n",
            Format::Tsv,
            "\"He sat here|She sat there",
        ),
        ("a\tb\n\"He sat\there.\"\ty\n", Format::Tsv, "He sat\there."),
        // Empty cells, between delimiters that are white space.
        ("\tb\n\t\tHe sat here.\n\t", Format::Tsv, "He sat here."),
        ("", Format::Csv, ""),
    ];
    for (text, format, expected) in table {
        assert_eq!(
            blocks(text, format, &[]).as_deref(),
            Ok(expected),
            "{text:?}"
        );
    }
}

#[test]
fn columns_are_chosen_by_name_or_number() {
    let text = "id,\"the \"\"text\"\"\",note\n1,so,He sat here.\n";
    assert_eq!(
        blocks(text, Format::Csv, &["the \"text\""]).as_deref(),
        Ok("so")
    );
    assert_eq!(
        blocks(text, Format::Csv, &["3", "2"]).as_deref(),
        Ok("so|He sat here.")
    );
    for column in ["4", "body"] {
        let error = blocks(text, Format::Csv, &[column]).expect_err("no column");
        assert_eq!(error.0.to_string(), column);
    }
}

#[test]
fn batches_are_whole_rows() {
    let row = "1,\"It rained.\nIt rained.\"\r\n";
    let text = ["a,b\r\n".to_owned(), row.repeat(3 * LENGTH / row.len())].concat();
    let table = Table::new(text.as_bytes(), Format::Csv, &[]).expect("a table");
    let rows = &text.as_bytes()[table.header()..];
    let end = table.batch(rows).expect("a batch");
    assert_eq!(end, LENGTH.div_ceil(row.len()) * row.len());
    for len in [LENGTH + 1, LENGTH + row.len(), 2 * LENGTH] {
        assert!(
            table.batch(&rows[..len]).is_none_or(|found| found == end),
            "{len}"
        );
    }
    assert_eq!(table.batch(&rows[..LENGTH]), None);
}

#[test]
fn wordings_never_end_a_cell() {
    assert_eq!(
        Table::encode("a \"b\", c", true).as_deref(),
        Some("a \"\"b\"\", c")
    );
    assert_eq!(Table::encode("a, b", false), None);
    assert_eq!(Table::encode("it’s", false).as_deref(), Some("it’s"));
}
