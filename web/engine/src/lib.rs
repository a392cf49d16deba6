//! The engine for a browser: a plain C interface of numbers and one buffer, so that the page needs no
//! generated code.
//!
//! A caller asks [`input`] for memory, writes the phrases that are never changed and the text into it,
//! and calls [`restore`] and then, for any word, [`candidates`]. Both return the length of the JSON at
//! [`output`]. Positions are bytes of the text, costs are in nats.

mod wordings;

use serde::Serialize;
use std::cell::RefCell;
use unspin::text::allow::Allow;
use unspin::{Cost, Edit, Format, GateMode, Options, Restored, Restorer};
use wordings::{Wording, Wordings};

/// The settings that a restorer was made for: the phrases that are never changed, whether the text is
/// assumed to be spun, and the least margin.
type Settings = (Vec<u8>, u32, Cost);

/// What is kept between two calls. A browser runs a module in one thread.
#[derive(Default)]
struct Engine {
    /// The text that was restored last, or that is being written.
    text: Vec<u8>,
    format: Format,
    /// The JSON of the last result.
    result: Vec<u8>,
    /// The last restorer and its settings.
    restorer: Option<(Settings, Restorer)>,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
}

/// Memory for `length` bytes of input, valid until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    ENGINE.with_borrow_mut(|engine| {
        engine.text.clear();
        engine.text.resize(length, 0);
        engine.text.as_mut_ptr()
    })
}

/// The address of the last result, valid until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    ENGINE.with_borrow(|engine| engine.result.as_ptr())
}

/// Restores the text that follows the first `allowed` bytes of the input; these list phrases that are
/// never changed, one a line. `format` is 0 for plain text, 1 for Markdown and 2 for HTML. If
/// `assume_spun` is not 0, text that does not look spun is restored too. `min_margin` is in milli-nats.
#[unsafe(no_mangle)]
pub extern "C" fn restore(allowed: usize, format: u32, assume_spun: u32, min_margin: i32) -> usize {
    ENGINE.with_borrow_mut(|engine| {
        let text = engine.text.split_off(allowed.min(engine.text.len()));
        let allow = std::mem::replace(&mut engine.text, text);
        engine.format = match format {
            1 => Format::Markdown,
            2 => Format::Html,
            _ => Format::Text,
        };
        engine.restore((allow, assume_spun, min_margin))
    })
}

/// Lists what the lexicon knows about the words at byte `at` of the text that was restored last.
#[unsafe(no_mangle)]
pub extern "C" fn candidates(at: usize) -> usize {
    ENGINE.with_borrow_mut(|engine| {
        let known = Wordings::new(&engine.text, engine.format).known(at);
        engine.result = json(&known);
        engine.result.len()
    })
}

impl Engine {
    fn restore(&mut self, settings: Settings) -> usize {
        let (made_for, restorer) = match self.restorer.take() {
            Some(last) if last.0 == settings => last,
            _ => {
                let restorer = Restorer::new(options(&settings));
                (settings, restorer)
            }
        };
        let restored = restorer.worker().restore(&self.text, self.format);
        let wordings = Wordings::new(&self.text, self.format);
        let result = Answer::new(&wordings, &restored);
        self.result = json(&result);
        self.restorer = Some((made_for, restorer));
        self.result.len()
    }
}

fn options((allowed, assume_spun, min_margin): &Settings) -> Options {
    let gate = if *assume_spun != 0 {
        GateMode::AssumeSpun
    } else {
        GateMode::Auto
    };
    Options::new()
        .gate(gate)
        .min_margin(*min_margin)
        .explain(true)
        .allow(Allow::parse(&String::from_utf8_lossy(allowed)))
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain values")
}

/// What the page gets.
#[derive(Serialize)]
struct Answer<'r> {
    spun: bool,
    score: f64,
    density: Option<f64>,
    family: Option<String>,
    odd: Vec<&'static str>,
    spans: Vec<[usize; 2]>,
    edits: Vec<Change<'r>>,
}

/// An edit, and the wordings that were compared for it.
#[derive(Serialize)]
struct Change<'r> {
    start: usize,
    end: usize,
    original: &'r str,
    kind: &'static str,
    rule: &'r str,
    margin: f64,
    confidence: f64,
    choices: Vec<Wording>,
}

impl<'r> Answer<'r> {
    fn new(wordings: &Wordings<'_>, restored: &'r Restored<'_>) -> Self {
        let verdict = restored.verdict();
        let edits = restored.edits();
        let compared = wordings.compared(edits);
        let edits = edits.iter().zip(compared);
        let spans = verdict.spans().iter();
        Self {
            spun: verdict.is_spun(),
            score: verdict.score(),
            density: verdict.density(),
            family: verdict.family(),
            odd: verdict.odd().iter().map(|odd| odd.name()).collect(),
            spans: spans.map(|span| [span.start, span.end]).collect(),
            edits: edits
                .map(|(edit, choices)| Change::new(edit, choices))
                .collect(),
        }
    }
}

impl<'r> Change<'r> {
    fn new(edit: &'r Edit, choices: Vec<Wording>) -> Self {
        let range = edit.range();
        Self {
            start: range.start,
            end: range.end,
            original: edit.original(),
            kind: edit.kind().name(),
            rule: edit.rule(),
            margin: edit.margin(),
            confidence: edit.confidence(),
            choices,
        }
    }
}

#[cfg(test)]
mod tests;
