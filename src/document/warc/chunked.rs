//! The chunks of HTTP (RFC 9112): each has a line with its length and then its data; the last one is
//! empty.

use std::ops::Range;

/// A body in chunks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunks {
    /// The data of all chunks.
    pub data: Vec<u8>,
    chunks: Vec<Chunk>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Chunk {
    /// Where its length is written.
    length: Range<usize>,
    /// Where its data is.
    place: Range<usize>,
    /// Its first byte in the data of all chunks.
    start: usize,
}

impl Chunks {
    /// Reads a complete `body`; `None` if it is not in chunks.
    pub fn read(body: &[u8]) -> Option<Self> {
        let mut chunks = Self::default();
        let mut at = 0;
        loop {
            let line = &body[at..];
            let line = &line[..=line.iter().position(|&byte| byte == b'\n')?];
            let digits = line
                .iter()
                .take_while(|byte| byte.is_ascii_hexdigit())
                .count();
            let number = str::from_utf8(&line[..digits]).ok()?;
            let len = usize::from_str_radix(number, 16).ok()?;
            if len == 0 {
                return Some(chunks);
            }
            let start = at + line.len();
            let place = start..start.checked_add(len)?;
            let data = body.get(place.clone())?;
            chunks.chunks.push(Chunk {
                length: at..at + digits,
                place: place.clone(),
                start: chunks.data.len(),
            });
            chunks.data.extend_from_slice(data);
            let end = &body[place.end..];
            at = place.end + end.iter().take_while(|byte| **byte == b'\r').count();
            if body.get(at) != Some(&b'\n') {
                return None;
            }
            at += 1;
        }
    }

    /// The bytes of the body that have the part `range` of the data; `None` if they are in several
    /// chunks.
    pub fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        let chunk = self.chunks[..self
            .chunks
            .partition_point(|chunk| chunk.start <= range.start)]
            .last()?;
        let offset = chunk.place.start - chunk.start;
        let place = range.start + offset..range.end + offset;
        (place.end <= chunk.place.end).then_some(place)
    }

    /// What the lengths of the chunks become if `edits`, ranges of the body and the lengths of their
    /// replacements, are made. `None` if a chunk would be empty, which means the end.
    pub fn lengths(&self, edits: &[(Range<usize>, usize)]) -> Option<Vec<(Range<usize>, String)>> {
        let mut lengths = Vec::new();
        let mut edits = edits.iter().peekable();
        for chunk in &self.chunks {
            let mut len = chunk.place.len();
            while let Some((range, new)) = edits.next_if(|(range, _)| range.start < chunk.place.end)
            {
                len = len + new - range.len();
            }
            if len == 0 {
                return None;
            }
            if len != chunk.place.len() {
                lengths.push((chunk.length.clone(), format!("{len:x}")));
            }
        }
        Some(lengths)
    }
}

#[cfg(test)]
mod tests;
