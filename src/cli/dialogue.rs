//! `--interactive`: asks a person about each edit of a file, and makes those that are wanted.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use super::input::Source;
use super::message::{Message, one_line};
use super::position::{Position, Positions};
use super::replace::Replacement;
use super::review::{Letters, Review, others};
use super::stamp::{CHANGED_MEANWHILE, Stamp};
use super::style::Color;
use super::task::Target;
use crate::edit::{Edit, apply};

/// How much of a line is shown on each side of an edit, in characters.
const CONTEXT: usize = 60;

const HELP: &str = "\
y  make this edit
n  leave the text as it is
o  choose another wording, or write it
a  make this edit and all later ones of this file
q  quit: make neither this edit nor any later one
";

/// What a person wants.
enum Answer {
    Yes,
    No,
    Other(String),
    All,
    Quit,
}

/// A conversation with a person.
pub struct Dialogue {
    answers: BufReader<Box<dyn Read + Send>>,
    color: Color,
}

impl Dialogue {
    /// Reads `answers`, one on each line.
    pub fn new(answers: Box<dyn Read + Send>, color: Color) -> Self {
        let answers = BufReader::new(answers);
        Self { answers, color }
    }

    /// Asks about the edits of the file `name`. Returns those that are wanted, and whether to go on
    /// with the next file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn wanted(
        &mut self,
        out: &mut dyn Write,
        name: &OsStr,
        review: &Review,
    ) -> io::Result<(Vec<Edit>, ControlFlow<()>)> {
        let mut wanted = Vec::new();
        let mut positions = Positions::new(&review.source, Position::START);
        let mut is_all = false;
        for (index, group) in review.groups.iter().enumerate() {
            if is_all {
                wanted.extend_from_slice(group);
                continue;
            }
            let Position { line, column, .. } = positions.of(group[0].start);
            let number = index + 1;
            let count = review.groups.len();
            let name = one_line(name);
            writeln!(out, "{name}:{line}:{column}: edit {number} of {count}")?;
            self.show(out, &review.source, group, &wanted)?;
            match self.ask(out, review, group)? {
                Answer::Yes => wanted.extend_from_slice(group),
                Answer::No => {}
                Answer::Other(original) => wanted.extend(group.first().map(|edit| {
                    let mut edit = edit.clone();
                    edit.set_original(original);
                    edit
                })),
                Answer::All => {
                    is_all = true;
                    wanted.extend_from_slice(group);
                }
                Answer::Quit => return Ok((wanted, ControlFlow::Break(()))),
            }
        }
        Ok((wanted, ControlFlow::Continue(())))
    }

    /// Shows a group of edits in its line, in which the edits `wanted` are made.
    fn show(
        &self,
        out: &mut dyn Write,
        source: &[u8],
        group: &[Edit],
        wanted: &[Edit],
    ) -> io::Result<()> {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let is_feed = |byte: &u8| *byte == b'\n';
        let start = source[..first.start].iter().rposition(is_feed);
        let start = start.map_or(0, |feed| feed + 1);
        let end = source[last.end..].iter().position(is_feed);
        let end = end.map_or(source.len(), |len| last.end + len);
        let start = wanted
            .iter()
            .find(|edit| edit.end > start)
            .map_or(start, |edit| start.min(edit.start));
        let made: Vec<Edit> = wanted
            .iter()
            .filter(|edit| edit.start >= start)
            .map(|edit| edit.clone().moved_back(start))
            .collect();
        let before = apply(&source[start..first.start], &made);
        let before: Vec<char> = shown(&before).chars().collect();
        let before = before[before.len().saturating_sub(CONTEXT)..].iter();
        write!(out, "  {}", before.collect::<String>().trim_start())?;
        let mut copied = first.start;
        for edit in group {
            out.write_all(shown(&source[copied..edit.start]).as_bytes())?;
            let spun = shown(&source[edit.range()]);
            let original = shown(edit.original().as_bytes());
            self.color
                .write_removed(out, &[b"[-", spun.as_bytes(), b"-]"])?;
            self.color
                .write_added(out, &[b"{+", original.as_bytes(), b"+}"])?;
            copied = edit.end;
        }
        let after: String = shown(&source[copied..end]).chars().take(CONTEXT).collect();
        writeln!(out, "{}", after.trim_end())
    }

    fn ask(&mut self, out: &mut dyn Write, review: &Review, group: &[Edit]) -> io::Result<Answer> {
        // Words cannot be divided between several places.
        let single = match group {
            [edit] => Some(edit),
            _ => None,
        };
        let letters = if single.is_some() {
            "y,n,o,a,q,?"
        } else {
            "y,n,a,q,?"
        };
        loop {
            let Some(answer) = self.line(out, &format!("Make this edit [{letters}]? "))? else {
                return Ok(Answer::Quit);
            };
            match (answer.to_lowercase().as_str(), single) {
                ("y" | "yes", _) => return Ok(Answer::Yes),
                ("n" | "no", _) => return Ok(Answer::No),
                ("a" | "all", _) => return Ok(Answer::All),
                ("q" | "quit", _) => return Ok(Answer::Quit),
                ("o" | "other", Some(edit)) => {
                    let others = others(&review.source, edit);
                    if let Some(other) = self.choice(out, &others, review.letters)? {
                        return Ok(Answer::Other(other));
                    }
                }
                _ => out.write_all(HELP.as_bytes())?,
            }
        }
    }

    /// Lets the person choose one of the `others`, or write another wording; `None` if none is wanted.
    fn choice(
        &mut self,
        out: &mut dyn Write,
        others: &[String],
        letters: Letters,
    ) -> io::Result<Option<String>> {
        for (other, number) in others.iter().zip(1..) {
            writeln!(out, "{number}  {other}")?;
        }
        let prompt = "Type a number, your own words, or just Enter to go back: ";
        let answer = self.line(out, prompt)?.unwrap_or_default();
        if let Ok(number) = answer.parse::<usize>() {
            let index = number.checked_sub(1);
            return Ok(index.and_then(|index| others.get(index).cloned()));
        }
        if !answer.is_empty() && !letters.allow(&answer) {
            let range = match letters {
                Letters::Ascii => " from a to z",
                Letters::All => "",
            };
            writeln!(out, "Use only letters{range}, digits, spaces, ' and -.")?;
        }
        Ok(Some(answer).filter(|answer| letters.allow(answer)))
    }

    /// Prints `prompt` and reads a line; `None` at the end of the answers.
    fn line(&mut self, out: &mut dyn Write, prompt: &str) -> io::Result<Option<String>> {
        out.write_all(prompt.as_bytes())?;
        out.flush()?;
        let mut line = Vec::new();
        let read = self.answers.read_until(b'\n', &mut line);
        if read.unwrap_or(0) == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }
}

/// A part of a source on one line, without escape codes.
fn shown(source: &[u8]) -> String {
    let text = String::from_utf8_lossy(source);
    let spaced: String = text
        .chars()
        .map(|char| if char.is_whitespace() { ' ' } else { char })
        .collect();
    one_line(OsStr::new(&spaced))
}

/// Makes the edits `wanted` of the file `name`, unless somebody else has changed it.
///
/// # Errors
/// If it was changed or cannot be written.
pub fn write(
    name: &OsStr,
    review: &Review,
    wanted: &[Edit],
    max_expansion: u64,
) -> Result<(), Message> {
    if wanted.is_empty() {
        return Ok(());
    }
    let path = Path::new(name);
    let stamp = Stamp::of(path);
    let mut source = Vec::new();
    let read = Source::open(path, max_expansion).and_then(|mut file| {
        file.reader.read_to_end(&mut source)?;
        Ok(file.notes.tail.get())
    });
    if !matches!(read, Ok(None)) || source != review.source {
        return Err(Message::failure(name, CHANGED_MEANWHILE));
    }
    let text = apply(&source, wanted);
    let written = Replacement::of_read(path, stamp, review.packing).and_then(|mut file| {
        file.write(&text)?;
        file.finish()
    });
    written.map_err(|error| Message::failure(name, Target::InPlace(stamp).unwritable(&error)))
}
