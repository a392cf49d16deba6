//! The native module of the Python package `unspin`: the engine, on Python strings and on Arrow
//! arrays. Defaults, files and most checks are in the Python code of the package.

mod annotation;
mod arrow;
mod batch;
mod command;
mod engine;
mod explained;
mod pairs;
mod selection;
mod source;

use pyo3::prelude::*;
use unspin::Precision;

/// The module `unspin._native`.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let margins = [
        ("cautious", Precision::Cautious),
        ("balanced", Precision::Balanced),
        ("eager", Precision::Eager),
    ];
    module.add(
        "MARGINS",
        margins
            .map(|(name, precision)| (name, precision.min_margin()))
            .to_vec(),
    )?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(command::main, module)?)?;
    module.add_class::<engine::Engine>()
}
