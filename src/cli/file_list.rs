//! The list of paths of `--files-from`.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::{Args, Mode};
use super::message::{Message, unreadable};
use crate::document::encoding::of_mark;

/// Adds the paths of the list to those of `args`. The list may come from `stdin`.
///
/// # Errors
/// If the list cannot be read, or standard input would have to be a list and a text.
pub fn with_listed(mut args: Args, stdin: &mut dyn Read) -> Result<Args, Message> {
    let Some(list) = args.files.list.as_deref() else {
        return Ok(args);
    };
    let is_stdin = is_stdin(list);
    let bytes = if is_stdin {
        read_all(stdin)
    } else {
        fs::read(list)
    };
    let bytes = bytes.map_err(|error| {
        let place = if is_stdin { Path::new("<stdin>") } else { list };
        Message::failure(place, unreadable(&error))
    })?;
    args.paths.extend(paths(bytes));
    if is_stdin && args.paths.iter().any(|path| self::is_stdin(path)) {
        let text = "standard input is the list of files and cannot be a text, too; \
                    leave '-' out of the paths, or read the list from a file";
        return Err(Message::failure("--files-from", text));
    }
    if is_stdin && args.mode() == Mode::Interactive {
        let text = "standard input is the list of files and cannot have the answers, too; \
                    read the list from a file";
        return Err(Message::failure("--files-from", text));
    }
    Ok(args)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn read_all(stdin: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The paths of a list: one per line, or each with a NUL after it, if there is one.
fn paths(bytes: Vec<u8>) -> Vec<PathBuf> {
    let bytes = match of_mark(&bytes) {
        Some(encoding) => encoding.decode(&bytes).0.into_bytes(),
        None => bytes,
    };
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if text.contains(&0) {
        let names = text.split(|&byte| byte == 0);
        return names.filter(|name| !name.is_empty()).map(path).collect();
    }
    text.split(|&byte| byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.trim_ascii().is_empty())
        .map(path)
        .collect()
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name.to_vec()).into()
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(name).into_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_lines_or_end_with_nul() {
        let wide = "\u{feff}a\r\né\r\n".encode_utf16();
        let wide: Vec<u8> = wide.flat_map(u16::to_le_bytes).collect();
        for (list, expected) in [
            (&b"a\n b c\r\n\n \t\nd"[..], &["a", " b c", "d"][..]),
            (b"a\nb\0\0c\0", &["a\nb", "c"]),
            (b"\xef\xbb\xbfa\n", &["a"]),
            (&wide, &["a", "é"]),
            (b"", &[]),
        ] {
            let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
            assert_eq!(paths(list.to_vec()), expected);
        }
    }
}
