//! The characters of a source.

/// Which characters a source has. In a source in ASCII, new wordings are escaped to stay in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Characters {
    Ascii,
    Any,
}

impl Characters {
    /// The characters of `source`.
    pub fn of(source: &[u8]) -> Self {
        if source.is_ascii() {
            Self::Ascii
        } else {
            Self::Any
        }
    }
}
