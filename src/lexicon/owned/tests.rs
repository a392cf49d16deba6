use super::*;

fn first_original<'l>(lexicon: &'l OwnedLexicon, phrase: &str) -> Option<&'l str> {
    let lexicon = lexicon.view();
    let candidate = lexicon.get(phrase)?.candidates().next()?;
    Some(lexicon.surface(candidate.original))
}

#[test]
fn a_clone_outlives_the_first_value_and_moves_to_another_thread() {
    let owned = OwnedLexicon::compile("white home\tWhite House\t3\n").expect("good rows");
    let clone = owned.clone();
    assert_eq!(owned.bytes().as_ptr(), clone.bytes().as_ptr());
    drop(owned);
    let found = std::thread::spawn(move || first_original(&clone, "white home").map(str::to_owned));
    assert_eq!(
        found.join().expect("no panic").as_deref(),
        Some("White House")
    );
}

#[test]
fn built_in_bytes_are_not_copied() {
    let [first, second] = [OwnedLexicon::news_spinner(), OwnedLexicon::news_spinner()];
    assert_eq!(first.bytes().as_ptr(), second.bytes().as_ptr());
    assert_eq!(first_original(&first, "white home"), Some("White House"));
    assert!(
        OwnedLexicon::science()
            .view()
            .get("profound learning")
            .is_some()
    );
}

#[test]
fn own_pairs_replace_the_originals_of_the_same_phrase() {
    let base = OwnedLexicon::compile("home\thouse\nbig\tlarge\n").expect("good rows");
    let own = OwnedLexicon::compile("home\tabode\n").expect("good rows");
    let both = base.overlaid(&own);
    drop((base, own));
    assert_eq!(first_original(&both, "home"), Some("abode"));
    assert_eq!(first_original(&both, "big"), Some("large"));
}

#[test]
fn errors_name_the_bad_line_or_the_kind_of_file() {
    assert!(matches!(
        OwnedLexicon::compile("a\tb\nc\n"),
        Err(Error::Lexicon { line: 2, .. })
    ));
    assert!(matches!(
        OwnedLexicon::read(b"something else".to_vec(), Trust::Checked),
        Err(Error::Format { .. })
    ));
}
