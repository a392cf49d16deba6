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
    for (meanwhile, expected) in [("spun", Some("original")), ("spun, longer", None)] {
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
