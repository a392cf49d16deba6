//! How output looks: with or without colours, with or without a progress bar. This depends on the
//! options, the environment and whether the streams are terminals.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::args::{Args, Mode, When};

/// How output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputStyle {
    /// Whether edits and diffs are coloured.
    pub color: Color,
    /// Whether a progress bar is shown.
    pub bar: Bar,
}

/// Whether edits and diffs are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// No escape codes are written.
    Off,
    /// Spun text is red, restored text is green.
    On,
}

/// Whether a progress bar is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// On standard error.
    Shown,
    /// Not at all.
    Hidden,
}

impl OutputStyle {
    /// Neither colours nor a progress bar.
    pub const PLAIN: Self = Self {
        color: Color::Off,
        bar: Bar::Hidden,
    };

    /// The style that `args` ask for, where `out` and `messages` are standard output and standard
    /// error.
    pub fn new(args: &Args, out: &impl IsTerminal, messages: &impl IsTerminal) -> Self {
        let color = match args.look.color {
            When::Always => Color::On,
            When::Auto if out.is_terminal() && environment_allows_color() => Color::On,
            When::Auto | When::Never => Color::Off,
        };
        let reads_files = (!args.paths.is_empty() || args.files.list.is_some())
            && args.paths.iter().all(|path| path != Path::new("-"));
        let asks = args.mode() == Mode::Interactive;
        let is_quiet = args.messages.quiet && args.look.progress != When::Always;
        let can_be_drawn =
            !asks && !is_quiet && reads_files && messages.is_terminal() && !is_dumb();
        let text_goes_to_terminal =
            out.is_terminal() && !matches!(args.mode(), Mode::Write | Mode::Output);
        let bar = match args.look.progress {
            When::Always if can_be_drawn => Bar::Shown,
            When::Auto if can_be_drawn && !text_goes_to_terminal => Bar::Shown,
            When::Always | When::Auto | When::Never => Bar::Hidden,
        };
        Self { color, bar }
    }
}

/// The convention of no-color.org: any value but the empty one turns colours off.
fn environment_allows_color() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb()
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const RESET: &str = "\x1b[0m";

impl Color {
    /// Writes text that is removed.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_removed(self, out: &mut dyn Write, parts: &[&[u8]]) -> io::Result<()> {
        self.write(out, RED, parts)
    }

    /// Writes text that is added.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_added(self, out: &mut dyn Write, parts: &[&[u8]]) -> io::Result<()> {
        self.write(out, GREEN, parts)
    }

    fn write(self, out: &mut dyn Write, code: &str, parts: &[&[u8]]) -> io::Result<()> {
        if self == Self::On {
            out.write_all(code.as_bytes())?;
        }
        for part in parts {
            out.write_all(part)?;
        }
        if self == Self::On {
            out.write_all(RESET.as_bytes())?;
        }
        Ok(())
    }
}
