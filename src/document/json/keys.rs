//! Keys whose values are no prose, however many words they have.

use super::whole::Step;

/// Last words of keys of code, addresses, names and lists of words.
const OTHER: [&str; 32] = [
    "author",
    "authors",
    "byline",
    "categories",
    "category",
    "class",
    "cmd",
    "code",
    "command",
    "creator",
    "enum",
    "hashtags",
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
    "tag",
    "tags",
    "type",
    "uri",
    "url",
    "urls",
];

/// Those whose values are code, even if it has sentences in comments.
const CODE: [&str; 3] = ["cmd", "code", "command"];
/// Least number of words of a paragraph that is prose under any other key.
const PARAGRAPH: usize = 25;

/// Whether the `value` at `path` is no prose, as the last word of its key shows: `url`, `image_url`, `css-class`,
/// `fileName`; or it is a command under `scripts`. A paragraph of prose may have any such key: a `query` may be a
/// question with a text.
pub fn is_other(path: &[Step<'_>], value: &str) -> bool {
    let key = path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(*key),
        Step::Index(_) => None,
    });
    path.contains(&Step::Key("scripts"))
        || key.is_some_and(|key| {
            is_other_key(key)
                && (CODE.contains(&&*last_word(key).to_ascii_lowercase()) || !is_paragraph(value))
        })
}

/// Whether `value` is a paragraph of prose: many words with hardly any signs, and the end of a sentence.
fn is_paragraph(value: &str) -> bool {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    let share = |test: &dyn Fn(&str) -> bool| words.iter().filter(|word| test(word)).count();
    let is_sign = |char: char| !(char.is_alphanumeric() || "'’-".contains(char));
    let is_word = |word: &str| {
        !word
            .trim_matches(['"', '“', '”', '(', ')', '.', ',', ';', ':', '!', '?'])
            .contains(is_sign)
    };
    words.len() >= PARAGRAPH
        && 10 * share(&is_word) >= 9 * words.len()
        && 4 * share(&|word| word.ends_with(',')) < words.len()
        && share(&|word| word.len() > 2 && word.ends_with(['.', '!', '?'])) > 0
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
        assert!(is_other(&[Step::Key("urls"), Step::Index(3)], "it rained"));
        assert!(is_other(&[Step::Key("scripts"), Step::Key("build")], ""));
        assert!(!is_other(&[Step::Index(0)], ""));
    }

    #[test]
    fn paragraphs_are_prose_under_keys_that_are_not_of_code() {
        let prose = "It rained in the town, and the river rose. ".repeat(3);
        let list = "home page, it rained, river bank, ".repeat(5);
        let query = "SELECT a.b FROM c WHERE d = 'it rained.' AND ".repeat(4);
        for (key, value, expected) in [
            ("query", &*prose, false),
            ("search_query", &prose[..80], true),
            ("query", &query, true),
            ("tags", &list, true),
            ("code", &prose, true),
        ] {
            assert_eq!(is_other(&[Step::Key(key)], value), expected, "{key}");
        }
    }
}
