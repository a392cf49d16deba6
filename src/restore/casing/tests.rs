use super::*;
use crate::restore::testing::marked;

/// Calls `check` with the place of `spun`, which is between brackets in `text`.
fn at<T>(text: &str, check: impl Fn(&Place<'_>) -> T) -> T {
    let (tokens, spun) = marked(text);
    check(&Place {
        tokens: &tokens,
        spun,
        apostrophe: Apostrophe::Straight,
    })
}

fn assert_dressed(table: &[(&str, &str, &str)]) {
    for &(text, wording, expected) in table {
        let dressed = at(text, |place| dress(wording, place));
        assert_eq!(dressed, expected, "{text}");
    }
}

#[test]
fn case_is_transferred_word_by_word() {
    assert_dressed(&[
        ("the [invoice] was", "bill", "bill"),
        ("The [Invoice] was", "bill", "Bill"),
        ("[Invoice] was", "bill", "Bill"),
        ("the [White Home] said", "white house", "White House"),
        ("the [White home] said", "white house", "White house"),
        ("the [iPhone] was", "telephone", "Telephone"),
        // An abbreviation that is spelt out is a name.
        (
            "the [TUC] was",
            "trades union congress",
            "Trades Union Congress",
        ),
        ("the [UN] was", "league of nations", "League of Nations"),
        // Letters that the lexicon has as capitals stay so.
        ("the [states] are", "U.S.", "U.S."),
    ]);
}

#[test]
fn wordings_of_another_length_follow_the_first_and_later_words() {
    assert_dressed(&[
        ("[Currently] it is", "at the moment", "At the moment"),
        ("[In keeping with] it", "according to", "According to"),
        ("[In Keeping With] It", "according to", "According to"),
        ("[In Keeping With] It", "in line with", "In Line With"),
        // One word in a title, and one at the start of a sentence.
        ("A [Currently] Bad Day", "right now", "Right Now"),
        ("A [Currently] bad day", "right now", "Right now"),
    ]);
}

#[test]
fn a_line_in_capitals_stays_so() {
    assert_dressed(&[
        ("THE [INVOICE] WAS", "bill", "BILL"),
        ("THE [WHITE HOME] MENTIONED", "white house", "WHITE HOUSE"),
        ("[WHITE HOME] mentioned", "white house", "WHITE HOUSE"),
        ("the [INVOICE] was", "bill", "BILL"),
        ("[INVOICE]", "bill", "BILL"),
        ("the [DIY] was", "homemade", "Homemade"),
    ]);
}

#[test]
fn single_letters_digits_and_marks_do_not_end_a_line_in_capitals() {
    assert_dressed(&[
        ("WHY I MENTIONED IT: A [INVOICE]", "bill", "BILL"),
        ("IT RAINED. I [MENTIONED].", "said", "SAID"),
        ("HE PAID 12 [PCS] 12", "pieces", "PIECES"),
        ("THEY'D [MENTIONED], IT", "said", "SAID"),
        ("SHE LIKES IT [A LOT].", "much", "MUCH"),
        ("SHE PAID 5 [%] MORE", "percent", "PERCENT"),
        // Not the whole line is in capitals, so these may be abbreviations.
        ("He went to NASA. A [PC]", "computer", "Computer"),
        ("It is NASA (a [PC]).", "computer", "Computer"),
        ("NASA\n(A [PC]).", "computer", "Computer"),
        ("I paid 5 [%] more", "percent", "percent"),
        ("NASA: 5 [%]", "percent", "percent"),
    ]);
}

#[test]
fn a_long_line_is_read_in_part() {
    let near = format!("{} x {} [HOME].", "it".repeat(9), "1 ".repeat(LINE - 2));
    let far = format!("it {} IT, [HOME].", "1 ".repeat(LINE - 1));
    assert_dressed(&[
        (&near, "my house", "My House"),
        (&far, "my house", "MY HOUSE"),
    ]);
}

#[test]
fn articles_follow_the_word_after_them() {
    let article = |text: &str, wanted: &str| {
        at(text, |place| {
            dress_article(
                wanted,
                &place.tokens.as_slice()[place.spun.start - 1],
                place,
            )
        })
    };
    let table = [
        ("it was a [mark] of", "an", "an"),
        ("A [mark] of", "an", "An"),
        ("A [Mark] Of", "an", "An"),
        ("An [Invoice] Of", "a", "A"),
        ("IT WAS A [MARK] OF", "an", "AN"),
        ("A [MARK] OF", "an", "AN"),
        ("AN [INVOICE] OF", "a", "A"),
        ("A [PC] was", "an", "An"),
    ];
    for (text, wanted, expected) in table {
        assert_eq!(article(text, wanted), expected, "{text}");
    }
}

#[test]
fn apostrophes_are_those_of_the_document() {
    let dressed = at("we [will not] go", |place| {
        let mut place = place.clone();
        place.apostrophe = Apostrophe::Curly;
        dress("won't", &place)
    });
    assert_eq!(dressed, "won’t");
}

#[test]
fn clitics_are_attached_and_words_are_not() {
    let spaced = |text, wording| at(text, |place| spacing(wording, place));
    assert_eq!(spaced("it [is] so", "'s"), (2, ""));
    assert_eq!(spaced("it['s] so", "is"), (2, " "));
    assert_eq!(spaced("it['s] so", "'d"), (2, ""));
    assert_eq!(spaced("it [was] so", "is"), (3, ""));
    assert_eq!(spaced("[is] so", "'s"), (0, ""));
    assert_eq!(spaced("one-[sided] so", "way"), (4, ""));
}

#[test]
fn a_plural_possessive_gets_an_s_where_it_needs_one() {
    let end_of = |text, wording| at(text, |place| possessive(wording, place));
    assert_eq!(end_of("the [individuals]' homes", "people"), Some(16));
    assert_eq!(end_of("the [individuals]’ homes", "people"), Some(18));
    assert_eq!(end_of("the [automobiles]' owners", "cars"), None);
    assert_eq!(end_of("the [individuals] in homes", "people"), None);
    // It ends a quotation.
    assert_eq!(end_of("‘the [individuals]’ was wrong", "people"), None);
    assert_eq!(
        end_of("we saw the 'odd [individuals]' there", "people"),
        None
    );
}

#[test]
fn a_number_at_the_start_of_a_sentence_gets_a_capital() {
    assert_dressed(&[
        ("[7] ships sank.", "seven", "Seven"),
        ("It rained. [7] ships sank.", "seven", "Seven"),
        ("It rained. “[7] ships sank.”", "seven", "Seven"),
        ("It said that [7] ships sank.", "seven", "seven"),
        ("Mr. [7] sank.", "seven", "seven"),
        ("It said that the\n[7] ships sank.", "seven", "seven"),
        ("It rained. 30 [%] sank.", "percent", "percent"),
        ("[3 times] as many sank.", "three times", "Three times"),
        ("It rained. [12 months] later, it snowed.", "year", "Year"),
        ("[1000's of] ships sank.", "thousands of", "Thousands of"),
        ("It rained [3 times] as much.", "three times", "three times"),
        ("Ships Sink\n[5] Facts To Know", "five", "Five"),
    ]);
}

#[test]
fn a_slash_is_attached_to_what_follows() {
    let end_of = |text, wording| at(text, |place| end(wording, place));
    assert_eq!(end_of("the [sept.] 12 rain", "9/"), 10);
    assert_eq!(end_of("the [sept.] 12 rain", "fall"), 9);
}
