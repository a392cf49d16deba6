//! Tests of the figures: by hand, and against the scorer in Python where that is available.

mod command;
mod figures;
mod mistakes;
mod python;
mod sets;

use serde_json::Value;
use unspin_train::evaluate::Figures;
use unspin_train::pairs::Pair;

fn pair(spun: &str, original: &str) -> Pair {
    Pair {
        spun: spun.into(),
        original: original.into(),
    }
}

fn object(figures: &Figures) -> Value {
    Value::Object(figures.clone())
}
