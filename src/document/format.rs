//! The formats of sources.

/// How the prose is written in a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text: everything is prose.
    #[default]
    Text,
    /// Markdown (CommonMark with GitHub's extensions): what a reader sees is prose, except code and
    /// formulas.
    #[cfg(feature = "formats")]
    Markdown,
    /// HTML: text nodes, attributes that readers see (`alt`, `title`, `placeholder`, `aria-label`),
    /// and the descriptions of the page in `meta` and JSON-LD are prose, except those of code,
    /// scripts and styles, and except what the page marks as another language (`lang`) or as not to be
    /// translated (`translate="no"`, class `notranslate`).
    #[cfg(feature = "formats")]
    Html,
    /// JSON lines: each line is a document whose prose is in the strings of some fields.
    #[cfg(feature = "formats")]
    JsonLines,
    /// JSON: one value or several. The strings of some fields are prose, or all with several words;
    /// keys never are.
    #[cfg(feature = "formats")]
    Json,
    /// Comma-separated values, also with semicolons: the cells of some columns are prose, or all
    /// with several words. The first row is the header, which is not.
    #[cfg(feature = "formats")]
    Csv,
    /// The same, separated by tabs.
    #[cfg(feature = "formats")]
    Tsv,
    /// XML: text with several words is prose, and in feeds the HTML in it. XHTML is read like HTML,
    /// but by the rules of XML.
    #[cfg(feature = "formats")]
    Xml,
    /// Web archives (WARC, WET), not compressed: the bodies of text, HTML, XML, JSON, CSV, Markdown and WebVTT are
    /// documents. Lengths and digests in the headers are edited to match.
    #[cfg(feature = "formats")]
    Warc,
    /// Mail (RFC 5322 with MIME) or a mailbox (mbox): the bodies in plain text and HTML are prose.
    #[cfg(feature = "formats")]
    Mail,
    /// Subtitles (SRT or WebVTT): the text of the cues is prose. Edits keep its lines.
    #[cfg(feature = "formats")]
    Subtitles,
}

#[cfg(feature = "formats")]
impl Format {
    /// All formats.
    #[doc(hidden)]
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Tsv,
        Self::Xml,
        Self::Warc,
        Self::Mail,
        Self::Subtitles,
    ];
}
