use super::*;

fn lexicon() -> OwnedLexicon {
    OwnedLexicon::compile(
        "white home\tWhite House\nwhite\tblank\nin keeping with\taccording to\nhasn't\tdid not\n7\tseven\n",
    )
    .expect("good rows")
}

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

/// End and first original of each phrase that starts at token `from`.
fn matches(text: &str, from: usize, limit: usize) -> Vec<(usize, Option<String>)> {
    let owned = lexicon();
    let lexicon = owned.view();
    let mut found = Vec::new();
    lexicon.matches(&tokens(text), from, limit, |to, entry| {
        let original = entry
            .candidates()
            .next()
            .map(|candidate| candidate.original);
        found.push((
            to,
            original.map(|original| lexicon.surface(original).to_owned()),
        ));
    });
    found
}

fn some(to: usize, original: &str) -> (usize, Option<String>) {
    (to, Some(original.to_owned()))
}

#[test]
fn matches_come_from_the_shortest_to_the_longest() {
    let text = "The White Home, in keeping with it";
    assert_eq!(
        matches(text, 1, 8),
        [some(2, "blank"), some(3, "White House")]
    );
    assert_eq!(matches(text, 1, 2), [some(2, "blank")]);
    assert_eq!(matches(text, 4, 8), [some(7, "according to")]);
    assert_eq!(matches(text, 4, 6), []);
    assert_eq!(matches(text, 0, 8), []);
}

#[test]
fn originals_match_without_candidates() {
    assert_eq!(matches("white house", 0, 2), [some(1, "blank"), (2, None)]);
}

#[test]
fn curly_apostrophes_do_not_match() {
    assert_eq!(matches("hasn't", 0, 2), [some(2, "did not")]);
    assert_eq!(matches("hasn’t", 0, 2), []);
}

#[test]
fn numbers_match_by_their_digits() {
    assert_eq!(matches("7", 0, 1), [some(1, "seven")]);
    assert_eq!(matches("8", 0, 1), []);
}

#[test]
fn a_walk_ends_at_phrases() {
    let owned = lexicon();
    let mut walk = owned.view().start();
    assert!(walk.entry().is_none());
    assert!(walk.feed_word("in") && walk.feed_word("keeping"));
    assert!(walk.entry().is_none());
    let mut wrong = walk;
    assert!(!wrong.feed_word("without"));
    assert!(walk.feed_word("with"));
    assert_eq!(
        walk.entry().map(|entry| entry.candidates().count()),
        Some(1)
    );
    assert!(owned.view().start().feed_word("in keeping with"));
}

#[test]
fn words_are_those_of_phrases_with_originals() {
    let owned = lexicon();
    let known = ["home", "keeping", "'t", "house", "white home", "keep"]
        .map(|word| owned.view().has_word(word));
    assert_eq!(known, [true, true, true, false, false, false]);
}

#[test]
fn words_split_by_a_space_are_recognised() {
    let owned = lexicon();
    let tokens = tokens("kee ping keepin g white home");
    let joined: Vec<usize> = (0..tokens.len() - 1)
        .filter(|&at| owned.view().has_joined(&tokens, at))
        .collect();
    assert_eq!(joined, [0, 2]);
}

#[test]
fn for_each_visits_phrases_in_order() {
    let owned = OwnedLexicon::compile("b\ta\nc d\ta\n").expect("good rows");
    let mut visited = Vec::new();
    owned
        .view()
        .for_each(|phrase, entry| visited.push((phrase.to_owned(), entry.candidates().count())));
    let expected = [("a", 0), ("b", 1), ("c d", 1)];
    assert_eq!(
        visited,
        expected.map(|(phrase, count)| (phrase.to_owned(), count))
    );
}
