//! The edits in the file of `--edits-to`, in the report and in the figures: only those of texts that
//! were written. The edits of an input that comes in parts wait for its end.

use std::io::{self, Write};

use super::super::edits_file::EditsFile;
use super::Writer;

impl Writer<'_> {
    /// Adds edits to their file, if there is one. Returns only errors of standard output.
    pub(super) fn add_edits(&mut self, edits: &[u8]) -> io::Result<()> {
        self.with_edits(|file, out| file.add(edits, out))
    }

    /// An input starts whose text goes to a file.
    pub(super) fn hold(&mut self) {
        if let Some(edits) = &mut self.edits {
            edits.hold();
        }
        if let Some(report) = &mut self.report {
            report.hold();
        }
    }

    /// Such an input ends, and its text is written now or never. Returns only errors of standard output.
    pub(super) fn release(&mut self, is_written: bool) -> io::Result<()> {
        if !is_written {
            self.tally.drop_edits();
        }
        if let Some(report) = &mut self.report {
            report.release(is_written);
        }
        self.with_edits(|file, out| file.release(is_written, out))
    }

    fn with_edits(
        &mut self,
        act: impl FnOnce(&mut EditsFile, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(file) = &mut self.edits else {
            return Ok(());
        };
        match self.progress.hide_while(|| act(file, self.out)) {
            Err(error) if !file.is_stdout() => {
                let message = file.unwritable(&error);
                self.edits = None;
                self.message(&message);
                Ok(())
            }
            done => done,
        }
    }
}
