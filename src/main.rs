//! The `unspin` filter.
fn main() {}
