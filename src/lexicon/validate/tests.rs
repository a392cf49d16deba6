use super::*;
use crate::lexicon::compile::{Compiled, compile};
use crate::lexicon::{fuzzy, tsv};
use crate::store::error::Error;
use crate::store::file::Trust;
use crate::text::token::Tokens;
use proptest::prelude::*;

/// Four phrases in this order: `home` (places 0 to 3), `house` (4, 5), `said` (6, 7), `told us` (8 to 11).
/// Original 0 is `house`, original 1 is `Said`.
fn compiled() -> Compiled {
    let rows = tsv::parse("home\thouse\t3\ntold us\tSaid\t9\n").expect("good rows");
    compile(&rows)
}

/// The section that is reported as damaged, if one is.
fn damaged_part(compiled: &Compiled) -> Option<&'static str> {
    let bytes = compiled.file();
    match Lexicon::read(&bytes, Trust::Checked) {
        Ok(_) => None,
        Err(Error::Damaged { part, .. }) => Some(part),
        Err(other) => panic!("{other}"),
    }
}

fn set(table: &mut [u8], word: usize, value: u32) {
    table[4 * word..4 * word + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn a_compiled_lexicon_is_valid() {
    assert_eq!(damaged_part(&compiled()), None);
    assert_eq!(damaged_part(&compile(&[])), None);
}

#[test]
fn the_built_in_lexicons_are_valid_alone_and_with_pairs_of_a_user() {
    let own = Lexicon::compile(
        "white home	villa
frobbed	tested
",
    )
    .expect("good rows");
    let own = Lexicon::read(&own, Trust::Checked).expect("just compiled");
    for lexicon in [
        Lexicon::news_spinner(),
        Lexicon::article_rewriter(),
        Lexicon::science(),
    ] {
        assert_eq!(lexicon.validate(), Ok(()));
        let both = lexicon.overlaid(&own);
        assert!(Lexicon::read(&both, Trust::Checked).is_ok());
    }
}

#[test]
fn entries_out_of_range_are_refused() {
    // Entry of `home`: one candidate, share, original 0, channel.
    for (word, value) in [
        (0, 6),
        (0, u32::MAX),
        (1, 10_001),
        (2, 2),
        (3, 20_724),
        (8, 2),
        (10, u32::MAX),
    ] {
        let mut compiled = compiled();
        set(&mut compiled.entries, word, value);
        assert_eq!(damaged_part(&compiled), Some("entries"), "{word}: {value}");
    }
    let mut cut = compiled();
    cut.entries.pop();
    assert_eq!(damaged_part(&cut), Some("entries"));
}

#[test]
fn originals_out_of_range_are_refused() {
    // Surfaces are `houseSaid`; original 0 is bytes 0..5 and words 0..1.
    for (word, value) in [(0, 5), (1, 10), (2, 1), (3, 3)] {
        let mut compiled = compiled();
        set(&mut compiled.originals, word, value);
        assert_eq!(
            damaged_part(&compiled),
            Some("originals"),
            "{word}: {value}"
        );
    }
    let mut inside_a_letter = compiled();
    inside_a_letter.surfaces.splice(4..6, "é".bytes());
    assert_eq!(damaged_part(&inside_a_letter), Some("originals"));
    let mut cut = compiled();
    cut.originals.pop();
    assert_eq!(damaged_part(&cut), Some("originals"));
    let mut cut = compiled();
    cut.hashes.pop();
    assert_eq!(damaged_part(&cut), Some("hashes"));
    let mut cut = compiled();
    cut.hashes.truncate(8);
    assert_eq!(damaged_part(&cut), Some("originals"));
}

#[test]
fn phrases_and_steps_that_lead_nowhere_are_refused() {
    // There are twelve places, and the head of an entry takes two.
    for place in [11, 12, 1 << 40, u64::MAX] {
        let mut compiled = compiled();
        let phrases = fst::Map::from_iter([("home", place)]).expect("one phrase");
        compiled.phrases = phrases.into_fst().into_inner();
        assert_eq!(damaged_part(&compiled), Some("phrases"), "{place}");
    }
    // The number in a slot is a place and one.
    let slots = compiled().steps.len() / 12;
    for slot in 0..slots {
        let mut compiled = compiled();
        set(&mut compiled.steps, 3 * slot + 2, 12);
        assert_eq!(damaged_part(&compiled), Some("steps"), "{slot}");
    }
}

#[test]
fn damaged_transducers_are_refused() {
    for at in 0..compiled().phrases.len() {
        let mut compiled = compiled();
        compiled.phrases[at] ^= 0x10;
        assert_eq!(damaged_part(&compiled), Some("phrases"), "{at}");
    }
    let mut compiled = compiled();
    let root = compiled.words.len() - 12;
    compiled.words[root..root + 8].fill(0xff);
    assert_eq!(damaged_part(&compiled), Some("words"));
}

/// Looks everything up that the lexicon has.
fn use_all(lexicon: &Lexicon<'_>) -> usize {
    let mut read = 0;
    lexicon.for_each(|phrase, entry| {
        for candidate in entry.candidates() {
            read += phrase.len() + lexicon.surface(candidate.original).len();
            read += lexicon.words_of(candidate.original).count();
            read += lexicon.keys_of(candidate.original).len();
        }
    });
    let mut tokens = Tokens::default();
    tokens.push_text("The homme told us he said house and ho me.", 0);
    let mut readings = Vec::new();
    for at in 0..tokens.len() {
        fuzzy::readings(lexicon, &tokens, at, |_| false, &mut readings);
        lexicon.matches(&tokens, at, tokens.len(), |_, entry| {
            read += entry.candidates().count();
        });
    }
    for at in 0..tokens.len() {
        fuzzy::matches(
            lexicon,
            &tokens,
            at,
            tokens.len(),
            &readings,
            |_, entry, _| {
                read += entry.candidates().count();
            },
        );
    }
    read
}

/// Whatever bit is wrong, a file with a correct checksum either is refused or can be used without a panic.
#[test]
fn a_flipped_bit_is_refused_or_harmless() {
    let mut compiled = compiled();
    let mut harmless = 0;
    for section in 0..7 {
        for bit in 0..8 * table(&mut compiled, section).len() {
            table(&mut compiled, section)[bit / 8] ^= 1 << (bit % 8);
            let bytes = compiled.file();
            table(&mut compiled, section)[bit / 8] ^= 1 << (bit % 8);
            if let Ok(lexicon) = Lexicon::read(&bytes, Trust::Checked) {
                harmless += 1;
                assert!(use_all(&lexicon) > 0, "{section}, bit {bit}");
            }
        }
    }
    // The hashes, and the two keys of both originals, can have any value.
    assert!(harmless >= 8 * (compiled.hashes.len() + 2 * 16));
}

/// Numbers that are in range for some places, at a limit, or far out of it.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..20_u32, Just(20_723), Just(u32::MAX), any::<u32>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn several_wrong_numbers_are_refused_or_harmless(
        changes in prop::collection::vec((2_usize..7, any::<prop::sample::Index>(), number()), 1..6)
    ) {
        let mut compiled = compiled();
        for (section, word, value) in changes {
            let table = table(&mut compiled, section);
            set(table, word.index(table.len() / 4), value);
        }
        let bytes = compiled.file();
        if let Ok(lexicon) = Lexicon::read(&bytes, Trust::Checked) {
            use_all(&lexicon);
        }
    }
}

fn table(compiled: &mut Compiled, section: usize) -> &mut [u8] {
    match section {
        0 => &mut compiled.phrases,
        1 => &mut compiled.words,
        2 => &mut compiled.entries,
        3 => &mut compiled.originals,
        4 => &mut compiled.surfaces,
        5 => &mut compiled.hashes,
        _ => &mut compiled.steps,
    }
}
