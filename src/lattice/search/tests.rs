use super::*;
use crate::lexicon::Lexicon;
use crate::models::ngram::{NgramModel, tiny};
use crate::store::file::Trust;
use proptest::prelude::*;

/// Costs count in full.
const EVEN: Weights = Weights {
    model: 100,
    channel: 100,
    context: 100,
};

/// A text and the data it is searched with.
struct Case {
    lexicon: Vec<u8>,
    ngrams: Vec<u8>,
    tokens: Tokens,
}

impl Case {
    fn new(text: &str, rows: &str, ngrams: &[tiny::Ngram<'_>]) -> Self {
        let mut tokens = Tokens::default();
        tokens.push_text(text, 0);
        Self {
            lexicon: Lexicon::compile(rows).expect("good rows"),
            ngrams: tiny::model(9000, ngrams),
            tokens,
        }
    }

    /// Searches a lattice whose edges have the `costs` (channel and context), token by token.
    fn search(&self, detail: Detail, costs: &[&[(Cost, Cost)]]) -> Searched {
        let lexicon = Lexicon::read(&self.lexicon, Trust::Checked).expect("just compiled");
        let ngrams = NgramModel::read(&self.ngrams, Trust::Checked).expect("just written");
        let mut lattice = Lattice::default();
        lattice.clear(0, 0);
        for (at, costs) in costs.iter().enumerate() {
            lattice.propose(&lexicon, &self.tokens, self.tokens.len());
            let edges = lattice.edges_mut(at);
            assert_eq!(edges.len(), costs.len(), "edges of token {at}");
            for (edge, &(channel, context)) in edges.iter_mut().zip(*costs) {
                edge.channel = channel;
                edge.context = context;
            }
        }
        let models = Models {
            lexicon: &lexicon,
            ngrams: &ngrams,
            weights: EVEN,
            detail,
        };
        let mut decoder = Decoder::default();
        let range = 0..self.tokens.len();
        let choices = decoder.best_path(models, &self.tokens, &lattice, range.clone());
        let improved = decoder.path.cost;
        let sentence = Sentence {
            models,
            tokens: &self.tokens,
            lattice: &lattice,
            range,
        };
        let beam = decoder.beam.search(&sentence, &mut decoder.path.steps);
        let words = |choice: &Choice| match choice.edge.wording {
            Wording::Keep => self.tokens.norm_of(choice.from),
            Wording::Original(original) => lexicon.surface(original),
        };
        Searched {
            words: choices
                .iter()
                .map(|choice| words(choice).to_owned())
                .collect(),
            choices,
            cost: improved,
            beam,
        }
    }
}

struct Searched {
    choices: Vec<Choice>,
    /// The words of the choices.
    words: Vec<String>,
    /// Cost of the path.
    cost: Cost,
    /// Cost of the path of the beam search alone.
    beam: Cost,
}

/// Ten n-grams around a house.
const HOUSE: [tiny::Ngram<'static>; 10] = [
    ("<s>", 0, Some(10)),
    ("the", 200, Some(20)),
    ("white", 300, Some(30)),
    ("home", 500, Some(50)),
    ("house", 400, Some(40)),
    ("</s>", 150, None),
    ("<s> the", 50, None),
    ("the white", 60, None),
    ("white house", 70, None),
    ("house </s>", 40, None),
];

#[test]
fn the_cost_of_a_path_is_the_sum_of_its_ngrams_and_edges() {
    let case = Case::new(
        "the white home",
        "home\thouse\t1\nwhite home\twhite house\t1\n",
        &HOUSE,
    );
    let costs: [&[_]; 3] = [
        &[(0, 0)],
        &[(10, 20), (200, 500)],   // keep `white`; `white house`
        &[(900, 800), (100, 300)], // keep `home`; `house`
    ];
    let found = case.search(Detail::Alternatives, &costs);
    assert_eq!(found.words, ["house"]);
    let up_to_white = 50 + (60 + 10 + 20);
    let restored = (70 + 100 + 300) + 40;
    let kept = (500 + 30 + 900 + 800) + (150 + 50);
    assert_eq!(found.cost, up_to_white + restored);
    let choice = &found.choices[0];
    assert_eq!((choice.from, choice.edge.to), (2, 3));
    assert_eq!(choice.margin, kept - restored);
    assert_eq!(choice.lead, kept - restored);
    let above: Vec<Cost> = choice.alternatives.iter().map(|(_, cost)| *cost).collect();
    assert_eq!(above, [kept - restored, 0]);
}

#[test]
fn a_longer_edge_is_compared_with_shorter_ones_and_kept_tokens() {
    let case = Case::new(
        "the white home",
        "home\thouse\t1\nwhite home\twhite house\t1\n",
        &HOUSE,
    );
    let costs: [&[_]; 3] = [
        &[(0, 0)],
        &[(10, 20), (30, 40)],     // keep `white`; `white house`
        &[(900, 800), (100, 300)], // keep `home`; `house`
    ];
    let found = case.search(Detail::Alternatives, &costs);
    assert_eq!(found.words, ["white house"]);
    let chosen = (60 + 70 + 30 + 40) + 40;
    assert_eq!(found.cost, 50 + chosen);
    // `white` and `home` are kept. The two edges `white` and `house` are two changes, so they are not
    // an alternative.
    let kept = (60 + 10 + 20) + (500 + 30 + 900 + 800) + (150 + 50);
    assert_eq!(found.choices[0].margin, kept - chosen);
    assert_eq!(found.choices[0].alternatives.len(), 2);
}

#[test]
fn ties_keep_the_text() {
    let case = Case::new("home", "home\thouse\t1\n", &HOUSE);
    // Keep: 500 + 10 and 150 + 50. Restore: 400 + 10 and 40.
    let difference = (500 + 10 + 150 + 50) - (400 + 10 + 40);
    for (more, words) in [(0, &[][..]), (-1, &["house"])] {
        let found = case.search(Detail::Replacements, &[&[(0, 0), (0, difference + more)]]);
        assert_eq!(found.words, words);
    }
}

#[test]
fn doubts_include_kept_tokens() {
    let case = Case::new("the home", "home\thouse\t1\n", &HOUSE);
    let costs: [&[_]; 2] = [&[(0, 0)], &[(0, 0), (0, 5000)]];
    assert!(case.search(Detail::Alternatives, &costs).choices.is_empty());
    let found = case.search(Detail::Doubts, &costs);
    assert_eq!(found.words, ["home"]);
    let house = (400 + 20 + 5000) + 40;
    let home = (500 + 20) + (150 + 50);
    assert_eq!(
        (found.choices[0].margin, found.choices[0].lead),
        (0, house - home)
    );
}

#[test]
fn a_start_that_the_beam_drops_is_found_by_improvement() {
    let ngrams = [
        ("<s>", 0, Some(0)),
        ("a", 100, Some(0)),
        ("x", 100, Some(0)),
        ("b", 6000, Some(0)),
        ("</s>", 100, None),
        ("x b", 10, None),
    ];
    let case = Case::new("a b", "a\tx\t1\n", &ngrams);
    // After the first token, `x` is 3500 behind `a`, so the beam drops it. But `b` is likely after `x`.
    let found = case.search(Detail::Alternatives, &[&[(0, 0), (0, 3500)], &[(0, 0)]]);
    assert_eq!(found.beam, 100 + 6000 + 100);
    assert_eq!(found.cost, (100 + 3500) + 10 + 100);
    assert_eq!(found.words, ["x"]);
    assert_eq!(found.choices[0].margin, found.beam - found.cost);
}

#[test]
fn a_start_beyond_the_width_of_the_beam_is_found_by_improvement() {
    // Nine originals of `a`, the last of which is likely before `b`.
    let names = ["o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9"];
    let rows: String = names.iter().map(|name| format!("a\t{name}\t1\n")).collect();
    let mut ngrams = vec![
        ("<s>", 0, Some(0)),
        ("a", 100, Some(0)),
        ("b", 2000, Some(0)),
    ];
    ngrams.extend(names.map(|name| (name, 100, Some(0))));
    ngrams.extend([("</s>", 100, None), ("o9 b", 10, None)]);
    let case = Case::new("a b", &rows, &ngrams);
    let edges: Vec<(Cost, Cost)> = (0..10).map(|index| (0, 10 * index)).collect();
    let found = case.search(Detail::Alternatives, &[&edges, &[(0, 0)]]);
    assert_eq!(found.beam, 100 + 2000 + 100);
    assert_eq!(found.cost, (100 + 90) + 10 + 100);
    assert_eq!(found.words, ["o9"]);
}

#[test]
fn a_change_may_replace_several_steps() {
    let ngrams = [
        ("<s>", 0, Some(0)),
        ("a", 100, Some(0)),
        ("b", 100, Some(0)),
        ("x", 100, Some(0)),
        ("c", 6000, Some(0)),
        ("</s>", 100, None),
        ("x c", 10, None),
    ];
    let case = Case::new("a b c", "a b\tx\t1\n", &ngrams);
    let costs: [&[_]; 3] = [&[(0, 0), (0, 3500)], &[(0, 0)], &[(0, 0)]];
    let found = case.search(Detail::Alternatives, &costs);
    assert_eq!(found.beam, 100 + 100 + 6000 + 100);
    assert_eq!(found.cost, (100 + 3500) + 10 + 100);
    assert_eq!(found.words, ["x"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// With any costs, no alternative is cheaper than the choice, and improvement never makes a path dearer.
    #[test]
    fn no_alternative_is_cheaper_than_the_choice(
        costs in prop::collection::vec((0..9000, 0..9000), 14),
        ngrams in prop::collection::vec((0..9000, 0..3000), 12),
    ) {
        let words = ["<s>", "a", "b", "c", "x", "y", "z", "</s>", "a x", "x y", "y z", "z </s>"];
        let has_back_off = |word: &str| !word.contains(' ') && word != "</s>";
        let ngrams: Vec<tiny::Ngram<'_>> = words
            .into_iter()
            .zip(&ngrams)
            .map(|(word, &(cost, back_off))| (word, cost, has_back_off(word).then_some(back_off)))
            .collect();
        let rows = "a\tx\t1\na\ty\t1\na b\tz\t1\nb\tx\t1\nb\tz\t1\nb c\ty z\t1\nc\tx\t1\n";
        let case = Case::new("a b c a", rows, &ngrams);
        let (a, rest) = costs.split_at(4);
        let (b, rest) = rest.split_at(4);
        let (c, last) = rest.split_at(2);
        let found = case.search(Detail::Doubts, &[a, b, c, &last[..3]]);
        for (_, cost) in found.choices.iter().flat_map(|choice| &choice.alternatives) {
            prop_assert!(*cost >= 0);
        }
        prop_assert!(found.cost <= found.beam);
    }
}
