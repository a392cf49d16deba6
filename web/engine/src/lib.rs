//! The engine for a browser: a plain C interface over numbers and one buffer, so that the page needs no generated code. It owns
//! how texts and results are passed; what is found is `unspin`'s, how a wording is dressed for its place is in `wordings`.
//!
//! A caller asks [`input`] for memory, writes the phrases that are never touched and the text into it, and calls [`restore`]
//! or, after that, [`candidates`]. Both return the length of the JSON that stands at [`output`].

mod wordings;

use serde_json::{Value, json};
use std::cell::RefCell;
use unspin::text::allow::Allow;
use unspin::cost::Cost;
use unspin::edit::Edit;
use unspin::restore::{GateMode, Judged, Options, Restorer};
use wordings::Wordings;

/// What a restorer was made for: the phrases that are never touched, whether the gate is off, the least margin.
type Wanted = (Vec<u8>, u32, Cost);

/// What is kept from one call to the next. The browser runs a module in one thread.
#[derive(Default)]
struct Engine {
    /// The text that was restored last, or that is being written.
    text: Vec<u8>,
    /// What the last call found.
    found: Vec<u8>,
    /// The last restorer, and what it was made for.
    restorer: Option<(Wanted, Restorer)>,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
}

/// Memory for `length` bytes of input, good until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    ENGINE.with_borrow_mut(|engine| {
        engine.text.clear();
        engine.text.resize(length, 0);
        engine.text.as_mut_ptr()
    })
}

/// Where the last result stands, good until the next call.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    ENGINE.with_borrow(|engine| engine.found.as_ptr())
}

/// Finds the edits of the input after its first `allowed` bytes, which list phrases that are never touched, one a line. The gate
/// is off where `assume_spun` is not 0; `min_margin` is in milli-nats.
#[unsafe(no_mangle)]
pub extern "C" fn restore(allowed: usize, assume_spun: u32, min_margin: i32) -> usize {
    ENGINE.with_borrow_mut(|engine| {
        let text = engine.text.split_off(allowed.min(engine.text.len()));
        let wanted = (
            std::mem::replace(&mut engine.text, text),
            assume_spun,
            min_margin,
        );
        if engine
            .restorer
            .as_ref()
            .is_none_or(|(made_for, _)| *made_for != wanted)
        {
            let restorer = Restorer::embedded(options(&wanted.0, assume_spun != 0, min_margin));
            engine.restorer = Some((wanted, restorer));
        }
        let Some((_, restorer)) = &engine.restorer else {
            return 0;
        };
        let mut worker = restorer.worker();
        let edits = worker.edits(&engine.text);
        engine.found = result(&engine.text, worker.judged(), &edits)
            .to_string()
            .into_bytes();
        engine.found.len()
    })
}

/// Finds what the lexicon says of the words at byte `at` of the text that was restored last.
#[unsafe(no_mangle)]
pub extern "C" fn candidates(at: usize) -> usize {
    ENGINE.with_borrow_mut(|engine| {
        engine.found = json!(Wordings::new(&engine.text).known(at))
            .to_string()
            .into_bytes();
        engine.found.len()
    })
}

fn options(allowed: &[u8], assume_spun: bool, min_margin: Cost) -> Options {
    let gate = if assume_spun {
        GateMode::AssumeSpun
    } else {
        GateMode::Auto
    };
    let allow = Allow::parse(&String::from_utf8_lossy(allowed));
    Options {
        gate,
        min_margin: Some(min_margin),
        explain: true,
        allow,
    }
}

fn result(text: &[u8], judged: Judged, edits: &[Edit]) -> Value {
    let wordings = Wordings::new(text);
    let score = 1.0 / (1.0 + (-f64::from(judged.log_odds) / 1000.0).exp());
    let edits: Vec<Value> = edits
        .iter()
        .map(|edit| edit_json(&wordings, edit))
        .collect();
    json!({ "spun": judged.spun, "score": score, "density": judged.density, "edits": edits })
}

fn edit_json(wordings: &Wordings<'_>, edit: &Edit) -> Value {
    let evidence = &edit.evidence;
    json!({
        "start": edit.start, "end": edit.end, "original": edit.original, "kind": evidence.kind.name(), "rule": evidence.rule,
        "margin": evidence.margin, "confidence": evidence.confidence(), "choices": wordings.weighed(edit),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the page does: write, call, read.
    fn call(allowed: &str, text: &str, assume_spun: u32) -> Value {
        input(0);
        ENGINE.with_borrow_mut(|engine| engine.text = [allowed, text].concat().into_bytes());
        restore(allowed.len(), assume_spun, 400);
        found()
    }

    fn found() -> Value {
        ENGINE.with_borrow(|engine| serde_json::from_slice(&engine.found).expect("JSON"))
    }

    const TEXT: &str = "The White Home mentioned Thursday that the invoice will not be signed.";

    #[test]
    fn edits_come_with_their_choices() {
        let result = call("", TEXT, 1);
        let home = result["edits"]
            .as_array()
            .expect("edits")
            .iter()
            .find(|edit| edit["original"] == "House")
            .expect("restored");
        assert_eq!(
            TEXT[10..14],
            TEXT[usize_of(&home["start"])..usize_of(&home["end"])]
        );
        let texts: Vec<&str> = home["choices"]
            .as_array()
            .expect("choices")
            .iter()
            .filter_map(|choice| choice["text"].as_str())
            .collect();
        assert_eq!(texts[0], "House");
        assert!(
            texts.contains(&"Home"),
            "the text as it is was weighed, too: {texts:?}"
        );
    }

    fn usize_of(value: &Value) -> usize {
        usize::try_from(value.as_u64().expect("a number")).expect("small")
    }

    #[test]
    fn options_hold_for_one_call() {
        assert_eq!(call("", "It rained on Monday.", 0)["edits"], json!([]));
        let all = call("white home\n", TEXT, 1);
        assert!(
            all["edits"]
                .as_array()
                .expect("edits")
                .iter()
                .all(|edit| edit["original"] != "House"),
            "it was allowed"
        );
        assert!(
            call("", TEXT, 1)["edits"]
                .as_array()
                .expect("edits")
                .iter()
                .any(|edit| edit["original"] == "House")
        );
    }

    #[test]
    fn the_lexicon_is_asked_for_any_word() {
        call("", "It was signed by the Invoice clerk.", 0);
        candidates(23);
        let known = found();
        assert!(
            known
                .as_array()
                .expect("a list")
                .iter()
                .any(|one| one["text"] == "Bill" && one["start"] == 21 && one["end"] == 28),
            "{known}"
        );
        candidates(9999);
        assert_eq!(found(), json!([]), "beyond the text there is nothing");
    }
}
