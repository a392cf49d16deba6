//! Which of `a` and `an` belongs in front of a word.

/// Beginnings with a silent `h`, so that the word starts with a vowel.
const SILENT_H: [&str; 4] = ["heir", "honest", "hono", "hour"];
/// Beginnings that sound like `you` or `won`, so that the word starts with a consonant.
const LIKE_YOU: [&str; 15] = [
    "eu", "once", "one", "ubiq", "unic", "unif", "unil", "union", "uniq", "unit", "univ", "usa",
    "use", "usu", "uti",
];

/// The article in front of `word`, which is in lower case; `None` if its spelling does not show it.
///
/// ```
/// use unspin::restore::article;
/// assert_eq!(article::before("hour"), Some("an"));
/// assert_eq!(article::before("united"), Some("a"));
/// assert_eq!(article::before("1990s"), None);
/// ```
pub fn before(word: &str) -> Option<&'static str> {
    let first = word.chars().next()?;
    let letters = word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if !letters || word.len() < 2 {
        return None;
    }
    let starts = |beginnings: &[&str]| beginnings.iter().any(|start| word.starts_with(start));
    let is_vowel = if matches!(first, 'a' | 'e' | 'i' | 'o' | 'u') {
        !starts(&LIKE_YOU)
    } else {
        starts(&SILENT_H)
    };
    Some(if is_vowel { "an" } else { "a" })
}

/// The article that replaces `found` when the word after it changes from `spun` to `original`.
///
/// `None` if the article is right for `original`, or was wrong for `spun`: spinners do not change
/// articles, so one that does not go with the spun word belongs to the original.
pub fn mended(found: &str, spun: &str, original: &str) -> Option<&'static str> {
    let wanted = before(original)?;
    let suited = before(spun) == Some(found);
    (suited && matches!(found, "a" | "an") && wanted != found).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_count_and_not_letters() {
        let table = [
            ("bill", Some("a")),
            ("indication", Some("an")),
            ("honour", Some("an")),
            ("house", Some("a")),
            ("one-sided", Some("a")),
            ("onerous", Some("a")),
            ("european", Some("a")),
            ("umbrella", Some("an")),
            ("used", Some("a")),
            ("élan", None),
            ("x", None),
            ("", None),
        ];
        for (word, article) in table {
            assert_eq!(before(word), article, "{word}");
        }
    }

    #[test]
    fn an_article_changes_only_if_it_went_with_the_spun_word() {
        assert_eq!(mended("a", "sign", "indication"), Some("an"));
        assert_eq!(mended("an", "vital", "important"), None);
        assert_eq!(mended("the", "sign", "indication"), None);
        assert_eq!(mended("an", "vital", "crucial"), None);
        assert_eq!(mended("an", "invoice", "bill"), Some("a"));
    }
}
