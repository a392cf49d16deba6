//! A language model from outside that weighs doubtful places: what it is asked, what its answers do, and what happens where it
//! has none. The models here are made up; none knows English.

use std::sync::{Arc, Mutex};

use crate::support::*;
use unspin::Format;
use unspin::edit::{Edit, Kind, apply};
use unspin::restore::{MIN_MARGIN, Piece, Rescorer, Restorer};

/// Of each wording of each place.
type Costs = Vec<Vec<f32>>;
type Answer = fn(&[Piece]) -> Option<Costs>;

/// Answers with what a function says of the number of each wording in its place, and notes what it was asked.
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

/// The edits of `text` with a model that answers so, and what it was asked.
fn asked(
    text: &str,
    answer: impl Fn(&[Piece]) -> Option<Costs> + Send + Sync + 'static,
) -> (Vec<Edit>, Vec<Vec<Piece>>) {
    let model = Arc::new(Model {
        answer,
        asked: Mutex::default(),
    });
    let restorer = Restorer::default().with_rescorer(Arc::clone(&model) as Arc<dyn Rescorer>);
    let edits = restorer
        .worker()
        .restore(text.as_bytes(), Format::Text)
        .into_edits();
    let asked = model.asked.lock().expect("no panic").clone();
    (edits, asked)
}

fn alone(text: &str) -> Vec<Edit> {
    Restorer::default()
        .worker()
        .restore(text.as_bytes(), Format::Text)
        .into_edits()
}

/// For each list of wordings, what `cost` says of each.
fn each(passage: &[Piece], cost: impl Fn(usize, &str) -> f32) -> Costs {
    let costs = |wordings: &[String]| {
        wordings
            .iter()
            .enumerate()
            .map(|(number, wording)| cost(number, wording))
            .collect()
    };
    passage
        .iter()
        .filter_map(Piece::wordings)
        .map(costs)
        .collect()
}

#[test]
fn the_restored_text_is_asked_about() {
    let (_, asked) = asked(SPUN, |_| None);
    let [passage] = &*asked else {
        panic!("asked {} times", asked.len())
    };
    let first = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Wordings(wordings) => wordings[0].clone(),
    };
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let read: String = passage.iter().map(first).collect();
    let restored = String::from_utf8(apply(SPUN.as_bytes(), &alone(SPUN))).expect("UTF-8");
    assert_eq!(words(&read), words(&restored));
    let lists: Vec<&[String]> = passage.iter().filter_map(Piece::wordings).collect();
    assert!(
        lists.len() > 3
            && lists
                .iter()
                .all(|wordings| wordings.iter().any(|wording| *wording != wordings[0]))
    );
}

#[test]
fn clean_text_is_not_asked_about() {
    assert_eq!(
        asked(CLEAN, |passage| Some(each(passage, |number, _| {
            if number == 0 { 99.0 } else { 0.0 }
        }))),
        (Vec::new(), Vec::new())
    );
}

#[test]
fn who_knows_nothing_changes_nothing() {
    let answers: [Answer; 5] = [
        |_| None,
        |_| Some(Vec::new()),
        |passage| Some(each(passage, |_, _| 0.0)[1..].to_vec()),
        |passage| {
            Some(
                each(passage, |_, _| 0.0)
                    .into_iter()
                    .map(|mut costs| costs.split_off(1))
                    .collect(),
            )
        },
        |passage| Some(each(passage, |_, _| 3.5)),
    ];
    let expected: Vec<_> = alone(SPUN)
        .into_iter()
        .map(|edit| (edit.range(), edit.original().to_owned()))
        .collect();
    for (number, answer) in answers.into_iter().enumerate() {
        let edits = asked(SPUN, answer)
            .0
            .into_iter()
            .map(|edit| (edit.range(), edit.original().to_owned()));
        assert_eq!(edits.collect::<Vec<_>>(), expected, "answer {number}");
    }
}

#[test]
fn who_is_sure_decides() {
    // The last wording of each place is the only one that is any good.
    let last = |passage: &[Piece]| {
        let mut costs = each(passage, |_, _| 500.0);
        costs
            .iter_mut()
            .for_each(|costs| *costs.last_mut().expect("two or more") = 0.0);
        Some(costs)
    };
    let (edits, asked) = asked(SPUN, last);
    let restored = String::from_utf8(apply(SPUN.as_bytes(), &edits)).expect("UTF-8");
    let wanted: String = asked[0]
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Wordings(wordings) => wordings.last().expect("two or more").clone(),
        })
        .collect();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&restored), words(&wanted));
    assert_ne!(edits, alone(SPUN));
}

#[test]
fn the_mean_of_both_decides() {
    // Doubts of 1.5 nats about all that stands there.
    let (edits, _) = asked(SPUN, |passage| {
        Some(each(
            passage,
            |number, _| if number == 0 { 1.5 } else { 0.0 },
        ))
    });
    let (mut kept, mut lost) = (0, 0);
    for edit in alone(SPUN)
        .iter()
        .filter(|edit| edit.kind() != Kind::Article)
    {
        let stays = edits
            .iter()
            .any(|other| (other.range(), other.original()) == (edit.range(), edit.original()));
        let margin_after_doubt = (edit.margin() - 1.5) / 2.0;
        assert_eq!(
            stays,
            edit.lead() >= 1.5 && margin_after_doubt >= f64::from(MIN_MARGIN) / 1000.0,
            "{edit:?}"
        );
        *if stays { &mut kept } else { &mut lost } += 1;
    }
    assert!(kept > 0 && lost > 0, "{kept} {lost}");
}

#[test]
fn no_number_is_too_odd() {
    for odd in [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
        f32::MIN,
    ] {
        let (edits, _) = asked(SPUN, move |passage| {
            Some(each(
                passage,
                |number, _| if number % 2 == 0 { odd } else { -odd },
            ))
        });
        assert!(
            edits
                .windows(2)
                .all(|pair| pair[0].range().end <= pair[1].range().start),
            "{odd}"
        );
    }
}

/// Programs that know no English but JSON.
#[cfg(unix)]
mod programs {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// Costs of 0 for every wording but the first of each place, which costs `first`.
    fn program(first: &str) -> String {
        let zeros = r#"s/"([^"\\]|\\.)*"/0/g; s/^\[0,/[/; s/\],0,\[/],[/g; s/,0\]$/]/"#;
        format!(
            "while IFS= read -r line; do printf '%s\\n' \"$line\" | sed -E '{zeros}; s/\\[0/[{first}/g'; done"
        )
    }

    fn sandbox(script: &str) -> Sandbox {
        let sandbox = Sandbox::new().with("model", format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(sandbox.path("model"), fs::Permissions::from_mode(0o755))
            .expect("a program");
        sandbox
    }

    #[test]
    fn answers_decide() {
        let plain = Sandbox::new().stdout(&[], SPUN, 0);
        let with =
            |first: &str| sandbox(&program(first)).stdout(&["--rescore", "./model"], SPUN, 0);
        assert_eq!(with("0"), plain);
        let other = with("400");
        assert_ne!(other, plain);
        assert_eq!(other.lines().count(), plain.lines().count());
        assert_eq!(
            sandbox(&program("400")).stdout(&["--rescore=./model"], CLEAN, 0),
            CLEAN
        );
    }

    #[test]
    fn output_is_the_same_for_any_number_of_threads() {
        let lines = format!("{}\n", record(SPUN)).repeat(40);
        let run = |jobs: &str| {
            sandbox(&program("400")).stdout(
                &["--format=jsonl", jobs, "--rescore=./model"],
                &lines,
                0,
            )
        };
        assert_eq!(run("-j1"), run("-j4"));
    }

    #[test]
    fn failures_are_told_once_and_nothing_is_lost() {
        let plain = Sandbox::new().stdout(&[], SPUN, 0);
        let table = [
            ("read -r line", "ended without an answer"),
            (
                "while read -r line; do echo '[]'; done",
                "gave another answer than a list of numbers for each list of wordings",
            ),
        ];
        for (script, problem) in table {
            let sandbox = sandbox(script).with("a.txt", SPUN).with("b.txt", SPUN);
            let output = sandbox.run(&["-j1", "--rescore", "./model", "a.txt", "b.txt"], "");
            assert_eq!(output.status.code(), Some(2), "{script}");
            assert_eq!(text(&output.stdout), plain.repeat(2), "{script}");
            assert_eq!(
                text(&output.stderr),
                format!(
                    "unspin: ./model: {problem}; from here on, texts were restored without it\n"
                )
            );
        }
    }

    #[test]
    fn what_cannot_be_started_ends_the_run_before_it_begins() {
        let sandbox = Sandbox::new().with("model", "").with("a.txt", SPUN);
        for model in ["./nowhere", "./model"] {
            let output = sandbox.run(&["-w", "--rescore", model, "a.txt"], "");
            assert_eq!(
                (output.status.code(), sandbox.text("a.txt")),
                (Some(2), SPUN.to_owned()),
                "{model}"
            );
            let message = text(&output.stderr);
            assert!(
                message.starts_with(&format!("unspin: {model}: cannot be started ("))
                    && message.lines().count() == 1,
                "{message}"
            );
        }
    }

    #[test]
    fn a_folder_does_not_say_what_is_run() {
        let sandbox = sandbox(&program("400")).with("unspin.toml", "rescore = \"./model\"\n");
        assert_eq!(sandbox.run(&[], SPUN).status.code(), Some(2));
    }
}
