//! Tests of `unspin-train`: its commands, its figures, and families of spinners that it learns.

#[path = "../../../tests/support/mod.rs"]
mod support;

mod commands;
mod evaluate;
mod families;
