//! The program `unspin-train`.
use std::process::ExitCode;

fn main() -> ExitCode {
    unspin_train::commands::run()
}
