//! The program of `--rescore`. It is started once and asked one line of JSON for each document that
//! looks spun.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::message::{Message, cause};
use crate::restore::{Piece, Rescorer, Restorer};

/// A program that returns costs of wordings.
#[derive(Debug)]
pub struct Program {
    path: OsString,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Running(Pipes),
    /// The program failed for this reason, which is not reported yet. It is not asked any more.
    Failed(String),
    /// The failure was reported.
    Reported,
}

/// The pipes to and from the program. It is expected to exit when they are closed.
#[derive(Debug)]
struct Pipes {
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// Starts the program `path`, if there is one, and lets the restorer ask it.
///
/// # Errors
/// If the program cannot be started.
pub fn with_program(
    restorer: Restorer,
    path: Option<&Path>,
) -> Result<(Restorer, Option<Arc<Program>>), Message> {
    let Some(path) = path else {
        return Ok((restorer, None));
    };
    let program = Arc::new(Program::start(path)?);
    let rescorer: Arc<dyn Rescorer> = Arc::clone(&program) as _;
    Ok((restorer.with_rescorer(rescorer), Some(program)))
}

impl Program {
    fn start(path: &Path) -> Result<Self, Message> {
        let mut child = spawn(path).map_err(|error| {
            Message::failure(
                path,
                format!(
                    "cannot be started ({}); check the path and that the file may be run",
                    cause(&error)
                ),
            )
        })?;
        let pipes = Pipes {
            questions: child.stdin.take().expect("piped"),
            answers: BufReader::new(child.stdout.take().expect("piped")),
        };
        Ok(Self {
            path: path.into(),
            state: Mutex::new(State::Running(pipes)),
        })
    }

    /// Why the program failed. Returned only once, so that it is reported once.
    pub fn take_failure(&self) -> Option<Message> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Failed(problem) = &mut *state else {
            return None;
        };
        let text = format!("{problem}; the remaining texts were restored without it");
        *state = State::Reported;
        Some(Message::failure(&self.path, text))
    }
}

/// Starts a program by its path, or by its name in PATH or else in the working folder. Its standard
/// error is that of unspin.
fn spawn(path: &Path) -> io::Result<Child> {
    let spawn = |path: &Path| {
        Command::new(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
    };
    // Most systems look for a bare name only in PATH.
    let here = Path::new(".").join(path);
    match spawn(path) {
        Err(error) if error.kind() == ErrorKind::NotFound && is_bare(path) && here.exists() => {
            spawn(&here)
        }
        started => started,
    }
}

/// Whether a path is only a name, without any folder.
fn is_bare(path: &Path) -> bool {
    path.file_name() == Some(path.as_os_str())
}

impl Rescorer for Program {
    fn costs(&self, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Running(pipes) = &mut *state else {
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
            Ok(_) => parse(&answer, passage).ok_or_else(|| {
                "did not answer with a list of numbers for each list of wordings".to_owned()
            }),
            Err(error) => Err(format!("stopped answering ({})", cause(&error))),
        }
    }
}

fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Text(text) => json!(text),
        Piece::Wordings(wordings) => json!(wordings),
    }
}

/// The costs in an answer, if there is one for each wording of `passage`.
fn parse(answer: &str, passage: &[Piece]) -> Option<Vec<Vec<f32>>> {
    let value: Value = serde_json::from_str(answer).ok()?;
    let costs: Vec<Vec<f32>> = value
        .as_array()?
        .iter()
        .map(numbers)
        .collect::<Option<_>>()?;
    let wordings = passage.iter().filter_map(Piece::wordings);
    let lengths = wordings.map(<[String]>::len);
    lengths.eq(costs.iter().map(Vec::len)).then_some(costs)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "costs in nats need no more digits than f32 has"
)]
fn numbers(list: &Value) -> Option<Vec<f32>> {
    let number = |number: &Value| number.as_f64().map(|number| number as f32);
    list.as_array()?.iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_one_number_for_each_wording() {
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
        assert_eq!(parse("[[1, 2.5]]\n", &passage), Some(vec![vec![1.0, 2.5]]));
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
            assert_eq!(parse(answer, &passage), None, "{answer}");
        }
    }
}
