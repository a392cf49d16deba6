//! Tests of the library: what it restores, what it leaves alone, and what holds for any input.

#[path = "../support/mod.rs"]
mod support;

mod alternatives;
mod clean;
mod dictionaries;
mod facts;
mod files;
mod links;
mod markup;
mod pages;
mod properties;
mod restore;
mod science;
