//! Calls as the page makes them: write, call, read.

use super::*;
use serde_json::{Value, json};

const TEXT: &str = "The White Home mentioned Thursday that the invoice will not be signed.";
const TEXT_FORMAT: u32 = 0;
const MARKDOWN: u32 = 1;
const HTML: u32 = 2;

fn call(allowed: &str, text: &str, format: u32, assume_spun: u32) -> Value {
    input(0);
    ENGINE.with_borrow_mut(|engine| engine.text = [allowed, text].concat().into_bytes());
    restore(allowed.len(), format, assume_spun, 400);
    result()
}

fn result() -> Value {
    ENGINE.with_borrow(|engine| serde_json::from_slice(&engine.result).expect("JSON"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// The bytes that an edit replaces, and what it writes.
fn pairs<'t>(text: &'t str, result: &Value) -> Vec<(&'t str, String)> {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
    let pair = |edit: &Value| {
        let original = edit["original"].as_str().expect("a string").to_owned();
        (
            &text[number(&edit["start"])..number(&edit["end"])],
            original,
        )
    };
    list(&result["edits"]).iter().map(pair).collect()
}

fn edit_to<'r>(result: &'r Value, original: &str) -> &'r Value {
    let mut edits = list(&result["edits"]).iter();
    edits
        .find(|edit| edit["original"] == original)
        .expect("such an edit")
}

fn texts(choices: &Value) -> Vec<&str> {
    let texts = list(choices).iter().map(|choice| choice["text"].as_str());
    texts.map(|text| text.expect("a string")).collect()
}

#[test]
fn edits_have_their_choices() {
    let result = call("", TEXT, TEXT_FORMAT, 1);
    assert!(pairs(TEXT, &result).contains(&("Home", "House".to_owned())));
    let choices = texts(&edit_to(&result, "House")["choices"]);
    assert_eq!(choices[0], "House");
    assert!(
        choices.contains(&"Home"),
        "the text as it is was compared too: {choices:?}"
    );
}

#[test]
fn settings_apply_to_one_call() {
    let clean = call("", "It rained on Monday.", TEXT_FORMAT, 0);
    assert_eq!(clean["edits"], json!([]));
    let house = ("Home", "House".to_owned());
    assert!(!pairs(TEXT, &call("white home\n", TEXT, TEXT_FORMAT, 1)).contains(&house));
    assert!(pairs(TEXT, &call("", TEXT, TEXT_FORMAT, 1)).contains(&house));
}

#[test]
fn markup_is_kept() {
    let page =
        "<p title='White Home'>The White&nbsp;<b>Home</b> mentioned it.<script>mentioned</script>";
    let result = call("", page, HTML, 1);
    let house = ("Home", "House".to_owned());
    let said = ("mentioned", "said".to_owned());
    assert_eq!(pairs(page, &result), [house.clone(), house.clone(), said]);
    let markdown = "The White *Home*: `White Home`";
    assert_eq!(
        pairs(markdown, &call("", markdown, MARKDOWN, 1)),
        std::slice::from_ref(&house)
    );
}

#[test]
fn choices_of_a_page_have_positions_in_its_source() {
    let page = "<p>&ldquo;Yes&rdquo;, he mentioned&nbsp;<b>to</b> the White Home.";
    let result = call("", page, HTML, 1);
    let said = edit_to(&result, "said");
    assert_eq!(texts(&said["choices"])[0], "said");
    let start = page.find("mentioned").expect("a word");
    for choice in list(&said["choices"]) {
        assert_eq!(choice["start"], json!(start), "{choice}");
    }
}

#[test]
fn an_edit_with_markup_inside_has_no_choices() {
    let page = "<p>It was <b>reminiscent</b> <i>of</i> it, he mentioned.";
    let result = call("", page, HTML, 1);
    let edits = pairs(page, &result);
    let spun: Vec<&str> = edits.iter().map(|(spun, _)| *spun).collect();
    assert_eq!(spun, ["reminiscent", "of", "mentioned"]);
    let counts = list(&result["edits"])
        .iter()
        .map(|edit| list(&edit["choices"]).len());
    let counts: Vec<usize> = counts.collect();
    assert_eq!(counts[..2], [0, 0]);
    assert!(counts[2] > 1);
}

#[test]
fn the_lexicon_knows_wordings_for_any_word() {
    call("", "It was signed by the Invoice clerk.", TEXT_FORMAT, 0);
    candidates(23);
    let bill = |start: usize| {
        let known = result();
        let mut known = list(&known).iter();
        known.any(|one| {
            one["text"] == "Bill" && one["start"] == start && one["end"] == start + "Invoice".len()
        })
    };
    assert!(bill(21), "{}", result());
    candidates(9999);
    assert_eq!(result(), json!([]), "nothing follows the text");

    let page = "<p>It was signed by the <b>Invoice</b> clerk.";
    call("", page, HTML, 0);
    candidates(27);
    assert!(bill(27), "{}", result());
}
