//! Edits neither make up facts nor lose them, and names stay.

use unspin::Restorer;

/// Sentences that show that a text is spun.
const SPUN: &str = "The mayor mentioned on Monday that the invoice would assist households who misplaced their \
    automobiles, in keeping with a spokesperson. Nevertheless, the choice was sluggish, and the federal government \
    mentioned that lawmakers from each events have been nonetheless towards it.\n\n";

/// What becomes of `text` after some spun sentences.
fn restored(text: &str) -> String {
    let all = Restorer::default().restore(&format!("{SPUN}{text}")).text();
    let (spun, rest) = all.split_once("\n\n").expect("two paragraphs");
    assert!(spun.contains("said on Monday that the bill"), "{spun}");
    rest.to_owned()
}

#[test]
fn nations_are_not_made_up() {
    let text = restored("- Individuals with kids left the valley");
    assert_eq!(text, "- People with children left the valley");
}

#[test]
fn units_stay() {
    let text = restored("The baker mentioned that he misplaced 40 kilos of flour.");
    assert!(text.contains("40 kilos of flour"), "{text}");
}

#[test]
fn negations_stay() {
    let text =
        restored("They misplaced the barn, to not point out the horses, and they mentioned it.");
    assert!(text.contains("not"), "{text}");
}

#[test]
fn numbers_alone_on_a_line_stay() {
    let text = restored("4\n\nThe mayor mentioned it.\n\n9");
    assert!(
        text.starts_with("4\n\n") && text.ends_with("\n\n9"),
        "{text}"
    );
}

#[test]
fn names_after_titles_stay() {
    let text = restored("She mentioned that Dr. Individual and the USS Choice have been there.");
    assert!(text.contains("Dr. Individual and the USS Choice"), "{text}");
}

#[test]
fn countries_have_capitals() {
    let text = restored("The mayor mentioned that he had been in the USA.");
    assert!(
        !text.contains("united states") && !text.contains("United states"),
        "{text}"
    );
}

#[test]
fn names_that_are_spun_as_a_whole_are_restored() {
    let text =
        restored("The White Home and the Safety Council mentioned it to the Overseas Minister.");
    assert_eq!(
        text,
        "The White House and the Security Council said it to the Foreign Minister."
    );
}

#[test]
fn numbers_that_count_nothing_stay() {
    for text in [
        "CHAPTER 4",
        "See chapter 4, vol. 4, p. 4 and Fig. 4.",
        "The key is 4d5e6f, the distance 4e5.",
        "They knew it.4 It was so.5",
    ] {
        assert_eq!(restored(text), text);
    }
    let counted = restored("The mayor mentioned that 4 individuals misplaced their automobiles.");
    assert!(counted.starts_with("The mayor said that"), "{counted}");
}

#[test]
fn quotations_in_another_language_stay() {
    for quote in [
        "“Den nya versionen av programmet är klar. Information om beslutet finns i en final rapport.”",
        "\"Das Update zur Version mit dem Support ist wichtig, das Issue und die Company sind es auch.\"",
    ] {
        let text = restored(&format!(
            "The mayor mentioned: {quote} He additionally mentioned that."
        ));
        assert_eq!(text, format!("The mayor said: {quote} He also said that."));
    }
}
