//! Writing a file so that after a crash either the old or the new text is there. It does not know what the text is.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::packing::{Packer, Packing};
use super::unfinished::{Entry, new_file};

/// A new file that is about to take the place of `path`, or to come into being there. Dropped, it is as if it never was.
///
/// It is written to a file of its own in the same folder. Other hard links of an old file keep the old text, as with `sed -i`.
pub struct Replacement {
    file: Packer<BufWriter<NamedTempFile>>,
    path: PathBuf,
    unfinished: Entry,
}

impl Replacement {
    /// One for the file `path`, with its permissions; links are followed.
    ///
    /// # Errors
    /// Where `path` is not a regular file, or its folder refuses a new one.
    pub fn of(path: &Path, packing: Packing) -> io::Result<Self> {
        let path = path.canonicalize()?;
        Self::new(&path, &fs::metadata(&path)?, packing)
    }

    /// One at `path`, with the permissions of the file `source`; the folders to it are made.
    ///
    /// # Errors
    /// Where `source` is not a regular file, or a folder refuses a new file.
    pub fn at(path: &Path, source: &Path, packing: Packing) -> io::Result<Self> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        Self::new(path, &fs::metadata(source)?, packing)
    }

    /// One at `path`, which may be new.
    ///
    /// # Errors
    /// Where `path` is something else than a file, or its folder refuses a new one.
    pub fn report(path: &Path) -> io::Result<Self> {
        if path.exists() {
            return Self::of(path, Packing::Plain);
        }
        let (file, unfinished) = new_file(folder_of(path)?)?;
        Ok(Self {
            file: Packer::new(Packing::Plain, BufWriter::new(file))?,
            path: path.to_owned(),
            unfinished,
        })
    }

    fn new(path: &Path, like: &Metadata, packing: Packing) -> io::Result<Self> {
        if !like.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let (file, unfinished) = new_file(folder_of(path)?)?;
        keep_owner(file.as_file(), like);
        file.as_file().set_permissions(like.permissions())?;
        Ok(Self {
            file: Packer::new(packing, BufWriter::new(file))?,
            path: path.to_owned(),
            unfinished,
        })
    }

    /// Appends to the new file.
    ///
    /// # Errors
    /// Where there is no space.
    pub fn write(&mut self, text: &[u8]) -> io::Result<()> {
        self.file.write(text)
    }

    /// Puts the new file in its place, once the disk has it.
    ///
    /// # Errors
    /// Where there is no space, or the folder refuses it; the old file is then as it was.
    pub fn finish(self) -> io::Result<()> {
        let file = self.file.finish()?.into_inner()?;
        file.as_file().sync_all()?;
        let placed = file
            .persist(&self.path)
            .map(drop)
            .map_err(|error| error.error);
        drop(self.unfinished);
        placed
    }
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    Ok(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })
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

    fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
        let mut file = Replacement::of(path, Packing::Plain)?;
        file.write(text)?;
        file.finish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| {
            entry
                .expect("entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        };
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
        assert_eq!(
            fs::metadata(&path).expect("metadata").permissions().mode() & 0o7777,
            0o751
        );
        assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
    }

    #[test]
    fn what_is_not_finished_never_was() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "spun").expect("write");
        Replacement::of(&path, Packing::Gzip)
            .and_then(|mut file| file.write(b"original"))
            .expect("space");
        assert_eq!(fs::read(&path).expect("read"), b"spun");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn folders_are_made() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (source, path) = (folder.path().join("a.txt"), folder.path().join("b/c/a.txt"));
        fs::write(&source, "spun").expect("write");
        let mut file = Replacement::at(&path, &source, Packing::Plain).expect("folders");
        file.write(b"original").expect("space");
        file.finish().expect("a place");
        assert_eq!(fs::read(&path).expect("read"), b"original");
        assert_eq!(names(path.parent().expect("folder")), ["a.txt"]);
    }

    #[test]
    fn folders_are_refused() {
        let folder = tempfile::tempdir().expect("temporary folder");
        assert_eq!(
            replace(folder.path(), b"")
                .expect_err("a folder")
                .to_string(),
            "not a regular file"
        );
    }
}
