//! Standard input that somebody types: what is said while a run waits for it, and where it ends.

use std::io::{self, IsTerminal, Read};
use std::path::Path;

use super::args::Args;
use super::message::Message;

/// How the end of a text is typed.
const END: &str = if cfg!(windows) {
    "Ctrl-Z and Enter"
} else {
    "Ctrl-D on a line of its own"
};

/// Says what a run with `args` waits for, if `input`, standard input, is a terminal.
pub fn waiting(args: &Args, input: &impl IsTerminal) -> Option<Message> {
    let is_stdin = |path: &Path| path == Path::new("-");
    let list = args.files.list.as_deref();
    let what = if list.is_some_and(is_stdin) {
        "a list of files"
    } else if (args.paths.is_empty() && list.is_none())
        || args.paths.iter().any(|path| is_stdin(path))
    {
        "a text"
    } else {
        return None;
    };
    if args.mode().is_in_place() || args.output.is_some() {
        // Standard input is refused.
        return None;
    }
    let text = format!("waiting for {what}; type it and end with {END}, or see unspin --help");
    (input.is_terminal() && !args.messages.quiet).then(|| Message::info("<stdin>", text))
}

/// Input that ends once. A terminal can be read on after its end, so that the end would have to be
/// typed several times.
pub struct UntilEnd<R>(Option<R>);

impl<R: Read> UntilEnd<R> {
    /// Reads `input` until its end.
    pub fn new(input: R) -> Self {
        Self(Some(input))
    }
}

impl<R: Read> Read for UntilEnd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(input) = &mut self.0 else {
            return Ok(0);
        };
        let len = input.read(buffer)?;
        if len == 0 && !buffer.is_empty() {
            self.0 = None;
        }
        Ok(len)
    }
}
