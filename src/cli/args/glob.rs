//! Choosing files of folders by their names: those that the user's globs match, or those that
//! usually contain prose.

use std::borrow::Cow;
use std::env;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::types::{Types, TypesBuilder};

use crate::document::recognise::by_name;

/// The name under which `ignore` keeps our globs.
const SELECTED: &str = "selected";

/// Says which files of a folder are restored.
#[derive(Clone, Debug)]
pub struct FileFilter {
    chosen: Option<Types>,
    excluded: Gitignore,
}

impl FileFilter {
    /// Accepts files whose names match one of `globs`; if there are none, files that usually
    /// contain prose. Files and folders that match one of `excludes` are skipped.
    ///
    /// # Errors
    /// If a glob is malformed: what is wrong, and what to do.
    pub fn new(globs: &[String], excludes: &[String]) -> Result<Self, String> {
        Ok(Self {
            chosen: (!globs.is_empty()).then(|| matching(globs)).transpose()?,
            excluded: excluding(excludes)?,
        })
    }

    /// Whether the file or folder `path` is skipped while a folder is searched.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.excluded.matched(path, is_folder).is_ignore()
    }

    /// Whether the file `path` is restored.
    pub fn accepts(&self, path: &Path) -> bool {
        match &self.chosen {
            Some(types) => types.matched(path, false).is_whitelist(),
            None => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                by_name(&name).is_some_and(|kind| kind.format().is_some())
            }
        }
    }
}

fn matching(globs: &[String]) -> Result<Types, String> {
    let refused = |error: ignore::Error| {
        format!("is not a file name with wildcards ({error}); write for example '*.txt'")
    };
    let mut types = TypesBuilder::new();
    for glob in globs {
        types.add(SELECTED, glob).map_err(refused)?;
    }
    types.select(SELECTED).build().map_err(refused)
}

/// Patterns with a slash count from the working folder.
fn excluding(globs: &[String]) -> Result<Gitignore, String> {
    let refused = |error: ignore::Error| {
        // The pattern itself is named before this.
        let problem = match error {
            ignore::Error::Glob { err, .. } => err,
            error => error.to_string(),
        };
        format!("is not a pattern ({problem}); write for example 'drafts' or '*.min.html'")
    };
    if globs.is_empty() {
        return Ok(Gitignore::empty());
    }
    let working = env::current_dir().unwrap_or_default();
    let mut excluded = GitignoreBuilder::new(&working);
    excluded.allow_unclosed_class(false);
    for glob in globs {
        let glob = from_folder(glob, &working);
        excluded.add_line(None, &glob).map_err(refused)?;
    }
    excluded.build().map_err(refused)
}

/// A pattern that starts with `./` or the path of the folder `working`, as one that counts from there. It may
/// have a `!` in front.
fn from_folder<'g>(glob: &'g str, working: &Path) -> Cow<'g, str> {
    if let Some(glob) = glob.strip_prefix('!') {
        return Cow::Owned(format!("!{}", from_folder(glob, working)));
    }
    // In a file, this would be a comment.
    if glob.starts_with('#') {
        return Cow::Owned(format!("\\{glob}"));
    }
    let inside = glob.strip_prefix("./").or_else(|| {
        let inside = Path::new(glob).strip_prefix(working).ok()?.to_str()?;
        glob.get(glob.rfind(inside)?..)
    });
    match inside {
        Some(inside) if !inside.is_empty() => Cow::Owned(format!("/{inside}")),
        _ => Cow::Borrowed(glob),
    }
}

/// Checks a value of `--glob`.
///
/// # Errors
/// If it is malformed: what is wrong, and what to do.
pub fn parse_glob(text: &str) -> Result<String, String> {
    matching(&[text.to_owned()]).map(|_| text.to_owned())
}

/// Checks a value of `--exclude`.
///
/// # Errors
/// If it is malformed: what is wrong, and what to do.
pub fn parse_exclude(text: &str) -> Result<String, String> {
    if matches!(text, "" | "!") {
        return Err("is empty; name what is skipped, for example 'drafts'".to_owned());
    }
    excluding(&[text.to_owned()]).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_globs_prose_is_chosen_by_its_name() {
        let filter = FileFilter::new(&[], &[]).expect("our own globs");
        for (name, accepted) in [
            ("a.md", true),
            ("b/a.jsonl.gz", true),
            ("a.xhtml.zst", true),
            ("a.MD", true),
            ("index.html?p=12", true),
            ("a.gz", false),
            ("a.png", false),
        ] {
            assert_eq!(filter.accepts(Path::new(name)), accepted, "{name}");
        }
    }

    #[test]
    fn patterns_may_have_the_folder_in_front() {
        let table = [
            ("./a/b", "/a/b"),
            ("./a.txt", "/a.txt"),
            ("/home/me/a/b/", "/a/b/"),
            ("/home/me", "/home/me"),
            ("/a", "/a"),
            ("a/b", "a/b"),
            ("*.txt", "*.txt"),
            ("!./a", "!/a"),
            ("!a", "!a"),
            ("#a", "\\#a"),
        ];
        for (glob, expected) in table {
            assert_eq!(from_folder(glob, Path::new("/home/me")), expected, "{glob}");
        }
    }

    #[test]
    fn malformed_globs_are_refused() {
        assert!(parse_exclude("a/**/b").is_ok());
        assert!(parse_exclude("").is_err());
        for pattern in ["a[", "!./a["] {
            let problem = parse_exclude(pattern).expect_err("an open bracket");
            assert!(problem.starts_with("is not a pattern ("), "{problem}");
            assert!(!problem.contains("a["), "{problem}");
        }
        assert!(parse_exclude("!").is_err());
        assert!(parse_glob("*.{txt,md}").is_ok());
        let problem = parse_glob("a[").expect_err("an open bracket");
        assert!(
            problem.starts_with("is not a file name with wildcards (")
                && problem.ends_with("); write for example '*.txt'"),
            "{problem}"
        );
    }
}
