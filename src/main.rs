//! The `unspin` filter.

use std::env;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use unspin::cli::config::configured;
use unspin::cli::{Streams, print, refuse, run};

fn main() -> ExitCode {
    let (out, messages) = (&mut BufWriter::new(io::stdout().lock()), &mut io::stderr());
    let status = match configured(env::args_os()) {
        Ok(configured) if configured.args.dump_config => print(&configured.dump(), out, messages),
        Ok(configured) => {
            let looks = configured.args.looks(out.get_ref(), messages);
            run(configured.args, looks, Streams { input: Box::new(io::stdin()), out, messages })
        }
        Err(told) => refuse(&told, messages),
    };
    status.into()
}
