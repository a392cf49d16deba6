//! The file of `--edits-to`.

use std::io::{self, BufRead, BufReader, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::SpooledTempFile;

use super::args::{Args, Mode};
use super::feed::{is_same_place, is_stdout_file};
use super::message::{Message, cause_of_write};
use super::replace::Replacement;
use super::report::{is_free, is_input, is_stdout};

/// How an edit in JSON starts.
const START: &[u8] = b"{\"path\":";
/// How many bytes of edits wait in memory. More wait in a temporary file.
const MOST_IN_MEMORY: usize = 1 << 22;

/// A file of edits that is being written. At its end, it replaces an older one.
pub struct EditsFile {
    path: PathBuf,
    /// `None` for standard output.
    file: Option<Replacement>,
    /// The edits of an input whose text is not written yet.
    held: Option<SpooledTempFile>,
}

impl EditsFile {
    /// Starts the file that `args` ask for, if any.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(args: &Args) -> Result<Option<Self>, Message> {
        let Some(path) = args.also.edits_to.clone() else {
            return Ok(None);
        };
        if let Some(problem) = problem(args, &path) {
            return Err(Message::failure(path, problem));
        }
        let file = (!is_stdout(&path)).then(|| Replacement::create_or_replace(&path));
        match file.transpose() {
            Ok(file) => Ok(Some(Self {
                path,
                file,
                held: None,
            })),
            Err(error) => Err(unwritable(&path, &error)),
        }
    }

    /// Adds edits, to `out` if they go to standard output.
    ///
    /// # Errors
    /// If there is no space, or those of `out`.
    pub fn add(&mut self, edits: &[u8], out: &mut dyn Write) -> io::Result<()> {
        match (&mut self.held, &mut self.file) {
            (Some(held), _) => held.write_all(edits),
            (None, Some(file)) => file.write(edits),
            (None, None) => out.write_all(edits),
        }
    }

    /// From now on, what is added waits for [`EditsFile::release`].
    pub fn hold(&mut self) {
        self.held = Some(SpooledTempFile::new(MOST_IN_MEMORY));
    }

    /// Adds what has waited, or drops it if its text was not written.
    ///
    /// # Errors
    /// Those of [`EditsFile::add`].
    pub fn release(&mut self, is_written: bool, out: &mut dyn Write) -> io::Result<()> {
        let Some(mut held) = self.held.take().filter(|_| is_written) else {
            return Ok(());
        };
        held.rewind()?;
        let mut held = BufReader::new(held);
        loop {
            let edits = held.fill_buf()?;
            if edits.is_empty() {
                return Ok(());
            }
            self.add(edits, out)?;
            let added = edits.len();
            held.consume(added);
        }
    }

    /// Whether they go to standard output.
    pub fn is_stdout(&self) -> bool {
        self.file.is_none()
    }

    /// The message that they cannot be written.
    pub fn unwritable(&self, error: &io::Error) -> Message {
        unwritable(&self.path, error)
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// If there is no space.
    pub fn finish(self) -> Result<(), Message> {
        let finished = self.file.map_or(Ok(()), Replacement::finish);
        finished.map_err(|error| unwritable(&self.path, &error))
    }
}

/// Why the edits cannot be written to `path`.
fn problem(args: &Args, path: &Path) -> Option<&'static str> {
    if is_stdout(path) {
        return if args.mode() == Mode::Filter {
            Some("is standard output, which gets the text; name a file after --edits-to")
        } else if args.report.as_deref().is_some_and(is_stdout) {
            Some("is standard output, which gets the report; name a file after --edits-to")
        } else {
            None
        };
    }
    if args
        .report
        .as_deref()
        .is_some_and(|report| is_same_place(report, path))
    {
        Some("is also the file of --report; name another file after --edits-to")
    } else if is_stdout_file(path) {
        Some("is also standard output; name another file after --edits-to")
    } else if is_input(args, path) {
        Some("is an input, which the edits would overwrite; name another file after --edits-to")
    } else if !is_free(path, START.len() as u64, |start| start == START) {
        Some(
            "was not written by --edits-to and would be overwritten; name another file after --edits-to",
        )
    } else {
        None
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Message {
    let text = format!(
        "cannot be written ({}); name another file after --edits-to",
        cause_of_write(error)
    );
    Message::failure(path, text)
}
