//! Comments that switch restoring off and on inside a document: `<!-- unspin: off -->`, `<!-- unspin: on -->`. It owns how they
//! are written; what stands between them is still read, as the surroundings of the rest.

use std::ops::Range;

/// What a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// From here on, nothing is touched.
    Off,
    /// From here on, everything is restored again.
    On,
}

const OPEN: &[u8] = b"<!--";
const CLOSE: &[u8] = b"-->";
/// Bytes after which a comment is too long to be one of these: no text may make the search for its end take long.
pub(super) const LONGEST: usize = 64;

/// What the comment with this text between `<!--` and `-->` says.
///
/// ```
/// use unspin::document::switch::{Switch, switch};
/// assert_eq!(switch(b" unspin: off "), Some(Switch::Off));
/// assert_eq!(switch(b" off "), None);
/// ```
pub fn switch(comment: &[u8]) -> Option<Switch> {
    match comment.trim_ascii().strip_prefix(b"unspin:")?.trim_ascii() {
        b"off" => Some(Switch::Off),
        b"on" => Some(Switch::On),
        _ => None,
    }
}

/// The comments of `text` that say something: their bytes, in order.
pub fn switches(text: &[u8]) -> impl Iterator<Item = (Range<usize>, Switch)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + find(&text[at..], OPEN)?;
            let inside = start + OPEN.len();
            // A mark inside a comment that has no end of its own counts, too.
            at = inside;
            let Some(len) = find(&text[inside..text.len().min(inside + LONGEST)], CLOSE) else {
                continue;
            };
            if let Some(switch) = switch(&text[inside..inside + len]) {
                return Some((start..inside + len + CLOSE.len(), switch));
            }
        }
    })
}

/// The bytes of `text` that are switched off, comments included; they are off to the end where nothing switches them on.
///
/// ```
/// let text = b"a <!-- unspin: off --> b <!-- unspin: on --> c";
/// assert_eq!(unspin::document::switch::ranges(text), [2..44]);
/// ```
pub fn ranges(text: &[u8]) -> Vec<Range<usize>> {
    ranges_after(Switch::On, text).0
}

/// The same of a `text` that goes on where restoring was switched so, and how it is at its end.
pub fn ranges_after(before: Switch, text: &[u8]) -> (Vec<Range<usize>>, Switch) {
    let (mut ranges, mut from) = (Vec::new(), (before == Switch::Off).then_some(0));
    for (place, switch) in switches(text) {
        match (switch, from) {
            (Switch::Off, None) => from = Some(place.start),
            (Switch::On, Some(start)) => {
                ranges.push(start..place.end);
                from = None;
            }
            (Switch::Off, Some(_)) | (Switch::On, None) => {}
        }
    }
    ranges.extend(from.map(|start| start..text.len()));
    (
        ranges,
        if from.is_some() {
            Switch::Off
        } else {
            Switch::On
        },
    )
}

/// Where `wanted` stands first; its first byte is looked for on its own, as most text has none.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from
            + text
                .get(from..)?
                .iter()
                .position(|&byte| byte == wanted[0])?;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_every_kind() {
        let (off, on) = ("<!--unspin:off-->", "<!-- unspin:  on\n-->");
        let table = [
            (format!("a{off}b"), Some((1, 19))),
            (format!("{off}a{off}b{on}c{on}d"), Some((0, 56))),
            (
                format!("{on}a<!-- unspin: maybe --><!-- {off}{on}"),
                Some((48, 85)),
            ),
            ("<!-- unspin: off".to_owned(), None),
            (format!("<!--{}unspin: off-->", " ".repeat(LONGEST)), None),
            ("<!-->-->".to_owned(), None),
        ];
        for (text, expected) in table {
            let found: Vec<_> = ranges(text.as_bytes())
                .into_iter()
                .map(|range| (range.start, range.end))
                .collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn a_switch_holds_until_the_next_one() {
        let cases = [
            (Switch::Off, "a<!--unspin:on-->b", 0..17, Switch::On),
            (Switch::Off, "a", 0..1, Switch::Off),
            (Switch::On, "a<!--unspin:off-->", 1..18, Switch::Off),
        ];
        for (before, text, off, after) in cases {
            assert_eq!(
                ranges_after(before, text.as_bytes()),
                (Vec::from([off]), after),
                "{text}"
            );
        }
    }
}
