//! Replacing files so that after a crash, either the old or the new text is there.

mod attributes;

use std::fs::{self, Metadata};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::input::{Packer, Packing};
use super::stamp::{Stamp, meanwhile};
use super::temporary::{self, Registration};

/// A new file that will replace the file at a path when it is finished. If it is dropped before,
/// nothing has changed.
///
/// It is written to a temporary file in the same folder and then renamed. Other hard links to an
/// old file keep the old text, as with `sed -i`.
pub struct Replacement {
    file: Packer<BufWriter<NamedTempFile>>,
    path: PathBuf,
    registration: Registration,
    /// How the old file looked when it was read, if it was.
    read: Option<Stamp>,
}

impl Replacement {
    /// Replaces the file `path`, which looked like `stamp` when it was read, unless it looks different then.
    ///
    /// # Errors
    /// Those of [`Replacement::of`].
    pub fn of_read(path: &Path, stamp: Stamp, packing: Packing) -> io::Result<Self> {
        let read = Some(stamp);
        Self::of(path, packing).map(|replacement| Self {
            read,
            ..replacement
        })
    }

    /// Replaces the file `path` and keeps its owner, permissions and extended attributes. Symbolic
    /// links are followed.
    ///
    /// # Errors
    /// If `path` is not a regular file, no file can be created in its folder, or one of these cannot
    /// be kept.
    pub fn of(path: &Path, packing: Packing) -> io::Result<Self> {
        let path = path.canonicalize()?;
        let metadata = regular(&path)?;
        let (file, registration) = temporary::create_in(folder_of(&path)?)?;
        attributes::keep(file.as_file(), &path, &metadata)?;
        let out = BufWriter::new(file);
        Ok(Self {
            file: Packer::in_place_of(&path, packing, out),
            path,
            registration,
            read: None,
        })
    }

    /// Creates or replaces the file `path`, with the permissions of the file `source`. Missing
    /// folders are created.
    ///
    /// # Errors
    /// If `source` is not a regular file, or a folder or file cannot be created.
    pub fn with_permissions_of(source: &Path, path: &Path, packing: Packing) -> io::Result<Self> {
        let metadata = regular(source)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let (file, registration) = temporary::create_in(folder_of(path)?)?;
        attributes::copy(file.as_file(), source, &metadata)?;
        let out = BufWriter::new(file);
        Ok(Self {
            file: Packer::in_place_of(source, packing, out),
            path: path.to_owned(),
            registration,
            read: None,
        })
    }

    /// Creates the file `path`, or replaces it and keeps its permissions.
    ///
    /// # Errors
    /// If `path` is something else than a regular file, or no file can be created in its folder.
    pub fn create_or_replace(path: &Path) -> io::Result<Self> {
        if path.exists() {
            Self::of(path, Packing::Plain)
        } else {
            let (file, registration) = temporary::create_in(folder_of(path)?)?;
            Ok(Self {
                file: Packer::new(Packing::Plain, BufWriter::new(file)),
                path: path.to_owned(),
                registration,
                read: None,
            })
        }
    }

    /// Appends to the new file.
    ///
    /// # Errors
    /// If there is no space.
    pub fn write(&mut self, text: &[u8]) -> io::Result<()> {
        self.file.write(text)
    }

    /// Ends a compressed member.
    ///
    /// # Errors
    /// If there is no space.
    pub fn end_member(&mut self) -> io::Result<()> {
        self.file.end_member()
    }

    /// Appends bytes that are compressed already, as a member of their own.
    ///
    /// # Errors
    /// If there is no space.
    pub fn write_packed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_packed(bytes)
    }

    /// Flushes the new file to the disk and then puts it at the path.
    ///
    /// # Errors
    /// If there is no space, another program has changed the old file, or the file cannot be renamed. The
    /// old file is then unchanged.
    pub fn finish(self) -> io::Result<()> {
        let file = self.file.finish()?.into_inner()?;
        file.as_file().sync_all()?;
        if self.read.is_some_and(|read| read != Stamp::of(&self.path)) {
            return if is_same(file.path(), &self.path)? {
                // The file was named twice.
                Ok(())
            } else {
                Err(meanwhile())
            };
        }
        let renamed = file.persist(&self.path);
        drop(self.registration);
        renamed.map(drop).map_err(|error| error.error)
    }
}

/// Whether two files have the same content.
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    Ok(
        fs::metadata(one)?.len() == fs::metadata(other)?.len()
            && fs::read(one)? == fs::read(other)?,
    )
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    Ok(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })
}

fn regular(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata)
    } else {
        Err(io::Error::other("not a regular file"))
    }
}

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
    fn only_the_text_changes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "spun").expect("write");
        replace(&path, b"original \xff").expect("replace");
        assert_eq!(fs::read(&path).expect("read"), b"original \xff");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        let link = folder.path().join("link");
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
    fn without_finish_nothing_changes() {
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
    fn what_was_changed_since_it_was_read_is_not_replaced() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        for (meanwhile, expected) in [
            ("spun", Some("original")),
            ("spun, longer", None),
            // As where the file is named twice.
            ("original", Some("original")),
        ] {
            fs::write(&path, "spun").expect("write");
            let stamp = Stamp::of(&path);
            let mut file = Replacement::of_read(&path, stamp, Packing::Plain).expect("a file");
            file.write(b"original").expect("space");
            if meanwhile != "spun" {
                fs::write(&path, meanwhile).expect("write");
            }
            let finished = file.finish();
            assert_eq!(finished.is_ok(), expected.is_some(), "{meanwhile}");
            let found = fs::read_to_string(&path).expect("read");
            assert_eq!(found, expected.unwrap_or(meanwhile));
            assert_eq!(names(folder.path()), ["a.txt"]);
        }
    }

    #[test]
    fn missing_folders_are_created() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let source = folder.path().join("a.txt");
        let path = folder.path().join("b/c/a.txt");
        fs::write(&source, "spun").expect("write");
        let mut file =
            Replacement::with_permissions_of(&source, &path, Packing::Plain).expect("folders");
        file.write(b"original").expect("space");
        file.finish().expect("a file");
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
