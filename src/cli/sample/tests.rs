use super::*;

/// The numbers of the documents that a sample of `documents` shows.
fn numbers(documents: impl IntoIterator<Item = (u64, bool, usize)>) -> Vec<String> {
    let mut sample = Sample::default();
    for (number, (hash, is_clean, len)) in documents.into_iter().enumerate() {
        let mut html = number.to_string();
        html += &" ".repeat(len - html.len());
        sample.add(Shown::new(hash, is_clean, html));
    }
    let shown = sample.into_shown();
    let numbers = shown
        .iter()
        .map(|document| document.html().trim().to_owned());
    numbers.collect()
}

#[test]
fn few_documents_are_all_shown() {
    let documents = [(9, true, 10), (2, false, 10), (5, false, LONGEST + 1)];
    assert_eq!(numbers(documents), ["0", "1", "2"]);
    // A single one is shown, however long it is.
    assert_eq!(numbers([(9, true, 2 * MOST_BYTES)]), ["0"]);
}

#[test]
fn the_lowest_ranks_are_shown_and_those_with_edits_come_first() {
    // Nineteen fit.
    let len = MOST_BYTES / 19;
    let spun = (0..30).map(|number| (60 - 2 * number, false, len));
    let clean = (0..30).map(|number| (number, true, len));
    let expected: Vec<String> = (11..30).map(|number| number.to_string()).collect();
    assert_eq!(numbers(spun.clone().chain(clean.clone())), expected);
    let after: Vec<String> = (41..60).map(|number| number.to_string()).collect();
    assert_eq!(numbers(clean.chain(spun)), after);
}

#[test]
fn a_later_sample_is_added_in_order() {
    let of = |numbers: std::ops::Range<u64>| {
        let mut sample = Sample::default();
        for number in numbers {
            sample.add(Shown::new(2 * (30 - number), false, " ".repeat(LONGEST)));
        }
        sample
    };
    let mut sample = of(0..10);
    sample.append(of(10..20));
    assert_eq!(sample.documents(), 20);
    let shown = sample.into_shown();
    let numbers: Vec<usize> = shown.iter().map(|document| document.number).collect();
    assert_eq!(numbers, (10..20).collect::<Vec<usize>>());
}

#[test]
fn a_long_document_makes_room() {
    let short = (0..10).map(|number| (number, false, LONGEST));
    let documents = [(0, false, 3 * LONGEST)].into_iter().chain(short);
    let expected: Vec<String> = (1..11).map(|number| number.to_string()).collect();
    assert_eq!(numbers(documents), expected);
}
