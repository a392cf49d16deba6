//! A whole run: starts the threads and passes their results to the writer. Errors of one document
//! are reported, and the next one is done; only a closed or full standard output ends a run early.

use std::io::{self, ErrorKind, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::{Args, Mode};
use super::dialogue::Dialogue;
use super::feed::{Tasks, feed, push_message};
use super::file_list::with_listed;
use super::message::{Message, cause};
use super::panic::catch;
use super::queue::{self, Work};
use super::rescore::with_program;
use super::status::Status;
use super::style::OutputStyle;
use super::task::{Outcome, Task};
use super::user_words;
use super::work::{Shared, WorkerThread};
use super::writer::{Results, Writer};
use crate::restore::Restorer;

#[cfg(test)]
mod faulty;
#[cfg(test)]
mod tests;

/// The standard streams.
pub struct Streams<'a> {
    /// Standard input.
    pub input: Box<dyn Read + Send>,
    /// Standard output. It should be buffered, because it is written in small pieces.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub messages: &'a mut dyn Write,
}

/// Does what `args` say, with the embedded lexicon and models.
///
/// If the output is closed, threads may be left behind that wait for standard input.
///
/// ```
/// use clap::Parser;
/// use unspin::cli::{Args, OutputStyle, Status, Streams, run};
/// let mut out = Vec::new();
/// let streams = Streams {
///     input: Box::new(&b"It rained.\n"[..]),
///     out: &mut out,
///     messages: &mut Vec::new(),
/// };
/// let status = run(Args::parse_from(["unspin"]), OutputStyle::PLAIN, streams);
/// assert_eq!(status, Status::Done);
/// assert_eq!(out, b"It rained.\n");
/// ```
pub fn run(args: Args, style: OutputStyle, mut streams: Streams<'_>) -> Status {
    match with_listed(args, &mut streams.input).and_then(|args| shared(args, style)) {
        Ok(shared) => run_with(shared, style, streams),
        Err(message) => refuse(&message, streams.messages),
    }
}

/// Prints `text` and restores nothing.
pub fn print(text: &str, out: &mut dyn Write, messages: &mut dyn Write) -> Status {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            refuse(&Message::unwritable_stdout(&error), messages)
        }
        _ => Status::Done,
    }
}

/// Prints why nothing can be done.
pub fn refuse(message: &Message, messages: &mut dyn Write) -> Status {
    message.write(messages);
    Status::Failed
}

/// The engine with the user's words and the program of `--rescore`, and the options.
fn shared(args: Args, style: OutputStyle) -> Result<Shared, Message> {
    let allow = user_words::allow(&args.allow)?;
    let restorer = Restorer::new(args.options().allow(allow));
    let restorer = user_words::with_pairs(restorer, &args.lexicon)?;
    let restorer = user_words::with_families(restorer, &args.family)?;
    let restorer = user_words::with_thesaurus(restorer, args.thesaurus.as_deref())?;
    let lists = args.terms.format.map(|_| &args.terms.lists[..]);
    let restorer = user_words::with_terms(restorer, lists.unwrap_or_default())?;
    let (restorer, program) = with_program(restorer, args.rescore.as_deref())?;
    Ok(Shared {
        restorer,
        program,
        has_documents: AtomicBool::new(false),
        args,
        color: style.color,
    })
}

fn run_with(shared: Shared, style: OutputStyle, streams: Streams<'_>) -> Status {
    let shared = Arc::new(shared);
    let mut input = streams.input;
    let mut answers: Box<dyn Read + Send> = Box::new(io::empty());
    if shared.args.mode() == Mode::Interactive {
        std::mem::swap(&mut input, &mut answers);
    }
    let dialogue = Dialogue::new(answers, style.color);
    let mut writer = Writer::new(&shared, style, dialogue, streams.out, streams.messages);
    if let Some(path) = shared
        .args
        .configuration
        .as_ref()
        .filter(|_| shared.args.messages.verbose)
    {
        writer.message(&Message::info(path, "is used as the configuration file"));
    }
    if let Err(message) = writer.start_files() {
        writer.message(&message);
        return Status::Failed;
    }
    match start(&shared, input) {
        Ok(mut results) => writer.write_all(&mut results),
        Err(error) => writer.message(&Message::failure(
            "threads",
            format!(
                "cannot be started ({}); use fewer with --jobs",
                cause(&error)
            ),
        )),
    }
    writer.finish()
}

/// Starts the thread that reads and those that restore.
fn start(shared: &Arc<Shared>, mut stdin: Box<dyn Read + Send>) -> io::Result<Results> {
    let reading = Arc::clone(shared);
    let produce = move |tasks: &Tasks| {
        let _ = feed_all(&reading, &mut stdin, tasks);
    };
    let working = Arc::clone(shared);
    let work = move |work: &Work<Task, Vec<Outcome>>| {
        work.run(|| WorkerThread::new(&working), WorkerThread::outcomes);
    };
    queue::start(shared.args.jobs(), produce, work)
}

/// Hands in all tasks. If that panics, the remaining inputs are lost, which is reported.
fn feed_all(shared: &Shared, stdin: &mut dyn Read, tasks: &Tasks) -> ControlFlow<()> {
    catch(|| feed(shared, stdin, tasks)).unwrap_or_else(|panic| {
        let text = format!("the remaining inputs were not read because of {panic}");
        push_message(tasks, Message::failure("input", text))
    })
}
