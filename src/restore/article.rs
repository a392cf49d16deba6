//! Agreement of `a` and `an` with the word after them. It owns the rule for sounds, not the choice of words.

/// Openings that sound like a vowel although they are spelt with a consonant, and the other way round.
const SILENT_H: [&str; 4] = ["heir", "honest", "hono", "hour"];
const LIKE_YOU: [&str; 15] = [
    "eu", "once", "one", "ubiq", "unic", "unif", "unil", "union", "uniq", "unit", "univ", "usa",
    "use", "usu", "uti",
];

/// The article that stands before `word` (in lower case); `None` where its spelling does not tell.
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
    let starts = |openings: &[&str]| openings.iter().any(|opening| word.starts_with(opening));
    let vowel = if matches!(first, 'a' | 'e' | 'i' | 'o' | 'u') {
        !starts(&LIKE_YOU)
    } else {
        starts(&SILENT_H)
    };
    Some(if vowel { "an" } else { "a" })
}

/// The article that must take the place of `found` when the word after it changes from `spun` to `original`: `None`
/// where the article is right, or did not suit the spun word either (spinners leave articles as they were, so a broken
/// one already belongs to the original).
pub fn mended(found: &str, spun: &str, original: &str) -> Option<&'static str> {
    let wanted = before(original)?;
    let suited = before(spun) == Some(found);
    (suited && matches!(found, "a" | "an") && wanted != found).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn only_articles_that_suited_the_spun_word_are_mended() {
        assert_eq!(mended("a", "sign", "indication"), Some("an"));
        assert_eq!(mended("an", "vital", "important"), None);
        assert_eq!(mended("the", "sign", "indication"), None);
        assert_eq!(mended("an", "vital", "crucial"), None);
    }
}
