//! Everything that `unspin-train` does.
pub mod align;
pub mod context;
pub mod lexicon;
pub mod pairs;
pub mod spin;
