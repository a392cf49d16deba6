//! Files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository. The tests of `train/` belong to a package in a folder below it.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_root = |folder: &&Path| folder.join("fixtures").is_dir();
    let root = package.ancestors().find(is_root);
    root.expect("the repository has fixtures/").to_owned()
}

/// The text of a file of the repository.
pub fn repository_file(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text of a file in `fixtures/`.
pub fn fixture(name: &str) -> String {
    repository_file(Path::new("fixtures").join(name))
}

/// The files in a folder of `fixtures/` whose names end with `end`, sorted: the path in `fixtures/`
/// and the text of each.
pub fn fixtures(folder: &str, end: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(root().join("fixtures").join(folder)).expect("a folder of fixtures");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let name = entry.expect("a readable folder").file_name();
            format!("{folder}/{}", name.to_str().expect("UTF-8"))
        })
        .filter(|name| name.ends_with(end))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let text = fixture(&name);
            (name, text)
        })
        .collect()
}

/// The Markdown files of the repository, except those of hidden and build folders: their paths in it,
/// sorted.
pub fn markdown_files() -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let is_skipped = name.starts_with('.') || ["target", "dist"].contains(&&*name);
            if path.is_dir() && !is_skipped {
                folders.push(path);
            } else if name.ends_with(".md") {
                let path = path.strip_prefix(&root).expect("a file of the repository");
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
