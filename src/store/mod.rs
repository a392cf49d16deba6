//! Data files that are read in place: the container format, load errors, hashes and static maps.

pub mod error;
pub mod file;
pub mod hash;
pub mod static_map;
pub mod weight_map;
