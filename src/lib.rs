//! Turn synonym-spun English back into its original wording.
pub mod hash;
pub mod static_map;
pub mod token;
