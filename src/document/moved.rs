//! Edits of the text of a document as edits of its source.

use super::Format;
use super::decoded::Disjoint;
use super::{Characters, Document, lines};
#[cfg(feature = "formats")]
use super::{mail, markdown};
use crate::edit::Edit;

/// Edits that were moved from the text of a document to its source.
#[derive(Debug, Default)]
pub struct Moved {
    edits: Disjoint,
    /// The same edits with wordings that are not encoded, if the source has strings in Markdown.
    #[cfg(feature = "formats")]
    plain: Disjoint,
    /// The characters of the source, once they are known.
    characters: Option<Characters>,
}

impl Document {
    /// Translates `edits` of the text to edits of `source`, which this document was read from. The
    /// result is sorted and disjoint, and spells wordings in the source's format.
    pub fn edits_in_source(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        source: &[u8],
    ) -> Vec<Edit> {
        let mut moved = Moved::default();
        self.move_edits(edits, source, &mut moved);
        self.settled(moved, source)
    }

    /// Adds `edits` of the text, which come after those before in it, to `moved`.
    pub(crate) fn move_edits(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        source: &[u8],
        moved: &mut Moved,
    ) {
        let mut edits = edits.into_iter().peekable();
        if edits.peek().is_none() {
            return;
        }
        let source = self.as_read(source);
        let of_source = || Characters::of(source);
        let characters = *moved.characters.get_or_insert_with(of_source);
        let encode = |at: usize, wording: &str| self.encode(wording, &source[..at], characters);
        #[cfg(feature = "formats")]
        if self.layers.have_markdown() {
            let edits: Vec<Edit> = edits.collect();
            let plain = |_: usize, wording: &str| Some(wording.to_owned());
            self.decoded
                .move_edits(edits.iter().cloned(), &plain, &mut moved.plain);
            self.decoded.move_edits(edits, &encode, &mut moved.edits);
            return;
        }
        self.decoded.move_edits(edits, &encode, &mut moved.edits);
    }

    /// Whether its lines may begin with the marks of a quotation.
    fn may_be_quoted(&self) -> bool {
        #[cfg(feature = "formats")]
        if self.format == Format::Mail {
            return true;
        }
        self.format == Format::Text
    }

    /// Those of the edits of `source` that can be made together, sorted. The text is not needed for that.
    pub(crate) fn settled(&self, moved: Moved, source: &[u8]) -> Vec<Edit> {
        let mut edits = moved.edits.into_edits();
        if edits.is_empty() {
            return edits;
        }
        let read = self.as_read(source);
        #[cfg(feature = "formats")]
        if self.layers.have_markdown() {
            edits = self.layers.kept(edits, &moved.plain.into_edits());
        }
        if self.keeps_lines || self.is_of_lines() {
            edits = lines::kept(edits, read);
        } else if self.may_be_quoted() {
            edits = lines::kept_if_quoted(edits, read);
        }
        #[cfg(feature = "formats")]
        match self.format {
            Format::Markdown => edits = markdown::kept(edits, read),
            Format::Mail => edits = self.bodies.with_breaks(edits, read),
            _ => {}
        }
        #[cfg(feature = "formats")]
        if self.format == Format::Mail {
            if let Some((_, unpacked)) = self.bodies.unpacked() {
                edits = unpacked.edits_in_source(edits, source);
            }
            return mail::with_lengths(edits, source);
        }
        edits
    }

    /// What all positions of this document refer to: `source`, or a mail with its bodies decoded.
    fn as_read<'s>(&'s self, source: &'s [u8]) -> &'s [u8] {
        #[cfg(feature = "formats")]
        if let Some((mail, _)) = self.bodies.unpacked() {
            return mail;
        }
        source
    }
}
