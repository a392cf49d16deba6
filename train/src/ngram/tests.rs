use super::count::{Collector, START_ID, Text};
use super::*;
use unspin::models::ngram::{END, NgramModel, State};
use unspin::store::file::Trust;
use unspin::store::hash;
use unspin::text::token::{Tokens, word_hash};

const TEXT: &str = "\
the white house said so

the white house said no

the house said so

white is so white

no

the white home is so so";

/// Enough memory to sort without files.
const ROOM: usize = 1 << 20;

fn text(text: &str, min_count: u32) -> Text {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    let mut collector = Collector::default();
    collector.add(&tokens).expect("room on the disk");
    collector.finish(min_count).expect("room on the disk")
}

fn learned(text: Text, order: usize, layout: Layout) -> Learned {
    Learned::new(text, order, layout, None, Memory::of(ROOM)).expect("room on the disk")
}

fn whole<T: bytemuck::Pod>(columns: &[Column<T>]) -> Vec<Vec<T>> {
    columns
        .iter()
        .map(|column| column.iter().expect("readable").collect())
        .collect()
}

/// All n-grams with their probabilities and back-off weights, by level.
struct Full {
    keys: Vec<Vec<u128>>,
    probability: Vec<Vec<f32>>,
    back_off: Vec<Vec<f32>>,
}

/// So many bits that quantisation and false hits change nothing.
fn wide() -> Layout {
    Layout {
        fingerprint: [14, 14, 14],
        cost: [6, 6, 6],
        back_off: [4, 4],
    }
}

#[test]
fn probabilities_after_any_context_sum_to_one() {
    for order in 2..=4 {
        let text = text(TEXT, 1);
        let words = text.words.len();
        let unknown_types = text.unknown_types;
        let memory = Memory::of(ROOM);
        let tables = count::tables(&text, order, memory).expect("room on the disk");
        let counts = smooth::count(&tables, Kept::All, memory).expect("room on the disk");
        let weights = smooth::weights(&tables, &counts, Kept::All, unknown_types, memory)
            .expect("room on the disk");
        let keys: Vec<Vec<u128>> = tables
            .iter()
            .map(|table| table.keys.iter().expect("readable").collect())
            .collect();
        let full = Full {
            keys,
            probability: whole(&weights.probability),
            back_off: whole(&weights.back_off),
        };
        for level in 0..order - 1 {
            for &key in &full.keys[level] {
                let context: Vec<u32> = count::words_of(key, level + 1).collect();
                let sum: f32 = (0..words)
                    .filter(|&id| id != START_ID as usize)
                    .map(|id| probability(&full, &context, id))
                    .sum();
                assert!(
                    (sum - 1.0).abs() < 1e-5,
                    "order {order}, after {context:?}: {sum}"
                );
            }
        }
    }
}

/// The probability of word `id` after `context`, whose last word comes first, by the definition of
/// back-off.
fn probability(full: &Full, context: &[u32], id: usize) -> f32 {
    let key = |words: &[u32]| {
        words
            .iter()
            .rev()
            .fold(0_u128, |key, &word| key << 32 | u128::from(word))
    };
    let id32 = u32::try_from(id).expect("small");
    let ngram: Vec<u32> = std::iter::once(id32)
        .chain(context.iter().copied())
        .collect();
    if let Ok(place) = full.keys[context.len()].binary_search(&key(&ngram)) {
        return full.probability[context.len()][place];
    }
    let known = full.keys[context.len() - 1].binary_search(&key(context));
    let back_off = known.map_or(1.0, |place| full.back_off[context.len() - 1][place]);
    back_off * probability(full, &context[..context.len() - 1], id)
}

#[test]
fn a_pruned_model_still_sums_to_one() {
    let learned = learned(text(TEXT, 1), 4, wide());
    let full = learned.model(100_000).expect("fits");
    let half = (0..full.bytes.len())
        .step_by(8)
        .find_map(|budget| learned.model(budget).ok())
        .expect("some size fits");
    assert!(
        half.numbers.iter().sum::<usize>() < full.numbers.iter().sum::<usize>(),
        "{:?} {:?}",
        half.numbers,
        full.numbers
    );
    for built in [full, half] {
        let model = NgramModel::read(&built.bytes, Trust::Checked).expect("a valid model");
        let words = ["the", "white", "house", "said", "so", "no", "is", "home"].map(word_hash);
        let state = words[..2]
            .iter()
            .fold(model.start(), |state, &word| model.score(state, word).1);
        for state in [State::default(), model.start(), state] {
            let all = words.iter().chain([&END]);
            let sum: f64 = all
                .map(|&word| (-f64::from(model.score(state, word).0) / 1000.0).exp())
                .sum();
            // A pruned word costs as much as one unknown word, so the sum includes it. Quantisation
            // changes the sum a little.
            assert!((sum - 1.0).abs() < 0.05, "{:?}: {sum}", built.numbers);
        }
    }
}

#[test]
fn costs_are_as_calculated_by_hand() {
    // Sentences "a b" and "a". Bigrams: START a twice; a b, b END, and a END once.
    let learned = learned(text("a b\n\na", 1), 2, wide());
    let built = learned.model(100_000).expect("fits");
    let model = NgramModel::read(&built.bytes, Trust::Checked).expect("a valid model");
    let [a, b] = ["a", "b"].map(word_hash);
    assert_eq!(built.numbers, [4, 4]);
    // The corpus is too small to estimate discounts: they are 0.5, 1, and 1.5. Every bigram is kept
    // and adds 1 to the count of its last word: a 1, b 1, END 2, of 4 in total. Discounted: 0.5,
    // 0.5, 1, which leaves 2 of 4 to be divided among 3 words.
    let [p_a, p_b, p_end] = [0.125 + 0.5 / 3.0, 0.125 + 0.5 / 3.0, 0.25 + 0.5 / 3.0];
    let cost = |p: f64| -1000.0 * p.ln();
    let near = |got: i32, p: f64| {
        assert!(
            (f64::from(got) - cost(p)).abs() <= 1.0,
            "{got} is not {}",
            cost(p)
        )
    };
    // After START: a has count 2 of 2, discounted by 1. The other half is backed off.
    let (got, after_a) = model.score(model.start(), a);
    near(got, 0.5 + 0.5 * p_a);
    near(model.score(model.start(), b).0, 0.5 * p_b);
    // After a: b and END have count 1 of 2 each, discounted by 0.5. Half is backed off.
    near(model.score(after_a, b).0, 0.25 + 0.5 * p_b);
    near(model.score(after_a, END).0, 0.25 + 0.5 * p_end);
    near(model.score(after_a, a).0, 0.5 * p_a);
    near(model.score(after_a, word_hash("c")).0, 0.5 * 0.5 / 3.0);
}

#[test]
fn kept_ngrams_add_one_to_the_count_of_their_suffix_and_pruned_ones_all() {
    let tables = count::tables(&text("a b\n\na b\n\nc b", 1), 2, Memory::of(ROOM))
        .expect("room on the disk");
    let counts = |kept: Kept| {
        whole(&smooth::count(&tables, kept, Memory::of(ROOM)).expect("room on the disk"))
    };
    // Bigrams: START a twice, a b twice, START c, c b, b END three times.
    // The unknown word, START, END, a, b, c.
    assert_eq!(counts(Kept::All)[0], [0, 0, 1, 1, 2, 1]);
    assert_eq!(counts(Kept::Nothing)[0], [0, 0, 3, 2, 3, 1]);
}

#[test]
fn longer_contexts_are_used_and_useless_ones_are_forgotten() {
    let learned = learned(text(TEXT, 1), 4, wide());
    let built = learned.model(100_000).expect("fits");
    let model = NgramModel::read(&built.bytes, Trust::Checked).expect("a valid model");
    let after = |words: &[&str]| {
        words.iter().fold(model.start(), |state, word| {
            model.score(state, word_hash(word)).1
        })
    };
    assert!(
        model.score(after(&["the", "white"]), word_hash("house")).0
            < model.score(after(&["no"]), word_hash("house")).0
    );
    assert!(after(&["the", "stranger"]).is_empty());
    assert_eq!(
        after(&["no", "stranger", "white"]),
        after(&["is", "stranger", "white"])
    );
}

#[test]
fn truncated_models_are_rejected_and_training_is_deterministic() {
    let bytes = || {
        learned(text(TEXT, 2), 4, Layout::default())
            .model(100_000)
            .expect("fits")
            .bytes
    };
    let again = bytes();
    let bytes = bytes();
    assert_eq!(hash::bytes(&bytes), hash::bytes(&again));
    assert!(NgramModel::read(&bytes, Trust::Checked).is_ok());
    for end in 0..bytes.len() {
        let truncated = NgramModel::read(&bytes[..end], Trust::Embedded);
        assert!(truncated.is_err(), "{end} of {} bytes", bytes.len());
    }
}

/// 150 sentences of up to 9 words.
fn random_text() -> String {
    let words = [
        "the", "white", "house", "said", "so", "no", "is", "home", "rare",
    ];
    let mut random = crate::spin::Random::new(5);
    let mut lines = Vec::new();
    for line in 0..150 {
        let line: Vec<&str> = (0..1 + line % 9)
            .map(|_| words[random.below(81).isqrt()])
            .collect();
        lines.push(line.join(" "));
    }
    lines.join("\n\n")
}

#[test]
fn a_model_does_not_depend_on_memory() {
    let text_of_model = random_text();
    let importance: prune::Importance<'_> =
        &|word| if word == word_hash("house") { 2.0 } else { 0.5 };
    let model = |bytes: usize| {
        let learned = Learned::new(
            text(&text_of_model, 2),
            4,
            Layout::default(),
            Some(importance),
            Memory::of(bytes),
        )
        .expect("room on the disk");
        let full = learned.model(100_000).expect("fits");
        let budget = full.bytes.len() * 9 / 10;
        (
            learned.numbers(),
            full.bytes,
            learned.model(budget).expect("fits").bytes,
        )
    };
    let (numbers, full, pruned) = model(ROOM);
    assert!(
        numbers[3] > 300 && pruned.len() < full.len(),
        "{numbers:?}, {} and {} bytes",
        full.len(),
        pruned.len()
    );
    // Room for a single number, for some, and for many.
    for bytes in [1, 3000, 20_000] {
        assert!(
            model(bytes) == (numbers.clone(), full.clone(), pruned.clone()),
            "{bytes} bytes of memory"
        );
    }
}

#[test]
fn a_model_fits_its_budget_and_has_the_predicted_size() {
    let learned = learned(text(TEXT, 1), 4, Layout::default());
    let full = learned.model(100_000).expect("fits");
    let mut smallest = full.bytes.len();
    for budget in (0..full.bytes.len()).rev().step_by(7) {
        let Ok(built) = learned.model(budget) else {
            break;
        };
        assert!(built.bytes.len() <= budget, "{budget}");
        assert_eq!(built.bytes.len(), Layout::default().bytes(&built.numbers));
        smallest = built.bytes.len();
    }
    assert!(smallest < full.bytes.len() && learned.model(100).is_err());
}
