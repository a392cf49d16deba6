//! Tests of the command as a user runs it.

#[path = "../support/mod.rs"]
mod support;

mod configuration;
mod edits_file;
mod file_list;
mod files;
mod formats;
mod hostile;
mod inputs;
mod json_lines;
mod killed;
mod modes;
mod options_page;
mod output_folder;
mod pages;
mod positions;
mod recognised;
mod report;
mod rescore;
mod rescore_program;
mod restoring;
mod spintax;
mod streams;
mod structured;
mod terms;
mod threads;
mod usage;
mod user_words;
