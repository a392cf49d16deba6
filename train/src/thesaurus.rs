//! Makes a lexicon from WordNet 3, for text from unknown spinners: any word may stand for its
//! synonyms.
//!
//! WordNet contains dictionary forms only, so verbs and nouns are inflected here: by rule, or as its
//! lists of exceptions say.

use crate::Error;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use unspin::lexicon::tsv::Row;

/// Parts of speech: suffixes of file names, and the digits that stand for them in sense keys.
const PARTS: [(&str, &[&str]); 4] = [
    ("noun", &["1"]),
    ("verb", &["2"]),
    ("adj", &["3", "5"]),
    ("adv", &["4"]),
];

/// A word in one of its senses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sense {
    word: String,
    /// How often it occurs in the texts that WordNet's authors tagged.
    occurrences: u32,
}

/// Irregular forms, by dictionary form.
type Exceptions = HashMap<String, Vec<String>>;

/// The rows that follow from the files in `folder`. A word may stand for each synonym that has at
/// least `least` occurrences in the shared sense. All synonyms are equally likely, and each word is
/// kept as often as it is replaced.
///
/// # Errors
/// If a file cannot be read; the message names it.
pub fn rows(folder: &Path, least: u32) -> Result<Vec<Row>, Error> {
    let occurrences = occurrences(&read(&folder.join("cntlist.rev"))?);
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    for (part, digits) in PARTS {
        let exceptions =
            exceptions(&fs::read_to_string(folder.join(format!("{part}.exc"))).unwrap_or_default());
        let forms = |word: &str| forms(word, part, &exceptions);
        let data = read(&folder.join(format!("data.{part}")))?;
        // Lines that begin with a space are the licence.
        for line in data.lines().filter(|line| !line.starts_with(' ')) {
            let senses = synset(line, digits, &occurrences).unwrap_or_default();
            add(&senses, least, forms, &mut pairs);
        }
    }
    Ok(with_kept(pairs))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        format!(
            "{}: {error}; name the folder with the files of WordNet",
            path.display()
        )
        .into()
    })
}

/// Adds each pair of words of a synset whose second word occurs at least `least` times, in all
/// forms that both have.
fn add(
    senses: &[Sense],
    least: u32,
    forms: impl Fn(&str) -> Vec<String>,
    pairs: &mut BTreeSet<(String, String)>,
) {
    for original in senses.iter().filter(|sense| sense.occurrences >= least) {
        for spun in senses.iter().filter(|sense| sense.word != original.word) {
            let forms = forms(&spun.word).into_iter().zip(forms(&original.word));
            pairs.extend(forms.filter(|(spun, original)| spun != original));
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

/// How often each sense occurs, by the first three fields of its key: `lemma%part:file:id`.
fn occurrences(list: &str) -> HashMap<String, u32> {
    let entry = |line: &str| {
        let mut fields = line.split(' ');
        let key = fields.next()?;
        let count = fields.nth(1)?.parse().ok()?;
        let key = key.splitn(4, ':').take(3).collect::<Vec<_>>().join(":");
        Some((key, count))
    };
    list.lines().filter_map(entry).collect()
}

/// The words of a line of data: `offset file part count word id word id ...`, where the count and the
/// ids are hexadecimal.
fn synset(line: &str, digits: &[&str], occurrences: &HashMap<String, u32>) -> Option<Vec<Sense>> {
    let fields: Vec<&str> = line.split(' ').collect();
    let number = usize::from_str_radix(fields.get(3)?, 16).ok()?;
    let sense = |pair: &[&str]| {
        let lemma = pair[0].split('(').next()?;
        let id = u32::from_str_radix(pair[1], 16).ok()?;
        let is_plain = lemma.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let key = |digit: &&str| format!("{lemma}%{digit}:{}:{id:02}", fields[1]);
        is_plain.then(|| Sense {
            word: lemma.replace('_', " "),
            occurrences: digits
                .iter()
                .find_map(|digit| occurrences.get(&key(digit)).copied())
                .unwrap_or(0),
        })
    };
    let words = fields.get(4..4 + 2 * number)?;
    Some(words.chunks_exact(2).filter_map(sense).collect())
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
    match part {
        "noun" if !word.contains(' ') => {
            let plural = irregular(word, exceptions, |_| true);
            vec![word.to_owned(), plural.unwrap_or_else(|| with_s(word))]
        }
        "verb" => verb_forms(word, exceptions),
        _ => vec![word.to_owned()],
    }
}

/// The infinitive, the third person, the past, the past participle and the present participle. In a
/// phrase, the first word is the verb: `gave up`.
fn verb_forms(word: &str, exceptions: &Exceptions) -> Vec<String> {
    let (verb, rest) = word
        .split_once(' ')
        .map_or((word, String::new()), |(verb, rest)| {
            (verb, format!(" {rest}"))
        });
    let is_past =
        |form: &str| !form.ends_with("ing") && !form.ends_with('n') && !form.ends_with('s');
    let past = irregular(verb, exceptions, is_past).unwrap_or_else(|| with_ed(verb));
    let past_participle =
        irregular(verb, exceptions, |form| form.ends_with('n')).unwrap_or_else(|| past.clone());
    let present_participle =
        irregular(verb, exceptions, |form| form.ends_with("ing")).unwrap_or_else(|| with_ing(verb));
    let forms = [
        verb.to_owned(),
        with_s(verb),
        past,
        past_participle,
        present_participle,
    ];
    forms.map(|form| form + &rest).to_vec()
}

/// The first irregular form of `word` for which `is_wanted` holds.
fn irregular(
    word: &str,
    exceptions: &Exceptions,
    is_wanted: impl Fn(&str) -> bool,
) -> Option<String> {
    let forms = exceptions.get(word)?;
    forms.iter().find(|form| is_wanted(form)).cloned()
}

fn is_consonant(letter: char) -> bool {
    !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The word without its final `y`, if that follows a consonant.
fn before_y(word: &str) -> Option<&str> {
    word.strip_suffix('y')
        .filter(|stem| stem.ends_with(is_consonant))
}

fn with_s(word: &str) -> String {
    let is_sibilant = ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| word.ends_with(end));
    match before_y(word) {
        Some(stem) => format!("{stem}ies"),
        None if is_sibilant => format!("{word}es"),
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

    /// Files in the format of WordNet, with made-up entries.
    const FILES: [(&str, &str); 6] = [
        (
            "data.verb",
            "00001000 29 v 03 stop 0 cease 0 give_up 2 001 @ 00000001 v 0000 01 + 01 00 | end it\n",
        ),
        (
            "data.noun",
            "00002000 04 n 02 city 0 Metropolis 0 000 | a big town\n\
             00003000 04 n 02 city 0 metropolis 1 000 | the same\n",
        ),
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

    #[test]
    fn synonyms_are_inflected() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for (name, text) in FILES {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let rows = rows(folder.path(), 1).expect("all files are valid");
        let spun_for = |original: &str| -> Vec<(&str, u32)> {
            rows.iter()
                .filter(|row| row.original == original)
                .map(|row| (&*row.spun, row.count))
                .collect()
        };
        assert_eq!(
            spun_for("stopped"),
            [
                ("ceased", 1),
                ("gave up", 1),
                ("given up", 1),
                ("stopped", 3)
            ]
        );
        assert_eq!(
            spun_for("stopping"),
            [("ceasing", 1), ("giving up", 1), ("stopping", 2)]
        );
        assert_eq!(spun_for("cities"), [("cities", 1), ("metropolises", 1)]);
        assert_eq!(spun_for("big"), [("big", 1), ("large", 1)]);
        assert_eq!(spun_for("cease"), [], "it has no occurrences");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = rows(Path::new("/nowhere"), 1).expect_err("no such folder");
        let message = error.to_string();
        assert!(message.starts_with("/nowhere/cntlist.rev: "), "{message}");
        assert!(
            message.ends_with("; name the folder with the files of WordNet"),
            "{message}"
        );
    }
}
