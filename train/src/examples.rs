//! Training examples of the neural scorer as flat arrays: what a script that trains on arrays reads. It owns the numbering
//! of words, endings and wordings, and the layout.
//!
//! A folder of raw little-endian arrays, tokens of all documents one after another:
//!
//! | file | item | for each |
//! |---|---|---|
//! | `words` | u16 number of the word, 0 for one that is not numbered | token |
//! | `endings` | u16 number of the last letters | token |
//! | `shapes` | u8: letter case, and 8 where the token is quoted | token |
//! | `lengths` | u32 number of tokens, then u32 number of positions with a choice | document |
//! | `places` | u32 token of its document | position with a choice |
//! | `counts` | u8 number of edges, then u8 number of the right one | position with a choice |
//! | `wordings` | u16 number of the wording, 0 for one that is not numbered | edge |
//! | `channel` | i16 log channel in hundredths of nats | edge |
//! | `word.keys`, `wording.keys` | u64 hash, with u64 hash of the last letters; row 0 is for all others | number |

use super::Error;
use super::progress::{Observer, Progress};
use super::texts::{Text, Texts};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use unspin::cost::Cost;
use unspin::models::net::{ending_row, shape_row};

/// Documents whose words are counted.
const COUNTED: usize = 60_000;
/// Batches between two reports of progress.
const REPORT_EVERY: usize = 50;

/// Numbers of hashes, by frequency; 0 is for those without.
struct Numbers {
    /// Hash of the whole and of the last letters.
    rows: Vec<(u64, u64)>,
    of: HashMap<u64, u16>,
}

/// Hashes of wholes, each with that of its last letters.
type Hashes = Vec<(u64, u64)>;
/// How often a hash was seen, and the hash of its last letters.
type Seen = HashMap<u64, (u32, u64)>;

impl Numbers {
    fn new(seen: Seen, most: usize) -> Self {
        let mut ranked: Vec<_> = seen
            .into_iter()
            .map(|(key, (count, ending))| (count, key, ending))
            .collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.truncate(most.min(usize::from(u16::MAX)));
        let rows: Vec<(u64, u64)> = std::iter::once((0, 0))
            .chain(ranked.into_iter().map(|(_, key, ending)| (key, ending)))
            .collect();
        let of = rows
            .iter()
            .zip(0_u16..)
            .skip(1)
            .map(|(&(key, _), number)| (key, number))
            .collect();
        Self { rows, of }
    }

    fn number(&self, key: u64) -> u16 {
        self.of.get(&key).copied().unwrap_or(0)
    }

    fn write(&self, path: &Path) -> Result<(), Error> {
        let bytes: Vec<u8> = self
            .rows
            .iter()
            .flat_map(|(key, ending)| [key.to_le_bytes(), ending.to_le_bytes()].concat())
            .collect();
        Ok(fs::write(path, bytes)?)
    }
}

/// How many different words and wordings were seen, which is more than are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types {
    /// Different words.
    pub words: usize,
    /// Different wordings.
    pub wordings: usize,
}

/// Writes the examples of `texts`, spun once, into the folder `out`, with at most `words` words and `wordings` wordings
/// numbered. Reports its progress every [`REPORT_EVERY`] batches.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    texts: &Texts<'_>,
    out: &Path,
    words: usize,
    wordings: usize,
    observer: Observer<'_>,
) -> Result<Types, Error> {
    fs::create_dir_all(out)?;
    let (seen_words, seen_wordings) = count(texts);
    let types = Types {
        words: seen_words.len(),
        wordings: seen_wordings.len(),
    };
    let numbers = (
        Numbers::new(seen_words, words),
        Numbers::new(seen_wordings, wordings),
    );
    numbers.0.write(&out.join("word.keys"))?;
    numbers.1.write(&out.join("wording.keys"))?;
    let mut files = NAMES.map(|name| File::create(out.join(name)).map(BufWriter::new));
    let mut failed = None;
    let mut documents = 0;
    let mut tokens = 0;
    let prepare = |text: &Text| arrays(texts, text, &numbers);
    texts.each_batch(1, usize::MAX, prepare, |number, batch: &[Arrays]| {
        for arrays in batch {
            for (file, bytes) in files.iter_mut().zip(&arrays.0) {
                let written = file
                    .as_mut()
                    .map_err(|error| io::Error::from(error.kind()))
                    .and_then(|file| file.write_all(bytes));
                failed = failed.take().or(written.err());
            }
            tokens += arrays.0[SHAPES].len();
        }
        documents += batch.len();
        if number.is_multiple_of(REPORT_EVERY) {
            observer(Progress::Written { documents, tokens });
        }
    });
    for file in files {
        file?.flush()?;
    }
    failed.map_or(Ok(types), |error| Err(error.into()))
}

fn count(texts: &Texts<'_>) -> (Seen, Seen) {
    let prepare = |text: &Text| {
        let words: Hashes = text
            .tokens
            .as_slice()
            .iter()
            .map(|token| (token.word, token.ending))
            .collect();
        let mut wordings = Hashes::new();
        text.each_position(texts.lexicon, |_, edges, _| {
            wordings.extend(edges.iter().map(|edge| (edge.keys.whole, edge.keys.ending)));
        });
        (words, wordings)
    };
    let (mut words, mut wordings) = (Seen::new(), Seen::new());
    let note = |seen: &mut Seen, keys: &[(u64, u64)]| {
        keys.iter()
            .for_each(|&(key, ending)| seen.entry(key).or_insert((0, ending)).0 += 1)
    };
    texts.each_batch(0, COUNTED, prepare, |_, batch: &[(Hashes, Hashes)]| {
        for (of_words, of_wordings) in batch {
            note(&mut words, of_words);
            note(&mut wordings, of_wordings);
        }
    });
    (words, wordings)
}

/// The files, in the order of [`Arrays`].
const NAMES: [&str; 8] = [
    "words", "endings", "shapes", "lengths", "places", "counts", "wordings", "channel",
];
const SHAPES: usize = 2;

/// What one document adds to each file.
struct Arrays([Vec<u8>; NAMES.len()]);

fn arrays(texts: &Texts<'_>, text: &Text, numbers: &(Numbers, Numbers)) -> Arrays {
    let [
        mut words,
        mut endings,
        mut shapes,
        mut lengths,
        mut places,
        mut counts,
        mut wordings,
        mut channel,
    ] = std::array::from_fn(|_| Vec::new());
    for (token, &quoted) in text.tokens.as_slice().iter().zip(&text.quoted) {
        words.extend(numbers.0.number(token.word).to_le_bytes());
        endings.extend(ending_row(token.ending).to_le_bytes());
        shapes.push(shape_row(token.shape, quoted));
    }
    text.each_position(texts.lexicon, |at, edges, gold| {
        places.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
        counts.extend([edges.len(), gold].map(|count| u8::try_from(count).unwrap_or(u8::MAX)));
        for edge in edges {
            wordings.extend(numbers.1.number(edge.keys.whole).to_le_bytes());
            channel.extend(hundredths(-edge.channel).to_le_bytes());
        }
    });
    lengths.extend(
        [text.tokens.len(), counts.len() / 2]
            .into_iter()
            .flat_map(|count| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()),
    );
    Arrays([
        words, endings, shapes, lengths, places, counts, wordings, channel,
    ])
}

fn hundredths(milli: Cost) -> i16 {
    i16::try_from(milli / 10).unwrap_or(if milli < 0 { i16::MIN } else { i16::MAX })
}
