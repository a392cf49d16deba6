//! Tests of the command as a user runs it.

#[path = "../support/mod.rs"]
mod support;

mod check_formats;
mod compressed_pages;
mod configuration;
mod damaged_archives;
mod edits_file;
mod file_list;
mod files;
mod formats;
mod hostile;
mod inputs;
#[cfg(unix)]
mod interactive;
mod json_lines;
mod keep;
mod killed;
mod modes;
mod options_page;
mod output_file;
mod output_folder;
mod pages;
mod positions;
mod recognised;
mod report;
mod rescore;
mod rescore_program;
mod restoring;
mod schemas;
mod spintax;
mod streams;
mod structured;
#[cfg(unix)]
mod terminal;
mod terms;
mod threads;
mod usage;
mod user_words;
mod version;
