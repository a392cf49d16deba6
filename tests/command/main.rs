//! Tests of the command, as a user meets it.

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod configuration;
mod hostile;
mod killed;
mod own_words;
mod pipeline;
mod report;
mod rescore;
mod streams;
