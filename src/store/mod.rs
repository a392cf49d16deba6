//! Files that are read in place: their header and checksum, errors, hashes and static tables.

pub mod error;
pub mod file;
pub mod hash;
pub mod static_map;
pub mod weight_map;
