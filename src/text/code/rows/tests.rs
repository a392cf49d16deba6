use super::super::code;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn short_cells_between_marks_are_a_row() {
    for mark in ["|", "/", "·", "•"] {
        let row = format!("A-9 {mark} 20 massive homes {mark} 12 months");
        assert_eq!(found(&format!("{row}\n\nIt rained.")), [&row]);
    }
    for text in [
        "A firm / 12 months",
        "The firm mentioned it / the massive home / so they mentioned it within the yr",
        "{home | massive home | firm}",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn tables_with_frames_and_gaps_are_found() {
    let prose = "The firm mentioned that it was a massive home within the yr. ".repeat(9);
    let line = "─".repeat(9);
    let framed = format!("┌─{line}┐\n│ home │ {prose}│\n├──{line}┤\n│ a │ {prose}│\n└──{line}┘");
    assert_eq!(found(&framed), [&framed]);
    let of_pandas = format!(
        "   home  {:>600}\n1  firm  {prose:>600}\n2     a  {:>600}",
        "text", "b"
    );
    assert_eq!(found(&of_pandas).join("\n"), of_pandas);
    let justified =
        "The  firm  mentioned\nthat  it was a home\nand so  it was  home\nwithin the yr.";
    assert!(found(justified).is_empty());
}
