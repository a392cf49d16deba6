//! The file `unspin.toml`: any bytes are accepted, or refused with a message.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;
use std::sync::LazyLock;
use unspin::cli::{NoOptions, configured};

static FOLDER: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("temporary folder"));

fuzz_target!(|bytes: &[u8]| {
    let path = FOLDER.path().join("unspin.toml");
    fs::write(&path, bytes).expect("a writable folder");
    match configured(["unspin".into(), "--config".into(), path.into_os_string()]) {
        Ok(configured) => assert!(!configured.dump().is_empty()),
        Err(NoOptions::Wrong(message)) => assert!(!message.text.is_empty()),
        Err(NoOptions::Printed(error)) => panic!("{error}"),
    }
});
