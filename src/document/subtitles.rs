//! Subtitles (SRT, WebVTT): the text of the cues is one running text. Numbers, timings, settings, tags
//! and notes are not prose.

use super::decoded::Decoded;
use super::html::{OBJECT, scopes};
use super::switch;
use std::ops::Range;

/// Character references of WebVTT.
const REFERENCES: [(&[u8], &str); 6] = [
    (b"&amp;", "&"),
    (b"&lt;", "<"),
    (b"&gt;", ">"),
    (b"&nbsp;", "\u{a0}"),
    (b"&quot;", "\""),
    (b"&#39;", "'"),
];

/// Reads the text of the cues of `source` into `decoded`.
pub fn decode(source: &[u8], decoded: &mut Decoded) {
    decoded.clear();
    let mut reader = Reader {
        source,
        decoded,
        line_end: None,
        is_foreign: false,
    };
    let mut lines = lines(source).peekable();
    let mut is_text = false;
    while let Some(line) = lines.next() {
        let bytes = &source[line.clone()];
        let next = lines.peek().map(|next| &source[next.clone()]);
        if is_timing(bytes) {
            reader.begin();
            is_text = true;
        } else if bytes.is_empty() || (next.is_some_and(is_timing) && is_number(bytes)) {
            is_text = false;
        } else if is_text && !bytes.trim_ascii().is_empty() {
            // Lines of spaces do not end a cue. Many begin with one.
            reader.line(line);
        }
    }
    // Comments are in notes, or in cues, which have no comments of their own in SRT.
    decoded.switch_off_in_source(&switch::ranges(source));
}

/// `wording` as it is written in a cue; `None` if it would be read as a tag.
pub fn encode(wording: &str) -> Option<String> {
    (!wording.contains(['<', '>', '&', '{', '\n'])).then(|| wording.to_owned())
}

/// The lines without their ends.
fn lines(source: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = 0;
    source
        .split_inclusive(|&byte| byte == b'\n')
        .map(move |line| {
            let start = end;
            end += line.len();
            let bare = line.strip_suffix(b"\n").unwrap_or(line);
            let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
            start..start + bare.len()
        })
}

fn is_timing(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.first().is_some_and(u8::is_ascii_digit) && line.windows(3).any(|three| three == b"-->")
}

fn is_number(line: &[u8]) -> bool {
    line.trim_ascii().iter().all(u8::is_ascii_digit)
}

struct Reader<'r> {
    source: &'r [u8],
    decoded: &'r mut Decoded,
    /// Where the last line of this cue ended.
    line_end: Option<usize>,
    /// Whether the text is in another language, as a tag `<lang de>` says.
    is_foreign: bool,
}

impl Reader<'_> {
    /// Begins a cue. A sentence may continue from the one before.
    fn begin(&mut self) {
        self.line_end = None;
        self.is_foreign = false;
        if !self.decoded.text().is_empty() {
            self.decoded.separate(" ");
        }
    }

    /// Notes the language that a `tag` starts or ends. A mark takes the place of text in another one.
    fn read_language(&mut self, tag: &[u8]) {
        if tag == b"</lang>" {
            self.is_foreign = false;
        } else if let Some(name) = tag.strip_prefix(b"<lang") {
            let name = name.strip_suffix(b">").unwrap_or(name);
            self.is_foreign = name.starts_with(b" ") && scopes::is_foreign(name);
            if self.is_foreign {
                self.decoded.separate(OBJECT);
            }
        }
    }

    fn line(&mut self, line: Range<usize>) {
        if let Some(end) = self.line_end {
            self.decoded.decode(" ", end..line.start);
        }
        let mut at = line.start;
        while at < line.end {
            let rest = &self.source[at..line.end];
            let tag = tag_len(rest);
            let reference = REFERENCES.iter().find(|(name, _)| rest.starts_with(name));
            at += match reference {
                _ if tag > 0 => {
                    self.read_language(&rest[..tag]);
                    tag
                }
                _ if self.is_foreign => {
                    let len = rest[1..].iter().position(|&byte| byte == b'<');
                    len.map_or(rest.len(), |len| len + 1)
                }
                Some((name, text)) => {
                    self.decoded.decode(text, at..at + name.len());
                    name.len()
                }
                None => {
                    let plain = rest[1..].iter().position(|byte| b"<{&".contains(byte));
                    let len = plain.map_or(rest.len(), |len| len + 1);
                    self.decoded.copy_bytes(&rest[..len], at);
                    len
                }
            };
        }
        self.line_end = Some(line.end);
    }
}

/// Length of the tag at the start of `rest`: `<i>`, `</c>`, `<00:01.000>`, `{\an8}`.
fn tag_len(rest: &[u8]) -> usize {
    let Some((&open, inside)) = rest.split_first() else {
        return 0;
    };
    let first = inside.first().copied().unwrap_or_default();
    let close = match open {
        b'<' if first.is_ascii_alphanumeric() || first == b'/' => b'>',
        b'{' => b'}',
        _ => return 0,
    };
    let end = rest.iter().position(|&byte| byte == close);
    end.map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests;
