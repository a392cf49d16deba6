//! Comments that switch restoring off and on inside a document: `<!-- unspin: off -->`, `<!--
//! unspin: on -->`, and in MDX `{/* unspin: off */}`, `{/* unspin: on */}`.
//!
//! What is switched off is not edited, but still read as the context of the rest. In HTML and
//! Markdown, the parser finds the comments; in plain text and in the strings of JSON lines, this
//! module does.

use memchr::memmem;
use std::ops::Range;

/// What a comment says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Switch {
    /// Nothing is edited from here on.
    Off,
    /// Everything is restored from here on.
    #[default]
    On,
}

const OPEN: &[u8] = b"<!--";
const CLOSE: &[u8] = b"-->";
/// Longest text of a comment that is a switch. The limit keeps the search for the end of a comment
/// short.
const LONGEST_TEXT: usize = 64;
/// Longest comment that is a switch, with its marks.
pub(super) const LONGEST: usize = OPEN.len() + LONGEST_TEXT + CLOSE.len();

/// What the comment with this text between `<!--` and `-->` says; `None` if it is not a switch.
/// After another `<!--`, which opens nothing inside a comment, the text starts again.
///
/// ```
/// use unspin::document::switch::{Switch, switch};
/// assert_eq!(switch(b" unspin: off "), Some(Switch::Off));
/// assert_eq!(switch(b" <!-- unspin: on "), Some(Switch::On));
/// assert_eq!(switch(b" off "), None);
/// ```
pub fn switch(comment: &[u8]) -> Option<Switch> {
    if comment.len() > LONGEST_TEXT {
        return None;
    }
    let inner = comment.windows(OPEN.len()).rposition(|four| four == OPEN);
    let text = inner.map_or(comment, |at| &comment[at + OPEN.len()..]);
    match text.trim_ascii().strip_prefix(b"unspin:")?.trim_ascii() {
        b"off" => Some(Switch::Off),
        b"on" => Some(Switch::On),
        _ => None,
    }
}

/// The bytes of a switch in a source, and what it says.
pub(super) type Placed = (Range<usize>, Switch);

/// The switches in `text`, in order.
fn switches(text: &[u8]) -> impl Iterator<Item = Placed> + '_ {
    between(text, OPEN, CLOSE)
}

/// The switches of MDX in `text`, in order.
#[cfg(feature = "formats")]
pub(super) fn of_mdx(text: &[u8]) -> impl Iterator<Item = Placed> + '_ {
    between(text, b"{/*", b"*/}")
}

/// The switches between the marks `open` and `close`.
fn between<'t>(
    text: &'t [u8],
    open: &'t [u8],
    close: &'t [u8],
) -> impl Iterator<Item = Placed> + 't {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memmem::find(&text[at..], open)?;
            let inside = start + open.len();
            // The next search starts inside, as this comment may be too long or have no end.
            at = inside;
            let window = &text[inside..text.len().min(start + LONGEST)];
            if let Some(len) = memmem::find(window, close)
                && let Some(switch) = switch(&window[..len])
            {
                return Some((start..inside + len + close.len(), switch));
            }
        }
    })
}

/// The ranges of `text` that are switched off, with the comments that do it. The last one extends
/// to the end of the text if nothing switches restoring on again.
///
/// ```
/// let text = b"a <!-- unspin: off --> b <!-- unspin: on --> c";
/// assert_eq!(unspin::document::switch::ranges(text), [2..44]);
/// ```
pub fn ranges(text: &[u8]) -> Vec<Range<usize>> {
    ranges_after(Switch::On, text).0
}

/// The same for a `text` that continues an earlier text, with the switch at its end `before`. Also
/// returns the switch at the end of this text.
pub fn ranges_after(before: Switch, text: &[u8]) -> (Vec<Range<usize>>, Switch) {
    switched_off(before, switches(text), text.len())
}

/// The ranges that `switches` switch off in a source of `len` bytes, and the switch at its end.
pub(super) fn switched_off(
    before: Switch,
    switches: impl Iterator<Item = Placed>,
    len: usize,
) -> (Vec<Range<usize>>, Switch) {
    let mut ranges = Vec::new();
    let mut from = (before == Switch::Off).then_some(0);
    for (place, switch) in switches {
        match (switch, from) {
            (Switch::Off, None) => from = Some(place.start),
            (Switch::On, Some(start)) => {
                ranges.push(start..place.end);
                from = None;
            }
            (Switch::Off, Some(_)) | (Switch::On, None) => {}
        }
    }
    match from {
        Some(start) => {
            ranges.push(start..len);
            (ranges, Switch::Off)
        }
        None => (ranges, Switch::On),
    }
}

#[cfg(test)]
mod tests;
