use super::*;

const SOURCE: &[u8] = b"The White Home mentioned it.";

fn edit(range: Range<usize>, original: &str) -> Edit {
    let evidence = Evidence::new(Kind::Exact, "rule", 4000, 2500);
    Edit::new(range, original, evidence)
}

#[test]
fn edits_replace_their_ranges_and_nothing_else() {
    let edits = [
        edit(0..0, "“"),
        edit(10..14, "House"),
        edit(14..24, " said"),
        edit(28..28, "”"),
    ];
    assert_eq!(
        try_apply(SOURCE, &edits).as_deref(),
        Ok("“The White House said it.”".as_bytes())
    );
    assert_eq!(try_apply(SOURCE, &edits[1..1]).as_deref(), Ok(SOURCE));
    assert_eq!(
        apply(b"\xff Home", &[edit(2..6, "House")]),
        b"\xff House",
        "other bytes need not be UTF-8"
    );
}

#[test]
fn misplaced_edits_are_an_error() {
    let first = edit(4..14, "White House");
    let reversed = Range { start: 24, end: 20 };
    for range in [13..20, 4..14, 0..3, 20..29, 29..29, reversed] {
        let error = MisplacedEdit {
            index: 1,
            range: range.clone(),
        };
        let edits = [first.clone(), edit(range, "x")];
        assert_eq!(try_apply(SOURCE, &edits), Err(error));
    }
}

#[test]
#[should_panic = "edit 1 replaces the bytes 13..20"]
fn applying_overlapping_edits_of_our_own_is_a_bug() {
    apply(SOURCE, &[edit(4..14, "x"), edit(13..20, "y")]);
}

#[test]
fn costs_are_shown_in_nats() {
    let edit = edit(4..14, "x").moved(3);
    assert_eq!(edit.range(), 7..17);
    assert_eq!([edit.margin(), edit.lead()], [4.0, 2.5]);
    let choice = Choice {
        wording: "x".into(),
        cost: -367,
    };
    assert_eq!(choice.cost(), -0.367);
}
