//! Pairs of a user. If they compile, they can be looked up, and texts can be restored with them as a
//! family of spinners, as a thesaurus and as a list of phrases that are never changed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use unspin::lexicon::OwnedLexicon;
use unspin::text::allow::Allow;
use unspin::text::token::Tokens;
use unspin::{GateMode, Options, Restorer};

static RESTORER: LazyLock<Restorer> = LazyLock::new(Restorer::default);

fuzz_target!(|text: &str| {
    if let Ok(lexicon) = OwnedLexicon::compile(text) {
        look_up_all(&lexicon, text);
    }
    let options = Options::new()
        .gate(GateMode::AssumeSpun)
        .explain(true)
        .allow(Allow::parse(text.lines().next().unwrap_or_default()));
    let restorer = RESTORER.clone().with_options(options);
    let with_pairs = restorer
        .with_family("family", text)
        .and_then(|restorer| restorer.with_thesaurus(text));
    if let Ok(restorer) = with_pairs {
        restorer.restore(text);
    }
});

fn look_up_all(lexicon: &OwnedLexicon, text: &str) {
    let lexicon = lexicon.view();
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    for at in 0..tokens.len() {
        lexicon.matches(&tokens, at, tokens.len(), |_, entry| {
            for candidate in entry.candidates() {
                assert!(!lexicon.surface(candidate.original).contains('\t'));
                assert!(lexicon.words_of(candidate.original).count() > 0);
            }
        });
    }
}
