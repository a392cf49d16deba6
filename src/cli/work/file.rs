//! Files that are read and restored as a whole.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use super::super::input::{NotText, Packing, Source};
use super::super::message::{Message, unreadable};
use super::super::output::View;
use super::super::replace::Replacement;
use super::super::review::{Letters, Review};
use super::super::task::{File, Origin, Step, Target};
use super::WorkerThread;

impl WorkerThread<'_> {
    /// Restores a file as a whole.
    pub(super) fn file(&mut self, name: &OsStr, file: &File) -> Step {
        let mut source = Vec::new();
        let path = &file.path;
        let read = Source::open(path, self.shared.args.max_expansion).and_then(|mut file| {
            if file.packing == Packing::Plain {
                source.reserve(len_of(path));
            }
            file.reader.read_to_end(&mut source)?;
            Ok((file.packing, file.count.get(), file.notes.tail.get()))
        });
        match read {
            Ok((packing, count, tail)) => {
                self.outcome.read = count;
                let not_text = self.not_text(&source, file.format);
                if file.origin == Origin::Folder && not_text.is_some_and(NotText::is_usual) {
                    // The copy of a folder has to be complete.
                    if matches!(file.target, Target::File(_)) && self.keep(false) {
                        self.copy(&source);
                        self.put(name, path, &file.target, packing);
                    }
                    return Step::None;
                }
                self.whole(name, &source, file.format);
                if let Some(review) = &mut self.outcome.review {
                    review.packing = packing;
                    review.letters = Letters::of(&source, file.format);
                }
                if let Some(tail) = tail {
                    let message = Message::failure(name, self.shared.args.tail_problem(tail));
                    self.outcome.messages.push(message);
                }
                if tail.is_some() && file.target.is_in_place() {
                    self.outcome.out.clear();
                    self.outcome.unmake();
                } else {
                    self.put(name, path, &file.target, packing);
                }
            }
            Err(error) => {
                let message = Message::failure(name, unreadable(&error));
                self.outcome.messages.push(message);
            }
        }
        Step::Whole
    }

    /// Adds the edits about which a person is asked.
    pub(super) fn add_review(&mut self, view: &View<'_>) {
        let review = match view.encoded {
            None => Review::new(view.source, view.edits),
            Some(_) if view.edits.is_empty() => return,
            Some(_) => None,
        };
        if review.is_none() {
            let text = "cannot be restored edit by edit, as it is encoded or has checksums; \
                        restore it with --write";
            self.outcome
                .messages
                .push(Message::failure(view.name, text));
        }
        self.outcome.review = review;
    }

    /// Writes the restored text to its target, if that is a file.
    fn put(&mut self, name: &OsStr, path: &Path, target: &Target, packing: Packing) {
        let replacement = match target {
            Target::Stdout => return,
            Target::InPlace(_) if self.outcome.tally.edits() == 0 => None,
            Target::File(_) if self.outcome.tally.kept == 0 => None,
            Target::InPlace(stamp) => Some(Replacement::of_read(path, *stamp, packing)),
            Target::File(target) => Some(Replacement::with_permissions_of(path, target, packing)),
        };
        let text = std::mem::take(&mut self.outcome.out);
        let Some(replacement) = replacement else {
            return;
        };
        if let Err(error) = replacement.and_then(|file| finished(file, &text)) {
            let message = Message::failure(name, target.unwritable(&error));
            self.outcome.messages.push(message);
            self.outcome.unmake();
        }
    }
}

/// The length of the file `path`, as far as the system knows it.
fn len_of(path: &Path) -> usize {
    let len = fs::metadata(path).map_or(0, |file| file.len());
    // A wrong length must not fill the memory.
    usize::try_from(len.min(MOST_RESERVED)).unwrap_or(0)
}

const MOST_RESERVED: u64 = 1 << 28;

fn finished(mut file: Replacement, text: &[u8]) -> io::Result<()> {
    file.write(text)?;
    file.finish()
}
