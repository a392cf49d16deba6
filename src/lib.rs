//! Turn synonym-spun English back into its original wording.
pub mod error;
pub mod format;
pub mod hash;
pub mod segment;
pub mod static_map;
pub mod token;
