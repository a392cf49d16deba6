//! Listing the files of a folder.

use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::super::args::FileFilter;
use super::super::message::cause;

/// The files of `folder` and its subfolders that `filter` accepts, sorted by name. Hidden files,
/// files that .ignore lists, what `filter` excludes, and the folder or file `left_out` are skipped, and in a repository of
/// git also what git ignores. Symbolic links are not followed.
///
/// An item is an error where a folder cannot be read: what is wrong, and what to do.
pub fn files(
    folder: &Path,
    filter: FileFilter,
    left_out: Option<&Path>,
) -> impl Iterator<Item = Result<PathBuf, String>> {
    let mut walk = WalkBuilder::new(folder);
    let left_out = left_out.and_then(|path| path.canonicalize().ok());
    let skipping = filter.clone();
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_left_out = || {
            let is_below = |left_out: &PathBuf| is_folder_below(entry, left_out);
            left_out.as_ref().is_some_and(is_below)
        };
        // The folder that the user named is searched in any case.
        let is_excluded = entry.depth() > 0 && skipping.excludes(entry.path(), is_folder);
        !is_excluded && !is_left_out()
    });
    walk.sort_by_file_name(Ord::cmp)
        .build()
        .filter_map(move |entry| match entry {
            // The walk could filter by itself, but then a match would bring hidden files back.
            Ok(entry) => {
                (is_file(&entry) && filter.accepts(entry.path())).then(|| Ok(entry.into_path()))
            }
            Err(error) => Some(Err(format!(
                "cannot be searched for files ({}); check its permissions or leave it out",
                cause(&error)
            ))),
        })
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Whether `entry` is the folder `left_out`, unless the walk starts there.
fn is_folder_below(entry: &DirEntry, left_out: &Path) -> bool {
    entry.depth() > 0
        && entry
            .path()
            .canonicalize()
            .is_ok_and(|path| path == left_out)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(globs: &[&str], excludes: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("temporary folder");
        let root = folder.path();
        for name in [".git", "b/c", "out"] {
            fs::create_dir_all(root.join(name)).expect("folder");
        }
        for name in [
            "z.txt",
            "a.MD",
            "a.md",
            "a.jsonl.gz",
            "a.png",
            ".hidden.txt",
            "no.txt",
            "b/c.html",
            "b/d.rs",
            "b/c/e.txt",
            "out/f.txt",
        ] {
            fs::write(root.join(name), "").expect("file");
        }
        fs::write(root.join(".gitignore"), "no.*\n").expect("file");
        let [globs, excludes] = [globs, excludes].map(|globs| {
            let owned = globs.iter().map(|&glob| glob.to_owned());
            owned.collect::<Vec<String>>()
        });
        let filter = FileFilter::new(&globs, &excludes).expect("valid globs");
        files(root, filter, Some(&root.join("out")))
            .map(|file| {
                let path = file.expect("a folder that can be read");
                let relative = path.strip_prefix(root).expect("a file in the folder");
                relative.to_str().expect("UTF-8").to_owned()
            })
            .collect()
    }

    #[test]
    fn prose_is_found_but_nothing_hidden_or_ignored() {
        assert_eq!(
            found(&[], &[]),
            [
                "a.MD",
                "a.jsonl.gz",
                "a.md",
                "b/c/e.txt",
                "b/c.html",
                "z.txt"
            ]
        );
    }

    #[test]
    fn a_gitignore_applies_only_in_a_repository() {
        for (is_repository, expected) in [(false, 1), (true, 0)] {
            let folder = tempfile::tempdir().expect("temporary folder");
            let articles = folder.path().join("articles");
            fs::create_dir(&articles).expect("folder");
            fs::write(articles.join("a.txt"), "").expect("file");
            fs::write(folder.path().join(".gitignore"), "*\n").expect("file");
            if is_repository {
                fs::create_dir(folder.path().join(".git")).expect("folder");
            }
            let filter = FileFilter::new(&[], &[]).expect("no globs");
            assert_eq!(files(&articles, filter, None).count(), expected);
        }
    }

    #[test]
    fn globs_choose_other_files() {
        let expected = ["b/c/e.txt", "b/d.rs", "z.txt"];
        assert_eq!(found(&["*.rs", "?.txt"], &[]), expected);
        assert_eq!(found(&["*.none"], &[]), [""; 0]);
    }

    #[test]
    fn what_is_excluded_is_skipped() {
        let excludes = ["c/", "*.MD", "?.jsonl.gz"];
        assert_eq!(found(&[], &excludes), ["a.md", "b/c.html", "z.txt"]);
        // Hidden files stay hidden.
        assert_eq!(found(&["*.txt"], &["b"]), ["z.txt"]);
        let excludes = ["*.MD", "*.txt", "!e.txt", "!.hidden.txt", "!no.txt"];
        let expected = ["a.jsonl.gz", "a.md", "b/c/e.txt", "b/c.html"];
        assert_eq!(found(&[], &excludes), expected);
    }
}
