//! A language model that decides doubtful places: what it is asked, and what its answers change.
//! The models here are functions that know no English.

use std::sync::{Arc, Mutex};

use unspin::edit::apply;
use unspin::restore::MIN_MARGIN;
use unspin::{Edit, Kind, Piece, Rescorer, Restorer};

use crate::support::*;

/// For each list of wordings, the cost of each wording.
type Costs = Vec<Vec<f32>>;
type Answer = fn(&[Piece]) -> Option<Costs>;

/// Answers with a function, and notes what it was asked.
struct Model<F> {
    answer: F,
    asked: Mutex<Vec<Vec<Piece>>>,
}

impl<F: Fn(&[Piece]) -> Option<Costs> + Send + Sync> Rescorer for Model<F> {
    fn costs(&self, passage: &[Piece]) -> Option<Costs> {
        self.asked.lock().expect("no panic").push(passage.to_vec());
        (self.answer)(passage)
    }
}

/// The edits of `text` with a model that answers with `answer`, and what it was asked.
fn restored_with(
    text: &str,
    answer: impl Fn(&[Piece]) -> Option<Costs> + Send + Sync + 'static,
) -> (Vec<Edit>, Vec<Vec<Piece>>) {
    let model = Arc::new(Model {
        answer,
        asked: Mutex::default(),
    });
    let rescorer: Arc<dyn Rescorer> = Arc::clone(&model) as _;
    let restorer = Restorer::default().with_rescorer(rescorer);
    let edits = restorer.restore(text).into_edits();
    let asked = model.asked.lock().expect("no panic").clone();
    (edits, asked)
}

/// The edits of `text` without a model.
fn restored_alone(text: &str) -> Vec<Edit> {
    Restorer::default().restore(text).into_edits()
}

/// An answer with the costs that `cost` gives for each wording by its number in its list.
fn costs(passage: &[Piece], cost: impl Fn(usize) -> f32) -> Costs {
    let lists = passage.iter().filter_map(Piece::wordings);
    lists
        .map(|wordings| (0..wordings.len()).map(&cost).collect())
        .collect()
}

fn applied(edits: &[Edit]) -> String {
    String::from_utf8(apply(SPUN.as_bytes(), edits)).expect("UTF-8")
}

/// The text of a passage, with the wording that `choose` picks from each list.
fn read(passage: &[Piece], choose: impl Fn(&[String]) -> &String) -> String {
    passage
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Wordings(wordings) => choose(wordings),
        })
        .collect()
}

/// Asserts that two texts are equal, except for white space.
fn assert_same_words(one: &str, other: &str) {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    assert_eq!(words(one), words(other));
}

#[test]
fn the_model_is_asked_about_the_restored_text() {
    let (_, asked) = restored_with(SPUN, |_| None);
    assert_eq!(asked.len(), 1);
    let passage = &asked[0];
    let best = read(passage, |wordings| &wordings[0]);
    assert_same_words(&best, &applied(&restored_alone(SPUN)));
    let lists: Vec<&[String]> = passage.iter().filter_map(Piece::wordings).collect();
    assert!(lists.len() > 3, "{lists:?}");
    for wordings in lists {
        assert!(wordings[1..].iter().any(|wording| *wording != wordings[0]));
    }
}

#[test]
fn the_model_is_not_asked_about_clean_text() {
    let against_first = |number| if number == 0 { 99.0 } else { 0.0 };
    let answer = move |passage: &[Piece]| Some(costs(passage, against_first));
    assert_eq!(restored_with(CLEAN, answer), (Vec::new(), Vec::new()));
}

#[test]
fn answers_that_say_nothing_change_nothing() {
    let answers: [Answer; 5] = [
        |_| None,
        |_| Some(Vec::new()),
        // Too few lists.
        |passage| Some(costs(passage, |_| 0.0)[1..].to_vec()),
        // Too short lists.
        |passage| {
            let mut costs = costs(passage, |_| 0.0);
            for list in &mut costs {
                list.pop();
            }
            Some(costs)
        },
        // The same cost for all wordings.
        |passage| Some(costs(passage, |_| 3.5)),
    ];
    let expected = applied(&restored_alone(SPUN));
    for (number, answer) in answers.into_iter().enumerate() {
        let (edits, _) = restored_with(SPUN, answer);
        assert_eq!(applied(&edits), expected, "answer {number}");
    }
}

#[test]
fn a_model_that_is_sure_decides_alone() {
    // Only the last wording of each list is acceptable.
    let last = |passage: &[Piece]| {
        let mut costs = costs(passage, |_| 500.0);
        for list in &mut costs {
            *list.last_mut().expect("two wordings or more") = 0.0;
        }
        Some(costs)
    };
    let (edits, asked) = restored_with(SPUN, last);
    let wanted = read(&asked[0], |wordings| wordings.last().expect("two or more"));
    assert_same_words(&applied(&edits), &wanted);
    assert_ne!(edits, restored_alone(SPUN));
}

#[test]
fn the_mean_of_both_costs_decides() {
    // The model is 1.5 nats against the best wording of each list.
    let doubt = |number| if number == 0 { 1.5 } else { 0.0 };
    let (edits, _) = restored_with(SPUN, move |passage| Some(costs(passage, doubt)));
    let mut kept = 0;
    let mut lost = 0;
    for edit in restored_alone(SPUN) {
        if edit.kind() == Kind::Article {
            continue;
        }
        // It stays if it leads by more than that, and if the mean margin is large enough.
        let margin_after_doubt = (edit.margin() - 1.5) / 2.0;
        let stays = edit.lead() >= 1.5 && margin_after_doubt >= f64::from(MIN_MARGIN) / 1000.0;
        let is_same =
            |other: &Edit| other.range() == edit.range() && other.original() == edit.original();
        assert_eq!(edits.iter().any(is_same), stays, "{edit:?}");
        kept += usize::from(stays);
        lost += usize::from(!stays);
    }
    assert!(kept > 0 && lost > 0, "{kept} {lost}");
}

#[test]
fn edits_are_disjoint_whatever_numbers_the_model_returns() {
    for number in [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
        f32::MIN,
    ] {
        let cost = move |place: usize| {
            if place.is_multiple_of(2) {
                number
            } else {
                -number
            }
        };
        let (edits, _) = restored_with(SPUN, move |passage| Some(costs(passage, cost)));
        let mut pairs = edits.windows(2);
        assert!(
            pairs.all(|pair| pair[0].range().end <= pair[1].range().start),
            "{number}"
        );
    }
}
