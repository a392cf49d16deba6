//! The command as a process: its arguments, standard streams and exit status.

use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};

use super::config::{NoOptions, configured};
use super::generate::generated;
use super::message::Message;
use super::run::{Streams, print, refuse, run};
use super::status::Status;
use super::style::OutputStyle;
use super::temporary::remove_on_interrupt;
use super::waiting::{UntilEnd, waiting};

/// Runs the command with the standard streams of this process. The first argument is the name of the
/// program. The Python package calls this, too.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Status {
    let out = &mut BufWriter::new(io::stdout().lock());
    let messages = &mut io::stderr();
    let configured = match configured(arguments) {
        Ok(configured) => configured,
        Err(NoOptions::Wrong(message)) => return refuse(&message, messages),
        Err(NoOptions::Printed(help)) => return print_help(&help, messages),
    };
    if let Some(what) = configured.args.setup.generate {
        return print(&generated(what), out, messages);
    }
    if configured.args.setup.dump_config {
        return print(&configured.dump(), out, messages);
    }
    // If signals cannot be caught, an interrupt leaves a hidden temporary file behind, at worst.
    let _ = remove_on_interrupt();
    if let Some(message) = waiting(&configured.args, &io::stdin()) {
        message.write(messages);
    }
    let style = OutputStyle::new(&configured.args, out.get_ref(), messages);
    let streams = Streams {
        input: Box::new(UntilEnd::new(io::stdin())),
        out,
        messages,
    };
    run(configured.args, style, streams)
}

/// Prints what clap has to say: the help that was asked for, or what is wrong with the command line.
fn print_help(help: &clap::Error, messages: &mut dyn Write) -> Status {
    match help.print() {
        _ if help.use_stderr() => Status::Failed,
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            refuse(&Message::unwritable_stdout(&error), messages)
        }
        _ => Status::Done,
    }
}
