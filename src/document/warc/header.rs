//! The header of a record or of an HTTP response: a first line, then names and values, then a blank
//! line.

use std::ops::Range;

/// Where the values of a header are.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Names in lower case.
    fields: Vec<(String, Range<usize>)>,
    len: usize,
}

impl Header {
    /// Reads the header at the start of `bytes`; `None` if it has no end.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut header = Self::default();
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let start = header.len;
            header.len += line.len();
            let text = line.strip_suffix(b"\n")?.trim_ascii_end();
            if text.is_empty() {
                return Some(header);
            }
            if let Some(colon) = text.iter().position(|&byte| byte == b':')
                && start > 0
            {
                let name = String::from_utf8_lossy(&text[..colon]).to_ascii_lowercase();
                let value = text[colon + 1..].trim_ascii_start();
                let end = start + text.len();
                header.fields.push((name, end - value.len()..end));
            }
        }
        None
    }

    /// The same header `offset` bytes later.
    #[must_use]
    pub fn moved(mut self, offset: usize) -> Self {
        self.len += offset;
        for (_, place) in &mut self.fields {
            *place = place.start + offset..place.end + offset;
        }
        self
    }

    /// The byte after the blank line.
    pub fn end(&self) -> usize {
        self.len
    }

    /// Where the value of the field `name`, in lower case, is. If there are several, it is unclear
    /// which one counts, and the first is taken.
    pub fn place(&self, name: &str) -> Option<Range<usize>> {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field.map(|(_, place)| place.clone())
    }

    /// The value of the field `name` in `bytes`, which the header was read from.
    pub fn value<'b>(&self, bytes: &'b [u8], name: &str) -> Option<&'b [u8]> {
        bytes.get(self.place(name)?)
    }

    /// The number in the field `name`.
    pub fn number(&self, bytes: &[u8], name: &str) -> Option<usize> {
        str::from_utf8(self.value(bytes, name)?).ok()?.parse().ok()
    }
}
