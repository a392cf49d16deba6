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
            return Err(meanwhile());
        }
        let renamed = file.persist(&self.path);
        drop(self.registration);
        renamed.map(drop).map_err(|error| error.error)
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

fn regular(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata)
    } else {
        Err(io::Error::other("not a regular file"))
    }
}

#[cfg(test)]
mod tests;
