//! The program of `--rescore`: it is started once and asked a line of JSON for each document that looks spun. It owns what both
//! say to each other, and what is told where the program fails; what is asked about is the engine's.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::task::Told;
use crate::restore::{Piece, Rescorer, Restorer};

/// A program that weighs wordings.
#[derive(Debug)]
pub struct Program {
    path: OsString,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Runs(Pipes),
    /// It is asked no more; nobody was told yet why.
    Failed(String),
    Told,
}

/// The two ends; where they are closed, the program has to end by itself.
#[derive(Debug)]
struct Pipes {
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// The restorer with the program `path` to ask, if one is named.
///
/// # Errors
/// Why it cannot be started.
pub fn with_program(
    restorer: Restorer,
    path: Option<&Path>,
) -> Result<(Restorer, Option<Arc<Program>>), Told> {
    let Some(path) = path else {
        return Ok((restorer, None));
    };
    let program = Arc::new(Program::start(path)?);
    Ok((
        restorer.with_rescorer(Arc::clone(&program) as Arc<dyn Rescorer>),
        Some(program),
    ))
}

impl Program {
    /// Starts the program `path`; what it prints on standard error goes where that of this one goes.
    ///
    /// # Errors
    /// Why it cannot be started.
    fn start(path: &Path) -> Result<Self, Told> {
        let started = Command::new(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = started.map_err(|error| {
            Told::failure(
                path.as_os_str(),
                format!("cannot be started ({error}); check its path and that it may be run"),
            )
        })?;
        let (questions, answers) = (
            child.stdin.take().expect("piped"),
            BufReader::new(child.stdout.take().expect("piped")),
        );
        Ok(Self {
            path: path.into(),
            state: Mutex::new(State::Runs(Pipes { questions, answers })),
        })
    }

    /// Why it failed; only the first time that this is asked for.
    pub fn failure(&self) -> Option<Told> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Failed(problem) = &mut *state else {
            return None;
        };
        let problem = std::mem::take(problem);
        *state = State::Told;
        Some(Told::failure(
            &self.path,
            format!("{problem}; from here on, texts were restored without it"),
        ))
    }
}

impl Rescorer for Program {
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Runs(pipes) = &mut *state else {
            return None;
        };
        match pipes.ask(passage) {
            Ok(costs) => Some(costs),
            Err(problem) => {
                *state = State::Failed(problem);
                None
            }
        }
    }
}

impl Pipes {
    fn ask(&mut self, passage: &[Piece]) -> Result<Vec<Vec<f32>>, String> {
        let question: Vec<Value> = passage.iter().map(piece).collect();
        let mut answer = String::new();
        let asked = writeln!(self.questions, "{}", Value::from(question))
            .and_then(|()| self.questions.flush());
        match asked.and_then(|()| self.answers.read_line(&mut answer)) {
            Ok(0) => Err("ended without an answer".to_owned()),
            Ok(_) => read(&answer, passage).ok_or_else(|| {
                "gave another answer than a list of numbers for each list of wordings".to_owned()
            }),
            Err(error) => Err(format!("cannot be asked any more ({error})")),
        }
    }
}

fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Text(text) => json!(text),
        Piece::Wordings(wordings) => json!(wordings),
    }
}

/// The costs that an answer has, if they are those of `passage`.
fn read(answer: &str, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
    let costs: Vec<Vec<f32>> = serde_json::from_str::<Value>(answer)
        .ok()?
        .as_array()?
        .iter()
        .map(numbers)
        .collect::<Option<_>>()?;
    let wordings = passage
        .iter()
        .filter_map(Piece::wordings)
        .map(<[String]>::len);
    wordings.eq(costs.iter().map(Vec::len)).then_some(costs)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "nats need no more digits than an f32 has"
)]
fn numbers(list: &Value) -> Option<Vec<f32>> {
    list.as_array()?
        .iter()
        .map(|number| number.as_f64().map(|number| number as f32))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_fit_the_question() {
        let wordings =
            |words: &[&str]| Piece::Wordings(words.iter().map(|&word| word.to_owned()).collect());
        let passage = [
            Piece::Text("He ".to_owned()),
            wordings(&["said", "mentioned"]),
            Piece::Text(".".to_owned()),
        ];
        assert_eq!(
            Value::from(passage.iter().map(piece).collect::<Vec<_>>()).to_string(),
            r#"["He ",["said","mentioned"],"."]"#
        );
        assert_eq!(read("[[1, 2.5]]\n", &passage), Some(vec![vec![1.0, 2.5]]));
        for answer in [
            "",
            "\n",
            "[]",
            "[[1]]",
            "[[1, 2], [3]]",
            "[1, 2]",
            r#"[[1, "2"]]"#,
            "[[1, NaN]]",
            "[[1, 2]] more",
            "{}",
        ] {
            assert_eq!(read(answer, &passage), None, "{answer}");
        }
    }
}
