//! Tests of `unspin-train`: its commands, the figures that it prints, and whether families of
//! spinners can be learned and told apart.

#[path = "../../../tests/support/mod.rs"]
mod support;

mod commands;
mod evaluate;
mod families;
mod pages;
