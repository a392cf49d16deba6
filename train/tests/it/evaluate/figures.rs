//! Words, alignments and figures, compared with values worked out by hand.

use super::{object, pair};
use serde_json::json;
use unspin_train::evaluate::{
    Alignment, Hunk, align, clean_documents, score_clean, score_pairs, spun_text, words,
};

#[test]
fn figures_of_spun_text() {
    let first = vec![
        pair("The White Home mentioned it.", "The White House said it."),
        pair("A  worth of\tten.", "A worth of ten."),
    ];
    let second = vec![pair(
        "He left by way of the door.",
        "He left through the door.",
    )];
    assert_eq!(
        spun_text(&first),
        "The White Home mentioned it.\nA worth of ten.\n"
    );
    // In the first line, one of two neighbouring words is restored, which is a change, but not the
    // one that undoes the damage. In the second, an undamaged word is changed. The third line is
    // restored.
    let outputs = [
        "The White House mentioned it.\nA price of ten.\n".to_owned(),
        "He left through the door.\n".to_owned(),
    ];
    let sums = score_pairs(&[first, second], &outputs).expect("as many lines");
    assert_eq!(
        (sums.before, sums.after, sums.original),
        (2 + 3, 1 + 1, 6 + 5 + 6)
    );
    assert_eq!(
        (sums.damages, sums.changes, sums.agreed),
        (1 + 1, 1 + 1 + 1, 1)
    );
    assert_eq!((sums.right, sums.harmed), (4 + 5 + 5, 1));
    assert_eq!(
        object(&sums.figures()),
        json!({
            "documents": 2,
            "damaged_lines": 2,
            "wer_before": 0.2941, // 5/17
            "wer_after": 0.1176,  // 2/17
            "restored": 0.6,      // 1 - 2/5
            "precision": 0.3333,  // 1/3
            "recall": 0.5,        // 1/2
            "f05": 0.3571,        // 1.25 * 1/3 * 1/2 / (0.25 * 1/3 + 1/2)
            "line_exact": 0.5,
            "damage": 71.43,      // 1000/14
        })
    );
}

#[test]
fn undamaged_text_has_nothing_to_restore() {
    let documents = [vec![pair("as it was", "as it was")]];
    let sums = score_pairs(&documents, &["as it was\n".to_owned()]).expect("one line");
    let figures = sums.figures();
    assert_eq!(figures["restored"], json!(null));
    assert_eq!(figures["precision"], json!(1.0));
    assert_eq!(figures["line_exact"], json!(0.0));
}

#[test]
fn lost_lines_are_an_error() {
    let document = vec![pair("one", "one"), pair("two", "two")];
    let error = score_pairs(&[document], &["one two\n".to_owned()]).expect_err("one line less");
    assert_eq!(
        error.to_string(),
        "2 lines became 1 lines; the restorer must keep line ends"
    );
}

#[test]
fn figures_of_clean_text() {
    let documents = clean_documents("One two.\nThree\n\n \n\nFour five six seven.\n");
    assert_eq!(documents, ["One two.\nThree", "Four five six seven."]);
    let unchanged = ["One two.\nThree\n", "Four five six seven.\n"].map(str::to_owned);
    let sums = score_clean(&documents, &unchanged).expect("as many lines");
    assert_eq!(
        (sums.words, sums.touched, sums.false_edits),
        (3 + 1 + 5, 0, 0)
    );
    // A change of white space counts once. Two words with an unchanged one between them count twice.
    let changed = ["One  two.\nThree\n", "4 five 6 seven.\n"].map(str::to_owned);
    let sums = score_clean(&documents, &changed).expect("as many lines");
    assert_eq!(
        object(&sums.figures()),
        json!({
            "documents": 2,
            "words": 9,
            "touched_documents": 2,
            "false_edits": 3,
            "false_edits_per_100k": 33333.33,
        })
    );
}

#[test]
fn words_are_runs_of_letters_or_single_marks() {
    let table: [(&str, &[&str]); 5] = [
        ("", &[]),
        (" \u{a0}\u{1c}\t", &[]),
        ("don’t – “a”", &["don", "'", "t", "-", "\"", "a", "\""]),
        ("3.5% of x_1", &["3", ".", "5", "%", "of", "x_1"]),
        ("Žižek½a...", &["Žižek½a", ".", ".", "."]),
    ];
    for (text, expected) in table {
        let found: Vec<&str> = words(text).iter().map(|word| word.text).collect();
        assert_eq!(found, expected, "{text:?}");
    }
    let bytes: Vec<_> = words("“é")
        .iter()
        .map(|word| word.start..word.end)
        .collect();
    assert_eq!(bytes, [0..3, 3..5]);
}

#[test]
fn among_equally_long_alignments_replacements_are_preferred() {
    let hunk = |left, right| Hunk { left, right };
    // Deleting a and inserting c would also cost 2, and would keep b.
    assert_eq!(
        align(&["a", "b"], &["b", "c"]),
        Alignment {
            hunks: vec![hunk(0..2, 0..2)],
            distance: 2
        }
    );
    // Traced from the end, the last a is deleted.
    assert_eq!(
        align(&["x", "a", "a", "y"], &["x", "a", "y"]),
        Alignment {
            hunks: vec![hunk(2..3, 2..2)],
            distance: 1
        }
    );
    assert_eq!(
        align(&["a", "b", "c"], &["q", "b", "r", "s"]),
        Alignment {
            hunks: vec![hunk(0..1, 0..1), hunk(2..3, 2..4)],
            distance: 3
        }
    );
    assert_eq!(align::<u8>(&[], &[]), Alignment::default());
}
