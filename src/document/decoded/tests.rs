use super::*;
use crate::edit::Evidence;

fn edit(text: &str, spun: &str, original: &str, kind: Kind) -> Edit {
    let start = text.find(spun).expect("spun wording");
    let evidence = Evidence::new(kind, "", 0, 0);
    Edit::new(start..start + spun.len(), original, evidence)
}

/// The text of `A White <b>Home men&#116;ioned</b><p>so`, with its places in that source.
fn markup() -> Decoded {
    let mut decoded = Decoded::default();
    decoded.copy("A White ", 0);
    decoded.copy("Home men", 11);
    decoded.decode("t", 19..25);
    decoded.copy("ioned", 25);
    decoded.separate("\n\n");
    decoded.copy("so", 37);
    decoded
}

fn moved(edits: &[(&str, &str, Kind)]) -> Vec<(Range<usize>, String)> {
    let decoded = markup();
    let edits: Vec<Edit> = edits
        .iter()
        .map(|&(spun, original, kind)| edit(decoded.text(), spun, original, kind))
        .collect();
    let encode = |_: usize, text: &str| Some(text.replace('&', "&amp;"));
    decoded
        .to_source(edits, &encode)
        .into_iter()
        .map(|edit| (edit.range(), edit.original().to_owned()))
        .collect()
}

#[test]
fn escapes_inside_an_edit_are_replaced_with_it() {
    assert_eq!(
        moved(&[("mentioned", "s&d", Kind::Exact)]),
        [(16..30, "s&amp;d".into())]
    );
    assert_eq!(
        moved(&[("tioned", "d", Kind::Exact)]),
        [(19..30, "d".into())]
    );
}

#[cfg(feature = "formats")]
#[test]
fn a_tag_that_nobody_sees_is_put_behind_the_word() {
    let mut inner = Decoded::default();
    inner.copy("a bro", 0);
    inner.break_word();
    inner.copy("ke", 10);
    inner.break_word();
    inner.copy("n b", 17);
    let mut decoded = Decoded::default();
    decoded.append(&inner);
    let edit = edit(decoded.text(), "broken", "whole", Kind::Exact);
    let edits = decoded.to_source([edit], &|_, text| Some(text.to_owned()));
    let edits: Vec<_> = edits
        .iter()
        .map(|edit| (edit.range(), edit.original()))
        .collect();
    assert_eq!(edits, [(2..5, "whole"), (10..12, ""), (17..18, "")]);
}

#[test]
fn edits_across_markup_are_split_or_left_out() {
    assert_eq!(
        moved(&[("White Home", "White House", Kind::Exact)]),
        [(11..15, "House".into())]
    );
    assert_eq!(
        moved(&[("White Home", "Red House", Kind::Exact)]),
        [(2..7, "Red".into()), (11..15, "House".into())]
    );
    assert_eq!(
        moved(&[("White Home", "The White House", Kind::Exact)]),
        [(2..7, "The White".into()), (11..15, "House".into())]
    );
    assert_eq!(
        moved(&[("A White Home", "Our House", Kind::Exact)]),
        [(0..7, "Our".into()), (11..15, "House".into())]
    );
    // One word for two runs, and neither run has another word next to it.
    assert_eq!(moved(&[("A White Home mentioned", "It", Kind::Exact)]), []);
    // One run is deleted: another word remains inside the tags.
    assert_eq!(
        moved(&[("White Home", "Government", Kind::Exact)]),
        [(2..7, "Government".into()), (11..16, String::new())]
    );
    assert_eq!(
        moved(&[("White Home mentioned", "Government", Kind::Exact)]),
        [(1..7, String::new()), (11..30, "Government".into())]
    );
    assert_eq!(
        moved(&[("mentioned\n\nso", "said thus", Kind::Exact)]),
        [(16..30, "said".into()), (37..39, "thus".into())]
    );
}

#[test]
fn edits_of_the_source_are_found_in_the_text() {
    let decoded = markup();
    let edits: Vec<Edit> = [
        ("White", "Red", Kind::Exact),
        ("mentioned", "said", Kind::Exact),
        ("so", "thus", Kind::Exact),
    ]
    .map(|(spun, original, kind)| edit(decoded.text(), spun, original, kind))
    .into();
    let moved = decoded.to_source(edits, &|_, text| Some(text.to_owned()));
    let back: Vec<&str> = decoded
        .in_text(moved.iter().map(|edit| (edit.range(), edit)))
        .into_iter()
        .map(|(range, _)| &decoded.text()[range])
        .collect();
    assert_eq!(back, ["White", "mentioned", "so"]);
}

#[test]
fn an_article_is_left_out_with_its_word() {
    assert_eq!(
        moved(&[
            ("A", "An", Kind::Article),
            ("White Home mentioned\n\nso", "Office", Kind::Exact)
        ]),
        []
    );
    assert_eq!(
        moved(&[("A", "An", Kind::Article), ("White", "Old", Kind::Exact)]),
        [(0..1, "An".into()), (2..7, "Old".into())]
    );
    // The article of another word.
    assert_eq!(
        moved(&[
            ("A", "An", Kind::Article),
            ("Home mentioned\n\nso", "Office", Kind::Exact)
        ]),
        [(0..1, "An".into())]
    );
}

/// The text of `it <b>earlier</b> than brand <i>new</i> shops`.
fn neighbours() -> Decoded {
    let mut decoded = Decoded::default();
    decoded.copy("it ", 0);
    decoded.copy("earlier", 6);
    decoded.copy(" than brand ", 17);
    decoded.copy("new", 32);
    decoded.copy(" shops", 39);
    decoded
}

#[test]
fn of_two_edits_that_need_the_same_space_the_first_is_made() {
    let decoded = neighbours();
    let ranges = |edits: &[(&str, &str)]| -> Vec<(Range<usize>, String)> {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(spun, original)| edit(decoded.text(), spun, original, Kind::Exact))
            .collect();
        let moved = decoded.to_source(edits, &|_, text| Some(text.to_owned()));
        let moved = moved.into_iter();
        moved
            .map(|edit| (edit.range(), edit.original().to_owned()))
            .collect()
    };
    let first = ("earlier than", "before");
    let second = ("brand new", "new");
    // "than " is deleted.
    let before = [(6..13, "before".into()), (18..23, String::new())];
    assert_eq!(ranges(&[first]), before);
    // " brand" is deleted.
    assert_eq!(ranges(&[second]), [(22..28, String::new())]);
    assert_eq!(ranges(&[first, second]), before);
}

#[test]
fn an_edit_is_left_out_if_one_of_its_parts_cannot_be_written() {
    let decoded = markup();
    let edits = || {
        vec![
            edit(decoded.text(), "A", "An", Kind::Article),
            edit(decoded.text(), "White Home", "Old House", Kind::Exact),
            edit(decoded.text(), "so", "thus", Kind::Exact),
        ]
    };
    for (forbidden, count) in [(0, 1), (2, 1), (11, 1), (37, 3), (99, 4)] {
        let encode = |at: usize, text: &str| (at != forbidden).then(|| text.to_owned());
        assert_eq!(decoded.to_source(edits(), &encode).len(), count);
    }
}

#[test]
fn spans_of_the_text_include_markup_in_the_source() {
    let decoded = markup();
    let place = |part: &str| {
        let start = decoded.text().find(part).expect("a part of the text");
        decoded.spans(start..start + part.len())
    };
    assert_eq!(place("White Home"), [2..15]);
    // The escape of the `t` belongs to it, the end of the paragraph does not.
    assert_eq!(place("men"), [16..19]);
    assert_eq!(place("tioned\n\n"), [19..30]);
    assert_eq!(place("\n\nso"), [37..39]);
    assert!(place("\n\n").is_empty());
    assert_eq!(decoded.spans_in_text(&[2..15, 19..39]), [2..12, 16..26]);
}

#[test]
fn spans_are_split_where_the_text_goes_back_in_the_source() {
    let mut decoded = Decoded::default();
    decoded.copy("text", 20);
    decoded.separate("\n\n");
    decoded.copy("title", 5);
    assert_eq!(decoded.spans(2..9), [22..24, 5..8]);
}
