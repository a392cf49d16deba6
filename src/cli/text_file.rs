//! Files of the user that are read as a whole: lists of words, lexicons, the configuration.

use std::fs;
use std::path::Path;

use super::message::{Message, unreadable};
use crate::document::encoding::of_mark;

/// The text of the file `path`, without a byte order mark. It is in UTF-8, or in UTF-16 with that
/// mark.
///
/// # Errors
/// If it cannot be read.
pub fn read(path: &Path) -> Result<String, Message> {
    let bytes = fs::read(path).map_err(|error| Message::failure(path, unreadable(&error)))?;
    let text = match of_mark(&bytes) {
        Some(encoding) => Some(encoding.decode(&bytes)).filter(|(_, is_whole)| *is_whole),
        None => String::from_utf8(bytes).ok().map(|text| (text, true)),
    };
    let (text, _) =
        text.ok_or_else(|| Message::failure(path, "is not UTF-8; convert it to UTF-8"))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_are_left_out() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.txt");
        let wide = "\u{feff}aé\n".encode_utf16().flat_map(u16::to_le_bytes);
        for bytes in [
            "aé\n".into(),
            "\u{feff}aé\n".into(),
            wide.collect::<Vec<u8>>(),
        ] {
            fs::write(&path, bytes).expect("file");
            assert_eq!(read(&path).expect("text"), "aé\n");
        }
        for bytes in [&b"a\xe9"[..], b"\xff\xfea"] {
            fs::write(&path, bytes).expect("file");
            let problem = read(&path).expect_err("no text").text;
            assert_eq!(problem, "is not UTF-8; convert it to UTF-8");
        }
    }
}
