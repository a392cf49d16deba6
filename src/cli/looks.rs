//! How output looks: with colours or without, with a bar or without. It asks the flags, the environment and what the streams are.

use std::env;
use std::io::IsTerminal;
use std::path::Path;

use super::args::Args;
use super::choices::{Mode, When};
use super::output::Paint;
use super::progress::Bar;

/// How output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// Whether marks are coloured.
    pub paint: Paint,
    /// Whether the progress is shown.
    pub bar: Bar,
}

impl Looks {
    /// No colours, no bar.
    pub const PLAIN: Self = Self {
        paint: Paint::Plain,
        bar: Bar::Hidden,
    };
}

impl Args {
    /// How output looks where `out` and `messages` are standard output and standard error.
    pub fn looks(&self, out: &impl IsTerminal, messages: &impl IsTerminal) -> Looks {
        let paint = match self.color {
            When::Always => Paint::Colored,
            When::Auto if out.is_terminal() && environment_allows_colors() => Paint::Colored,
            When::Auto | When::Never => Paint::Plain,
        };
        let files = !self.paths.is_empty() && self.paths.iter().all(|path| path != Path::new("-"));
        let beside_text = out.is_terminal() && !matches!(self.mode(), Mode::Write | Mode::Output);
        let bar = match self.progress {
            When::Always | When::Auto if !files || !messages.is_terminal() || is_dumb() => {
                Bar::Hidden
            }
            When::Auto if beside_text => Bar::Hidden,
            When::Always | When::Auto => Bar::Shown,
            When::Never => Bar::Hidden,
        };
        Looks { paint, bar }
    }
}

/// The convention of no-color.org: any value but the empty one switches colours off.
fn environment_allows_colors() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb()
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}
