//! The `unspin-train` program.
use std::process::ExitCode;

fn main() -> ExitCode {
    unspin::train::cli::run()
}
