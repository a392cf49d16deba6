//! Keys whose values are no prose, however many words they have.

use super::whole::Step;

/// Last words of keys of code, addresses and names.
const OTHER: [&str; 27] = [
    "author",
    "authors",
    "byline",
    "class",
    "cmd",
    "code",
    "command",
    "creator",
    "enum",
    "href",
    "id",
    "keywords",
    "lang",
    "language",
    "path",
    "pattern",
    "permalink",
    "query",
    "ref",
    "selector",
    "slug",
    "src",
    "style",
    "type",
    "uri",
    "url",
    "urls",
];

/// Whether the value at `path` is no prose, as the last word of its key shows: `url`, `image_url`, `css-class`,
/// `fileName`; or it is a command under `scripts`.
pub fn is_other(path: &[Step<'_>]) -> bool {
    let key = path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(*key),
        Step::Index(_) => None,
    });
    path.contains(&Step::Key("scripts")) || key.is_some_and(is_other_key)
}

fn is_other_key(key: &str) -> bool {
    let is_keyword = key.starts_with('@') && key != "@value";
    let last = last_word(key).to_ascii_lowercase();
    // A name by itself may be a title.
    let is_name = last.ends_with("name") && key.len() > "name".len();
    is_keyword || is_name || OTHER.contains(&&*last)
}

/// The last word of a key: `url` of `image_url`, `Url` of `imageUrl`, `URL` of `imageURL`.
fn last_word(key: &str) -> &str {
    let bytes = key.as_bytes();
    let is_start = |&at: &usize| {
        let (before, first) = (bytes[at - 1], bytes[at]);
        !before.is_ascii_alphanumeric()
            || (before.is_ascii_lowercase() && first.is_ascii_uppercase())
    };
    let start = (1..key.len()).rev().find(is_start).unwrap_or(0);
    key.get(start..).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_key_counts() {
        for key in [
            "url",
            "image_url",
            "imageUrl",
            "imageURL",
            "URL",
            "css-class",
            "className",
            "file_name",
            "nickname",
            "@id",
            "$ref",
            "Author",
        ] {
            assert!(is_other_key(key), "{key}");
        }
        for key in [
            "",
            "name",
            "Name",
            "title",
            "curl",
            "urlText",
            "@value",
            "query_text",
            "é",
            "xé",
            "notes",
        ] {
            assert!(!is_other_key(key), "{key}");
        }
    }

    #[test]
    fn elements_have_the_key_of_their_array() {
        assert!(is_other(&[Step::Key("urls"), Step::Index(3)]));
        assert!(is_other(&[Step::Key("scripts"), Step::Key("build")]));
        assert!(!is_other(&[Step::Index(0)]));
    }
}
