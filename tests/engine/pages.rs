//! Pages with the articles of the fixtures, many of them broken: with markup, almost as much is
//! restored as without, and restoring does not change the markup.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unspin::document::{Document, Format};
use unspin::edit::{Edit, apply};
use unspin::restore::{GateMode, Options, Restorer, Worker};

const PAGES: usize = 200;
const ARTICLES: [&str; 6] = ["budget", "council", "court", "football", "medicine", "town"];

/// Pseudo-random numbers, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's constants. The high bits are the most random ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }
}

/// The lines of an article, each as (spun, original).
fn article(name: &str) -> Vec<(String, String)> {
    let read = |kind: &str| {
        fs::read_to_string(format!(
            "{}/fixtures/articles/{name}.{kind}.txt",
            env!("CARGO_MANIFEST_DIR")
        ))
        .expect("a fixture")
    };
    let spun = read("spun");
    let original = read("orig");
    spun.lines()
        .zip(original.lines())
        .map(|(spun, original)| (spun.to_owned(), original.to_owned()))
        .collect()
}

/// A word in one of the ways in which a page may write it.
fn written(word: &str, chance: &mut Chance) -> String {
    let word = word.replace('&', "&amp;").replace('<', "&lt;");
    match chance.below(200) {
        0 => format!("{word}<!-- he mentioned <p> -->"),
        1 => word.replace('e', "&#101;"),
        2 => format!("{word}<wbr>"),
        _ => word,
    }
}

const INLINE: [[&str; 2]; 5] = [
    ["<a href=\"/mentioned?a=1&b=2\" class='within the'>", "</a>"],
    ["<a href=/home title=>", "</a>"],
    ["<em>", "</em>"],
    ["<SPAN id=mentioned>", "</span>"],
    ["<b><i>", "</b></i>"],
];

/// A paragraph of a page. About every thirtieth word, an inline element of up to four words starts.
fn paragraph(text: &str, chance: &mut Chance) -> String {
    let gap = |chance: &mut Chance| {
        if chance.one_in(15) {
            chance.pick(&["\n  ", "\r\n", "\t"])
        } else {
            " "
        }
    };
    let mut html = String::new();
    let mut words = text.split(' ').peekable();
    while words.peek().is_some() {
        let (len, [open, close]) = if chance.one_in(30) {
            (1 + chance.below(4), INLINE[chance.below(INLINE.len())])
        } else {
            (1, ["", ""])
        };
        html.push_str(open);
        let run: Vec<String> = words
            .by_ref()
            .take(len)
            .map(|word| written(word, chance))
            .collect();
        html.push_str(&run.join(gap(chance)));
        html.push_str(close);
        if words.peek().is_some() {
            html.push_str(gap(chance));
        }
    }
    let open = chance.pick(&[
        "<p>",
        "<p class=mentioned>",
        "<P data-x='he mentioned'>",
        "<div><p>",
        "<li>",
        "<blockquote>",
    ]);
    let close = chance.pick(&["</p>", "", "</p></div>", "</P>\n\n", "</span>"]);
    format!("{open}{html}{close}\n")
}

const HEADS: [&str; 3] = [
    "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><style>p > b { content: 'mentioned' }</style></head><body>",
    "<html><head><meta name=\"keywords\" content=\"The White Home mentioned\"></head>\n<body bgcolor=#fff>",
    "",
];
const BETWEEN: [&str; 8] = [
    "<script>if (a < b && c) { document.write('<p>he mentioned</p>'); }</script>\n",
    "<pre>he  mentioned\n  within the</pre>",
    "<table><tr><td>12<td>13</table>",
    "<hr/><br>",
    "<!-- The White Home mentioned -->",
    "<code>mentioned()</code> ",
    "</div></nonsense>",
    "<svg viewBox='0 0 1 1'><text>mentioned</text></svg>",
];
const ENDS: [&str; 4] = [
    "</body></html>\n",
    "",
    "<p class='mentioned",
    "<!-- mentioned",
];

fn page(lines: &[&str], chance: &mut Chance) -> String {
    let mut page = chance.pick(&HEADS).to_owned();
    for line in lines {
        page.push_str(&paragraph(line, chance));
        if chance.one_in(4) {
            page.push_str(chance.pick(&BETWEEN));
        }
    }
    page + chance.pick(&ENDS)
}

/// The tokens of a page, with empty text.
fn skeleton(page: &[u8]) -> Vec<Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(page, emitter)
        .map(|token| token.unwrap_or_else(|never| match never {}));
    let mut tokens: Vec<Token> = tokens
        .filter(|token| !matches!(token, Token::Error(_)))
        .collect();
    for token in &mut tokens {
        if let Token::String(text) = token {
            text.value = Default::default();
        }
    }
    tokens.dedup_by(|one, other| matches!((one, other), (Token::String(_), Token::String(_))));
    tokens
}

fn text(page: &[u8]) -> String {
    let mut document = Document::default();
    document.read(page, Format::Html);
    document.text().replace('\u{fffc}', " ")
}

/// Restores a page, and checks that only words of its text change.
fn restored(worker: &mut Worker<'_>, page: &[u8]) -> Vec<u8> {
    let edits = worker.restore(page, Format::Html).into_edits();
    let restored = apply(page, &edits);
    assert_outside_is_same(page, &restored, &edits);
    assert_eq!(
        skeleton(&restored),
        skeleton(page),
        "{}",
        String::from_utf8_lossy(page)
    );
    restored
}

/// The number of words of `original` that are not in `text` at the same place.
fn missing(text: &str, original: &str) -> usize {
    let words = |text: &'_ str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let text = words(text);
    let original = words(original);
    let wrong = |operation: &DiffOp| {
        if let DiffOp::Equal { .. } = operation {
            0
        } else {
            operation.new_range().len()
        }
    };
    capture_diff_slices(Algorithm::Myers, &text, &original)
        .iter()
        .map(wrong)
        .sum()
}

/// Checks that the bytes outside of the edits are the same.
fn assert_outside_is_same(page: &[u8], restored: &[u8], edits: &[Edit]) {
    let mut at = 0;
    let mut at_restored = 0;
    let mut same = |until: Range<usize>, len: usize| {
        let before = until.start - at;
        assert_eq!(
            page[at..until.start],
            restored[at_restored..at_restored + before]
        );
        at = until.end;
        at_restored += before + len;
    };
    for edit in edits {
        same(edit.range(), edit.original().len());
    }
    same(page.len()..page.len(), 0);
    assert_eq!(at_restored, restored.len());
}

/// The share of `spun` words that are restored if `left` are not, in percent.
fn percent(left: usize, spun: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).expect("few words"));
    100.0 - 100.0 * number(left) / number(spun)
}

#[test]
fn pages_are_restored_like_their_text() {
    let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
    let mut worker = restorer.worker();
    let mut chance = Chance(1);
    let mut pages = HashSet::new();
    let [mut spun, mut left_in_pages, mut left_in_text] = [0; 3];
    for number in 0..PAGES {
        let article = article(ARTICLES[chance.below(ARTICLES.len())]);
        let from = chance.below(article.len() / 2);
        let (damaged, original): (Vec<&str>, Vec<&str>) = article[from..]
            .iter()
            .map(|(spun, original)| (&**spun, &**original))
            .unzip();
        let page = page(&damaged, &mut chance);
        let restored = restored(&mut worker, page.as_bytes());
        let plain = damaged.join("\n\n");
        let plain_restored = worker.restore(plain.as_bytes(), Format::Text).text();
        let lost = missing(&text(page.as_bytes()), &plain);
        assert_eq!(lost, 0, "page {number}: {page}");
        // What a page has in addition to the article counts on both sides.
        let original = original.join("\n\n");
        spun += missing(&plain, &original);
        left_in_pages += missing(&text(&restored), &original);
        left_in_text += missing(&plain_restored, &original);
        pages.insert(page);
    }
    assert_eq!(pages.len(), PAGES, "no two pages are the same");
    let in_pages = percent(left_in_pages, spun);
    let in_text = percent(left_in_text, spun);
    assert!(
        in_text > 50.0 && (in_pages - in_text).abs() < 1.0,
        "{in_pages:.2} % and {in_text:.2} %"
    );
}
