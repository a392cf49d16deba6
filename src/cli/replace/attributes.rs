//! What a new file takes over from the one that it replaces, apart from its text: owner,
//! permissions, and the extended attributes, among which is the access list.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Gives `file` the owner, permissions and extended attributes of the file `old`.
///
/// # Errors
/// If one of them cannot be kept.
pub fn keep(file: &File, old: &Path, metadata: &Metadata) -> io::Result<()> {
    keep_owner(file, metadata)?;
    keep_permissions(file, old, metadata)
}

/// Gives `file` the permissions of `old`, and the owner and extended attributes if that is possible.
/// Another folder may be on a file system without them.
///
/// # Errors
/// If the permissions cannot be set.
pub fn copy(file: &File, old: &Path, metadata: &Metadata) -> io::Result<()> {
    // For all but root, new files belong to them.
    let _ = keep_owner(file, metadata);
    if keep_permissions(file, old, metadata).is_ok() {
        return Ok(());
    }
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut permissions = metadata.permissions();
    #[cfg(unix)]
    if extended::has_access_list(old) {
        use std::os::unix::fs::PermissionsExt;
        // Without the list, its mask would be the rights of the group.
        permissions.set_mode(permissions.mode() & !0o070);
    }
    file.set_permissions(permissions)
}

/// The access list comes last, because its mask is a part of the permissions.
fn keep_permissions(file: &File, old: &Path, metadata: &Metadata) -> io::Result<()> {
    extended::remove_others(file, old)?;
    file.set_permissions(metadata.permissions())?;
    extended::copy(file, old)
}

#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (metadata.uid(), metadata.gid()) {
        return Ok(());
    }
    fchown(file, Some(metadata.uid()), Some(metadata.gid())).map_err(|error| {
        let text = format!("its owner or group cannot be kept: {error}");
        io::Error::new(error.kind(), text)
    })
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod extended {
    use std::ffi::{CStr, CString};
    use std::fs::File;
    use std::io;
    use std::path::Path;

    use rustix::fs::{
        XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr, getxattr, listxattr,
    };
    use rustix::io::Errno;

    /// Attributes that the system sets by itself, from the contents of a file or its origin.
    const OF_SYSTEM: [&CStr; 4] = [
        c"security.evm",
        c"security.ima",
        c"security.capability",
        c"com.apple.provenance",
    ];

    /// Whether the file `old` has an access list.
    pub fn has_access_list(old: &Path) -> bool {
        let names = names(|buffer| listxattr(old, buffer)).unwrap_or_default();
        names
            .iter()
            .any(|name| &**name == c"system.posix_acl_access")
    }

    /// Removes the attributes from `file` that `old` does not have, such as an access list that new
    /// files get in its folder.
    pub fn remove_others(file: &File, old: &Path) -> io::Result<()> {
        let wanted = names(|buffer| listxattr(old, buffer))?;
        for name in names(|buffer| flistxattr(file, buffer))? {
            if !wanted.contains(&name) && name.to_bytes().starts_with(b"system.") {
                fremovexattr(file, &*name).map_err(|error| problem(&name, error))?;
            }
        }
        Ok(())
    }

    /// Gives `file` the attributes of `old`.
    pub fn copy(file: &File, old: &Path) -> io::Result<()> {
        for name in names(|buffer| listxattr(old, buffer))? {
            if OF_SYSTEM.contains(&&*name) {
                continue;
            }
            let value = read(|buffer| getxattr(old, &*name, buffer))?;
            // Labels that new files get anyway need not be set, which may not be allowed.
            if read(|buffer| fgetxattr(file, &*name, buffer)).is_ok_and(|new| new == value) {
                continue;
            }
            fsetxattr(file, &*name, &value, XattrFlags::empty())
                .map_err(|error| problem(&name, error))?;
        }
        Ok(())
    }

    fn problem(name: &CStr, error: Errno) -> io::Error {
        let error = io::Error::from(error);
        let text = format!(
            "its attribute {} cannot be kept: {error}",
            name.to_string_lossy()
        );
        io::Error::new(error.kind(), text)
    }

    /// The names that `list` gives; none if the file system has no attributes.
    fn names(list: impl Fn(&mut [u8]) -> rustix::io::Result<usize>) -> io::Result<Vec<CString>> {
        let names = match read(list) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(Vec::new()),
            names => names?,
        };
        let names = names
            .split(|&byte| byte == 0)
            .filter(|name| !name.is_empty());
        Ok(names.filter_map(|name| CString::new(name).ok()).collect())
    }

    /// All bytes that `read` gives.
    fn read(read: impl Fn(&mut [u8]) -> rustix::io::Result<usize>) -> io::Result<Vec<u8>> {
        let mut buffer = vec![0; 1 << 10];
        loop {
            match read(&mut buffer) {
                Ok(len) => {
                    buffer.truncate(len);
                    return Ok(buffer);
                }
                Err(Errno::RANGE) if buffer.len() < 1 << 24 => buffer.resize(4 * buffer.len(), 0),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
mod extended {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    #[cfg(unix)]
    pub fn has_access_list(_: &Path) -> bool {
        false
    }

    pub fn remove_others(_: &File, _: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn copy(_: &File, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use rustix::fs::{XattrFlags, getxattr, setxattr};

    use super::*;

    #[test]
    fn extended_attributes_are_kept() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let old = folder.path().join("old");
        let new = folder.path().join("new");
        fs::write(&old, "spun").expect("file");
        let file = File::create(&new).expect("file");
        let value = [b'a'; 2000];
        if setxattr(&old, "user.origin", &value, XattrFlags::empty()).is_err() {
            // The file system has no attributes.
            return;
        }
        let metadata = fs::metadata(&old).expect("metadata");
        keep(&file, &old, &metadata).expect("attributes");
        let mut buffer = [0; 4000];
        let len = getxattr(&new, "user.origin", &mut buffer).expect("an attribute");
        assert_eq!(&buffer[..len], value);
    }
}
