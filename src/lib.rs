//! Turn synonym-spun English back into its original wording.
pub mod candidate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod context;
pub mod edit;
pub mod error;
pub mod format;
pub mod hash;
pub mod lexicon;
pub mod model;
pub mod restore;
pub mod segment;
pub mod static_map;
pub mod token;
#[cfg(feature = "train")]
pub mod train;
