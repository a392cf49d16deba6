//! Reading a long input in parts, so that memory does not grow with its length: JSON lines in
//! batches of whole lines, tables in batches
//! of whole rows, text in chunks.

use memchr::memrchr;
use std::io::{self, BufRead, ErrorKind, Read};

use crate::document::chunk;
use crate::document::csv::{self, Table};

/// Splits plain text into the chunks in which the engine restores it.
pub struct TextChunks<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// What was read after the end of the last chunk.
    rest: Vec<u8>,
    is_started: bool,
}

impl<'r> TextChunks<'r> {
    /// The chunks of what `reader` gives.
    pub fn new(reader: Box<dyn BufRead + 'r>) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            is_started: false,
        }
    }

    /// The next chunk. An empty input is one empty chunk, because it is one document.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let wanted = chunk::LIMIT.saturating_sub(self.rest.len());
        self.reader
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.rest)?;
        if self.is_started && self.rest.is_empty() {
            return Ok(None);
        }
        self.is_started = true;
        let rest = self.rest.split_off(chunk::first(&self.rest));
        Ok(Some(std::mem::replace(&mut self.rest, rest)))
    }
}

/// Splits a table into batches of whole rows.
pub struct RowBatches<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// What was read after the end of the last batch.
    rest: Vec<u8>,
    is_at_end: bool,
}

impl<'r> RowBatches<'r> {
    /// Reads the start of a table from `reader`: enough for [`Table::new`].
    ///
    /// # Errors
    /// Those of the reader.
    pub fn new(reader: Box<dyn BufRead + 'r>) -> io::Result<Self> {
        let mut batches = Self {
            reader,
            rest: Vec::new(),
            is_at_end: false,
        };
        batches.read_to(csv::START + 1)?;
        Ok(batches)
    }

    /// The start of the table.
    pub fn start(&self) -> &[u8] {
        &self.rest
    }

    /// Reads more of a table whose header is not complete. Returns whether there was more.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read_more(&mut self) -> io::Result<bool> {
        let len = self.rest.len();
        self.read_to(2 * len + 1)?;
        Ok(self.rest.len() > len)
    }

    fn read_to(&mut self, len: usize) -> io::Result<()> {
        let wanted = len.saturating_sub(self.rest.len()) as u64;
        let read = self
            .reader
            .by_ref()
            .take(wanted)
            .read_to_end(&mut self.rest)?;
        self.is_at_end = (read as u64) < wanted;
        Ok(())
    }

    /// Takes the next `len` bytes, which were read.
    pub fn take(&mut self, len: usize) -> Vec<u8> {
        let rest = self.rest.split_off(len);
        std::mem::replace(&mut self.rest, rest)
    }

    /// The next bytes, whatever they are; `None` at the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn copy(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.rest.is_empty() {
            self.read_to(csv::LENGTH)?;
        }
        let bytes = std::mem::take(&mut self.rest);
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    /// The next batch of rows of `table`; `None` at the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self, table: &Table) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(len) = table.batch(&self.rest) {
                return Ok(Some(self.take(len)));
            }
            if self.is_at_end {
                let rows = std::mem::take(&mut self.rest);
                return Ok((!rows.is_empty()).then_some(rows));
            }
            self.read_to((2 * self.rest.len()).max(2 * csv::LENGTH))?;
        }
    }
}

/// Splits JSON lines into batches of whole lines. A batch has the lines that arrive together, so
/// each line of a slow pipe is restored at once.
pub struct LineBatches<'r> {
    reader: Box<dyn BufRead + 'r>,
    /// The start of a line whose end was not read yet.
    rest: Vec<u8>,
}

impl<'r> LineBatches<'r> {
    /// The lines of what `reader` gives.
    pub fn new(reader: Box<dyn BufRead + 'r>) -> Self {
        Self {
            reader,
            rest: Vec::new(),
        }
    }

    /// The next batch. Each line ends with a line feed, except possibly the very last. An empty
    /// batch is the end.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let bytes = match self.reader.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                bytes => bytes?,
            };
            let len = bytes.len();
            let last_feed = memrchr(b'\n', bytes);
            let whole = last_feed.map_or(0, |feed| feed + 1);
            let (lines, rest) = bytes.split_at(whole);
            let is_batch = whole > 0 || len == 0;
            let mut batch = Vec::new();
            if is_batch {
                batch = std::mem::take(&mut self.rest);
                batch.extend_from_slice(lines);
            }
            self.rest.extend_from_slice(rest);
            self.reader.consume(len);
            if is_batch {
                return Ok(batch);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::super::tests::Slow;
    use super::*;

    fn batches(reader: impl BufRead) -> Vec<String> {
        let mut batches = LineBatches::new(Box::new(reader));
        let mut all = Vec::new();
        loop {
            let batch = batches.read().expect("a slice can be read");
            if batch.is_empty() {
                return all;
            }
            all.push(String::from_utf8(batch).expect("UTF-8"));
        }
    }

    #[test]
    fn batches_are_whole_lines() {
        let text = "one\ntwo\n\nthree";
        let slow = BufReader::new(Slow(text.as_bytes()));
        assert_eq!(batches(slow), ["one\n", "two\n", "\n", "three"]);
        assert_eq!(batches(text.as_bytes()), ["one\ntwo\n\n", "three"]);
        assert_eq!(batches(&b""[..]), [""; 0]);
        let small = BufReader::with_capacity(3, text.as_bytes());
        assert_eq!(batches(small).concat(), text);
    }

    #[test]
    fn an_empty_text_is_one_empty_chunk() {
        let mut chunks = TextChunks::new(Box::new(&b""[..]));
        assert_eq!(chunks.read().expect("a slice"), Some(Vec::new()));
        assert_eq!(chunks.read().expect("a slice"), None);
    }
}
