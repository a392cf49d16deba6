use super::*;
use crate::text::token::Token;

fn profile(text: &str, known: &str) -> Profile {
    let mut tokens = Tokens::default();
    tokens.push_text(known, 0);
    let words: Vec<u64> = tokens.as_slice().iter().map(|token| token.word).collect();
    tokens.clear();
    tokens.push_text(text, 0);
    let is_known = |token: &Token| words.contains(&token.word);
    let known: Vec<bool> = tokens.as_slice().iter().map(is_known).collect();
    Profile::of(&tokens, 0..tokens.len(), &known)
}

#[test]
fn words_are_counted() {
    let found = profile("The cat sat, 12 times; le chat NATO.", "cat sat times");
    let expected = Profile {
        words: 7,
        function: 1,
        lower: 5,
        known: 3,
        foreign: 0,
    };
    assert_eq!(found, expected);
}

#[test]
fn english_has_known_words_and_function_words() {
    let of = |words, function, lower, known| Profile {
        words,
        function,
        lower,
        known,
        foreign: 0,
    };
    let nothing = Profile::default();
    // 8 of 100 words are function words, 60 of 80 lower-case words are known.
    assert!(of(100, 8, 80, 60).is_english(nothing, nothing));
    assert!(!of(100, 7, 80, 60).is_english(nothing, nothing));
    assert!(!of(100, 8, 80, 59).is_english(nothing, nothing));
    // A short passage needs the words around it.
    assert!(of(5, 0, 4, 3).is_english(of(100, 8, 80, 60), nothing));
    assert!(!of(5, 0, 4, 3).is_english(of(100, 7, 80, 80), nothing));
    assert!(of(5, 0, 4, 3).is_english(of(29, 0, 8, 8), nothing));
    assert!(!of(5, 0, 4, 3).is_english(of(30, 0, 8, 8), nothing));
    // A title without words in lower case may need more of them.
    assert!(of(5, 0, 3, 0).is_english(of(9, 0, 3, 0), of(100, 0, 80, 60)));
    assert!(!of(5, 0, 3, 3).is_english(of(9, 0, 3, 3), of(100, 9, 80, 59)));
}
