//! Opening an input and recognising its format.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use clap::ValueEnum;

use super::super::input::{Input, Source};
use super::super::message::Message;
use super::super::task::{Origin, Part, Target};
use super::reader::{Reader, Reading};
use crate::document::Format;
use crate::document::recognise::{Kind, Recognised, by_name, recognise};

/// An input of which is known how it is written.
pub(super) struct Opened<'i> {
    /// What can be read; `None` for a file that another thread opens and reads as a whole.
    pub(super) source: Option<Source<'i>>,
    /// The format; `None` if it cannot be restored.
    pub(super) format: Option<Format>,
    /// Whether it has to be decoded.
    pub(super) is_encoded: bool,
    /// What was recognised; `None` if the user chose the format.
    found: Option<Recognised>,
}

impl Reader<'_> {
    /// Opens an input and recognises its format, unless the user chose one. A file is only opened if
    /// its name does not say enough.
    pub(super) fn open<'i>(
        &self,
        input: &Input,
        stdin: &'i mut dyn Read,
    ) -> io::Result<Opened<'i>> {
        let name = self.name(input);
        let chosen = self.args.format.chosen();
        let known = self.known(input);
        if known.is_some_and(|format| self.reading(format) == Reading::Whole)
            && input.path().is_some_and(is_regular)
        {
            return Ok(Opened {
                source: None,
                format: known,
                is_encoded: false,
                found: chosen.is_none().then(|| recognise(name.as_deref(), b"")),
            });
        }
        let most = self.args.max_expansion;
        let mut source = match input {
            Input::Path(path) => Source::open(path, most)?,
            Input::Stdin(_) => Source::new(stdin, most)?,
        };
        // If the format is chosen, the first bytes only have to show the encoding.
        let name = if chosen.is_some() {
            Some("chosen.jsonl")
        } else {
            name.as_deref()
        };
        let (mut found, encoding) =
            source.recognise(name, self.args.encoding(), self.args.annotate)?;
        if self.args.annotate && found.kind == Kind::Json && self.named(input).is_none() {
            found.kind = Kind::JsonLines;
        }
        let format = chosen.or(found.kind.format());
        Ok(Opened {
            source: Some(source),
            format,
            is_encoded: encoding.is_some() && format != Some(Format::Warc),
            found: chosen.is_none().then_some(found),
        })
    }

    /// The format that the user chose or that the name of an input shows. What is named as plain text
    /// may be of another format.
    pub(super) fn known(&self, input: &Input) -> Option<Format> {
        let by_name = || {
            self.named(input)
                .filter(|&kind| kind != Kind::Text)?
                .format()
        };
        self.args.format.chosen().or_else(by_name)
    }

    fn named(&self, input: &Input) -> Option<Kind> {
        self.name(input).as_deref().and_then(by_name)
    }

    fn name<'n>(&'n self, input: &'n Input) -> Option<Cow<'n, str>> {
        let path = match input {
            Input::Path(path) => Some(path.as_path()),
            Input::Stdin(_) => self.args.stdin_filename.as_deref(),
        };
        path.map(|path| path.as_os_str().to_string_lossy())
    }

    /// How an input is read, and why.
    pub(super) fn how_read(&self, opened: &Opened<'_>) -> String {
        match opened.found {
            Some(Recognised { kind, reason }) => format!("is read as {kind} ({reason})"),
            None => {
                let value = self.args.format.to_possible_value();
                let name = value.as_ref().map_or("", |value| value.get_name());
                format!("is read as {name} (as --format says)")
            }
        }
    }

    /// Whether an input that is not text is neither reported nor copied: files in a folder are only
    /// copied where they make the copy of the folder complete.
    pub(super) fn is_left_out(&self, target: &Target, origin: Origin) -> bool {
        let is_copied = matches!(target, Target::File(_)) && self.args.keep.accepts(false);
        origin == Origin::Folder && !is_copied
    }

    /// Copies an input that cannot be restored, and reports that, unless it is a binary file in a folder.
    pub(super) fn refused(
        &self,
        input: &Input,
        opened: Opened<'_>,
        target: Target,
        origin: Origin,
    ) -> ControlFlow<()> {
        let name = input.name();
        let (Some(found), Some(mut source)) = (opened.found, opened.source) else {
            return ControlFlow::Continue(());
        };
        let Recognised { kind, reason } = found;
        let problem = match kind {
            Kind::Binary => format!("is not text ({reason}); left unchanged"),
            Kind::Encoded => format!("is not UTF-8 ({reason}); left unchanged"),
            _ if found.is_by_name() => format!(
                "is {kind} ({reason}); left unchanged; to restore it as plain text, use --format text"
            ),
            _ => format!("is {kind} ({reason}), which cannot be restored; left unchanged"),
        };
        if kind == Kind::Binary && self.is_left_out(&target, origin) {
            return ControlFlow::Continue(());
        }
        if kind != Kind::Binary || origin != Origin::Folder {
            self.message(Message::failure(name, problem))?;
        }
        self.push(name, Part::Begin(target, source.packing), 0)?;
        self.parts(name, (&source.count, &source.notes.tail), || {
            let bytes = source.reader.fill_buf()?.to_owned();
            source.reader.consume(bytes.len());
            Ok((!bytes.is_empty()).then_some(Part::Copy(bytes)))
        })
    }
}

/// Whether `path` can be opened once more to read the same again. What does not exist is reported by
/// the thread that opens it.
pub(super) fn is_regular(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.is_file())
}
