//! Writes the training examples of the network as flat arrays for `net.py`.
//!
//! The output is a folder of raw little-endian arrays. The tokens of all documents follow one
//! another.
//!
//! | file | item | one for each |
//! |---|---|---|
//! | `words` | u16 number of the word, 0 if it has none | token |
//! | `endings` | u16 number of the last letters | token |
//! | `shapes` | u8 letter case, plus 8 if the token is quoted | token |
//! | `lengths` | u32 number of tokens, then u32 number of positions | document |
//! | `places` | u32 index of the token in its document | position |
//! | `counts` | u8 number of edges, then u8 index of the right one | position |
//! | `wordings` | u16 number of the wording, 0 if it has none | edge |
//! | `channel` | i16 log probability of the channel in hundredths of nats | edge |
//! | `word.keys`, `wording.keys` | u64 hash, then u64 hash of the last letters | number |
//!
//! A position is a token that has more than one wording; an edge is one of these wordings. Words
//! and wordings are numbered by frequency, from 1.

use crate::progress::{Observer, Progress};
use crate::texts::{LabelledText, Texts};
use crate::{Error, cannot_write};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use unspin::cost::Cost;
use unspin::models::net::{ending_row, shape_row};

/// Documents whose words are counted to number them.
const COUNTED: usize = 60_000;
/// Batches between two progress reports.
const REPORT_EVERY: usize = 50;

/// How many different words and wordings occurred. Not all of them get a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types {
    /// Different words.
    pub words: usize,
    /// Different wordings.
    pub wordings: usize,
}

/// Writes the examples of `texts`, spun once, to the folder `out`. At most `words` words and
/// `wordings` wordings get a number. Reports its progress to `observer`.
///
/// # Errors
/// If a file cannot be written.
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
    let numbers = Numbers {
        words: Numbering::new(seen_words, words),
        wordings: Numbering::new(seen_wordings, wordings),
    };
    numbers.words.write(&out.join("word.keys"))?;
    numbers.wordings.write(&out.join("wording.keys"))?;
    let mut files = Files::create(out)?;
    let prepare = |text: &LabelledText| numbers.arrays(texts, text);
    texts.each_batch(1, usize::MAX, prepare, |number, batch: &[Arrays]| {
        for arrays in batch {
            files.append(arrays);
        }
        if number > 0 && number.is_multiple_of(REPORT_EVERY) {
            observer(files.progress());
        }
    });
    files.finish()?;
    Ok(types)
}

/// How often each hash occurred, and the hash of its last letters.
type Seen = HashMap<u64, (u32, u64)>;
/// Hashes, each with the hash of its last letters.
type Hashes = Vec<(u64, u64)>;

/// Counts words and wordings.
fn count(texts: &Texts<'_>) -> (Seen, Seen) {
    let prepare = |text: &LabelledText| {
        let words = text.tokens.as_slice().iter();
        let words: Hashes = words.map(|token| (token.word, token.ending)).collect();
        let mut wordings = Hashes::new();
        text.each_position(texts.lexicon, |_, edges, _| {
            wordings.extend(edges.iter().map(|edge| (edge.keys.whole, edge.keys.ending)));
        });
        (words, wordings)
    };
    let mut words = Seen::new();
    let mut wordings = Seen::new();
    let add = |seen: &mut Seen, hashes: &Hashes| {
        for &(hash, ending) in hashes {
            seen.entry(hash).or_insert((0, ending)).0 += 1;
        }
    };
    texts.each_batch(0, COUNTED, prepare, |_, batch: &[(Hashes, Hashes)]| {
        for (of_words, of_wordings) in batch {
            add(&mut words, of_words);
            add(&mut wordings, of_wordings);
        }
    });
    (words, wordings)
}

/// Numbers of hashes, by frequency from 1. 0 is for all hashes without a number.
struct Numbering {
    /// The hash of each number, and the hash of its last letters.
    hashes: Hashes,
    of: HashMap<u64, u16>,
}

impl Numbering {
    fn new(seen: Seen, most: usize) -> Self {
        let mut ranked: Vec<_> = seen
            .into_iter()
            .map(|(hash, (count, ending))| (count, hash, ending))
            .collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.truncate(most.min(usize::from(u16::MAX)));
        let mut hashes = vec![(0, 0)];
        hashes.extend(ranked.into_iter().map(|(_, hash, ending)| (hash, ending)));
        let of = hashes
            .iter()
            .zip(0_u16..)
            .skip(1)
            .map(|(&(hash, _), number)| (hash, number))
            .collect();
        Self { hashes, of }
    }

    fn number(&self, hash: u64) -> u16 {
        self.of.get(&hash).copied().unwrap_or(0)
    }

    fn write(&self, path: &Path) -> Result<(), Error> {
        let bytes: Vec<u8> = self
            .hashes
            .iter()
            .flat_map(|(hash, ending)| [hash.to_le_bytes(), ending.to_le_bytes()].concat())
            .collect();
        fs::write(path, bytes).map_err(|error| cannot_write(path, &error))
    }
}

/// The file names, in the order of the fields of [`Arrays`].
const NAMES: [&str; 8] = [
    "words", "endings", "shapes", "lengths", "places", "counts", "wordings", "channel",
];

/// What one document adds to each file.
#[derive(Default)]
struct Arrays {
    words: Vec<u8>,
    endings: Vec<u8>,
    shapes: Vec<u8>,
    lengths: Vec<u8>,
    places: Vec<u8>,
    counts: Vec<u8>,
    wordings: Vec<u8>,
    channel: Vec<u8>,
}

impl Arrays {
    fn all(&self) -> [&[u8]; NAMES.len()] {
        [
            &self.words,
            &self.endings,
            &self.shapes,
            &self.lengths,
            &self.places,
            &self.counts,
            &self.wordings,
            &self.channel,
        ]
    }
}

struct Numbers {
    words: Numbering,
    wordings: Numbering,
}

impl Numbers {
    fn arrays(&self, texts: &Texts<'_>, text: &LabelledText) -> Arrays {
        let mut arrays = Arrays::default();
        for (token, &quoted) in text.tokens.as_slice().iter().zip(&text.quoted) {
            let number = self.words.number(token.word);
            arrays.words.extend(number.to_le_bytes());
            arrays
                .endings
                .extend(ending_row(token.ending).to_le_bytes());
            arrays.shapes.push(shape_row(token.shape, quoted));
        }
        let mut positions = 0;
        text.each_position(texts.lexicon, |at, edges, right| {
            positions += 1;
            arrays.places.extend(narrow(at).to_le_bytes());
            let counts = [edges.len(), right].map(|count| u8::try_from(count).unwrap_or(u8::MAX));
            arrays.counts.extend(counts);
            for edge in edges {
                let number = self.wordings.number(edge.keys.whole);
                arrays.wordings.extend(number.to_le_bytes());
                arrays
                    .channel
                    .extend(hundredths(-edge.channel).to_le_bytes());
            }
        });
        for length in [text.tokens.len(), positions] {
            arrays.lengths.extend(narrow(length).to_le_bytes());
        }
        arrays
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn hundredths(milli: Cost) -> i16 {
    i16::try_from(milli / 10).unwrap_or(if milli < 0 { i16::MIN } else { i16::MAX })
}

/// The open files.
struct Files {
    files: Vec<BufWriter<File>>,
    documents: usize,
    tokens: usize,
    /// The first error of a write. Batches go on until the end, so it is kept until then.
    error: Option<io::Error>,
}

impl Files {
    fn create(folder: &Path) -> Result<Self, Error> {
        let create = |name| {
            let path = folder.join(name);
            let file = File::create(&path).map_err(|error| cannot_write(&path, &error))?;
            Ok(BufWriter::new(file))
        };
        let files = NAMES.map(create);
        Ok(Self {
            files: files.into_iter().collect::<Result<_, Error>>()?,
            documents: 0,
            tokens: 0,
            error: None,
        })
    }

    fn append(&mut self, arrays: &Arrays) {
        self.documents += 1;
        self.tokens += arrays.shapes.len();
        for (file, bytes) in self.files.iter_mut().zip(arrays.all()) {
            if let Err(error) = file.write_all(bytes) {
                self.error.get_or_insert(error);
            }
        }
    }

    fn progress(&self) -> Progress {
        Progress::Written {
            documents: self.documents,
            tokens: self.tokens,
        }
    }

    fn finish(self) -> io::Result<()> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for mut file in self.files {
            file.flush()?;
        }
        Ok(())
    }
}
