//! Documents are assigned to the family of the spinner that made them.

use super::{built_in, clean_texts, distance, hundred_words, invented, restorer, row, spun};
use unspin::document::Format;
use unspin::lexicon::tsv::Row;
use unspin_train::spin::Random;

/// One half of each document is spun by one family, the other half by another.
#[test]
fn a_document_of_two_families_is_restored_by_both() {
    let mut texts = clean_texts();
    texts.retain(|text| text.split_whitespace().count() >= 200);
    let table = invented(&texts, 0.5, 11);
    let by_built_in = spun(&built_in(), &texts, 12);
    let by_invented = spun(&table, &texts, 13);
    let restorer = restorer(&[("invented", &table)]);
    let mut worker = restorer.worker();
    let mut both = 0;
    let mut before = 0;
    let mut after = 0;
    for number in 0..texts.len() {
        let other = (number + 1) % texts.len();
        let document = [&*by_built_in[number], &*by_invented[other]].join("\n\n");
        let original = [&*texts[number], &*texts[other]].join("\n\n");
        let restored = worker.restore(document.as_bytes(), Format::Text);
        let families: Vec<&str> = restored.verdict().families().collect();
        both += usize::from(families == ["news-spinner", "invented"]);
        before += distance(&document, &original);
        after += distance(&restored.text(), &original);
    }
    let documents = texts.len();
    assert!(documents >= 15, "{documents} documents");
    assert!(both * 100 >= documents * 75, "{both} of {documents}");
    assert!(
        after * 5 <= before * 2,
        "{after} of {before} words are wrong"
    );
}

/// Sentences with words that a second real family replaces.
const TALK: [&str; 24] = [
    "You have to get up early if you have to come this way by bus.",
    "We have a big garden, and the children get most of the good apples.",
    "They do what they can, but they have no car and get no help from the town.",
    "It was a good year for labour, and the unions show that they can get what they want.",
    "I have a good friend who wants to come and stop with us for a week.",
    "Please do come in and have some tea before you get back to the boat.",
    "The figures show that big firms get better terms than small ones do.",
    "Nobody can stop the rain, but we do have a roof and a good stove.",
    "Cheap labour made the town rich; now the shops have to get by without it.",
    "When you get to the bridge, stop and have a look at the old mill.",
    "The doctors have a good name, and people come from far away to get their advice.",
    "Do not stop now, we have a long way to go and must get home by dark.",
    "My sisters have a big flat where we get together when the holidays come.",
    "The maps show a path, but you have to get across the stream to find it.",
    "A good teacher can get a class to do almost anything.",
    "They have no time to stop for lunch, so they get a sandwich on the train.",
    "Labour is dear here, and builders have to get their men from abroad.",
    "Some people get lost in the big woods every year and have to be found.",
    "If the goods come late again, we have to get them somewhere else.",
    "The old photographs show how big the harbour was and how good the boats were.",
    "You get what you pay for, and a good coat does not come cheap.",
    "We do have rooms, but guests have to come before ten to get a key.",
    "The big clock has to stop some day, and then we have to get it mended.",
    "Her books show what labour was like and how little people had to get by on.",
];

/// Texts of about a hundred words that are not spun.
fn talk() -> Vec<String> {
    let mut random = Random::new(9);
    let mut text = || {
        let sentences: Vec<&str> = (0..7).map(|_| TALK[random.below(TALK.len())]).collect();
        sentences.join(" ")
    };
    (0..100).map(|_| text()).collect()
}

/// The second real family: nine pairs that were observed on real pages.
fn second_family() -> Vec<Row> {
    [
        row("activity", "labour", 4),
        row("maintain", "have", 4),
        row("secure", "get", 4),
        row("adjacent", "come", 1),
        row("cease", "stop", 1),
        row("enact", "do", 1),
        row("enormous", "big", 1),
        row("excellent", "good", 1),
        row("note", "show", 1),
    ]
    .to_vec()
}

#[test]
fn documents_of_a_hundred_words_are_assigned_to_their_family() {
    let texts = clean_texts();
    let third = invented(&texts, 0.5, 5);
    let second = second_family();
    let restorer = restorer(&[("b", &second), ("invented", &third)]);
    let parts = hundred_words(&texts);
    let talk = talk();
    // The family, and the percentage of its documents that must be assigned to it. Clean texts may be
    // assigned to the built-in family, whose gate has tests of its own.
    let sets: [(Option<&str>, usize, Vec<String>); 5] = [
        (None, 97, parts.clone()),
        (None, 97, talk.clone()),
        (Some("news-spinner"), 99, spun(&built_in(), &parts, 1)),
        (Some("b"), 99, spun(&second, &talk, 2)),
        (Some("invented"), 98, spun(&third, &parts, 3)),
    ];
    let mut right_of_all = 0;
    let mut all = 0;
    for (family, least, documents) in &sets {
        let mut worker = restorer.worker();
        let mut right = 0;
        for document in documents {
            let restored = worker.restore(document.as_bytes(), Format::Text);
            let found = restored.verdict().family();
            right += usize::from(found.as_deref() == *family);
            let is_allowed =
                family.is_some() || matches!(found.as_deref(), None | Some("news-spinner"));
            assert!(is_allowed, "{found:?}: {document}");
        }
        let number = documents.len();
        assert!(
            right * 100 >= number * least,
            "{family:?}: {right} of {number}"
        );
        right_of_all += right;
        all += number;
    }
    assert!(all >= 400, "{all} documents");
    assert!(right_of_all * 100 >= all * 99, "{right_of_all} of {all}");
}

#[test]
fn an_unknown_family_is_not_mistaken_for_a_known_one() {
    let texts = clean_texts();
    let known = invented(&texts, 0.5, 5);
    let unknown = invented(&texts, 0.3, 77);
    let restorer = restorer(&[("b", &second_family()), ("known", &known)]);
    let mut worker = restorer.worker();
    for document in spun(&unknown, &hundred_words(&texts), 1) {
        let restored = worker.restore(document.as_bytes(), Format::Text);
        assert_eq!(restored.edits(), [], "{document}");
        assert_eq!(restored.verdict().family(), None, "{document}");
    }
}
