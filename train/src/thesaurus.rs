//! A lexicon from WordNet 3, for spinners of which nothing is known: any word may stand for its synonyms. It owns the reading of
//! WordNet's files and the forms of words; what such a lexicon is good for is the restorer's to say.
//!
//! WordNet has dictionary forms alone, so verbs and nouns are inflected here: regularly, or as its lists of exceptions say.

use super::Error;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use unspin::lexicon::tsv::Row;

/// Parts of speech: ends of file names, and the digits of sense keys.
const PARTS: [(&str, &[&str]); 4] = [
    ("noun", &["1"]),
    ("verb", &["2"]),
    ("adj", &["3", "5"]),
    ("adv", &["4"]),
];

/// What WordNet says of one word in one of its senses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sense {
    word: String,
    /// How often it was met in the texts that WordNet's authors tagged.
    tagged: u32,
}

/// Irregular forms by dictionary form.
type Exceptions = HashMap<String, Vec<String>>;

/// The rows that the files in `folder` give: each synonym for each word that was met `least` times or more in that sense, alike
/// in all forms, and each word as often kept as replaced.
///
/// # Errors
/// When a file cannot be read; the message names it.
pub fn rows(folder: &Path, least: u32) -> Result<Vec<Row>, Error> {
    let tagged = tagged(&read(&folder.join("cntlist.rev"))?);
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    for (part, digits) in PARTS {
        let exceptions =
            exceptions(&fs::read_to_string(folder.join(format!("{part}.exc"))).unwrap_or_default());
        let data = read(&folder.join(format!("data.{part}")))?;
        for line in data.lines().filter(|line| !line.starts_with(' ')) {
            let senses = synset(line, digits, &tagged).unwrap_or_default();
            add(
                &senses,
                least,
                |word| forms(word, part, &exceptions),
                &mut pairs,
            );
        }
    }
    Ok(with_kept(pairs))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        format!(
            "{}: {error}; name the folder with WordNet's files",
            path.display()
        )
        .into()
    })
}

/// Adds each two words of a synset of which the second is common enough, in all forms that both have.
fn add(
    senses: &[Sense],
    least: u32,
    forms: impl Fn(&str) -> Vec<String>,
    pairs: &mut BTreeSet<(String, String)>,
) {
    for original in senses.iter().filter(|sense| sense.tagged >= least) {
        for spun in senses.iter().filter(|sense| sense.word != original.word) {
            pairs.extend(
                forms(&spun.word)
                    .into_iter()
                    .zip(forms(&original.word))
                    .filter(|(spun, original)| spun != original),
            );
        }
    }
}

fn with_kept(pairs: BTreeSet<(String, String)>) -> Vec<Row> {
    let mut kept: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    for (spun, original) in pairs {
        *kept.entry(original.clone()).or_default() += 1;
        rows.push(Row {
            spun,
            original,
            count: 1,
        });
    }
    rows.extend(kept.into_iter().map(|(word, count)| Row {
        spun: word.clone(),
        original: word,
        count,
    }));
    rows.sort_unstable();
    rows
}

/// How often each sense was tagged, by the part of its key that a line of data has.
fn tagged(list: &str) -> HashMap<String, u32> {
    let entry = |line: &str| {
        let mut fields = line.split(' ');
        let (key, count) = (fields.next()?, fields.nth(1)?);
        Some((
            key.splitn(4, ':').take(3).collect::<Vec<_>>().join(":"),
            count.parse().ok()?,
        ))
    };
    list.lines().filter_map(entry).collect()
}

/// The words of a line of data: `offset file type count word id word id …`, the count and the ids hexadecimal.
fn synset(line: &str, digits: &[&str], tagged: &HashMap<String, u32>) -> Option<Vec<Sense>> {
    let fields: Vec<&str> = line.split(' ').collect();
    let number = usize::from_str_radix(fields.get(3)?, 16).ok()?;
    let sense = |pair: &[&str]| {
        let lemma = pair[0].split('(').next()?.to_owned();
        let id = u32::from_str_radix(pair[1], 16).ok()?;
        let key = |digit: &&str| {
            tagged
                .get(&format!(
                    "{}%{digit}:{}:{id:02}",
                    lemma.to_lowercase(),
                    fields[1]
                ))
                .copied()
        };
        let is_plain = lemma.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        is_plain.then(|| Sense {
            tagged: digits.iter().find_map(key).unwrap_or(0),
            word: lemma.replace('_', " "),
        })
    };
    Some(
        fields
            .get(4..4 + 2 * number)?
            .chunks_exact(2)
            .filter_map(sense)
            .collect(),
    )
}

fn exceptions(list: &str) -> Exceptions {
    let mut exceptions = Exceptions::new();
    for (form, lemma) in list.lines().filter_map(|line| line.split_once(' ')) {
        exceptions
            .entry(lemma.to_owned())
            .or_default()
            .push(form.to_owned());
    }
    exceptions
}

/// The forms of a word, in the same order for all words of its part of speech.
fn forms(word: &str, part: &str, exceptions: &Exceptions) -> Vec<String> {
    let irregular = |is_form: &dyn Fn(&str) -> bool| {
        exceptions
            .get(word)
            .and_then(|forms| forms.iter().find(|form| is_form(form)).cloned())
    };
    match part {
        "noun" if !word.contains(' ') => vec![
            word.to_owned(),
            irregular(&|_| true).unwrap_or_else(|| with_s(word)),
        ],
        "verb" => {
            // The first word of a phrase is its verb: `gave up`.
            let (verb, rest) = word
                .split_once(' ')
                .map_or((word, String::new()), |(verb, rest)| {
                    (verb, format!(" {rest}"))
                });
            let irregular = |is_form: &dyn Fn(&str) -> bool| {
                exceptions
                    .get(verb)
                    .and_then(|forms| forms.iter().find(|form| is_form(form)).cloned())
            };
            let is_past =
                |form: &str| !form.ends_with("ing") && !form.ends_with('n') && !form.ends_with('s');
            let past = irregular(&is_past).unwrap_or_else(|| with_ed(verb));
            let done = irregular(&|form| form.ends_with('n')).unwrap_or_else(|| past.clone());
            let doing = irregular(&|form| form.ends_with("ing")).unwrap_or_else(|| with_ing(verb));
            [verb.to_owned(), with_s(verb), past, done, doing]
                .map(|form| form + &rest)
                .to_vec()
        }
        _ => vec![word.to_owned()],
    }
}

fn is_consonant(letter: char) -> bool {
    !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Without its `y`, where that stands behind a consonant.
fn before_y(word: &str) -> Option<&str> {
    word.strip_suffix('y')
        .filter(|stem| stem.ends_with(is_consonant))
}

fn with_s(word: &str) -> String {
    match before_y(word) {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"]
            .iter()
            .any(|end| word.ends_with(end)) =>
        {
            format!("{word}es")
        }
        None => format!("{word}s"),
    }
}

fn with_ed(word: &str) -> String {
    match before_y(word) {
        Some(stem) => format!("{stem}ied"),
        None if word.ends_with('e') => format!("{word}d"),
        None => format!("{word}ed"),
    }
}

fn with_ing(word: &str) -> String {
    match word.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) => format!("{stem}ing"),
        _ => format!("{word}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_come_in_all_forms() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let verb =
            "00001000 29 v 03 stop 0 cease 0 give_up 2 001 @ 00000001 v 0000 01 + 01 00 | end it\n";
        let noun = "00002000 04 n 02 city 0 Metropolis 0 000 | a big town\n00003000 04 n 02 city 0 metropolis 1 000 | the same\n";
        let files = [
            ("data.verb", verb),
            ("data.noun", noun),
            (
                "data.adj",
                "00004000 00 s 02 big(a) 0 large 0 000 | of size\n",
            ),
            ("data.adv", "  1 a licence\n"),
            (
                "verb.exc",
                "gave give\ngiven give\nstopped stop\nstopping stop\n",
            ),
            (
                "cntlist.rev",
                "stop%2:29:00:: 1 7\ncity%1:04:00:: 1 2\nbig%5:00:00:size:00 1 3\n",
            ),
        ];
        files
            .iter()
            .for_each(|(name, text)| fs::write(folder.path().join(name), text).expect("written"));
        let rows = rows(folder.path(), 1).expect("whole");
        let of = |original: &str| {
            rows.iter()
                .filter(|row| row.original == original)
                .map(|row| (&*row.spun, row.count))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("stopped"),
            [
                ("ceased", 1),
                ("gave up", 1),
                ("given up", 1),
                ("stopped", 3)
            ]
        );
        assert_eq!(
            of("stopping"),
            [("ceasing", 1), ("giving up", 1), ("stopping", 2)]
        );
        assert_eq!(of("cities"), [("cities", 1), ("metropolises", 1)]);
        assert_eq!(of("big"), [("big", 1), ("large", 1)]);
        assert!(of("cease").is_empty(), "nobody was seen to write it");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = rows(Path::new("/nowhere"), 1).expect_err("no folder");
        assert!(
            error.to_string().starts_with("/nowhere/cntlist.rev: ")
                && error
                    .to_string()
                    .ends_with("; name the folder with WordNet's files"),
            "{error}"
        );
    }
}
