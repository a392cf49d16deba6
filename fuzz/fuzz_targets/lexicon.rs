//! The text form of a lexicon: whatever compiles can be read and looked up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unspin::lexicon::Lexicon;
use unspin::store::file::Trust;
use unspin::text::allow::Allow;
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
            for candidate in entry.candidates() {
                assert!(lexicon.words_of(candidate.original).count() > 0);
            }
        });
    }
});
