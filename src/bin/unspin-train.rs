//! The `unspin-train` program.
fn main() {}
