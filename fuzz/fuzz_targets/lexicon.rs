//! A user's pairs: what compiles can be read, looked up and laid over the built-in lexicon.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unspin::text::allow::Allow;
use unspin::store::file::Trust;
use unspin::lexicon::Lexicon;
use unspin::text::token::Tokens;

fuzz_target!(|text: &str| {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    Allow::parse(text).mark(&tokens, &mut vec![false; tokens.len()]);
    let Ok(bytes) = Lexicon::compile(text) else {
        return;
    };
    let lexicon = Lexicon::read(&bytes, Trust::Checked).expect("just compiled");
    for at in 0..tokens.len() {
        lexicon.matches(&tokens, at, tokens.len(), |_, entry| {
            entry.candidates().for_each(|candidate| {
                assert!(lexicon.words_of(candidate.original).count() < 1 << 20)
            })
        });
    }
});
