//! Recognises the format of an input by its first bytes, which can then be read as if nothing had
//! been read before.

use std::io::{self, BufRead, Cursor, ErrorKind, Read};

use super::Source;
use crate::document::encoding::{Encoding, marked_or};
use crate::document::recognise::{Recognised, START, recognise, recognise_start};

impl Source<'_> {
    /// Recognises the input by its `name` and its start. Also returns its encoding if that is not
    /// UTF-8: the one that a byte order mark shows, or else the one that was `given`.
    ///
    /// Reads no further than needed. If the input `is_lines` of JSON, a whole line of it is enough.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn recognise(
        &mut self,
        name: Option<&str>,
        given: Option<Encoding>,
        is_lines: bool,
    ) -> io::Result<(Recognised, Option<Encoding>)> {
        let mut start = Vec::new();
        let found = loop {
            let is_all = !self.read_more(&mut start)? || start.len() >= START;
            let encoding = marked_or(&start, given);
            let text = encoding.map(|encoding| encoding.decode(&start).0);
            let text = text.as_ref().map_or(&start[..], |text| text.as_bytes());
            if is_all || (is_lines && has_record(text)) {
                break (recognise(name, text), encoding);
            }
            let is_blank = start == b"\n";
            if (start.len() > 1 || is_blank)
                && let Some(found) = recognise_start(name, text, false)
            {
                break (found, encoding);
            }
        };
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(start).chain(rest));
        Ok(found)
    }

    /// Moves what can be read at once to `start`. Returns whether there was anything.
    fn read_more(&mut self, start: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            match self.reader.fill_buf() {
                Ok(bytes) => {
                    let len = bytes.len();
                    start.extend_from_slice(bytes);
                    self.reader.consume(len);
                    return Ok(len > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Whether `start` has a whole line with an object of JSON.
fn has_record(start: &[u8]) -> bool {
    let mut lines = start.split_inclusive(|&byte| byte == b'\n');
    let first = lines.find(|line| !line.trim_ascii().is_empty());
    first.is_some_and(|line| {
        let bare = line.trim_ascii();
        line.ends_with(b"\n") && bare.starts_with(b"{") && bare.ends_with(b"}")
    })
}
