//! The command `unspin`.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    unspin::cli::main(env::args_os()).into()
}
