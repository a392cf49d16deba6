//! The command `unspin`.

use std::env;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use unspin::cli::{
    OutputStyle, Streams, UntilEnd, configured, generated, print, refuse, remove_on_interrupt, run,
    waiting,
};

fn main() -> ExitCode {
    let out = &mut BufWriter::new(io::stdout().lock());
    let messages = &mut io::stderr();
    let configured = match configured(env::args_os()) {
        Ok(configured) => configured,
        Err(message) => return refuse(&message, messages).into(),
    };
    if let Some(what) = configured.args.setup.generate {
        return print(&generated(what), out, messages).into();
    }
    if configured.args.setup.dump_config {
        return print(&configured.dump(), out, messages).into();
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
    run(configured.args, style, streams).into()
}
