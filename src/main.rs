//! The `unspin` filter.

use std::io::{self, BufWriter};
use std::process::ExitCode;

use clap::Parser;
use unspin::cli::{Args, Streams, run};

fn main() -> ExitCode {
    let args = Args::parse();
    let stdout = io::stdout().lock();
    let looks = args.looks(&stdout, &io::stderr());
    let streams = Streams { input: Box::new(io::stdin()), out: &mut BufWriter::new(stdout), messages: &mut io::stderr() };
    run(args, looks, streams).into()
}
