//! Choosing files of folders by their names: those that the user's globs match, or those that
//! usually contain prose.

use std::path::Path;

use ignore::types::{Types, TypesBuilder};

use crate::document::recognise::by_name;

/// The name under which `ignore` keeps our globs.
const SELECTED: &str = "selected";

/// Says which files of a folder are restored.
#[derive(Clone, Debug)]
pub struct FileFilter(Option<Types>);

impl FileFilter {
    /// Accepts files whose names match one of `globs`; if there are none, files that usually
    /// contain prose.
    ///
    /// # Errors
    /// If a glob is malformed: what is wrong, and what to do.
    pub fn new(globs: &[String]) -> Result<Self, String> {
        if globs.is_empty() {
            return Ok(Self(None));
        }
        Self::matching(globs.iter().map(String::as_str))
    }

    fn matching<'g>(globs: impl Iterator<Item = &'g str>) -> Result<Self, String> {
        let refused = |error: ignore::Error| {
            format!("is not a file name with wildcards ({error}); write for example '*.txt'")
        };
        let mut types = TypesBuilder::new();
        for glob in globs {
            types.add(SELECTED, glob).map_err(refused)?;
        }
        let types = types.select(SELECTED).build().map_err(refused)?;
        Ok(Self(Some(types)))
    }

    /// Whether the file `path` is restored.
    pub fn accepts(&self, path: &Path) -> bool {
        match &self.0 {
            Some(types) => types.matched(path, false).is_whitelist(),
            None => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                by_name(&name).is_some()
            }
        }
    }
}

/// Checks a value of `--glob`.
///
/// # Errors
/// If it is malformed: what is wrong, and what to do.
pub fn parse_glob(text: &str) -> Result<String, String> {
    FileFilter::matching([text].into_iter()).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_globs_prose_is_chosen_by_its_name() {
        let filter = FileFilter::new(&[]).expect("our own globs");
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
    fn malformed_globs_are_refused() {
        assert!(parse_glob("*.{txt,md}").is_ok());
        let problem = parse_glob("a[").expect_err("an open bracket");
        assert!(
            problem.starts_with("is not a file name with wildcards (")
                && problem.ends_with("); write for example '*.txt'"),
            "{problem}"
        );
    }
}
