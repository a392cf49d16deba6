//! The `unspin-train` program.
use std::process::ExitCode;

fn main() -> ExitCode {
    unspin_train::commands::run()
}
