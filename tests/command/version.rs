//! `--version`: the version of the program, and which data is built in.

use std::fs;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::support::*;

/// Endings of the files of dictionaries/ that are built in.
const BUILT_IN: [&str; 5] = ["ctx", "gate", "lm", "net", "tsv"];

#[test]
fn version_is_that_of_the_package() {
    let sandbox = Sandbox::new();
    let short = format!("unspin {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(sandbox.stdout(&["-V"], "", 0), short);
    let data = repository_file("dictionaries/version.txt");
    assert_eq!(
        sandbox.stdout(&["--version"], "", 0),
        format!("{short}data {data}\n")
    );
}

/// The checksum is that of `cat *.ctx *.gate *.lm *.net *.tsv | sha256sum`.
#[test]
fn the_data_has_the_checksum_of_its_version() {
    let folder = root().join("dictionaries");
    let entries = fs::read_dir(&folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<(usize, _)> = paths
        .filter_map(|path| {
            let ending = path.extension()?.to_str()?;
            let place = BUILT_IN.iter().position(|built_in| *built_in == ending)?;
            Some((place, path))
        })
        .collect();
    files.sort();
    let mut hash = Sha256::new();
    for (_, path) in files {
        hash.update(fs::read(path).expect("a file"));
    }
    let bytes = hash.finalize();
    let sum: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let version = repository_file("dictionaries/version.txt");
    let (date, stored) = version
        .split_once(" sha256:")
        .expect("a date and a checksum");
    if stored != sum && std::env::var_os("UNSPIN_BLESS").is_some() {
        let today = Command::new("date")
            .args(["-u", "+%F"])
            .output()
            .expect("a date");
        let today = text(&today.stdout);
        let version = format!("{} sha256:{sum}", today.trim());
        return fs::write(folder.join("version.txt"), version).expect("a file");
    }
    assert_eq!(
        stored, sum,
        "the data has changed; run UNSPIN_BLESS=1 cargo test --test command version"
    );
    let parts: Vec<usize> = date.split('-').map(str::len).collect();
    assert_eq!(parts, [4, 2, 2], "{date}");
}
