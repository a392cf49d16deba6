//! What a reader sees of LaTeX: ties and dashes as spaces and dashes, the arguments of commands that set a face or make a
//! link as words of their sentence, notes in parentheses. Labels, index entries, and citations right behind a word are left
//! out. Formulas, code and unknown commands stay as they are.

use crate::text::note::is_note;
use crate::text::tex::{environment_len, len, name, verbatim_len};
use memchr::memmem::find;
use std::ops::Range;

/// Commands whose argument is a part of the sentence.
const FACES: &str = "emph enquote hl mbox sout textbf textit textmd textnormal textrm textsc textsf textsl textup \
    uline underline";
/// Those with the name of a target or a colour in front of it.
const LINKS: &str = "colorbox href hyperlink hyperref textcolor";
/// Declarations at the start of a group.
const DECLARATIONS: &str = "bf bfseries em it itshape large mdseries normalfont rm rmfamily sc scshape sf sffamily sl \
    slshape small upshape";
/// Commands whose argument is a note.
const NOTES: &str = "endnote footnote footnotetext marginpar sidenote thanks";
/// Commands whose argument is a paragraph.
const BLOCKS: &str =
    "caption chapter frametitle paragraph part section subparagraph subsection subsubsection title";
/// Commands that a reader does not see, with their argument.
const UNSEEN: &str = "footnotemark index label nocite";
/// Commands between words.
const SPACES: &str = "indent linebreak newline noindent";

/// Longest argument that is a name, formula, or piece of code.
const LONGEST: usize = 300;
const LONGEST_CODE: usize = 1 << 14;

/// Bytes of the text that are read as another text.
pub struct Mark<'t> {
    pub place: Range<usize>,
    pub text: &'t str,
    /// Whether no edit may replace them.
    pub is_kept: bool,
}

/// Whether `text` has commands of LaTeX.
pub fn is_in(text: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', text).any(|at| {
        let name = name(&text[at..]);
        let is_command = is_cite(name)
            || [FACES, LINKS, NOTES, BLOCKS, UNSEEN]
                .iter()
                .any(|all| is_one(name, all));
        (is_command || ["begin", "documentclass"].contains(&name))
            && matches!(text.get(at + 1 + name.len()), Some(b'{' | b'['))
    })
}

/// The places of `text` that are not read as they are written, in order and disjoint.
pub fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut reader = Reader {
        text,
        marks: Vec::new(),
        open: Vec::new(),
    };
    // The preamble has definitions.
    let mut at = find(text.as_bytes(), b"\\begin{document}").unwrap_or(0);
    while let Some(skipped) = text[at..].find(['\\', '~', '{', '}', '$', '%', '-', '`', '\'']) {
        at += skipped;
        at += reader.read(at).max(1);
    }
    let Reader {
        mut marks, open, ..
    } = reader;
    // What is not closed is no command.
    for (mark, _) in open.into_iter().flatten() {
        marks[mark].place.end = marks[mark].place.start;
    }
    marks.retain(|mark| !mark.place.is_empty());
    marks
}

/// `wording` with the escapes of LaTeX.
pub fn encode(wording: &str) -> String {
    let mut encoded = String::new();
    for char in wording.chars() {
        if "%&$#".contains(char) {
            encoded.push('\\');
        }
        encoded.push(char);
    }
    encoded
}

fn is_one(name: &str, all: &str) -> bool {
    all.split_ascii_whitespace().any(|one| one == name)
}

/// Whether a command cites: `\citep`, `\parencite`.
fn is_cite(name: &str) -> bool {
    name.contains("cite") && name != "nocite"
}

struct Reader<'t> {
    text: &'t str,
    marks: Vec<Mark<'t>>,
    /// The groups that are open. Those of commands have the index of their mark, and what is read for their end.
    open: Vec<Option<(usize, &'static str)>>,
}

impl<'t> Reader<'t> {
    /// Reads what is at byte `at`, and returns its length; 0 for nothing of interest.
    fn read(&mut self, at: usize) -> usize {
        let text = self.text;
        let rest = &text[at..];
        let bytes = rest.as_bytes();
        let before = text[..at].chars().next_back();
        let run = bytes.iter().take_while(|byte| **byte == bytes[0]).count();
        match bytes[0] {
            b'\\' => return self.escape(at),
            b'{' => return self.group(at),
            b'}' => {
                if let Some(Some((_, end))) = self.open.pop() {
                    self.push(at, 1, end, true);
                }
            }
            b'$' => return run + self.formula_len(at + run, &rest[..run]),
            // A comment.
            b'%' => {
                let len = rest.find('\n').map_or(rest.len(), |end| end + 1);
                let is_line = text[..at].trim_end_matches([' ', '\t']).ends_with('\n');
                return if is_line {
                    self.push(at, len, "", true)
                } else {
                    len
                };
            }
            b'~' if run == 1 && self.is_tie(at) => return self.push(at, 1, " ", false),
            b'-' => {
                let starts_word = before.is_none_or(char::is_whitespace)
                    && rest[run..].starts_with(char::is_alphanumeric);
                let is_comment = before == Some('!') || rest[run..].starts_with('>');
                if (2..=3).contains(&run) && !starts_word && !is_comment {
                    self.push(at, run, if run == 2 { "–" } else { "—" }, false);
                }
                return run;
            }
            b'`' if run <= 2 && is_quotation(&rest[run..], run) => {
                self.push(at, run, if run == 1 { "‘" } else { "“" }, false);
                return run;
            }
            b'\'' if run == 2 && before.is_some_and(|before| !before.is_whitespace()) => {
                self.push(at, run, "”", false);
                return run;
            }
            _ => return run,
        }
        1
    }

    fn push(&mut self, at: usize, len: usize, text: &'t str, is_kept: bool) -> usize {
        self.marks.push(Mark {
            place: at..at + len,
            text,
            is_kept,
        });
        len
    }

    /// Reads a brace that opens a group.
    fn group(&mut self, at: usize) -> usize {
        let rest = &self.text[at + 1..];
        if rest.starts_with('\\') {
            let name = name(rest.as_bytes());
            let behind = &rest[1 + name.len()..];
            let spaces = behind.len() - behind.trim_start_matches(' ').len();
            if is_one(name, DECLARATIONS) && spaces > 0 {
                return self.open(at, 2 + name.len() + spaces, "", "");
            }
        }
        self.open.push(None);
        1
    }

    /// Reads a command with its opening brace as `start`, and its closing brace as `end`.
    fn open(&mut self, at: usize, len: usize, start: &'static str, end: &'static str) -> usize {
        self.open.push(Some((self.marks.len(), end)));
        self.push(at, len, start, true)
    }

    /// Reads what starts with a backslash.
    fn escape(&mut self, at: usize) -> usize {
        let text = self.text;
        let rest = &text[at..];
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let Some(next) = rest[1..].chars().next() else {
            return 1;
        };
        let behind = rest[1 + next.len_utf8()..].chars().next().unwrap_or(' ');
        match next {
            'a'..='z' | 'A'..='Z' => return self.command(at),
            '(' => return 2 + self.formula_len(at + 2, "\\)"),
            '[' => return 2 + self.formula_len(at + 2, "\\]"),
            '\\' if behind.is_whitespace() || "[}\\".contains(behind) => {
                let len = 2 + enclosed_len(&rest[2..], '[', ']');
                return self.push(at, len, " ", true);
            }
            ',' | ' ' => return self.push(at, 2, " ", false),
            '/' => return self.push(at, 2, "", true),
            // A place where the word may be broken.
            '-' if before.is_alphabetic() && behind.is_ascii_alphabetic() => {
                return self.push(at, 3, &rest[2..3], false);
            }
            '%' => return self.push(at, 2, "%", false),
            '$' => return self.push(at, 2, "$", false),
            '&' if before.is_whitespace() => return self.push(at, 2, "&", false),
            _ => {}
        }
        1 + next.len_utf8()
    }

    /// Reads a command with a name.
    fn command(&mut self, at: usize) -> usize {
        let text = self.text;
        let rest = &text[at..];
        let name = name(rest.as_bytes());
        let code = verbatim_len(rest.as_bytes());
        let code = code.max(environment_len(rest.as_bytes(), LONGEST_CODE));
        if code > 0 {
            return code;
        }
        let is_in = |all| is_one(name, all);
        let bare = 1 + name.len();
        let star = bare + usize::from(rest[bare..].starts_with('*'));
        let option = star + enclosed_len(&rest[star..], '[', ']');
        let argument = option + enclosed_len(&rest[option..], '{', '}');
        let opens = |len: usize| rest[len..].starts_with('{');
        if is_in(FACES) && opens(bare) {
            return self.open(at, bare + 1, "", "");
        }
        let target = if opens(argument) { argument } else { option };
        if is_in(LINKS) && target > bare && opens(target) {
            return self.open(at, target + 1, "", "");
        }
        if is_in(NOTES) && opens(option) {
            return self.open(at, option + 1, " (", ")");
        }
        // A single word is no prose.
        let has_words = |len: usize| {
            let mut chars = rest[len..].chars().take(LONGEST);
            chars.find(|char| "} ".contains(*char)) == Some(' ')
        };
        if is_in(BLOCKS) && opens(star) && has_words(star) {
            return self.open(at, star + 1, "\n\n", "\n\n");
        }
        if is_in(SPACES) && !rest[bare..].starts_with(['{', '[']) {
            return self.push(at, bare, " ", true);
        }
        let touches = text[..at]
            .ends_with(|char: char| char.is_alphanumeric() || ".,;:!?)}'”".contains(char));
        let is_mark = || {
            is_note(
                &text[..at],
                rest[option..argument].trim_matches(['{', '}']).as_bytes(),
            )
        };
        let is_whole = argument > option || name == "footnotemark";
        if (is_in(UNSEEN) && is_whole)
            || (touches && is_cite(name) && argument > option)
            || (touches && name == "textsuperscript" && is_mark())
        {
            return self.push(at, argument, "", true);
        }
        len(rest.as_bytes()).max(bare)
    }

    /// Length of a formula from byte `at` with its end; 0 if its paragraph does not have it.
    fn formula_len(&self, at: usize, end: &str) -> usize {
        let window = &self.text.as_bytes()[at..self.text.len().min(at + LONGEST)];
        let len = find(window, end.as_bytes()).map(|len| len + end.len());
        len.filter(|&len| find(&window[..len], b"\n\n").is_none())
            .unwrap_or(0)
    }

    /// Whether the tilde at byte `at` is a space, and not a part of an address.
    fn is_tie(&self, at: usize) -> bool {
        let before = self.text[..at].chars().rev();
        let piece = before.take_while(|char| !char.is_whitespace());
        let mut piece = piece.take(LONGEST).peekable();
        let follows = piece.peek().is_some_and(|&last| last != '~');
        let behind = self.text[at + 1..].chars().next();
        follows
            && behind.is_some_and(|next| next.is_alphanumeric() || "\\$({`".contains(next))
            && !piece.any(|char| char == '/' || char == '@')
    }
}

/// Length of what is at the start of `rest` between `open` and `close`, without such marks inside; 0 for nothing.
fn enclosed_len(rest: &str, open: char, close: char) -> usize {
    let inside = rest.strip_prefix(open);
    let len = inside.and_then(|inside| inside.find([open, close, '\n']));
    len.filter(|&len| len < LONGEST && rest[len + 1..].starts_with(close))
        .map_or(0, |len| len + 2)
}

/// Whether a quotation starts in front of `rest` that ends with so many apostrophes, not with backticks as code does.
fn is_quotation(rest: &str, marks: usize) -> bool {
    let (one, two) = (["`", "'", "\n\n"], ["``", "''", "\n\n"]);
    let marks = if marks == 1 { one } else { two };
    let ends = marks.map(|mark| {
        find(
            &rest.as_bytes()[..rest.len().min(10 * LONGEST)],
            mark.as_bytes(),
        )
    });
    rest.starts_with(|char: char| !char.is_whitespace())
        && ends[1]
            .is_some_and(|end| end < ends[0].unwrap_or(end + 1) && end < ends[2].unwrap_or(end + 1))
}

#[cfg(test)]
mod tests;
