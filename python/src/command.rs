//! The command `unspin`, which the package installs.

use pyo3::prelude::*;
use std::ffi::OsString;

/// Runs the command with `arguments`, of which the first is the name of the program. Returns the exit
/// status. It reads and writes the standard streams of the process, not `sys.stdin` and `sys.stdout`.
/// After wrong options and after a signal, the process ends at once.
#[pyfunction]
pub fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| unspin::cli::main(arguments).code())
}
