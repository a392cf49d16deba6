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
mod tests {
    use super::*;

    #[test]
    fn chunks_are_read_and_edited() {
        let body = b"3\r\nIt \r\nA;x=y\r\nrained on.\r\n0\r\n\r\n";
        let chunks = Chunks::read(body).expect("chunks");
        assert_eq!(chunks.data, b"It rained on.");
        assert_eq!(chunks.place(0..2), Some(3..5));
        assert_eq!(chunks.place(3..9), Some(15..21));
        assert_eq!(chunks.place(2..4), None);
        let lengths = chunks.lengths(&[(15..21, 20)]).expect("lengths");
        assert_eq!(lengths, [(8..9, "18".to_owned())]);
        assert_eq!(chunks.lengths(&[(3..6, 0)]), None);
    }

    #[test]
    fn edits_at_the_ends_of_chunks_belong_to_one_of_them() {
        let body = b"7\r\nIt was \r\n6\r\nchilly\r\n8\r\n within.\r\n0\r\n\r\n";
        let chunks = Chunks::read(body).expect("chunks");
        assert_eq!(chunks.data, b"It was chilly within.");
        let [was, chilly, within] = ["was ", "chilly", " within."].map(|part| {
            let text = str::from_utf8(&chunks.data).expect("UTF-8");
            let start = text.find(part).expect("a part of the text");
            let place = chunks.place(start..start + part.len()).expect("one chunk");
            assert_eq!(&body[place.clone()], part.as_bytes());
            place
        });
        // Two chunks next to each other are edited at both of their ends.
        let edits = [(was, 3), (chilly, 4), (within, 20)];
        let lengths = chunks.lengths(&edits).expect("lengths");
        let lengths: Vec<_> = lengths
            .into_iter()
            .map(|(place, length)| (body[place][0], length))
            .collect();
        let expected = [(b'7', "6"), (b'6', "4"), (b'8', "14")];
        assert_eq!(lengths, expected.map(|(old, new)| (old, new.to_owned())));
        for across in [6..8, 12..14, 0..21] {
            assert_eq!(chunks.place(across), None);
        }
    }

    #[test]
    fn other_bodies_are_not_in_chunks() {
        for body in [
            &b"<p>a"[..],
            b"5\r\nabc",
            b"3\r\nabcd\r\n0\r\n\r\n",
            b"",
            b"ffffffffffffffff\r\na",
        ] {
            assert_eq!(Chunks::read(body), None, "{body:?}");
        }
    }
}
