//! Pages with other characters where the tokenizer must not see those of the source. All others keep their places.

use memchr::memmem;
use std::borrow::Cow;

/// The page as the tokenizer has to see it. Every line end is one byte: it counts CR LF as one, but ranges
/// have to be those of the source. Code in PHP has no mark of HTML, since a `>` there ends nothing.
pub fn flat(source: &[u8]) -> Cow<'_, [u8]> {
    let mut flat = Cow::Borrowed(source);
    if source.contains(&b'\r') {
        let is_return = |&byte: &u8| if byte == b'\r' { b' ' } else { byte };
        flat = source.iter().map(is_return).collect();
    }
    let mut end = 0;
    for at in memmem::find_iter(source, b"<?") {
        let inside = at + 2;
        let is_php = source[inside..].starts_with(b"php") || source[inside..].starts_with(b"=");
        if at < end || !is_php {
            continue;
        }
        end = match memmem::find(&source[inside..], b"?>") {
            Some(len) => inside + len,
            // Code without an end goes on to the end of the file. If the page does, this is none.
            None if is_whole(source) => break,
            None => source.len(),
        };
        let marks = flat.to_mut()[inside..end].iter_mut();
        for byte in marks.filter(|byte| b"<>\"'".contains(*byte)) {
            *byte = MASK;
        }
    }
    flat
}

/// Whether the page goes on to its last tag.
fn is_whole(page: &[u8]) -> bool {
    const LAST: &[u8] = b"</html>";
    let page = page.trim_ascii_end();
    page[page.len().saturating_sub(LAST.len())..].eq_ignore_ascii_case(LAST)
}

/// Stands in for a byte that means something else to the tokenizer.
const MASK: u8 = 0x1a;

/// `text` with another character for each byte that is not UTF-8, so that all others keep their
/// places.
pub fn valid(text: &[u8]) -> String {
    let mut valid = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        valid.push_str(chunk.valid());
        valid.extend(chunk.invalid().iter().map(|_| char::from(MASK)));
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_php_has_no_marks() {
        let flattened =
            |page: &str| String::from_utf8(flat(page.as_bytes()).into_owned()).expect("text");
        let page = "<p a=\"<?= b > \"c\" ?>\">\r\n<?xml d='e'><?php f > 'g'";
        let expected =
            "<p a=\"<?= b \u{1a} \u{1a}c\u{1a} ?>\"> \n<?xml d='e'><?php f \u{1a} \u{1a}g\u{1a}";
        assert_eq!(flattened(page), expected);
        let page = "<?= a > ?><?php b > <p>c</HTML>\n";
        assert_eq!(flattened(page), "<?= a \u{1a} ?><?php b > <p>c</HTML>\n");
    }

    #[test]
    fn the_end_of_a_page_is_looked_for_once() {
        // With a look for each tag, this takes half a minute.
        let page = "<?= a ".repeat(50_000) + "</html>" + &" ".repeat(1_000_000);
        assert!(flat(page.as_bytes()) == page.as_bytes());
    }
}
