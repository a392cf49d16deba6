//! The native half of the Python package `unspin`: the engine, on Python's strings and on Arrow arrays. It owns no setting and
//! no decision; those are the crate's and the package's.

mod arrow;
mod batch;
mod engine;
mod explained;
mod own;
mod source;

use pyo3::prelude::*;
use unspin::restore::Precision;

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
    module.add_class::<engine::Engine>()
}
