//! What holds for any edits of any document: in the source they are sorted and disjoint, each is
//! made as a whole or not at all, and nothing else changes.
//!
//! Words and markup are generated separately, so that there is markup between any two words of an
//! edit. The edits are made up; their new words are found again in the result.

mod skeleton;
mod sources;

use self::skeleton::skeleton;
use self::sources::{
    Source, feed, json, mail, markdown, packed_mail, page, record, subtitles, table, word, words,
};
use super::json::Field;
use super::*;
use crate::edit::{Evidence, Kind, apply};
use proptest::prelude::*;

fn document(source: &str, format: Format) -> Document {
    let mut document = Document::default();
    let mut selection = Selection::default();
    match format {
        Format::JsonLines | Format::Json => {
            selection.fields = ["text", "body"].map(|key| Field::from_keys([key])).into();
        }
        Format::Csv => selection.columns = vec![csv::Column::Number(2)],
        _ => {}
    }
    let read = document.read_selected(source.as_bytes(), format, &selection);
    read.expect("a document");
    document
}

/// For each edit: how many words to skip before it, how many it replaces and how many it puts
/// there, how the new ones are spelt, and whether the word before it is an article that changes
/// with it.
type Plan = Vec<(usize, usize, usize, usize, bool)>;

fn plan() -> impl Strategy<Value = Plan> {
    let edit = (
        0..3_usize,
        1..4_usize,
        1..4_usize,
        0..6_usize,
        any::<bool>(),
    );
    prop::collection::vec(edit, 1..12)
}

/// A planned edit of words of the text. An article and its word are one.
#[derive(Clone, Debug)]
struct Planned {
    words: Range<usize>,
    new: Vec<String>,
    edits: Vec<Edit>,
}

fn planned(document: &Document, plan: &Plan) -> Vec<Planned> {
    const ENDINGS: [&str; 6] = ["", "", "’s", "'s", "&amp", "\"<\\"];
    let text = document.text();
    let places: Vec<Range<usize>> = text
        .split_whitespace()
        .map(|word| word.as_ptr().addr() - text.as_ptr().addr())
        .zip(text.split_whitespace())
        .map(|(start, word)| start..start + word.len())
        .collect();
    // Only the parts of one edit have the same evidence.
    let edit = |words: Range<usize>, new: &[String], kind| {
        let range = places[words.start].start..places[words.end - 1].end;
        let new = new.join(" ");
        Edit::new(range, &*new, Evidence::new(kind, &*new, 0, 0))
    };
    // Markdown and subtitles have their own rules for what a mark means, and wordings have none of the
    // others.
    let endings = if matches!(document.format, Format::Markdown | Format::Subtitles) {
        4
    } else {
        6
    };
    let mut all = Vec::new();
    let mut next = 0;
    for (number, &(skip, len, new_len, ending, has_article)) in plan.iter().enumerate() {
        let start = next + skip;
        let end = (start + len).min(places.len());
        if start >= end {
            break;
        }
        let ending = ENDINGS[ending % endings];
        // Words with digits would not make it prose.
        let letter = |digit: usize| char::from(b"abcdefghijkl"[digit]);
        let name = format!("n{}x", letter(number));
        let mut new: Vec<String> = (0..new_len)
            .map(|index| format!("{name}{}{ending}", letter(index)))
            .collect();
        let mut edits = vec![edit(start..end, &new, Kind::Exact)];
        let has_article = has_article && skip > 0;
        if has_article {
            new.insert(0, name);
            edits.insert(0, edit(start - 1..start, &new[..1], Kind::Article));
        }
        all.push(Planned {
            words: start - usize::from(has_article)..end,
            new,
            edits,
        });
        next = end;
    }
    all
}

/// Which of the planned edits the words of a result show; an error where there is anything else.
fn made(planned: &[Planned], before: &[String], after: &[String]) -> Result<Vec<bool>, String> {
    let mut made = Vec::new();
    let mut rest = after;
    let mut next = 0;
    let expect = |words: &[String], rest: &mut &[String]| {
        *rest = rest
            .strip_prefix(words)
            .ok_or_else(|| format!("{words:?} is missing before {rest:?}"))?;
        Ok::<(), String>(())
    };
    for edit in planned {
        expect(&before[next..edit.words.start], &mut rest)?;
        let is_made = rest.starts_with(&edit.new);
        let spun = &before[edit.words.clone()];
        expect(if is_made { &edit.new } else { spun }, &mut rest)?;
        made.push(is_made);
        next = edit.words.end;
    }
    expect(&before[next..], &mut rest)?;
    rest.is_empty()
        .then_some(made)
        .ok_or_else(|| format!("{rest:?} is too much"))
}

fn check(source: &Source, plan: &Plan) -> Result<(), TestCaseError> {
    let document = document(&source.text, source.format);
    let split = |document: &Document| -> Vec<String> {
        let words = document.text().split_whitespace();
        words.map(str::to_owned).collect()
    };
    let before = split(&document);
    let expected: Vec<String> = (0..source.is_cut.len()).map(word).collect();
    prop_assert_eq!(&before, &expected);

    let planned = planned(&document, plan);
    let edits = planned.iter().flat_map(|planned| planned.edits.clone());
    let edits = document.edits_in_source(edits, source.text.as_bytes());
    let mut end = 0;
    for edit in &edits {
        prop_assert!(end <= edit.start && edit.start < edit.end, "{:?}", edits);
        prop_assert!(source.text.get(edit.start..edit.end).is_some());
        end = edit.end;
    }

    for (range, _) in document.edits_in_text(&edits) {
        prop_assert!(document.text().get(range).is_some());
    }

    let result = String::from_utf8(apply(source.text.as_bytes(), &edits)).expect("UTF-8");
    let after = split(&self::document(&result, source.format));
    let made = made(&planned, &before, &after).map_err(TestCaseError::fail)?;
    prop_assert_eq!(skeleton(source, &result), skeleton(source, &source.text));
    for (planned, made) in planned.iter().zip(made) {
        // Without markup, there is no reason not to make it.
        let is_cut = source.is_cut[planned.words.clone()].contains(&true);
        prop_assert!(made || is_cut, "{:?}", planned);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_pages_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&page(&words), &plan)?;
    }

    #[test]
    fn edits_of_markdown_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&markdown(&words), &plan)?;
    }

    #[test]
    fn edits_of_records_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&record(&words), &plan)?;
    }

    #[test]
    fn edits_of_pages_in_json_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&json(&words), &plan)?;
    }

    #[test]
    fn edits_of_tables_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&table(&words), &plan)?;
    }

    #[test]
    fn edits_of_pages_in_feeds_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        // Fewer words are no prose.
        prop_assume!(words.len() > 8);
        check(&feed(&words), &plan)?;
    }

    #[test]
    fn edits_of_subtitles_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&subtitles(&words), &plan)?;
    }

    #[test]
    fn edits_of_mail_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&mail(&words), &plan)?;
    }

    #[test]
    fn edits_of_mail_in_base64_are_made_as_a_whole_or_not_at_all(words in words(), plan in plan()) {
        check(&packed_mail(&words), &plan)?;
    }
}
