//! Which files of a folder are restored. It owns the walk and the choice by name, and opens no file.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::types::{Types, TypesBuilder};

/// Names of files with prose, before any .gz or .zst.
const PROSE: [&str; 9] = [
    "*.txt",
    "*.text",
    "*.md",
    "*.markdown",
    "*.html",
    "*.htm",
    "*.xhtml",
    "*.jsonl",
    "*.ndjson",
];
const PACKED: [&str; 3] = ["", ".gz", ".zst"];
/// Name of the only type.
const SELECTED: &str = "selected";

/// The files of `folder` and of the folders in it whose names match one of `globs`, or are those of prose where there is
/// none: sorted, without hidden ones, without what .gitignore and .ignore name and without the folder `left_out`. Links are
/// not followed.
///
/// An item is an error where a folder cannot be read: what is wrong with it, and what to do.
pub fn files(
    folder: &Path,
    globs: &[String],
    left_out: Option<&Path>,
) -> impl Iterator<Item = Result<PathBuf, String>> {
    let told = |error: &ignore::Error| {
        format!("cannot be walked ({error}); check its permissions or leave it out")
    };
    let (types, refused) = match if globs.is_empty() {
        prose()
    } else {
        types(globs)
    } {
        Ok(types) => (types, None),
        Err(problem) => (Types::empty(), Some(Err(problem))),
    };
    let mut walk = WalkBuilder::new(folder);
    if let Some(left_out) = left_out.and_then(|path| path.canonicalize().ok()) {
        walk.filter_entry(move |entry| {
            entry.depth() == 0
                || entry
                    .path()
                    .canonicalize()
                    .map_or(true, |path| path != left_out)
        });
    }
    let walk = walk.require_git(false).sort_by_file_name(Ord::cmp).build();
    let entries = walk.filter_map(move |entry| match entry {
        Ok(entry) => {
            let file = entry.file_type().is_some_and(|kind| kind.is_file());
            // Asked here and not by the walk, where a match brings hidden files back.
            (file && types.matched(entry.path(), false).is_whitelist())
                .then(|| Ok(entry.into_path()))
        }
        Err(error) => Some(Err(told(&error))),
    });
    refused.into_iter().chain(entries)
}

fn prose() -> Result<Types, String> {
    types(
        PACKED
            .iter()
            .flat_map(|packed| PROSE.iter().map(move |name| format!("{name}{packed}")))
            .collect::<Vec<_>>()
            .as_slice(),
    )
}

fn types(globs: &[String]) -> Result<Types, String> {
    let refused = |error: ignore::Error| {
        format!("is no file name with wildcards ({error}); write '*.txt', for example")
    };
    let mut types = TypesBuilder::new();
    globs
        .iter()
        .try_for_each(|glob| types.add(SELECTED, glob))
        .map_err(refused)?;
    types.select(SELECTED).build().map_err(refused)
}

/// Reads what `--glob` gives.
///
/// # Errors
/// Where it is no glob.
pub fn parse_glob(text: &str) -> Result<String, String> {
    types(&[text.to_owned()]).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(globs: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("temporary folder");
        ["b/.git", "out"]
            .iter()
            .for_each(|name| fs::create_dir_all(folder.path().join(name)).expect("folder"));
        for name in [
            "z.txt",
            "a.MD",
            "a.md",
            "a.jsonl.gz",
            "a.gz",
            "a.png",
            ".hidden.txt",
            "no.txt",
            "b/c.html",
            "b/d.rs",
            "b/.git/e.txt",
            "out/f.txt",
        ] {
            fs::write(folder.path().join(name), "").expect("file");
        }
        fs::write(folder.path().join(".gitignore"), "no.*\n").expect("file");
        let globs: Vec<String> = globs.iter().map(|&glob| glob.to_owned()).collect();
        let relative = |path: PathBuf| {
            path.strip_prefix(folder.path())
                .expect("in the folder")
                .to_str()
                .expect("UTF-8")
                .to_owned()
        };
        files(folder.path(), &globs, Some(&folder.path().join("out")))
            .map(|file| relative(file.expect("a folder that can be read")))
            .collect()
    }

    #[test]
    fn prose_by_its_name_but_nothing_hidden_or_ignored() {
        assert_eq!(found(&[]), ["a.jsonl.gz", "a.md", "b/c.html", "z.txt"]);
    }

    #[test]
    fn globs_choose_instead() {
        assert_eq!(found(&["*.rs", "?.txt"]), ["b/d.rs", "z.txt"]);
        assert_eq!(found(&["*.none"]), [""; 0]);
    }

    #[test]
    fn globs_are_checked() {
        assert!(parse_glob("*.{txt,md}").is_ok());
        let problem = parse_glob("a[").expect_err("no glob");
        assert!(
            problem.starts_with("is no file name with wildcards (")
                && problem.ends_with("write '*.txt', for example"),
            "{problem}"
        );
    }
}
