//! What the writer says on standard error.

use std::ffi::{OsStr, OsString};
use std::sync::atomic::Ordering;

use super::super::args::Mode;
use super::super::message::{Message, Severity};
use super::super::output::MOST_LOCATIONS;
use super::super::status::Status;
use super::Writer;

impl Writer<'_> {
    pub(super) fn report_bad_lines(&mut self, name: &OsStr, bad: usize) {
        let lines = if bad == 1 { "line was" } else { "lines were" };
        let done = if self.args.keep.accepts(false) {
            "unchanged"
        } else {
            "out"
        };
        let text = format!("{bad} bad {lines} left {done}");
        match (bad, self.args.skip_bad) {
            (0, _) => {}
            (_, true) => self.message(&Message::note(name, text)),
            (_, false) => self.message(&Message::failure(
                name,
                format!("{text}; correct the input, or accept this with --skip-bad"),
            )),
        }
    }

    /// Reports folders without documents. If there were none at all, something is wrong.
    pub(super) fn report_empty(&mut self, folders: &[OsString]) {
        let has_documents = self.shared.has_documents.load(Ordering::Relaxed);
        let problem = if self.args.files.globs.is_empty() {
            "has no files to restore, apart from any that are hidden or ignored; name files, or choose others with --glob"
        } else {
            "has no files that --glob chooses and neither .gitignore nor --exclude leaves out; name files"
        };
        for folder in folders {
            self.message(&if has_documents {
                Message::note(folder, problem)
            } else {
                Message::failure(folder, problem)
            });
        }
        let is_silent = !has_documents && self.failures == 0;
        if is_silent && self.args.mode() == Mode::Check {
            let problem = "nothing was checked, because no input is text; name other files";
            self.message(&Message::failure("--check", problem));
        }
    }

    /// Prints where the first edits of the run are.
    pub(super) fn print_locations(&mut self, locations: &[String]) {
        let most = MOST_LOCATIONS.saturating_sub(self.located);
        for location in locations.iter().take(most) {
            self.located += 1;
            // As for messages, standard error may be closed.
            let write = || self.messages.write_all(location.as_bytes());
            let _ = self.progress.hide_while(write);
        }
    }

    /// Prints how many edits were not located.
    pub(super) fn count_locations(&mut self) {
        let more = self.total.edits().saturating_sub(self.located);
        if self.located > 0 && more > 0 {
            let text = format!("{more} more; --edits lists all");
            Message::note("edits not shown", text).write(self.messages);
        }
    }

    /// Prints a message and notes what it means for the exit status.
    pub fn message(&mut self, message: &Message) {
        if message.severity == Severity::Failure {
            self.status = Status::Failed;
            self.failures += 1;
        }
        let is_wanted = !self.args.messages.quiet || message.severity == Severity::Failure;
        if is_wanted && self.repeated.is_shown(message) {
            self.progress.hide_while(|| message.write(self.messages));
        }
    }
}
