//! What the tests share: files of the repository, texts in every format, and the program in a
//! temporary folder.
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(unused_imports, reason = "each test binary uses a part of it")]

pub mod console;
mod edits;
mod fixtures;
mod sandbox;
mod texts;
mod tree;

pub use edits::{apply, assert_edits_give_output, json_lines, number};
pub use fixtures::{fixture, fixtures, markdown_files, repository_file, root};
pub use sandbox::{Sandbox, program, text};
pub use texts::{CLEAN, SPUN, field, gzip, html, markdown, record, zstd};
pub use tree::{TREE, tree, unpacked};
