//! Which bytes of a source are prose. It owns the formats; what is done with the prose is the restorer's.

pub mod address;
pub mod plain;
