//! Everything that `unspin-train` does.
pub mod align;
pub mod lexicon;
pub mod pairs;
