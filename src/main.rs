//! The `unspin` filter.

use std::env;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use unspin::cli::config::{Configured, configured};
use unspin::cli::generate::generated;
use unspin::cli::unfinished::remove_on_interrupt;
use unspin::cli::{Args, Streams, print, refuse, run};

fn main() -> ExitCode {
    let (out, messages) = (&mut BufWriter::new(io::stdout().lock()), &mut io::stderr());
    let status = match configured(env::args_os()) {
        Ok(Configured {
            args: Args {
                generate: Some(choice),
                ..
            },
            ..
        }) => print(&generated(choice), out, messages),
        Ok(configured) if configured.args.dump_config => print(&configured.dump(), out, messages),
        Ok(configured) => {
            // Without it, an interrupt leaves a hidden file at the worst.
            let _ = remove_on_interrupt();
            let looks = configured.args.looks(out.get_ref(), messages);
            run(
                configured.args,
                looks,
                Streams {
                    input: Box::new(io::stdin()),
                    out,
                    messages,
                },
            )
        }
        Err(told) => refuse(&told, messages),
    };
    status.into()
}
