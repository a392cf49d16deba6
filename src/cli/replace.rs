//! Writing a file in place, so that after a crash either the old or the new text is there. It does not know what the text is.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts `text` where the file `path` is, with the same permissions; links are followed.
///
/// Other hard links of the file keep the old text, as with `sed -i`.
///
/// # Errors
/// Where `path` is not a regular file, or its folder refuses a new one; the file is then as it was.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = path.canonicalize()?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    let mut file = NamedTempFile::with_prefix_in(".unspin-", folder)?;
    file.write_all(text)?;
    keep_owner(file.as_file(), &metadata);
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path).map(drop).map_err(|error| error.error)
}

/// Only root may give a file away; for everybody else the new file is theirs, as with every editor.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.expect("entry").file_name().into_string().expect("UTF-8");
        let mut names: Vec<String> = fs::read_dir(folder).expect("folder").map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_but_the_text_changes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "spun").expect("write");
        replace(&path, b"original \xff").expect("replace");
        assert_eq!(fs::read(&path).expect("read"), b"original \xff");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("temporary folder");
        let (path, link) = (folder.path().join("a.txt"), folder.path().join("link"));
        fs::write(&path, "spun").expect("write");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).expect("chmod");
        symlink("a.txt", &link).expect("link");
        replace(&link, b"original").expect("replace");
        assert_eq!(fs::read(&path).expect("read"), b"original");
        assert_eq!(fs::metadata(&path).expect("metadata").permissions().mode() & 0o7777, 0o751);
        assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
    }

    #[test]
    fn folders_are_refused() {
        let folder = tempfile::tempdir().expect("temporary folder");
        assert_eq!(replace(folder.path(), b"").expect_err("a folder").to_string(), "not a regular file");
    }
}
