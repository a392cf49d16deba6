//! What single lines show: signs of code that prose does not have.

use super::super::marker::is_name;
use super::SENTENCE;
use super::labels::is_attribution;
use super::logs::{is_logged, speaker_len};
use super::names::{cells_len, entry_len, name_len, setting_len};
use super::rows::is_row;

/// A line of a text.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// Where it starts in the text.
    pub start: usize,
    /// The line without its end.
    pub text: &'t str,
}

/// What a line shows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It is code.
    Code,
    /// So many bytes are a name, and prose is behind it.
    Name(usize),
    /// It may be a setting with a name of so many bytes.
    Setting(usize),
    /// It is short enough to be code if a line next to it is.
    Short,
    /// It is prose as far as one can see.
    Prose,
}

/// Longest line that may be code, in bytes.
pub(super) const LONGEST: usize = 300;
/// Most words of a line that is short.
const SHORT: usize = 8;

impl<'t> Line<'t> {
    /// Bytes of the white space at its start.
    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_ascii_start().len()
    }

    fn bare(&self) -> &'t str {
        self.text.trim_ascii()
    }

    /// The sign of a line that starts with a name of `len` bytes: what follows may be prose.
    pub fn named(&self, len: usize) -> Sign {
        let is_word = |word: &&str| {
            let word = word.trim_matches(|char: char| ",.;:!?\"'()".contains(char));
            !word.is_empty()
                && word
                    .chars()
                    .all(|char| char.is_alphabetic() || "'’-".contains(char))
        };
        let words = self.text[len..].split_whitespace();
        if words.filter(is_word).count() >= SENTENCE {
            Sign::Name(len)
        } else {
            Sign::Code
        }
    }

    /// Whether it may be a line of code next to other code: it has few words and does not end like a
    /// sentence.
    fn is_short(&self) -> bool {
        let bare = self.bare();
        let starts_small = !bare.starts_with(|char: char| char.is_uppercase());
        let is_labelled = bare
            .split_once(": ")
            .is_some_and(|(name, _)| !name.contains(char::is_whitespace));
        let is_sentence = bare.ends_with(['.', '!', '?', '”', '"']) && !bare.contains("=\"");
        bare.split_whitespace().count() <= SHORT
            && (starts_small || self.indent() > 1 || is_labelled)
            && !is_sentence
            // An item of a list.
            && !["- ", "* ", "• "].iter().any(|mark| bare.starts_with(mark))
    }
}

/// What `line` shows.
pub fn sign(line: &Line<'_>) -> Sign {
    let bare = line.bare();
    if bare.starts_with("msgid") || bare.starts_with("msgctxt") {
        // The program finds the translation by it.
        return Sign::Code;
    }
    if let Some(len) = name_len(bare) {
        return line.named(line.indent() + len);
    }
    if let Some(len) = cells_len(line.text) {
        return Sign::Name(len);
    }
    let speaker = || speaker_len(bare).map(|len| Sign::Name(line.indent() + len));
    let setting = || setting_len(bare).map(|len| Sign::Setting(line.indent() + len));
    if line.text.len() > LONGEST {
        return speaker().or_else(setting).unwrap_or(Sign::Prose);
    }
    if let Some(len) = entry_len(bare) {
        return Sign::Name(line.indent() + len);
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    if TESTS.iter().any(|is_code| is_code(bare, &words)) {
        Sign::Code
    } else if let Some(sign) = speaker().or_else(setting) {
        sign
    } else if line.is_short() {
        Sign::Short
    } else {
        Sign::Prose
    }
}

type Test = fn(&str, &[&str]) -> bool;

/// Tests of a line without spaces around it, and of its words.
const TESTS: [Test; 14] = [
    is_divider,
    has_brackets,
    is_call,
    is_statement,
    is_declaration,
    is_command,
    is_query,
    is_logged,
    is_attribution,
    is_trace,
    is_difference,
    is_typeset,
    is_row,
    is_schedule,
];

/// A line between records or above a mail that is forwarded: words between marks.
fn is_divider(bare: &str, words: &[&str]) -> bool {
    let is_between = |start: &str, end: &str| bare.starts_with(start) && bare.ends_with(end);
    let has = |test: fn(&u8) -> bool| bare.as_bytes().iter().any(test);
    words.len() <= SHORT
        && has(u8::is_ascii_alphabetic)
        && (is_between("-----", "-----")
            || is_between("-[ ", "-")
            || (is_between("*****", "*****") && has(u8::is_ascii_digit)))
}

/// A brace at an end, or nothing but brackets.
fn has_brackets(bare: &str, words: &[&str]) -> bool {
    let is_mark = |char: char| "[]{}(),;".contains(char);
    let before = bare.split('{').next().unwrap_or_default();
    // A sentence may have an attribute block behind it.
    let is_near = before.split_whitespace().count() <= SHORT;
    (bare.ends_with('{') && !bare.ends_with("{{"))
        || (bare.starts_with('}') && !bare.starts_with("}}"))
        || bare.chars().all(is_mark)
        || (words.len() <= SHORT && bare.contains("[\"") && bare.contains("\"]"))
        || (is_near
            && (bare.starts_with('{') || bare.contains(" {"))
            && bare.contains(": ")
            // Alternatives that a spinner has left.
            && !bare.contains('|')
            && bare.ends_with('}'))
}

/// A name directly in front of a bracket, at an end that sentences do not have: `home(a, b)`.
fn is_call(bare: &str, words: &[&str]) -> bool {
    let is_named = |(at, _): (usize, &str)| {
        let before = bare[..at].chars().next_back();
        let inside = &bare[at + 1..];
        let is_plural = ["s)", "es)", "ies)"]
            .iter()
            .any(|end| inside.starts_with(end));
        before.is_some_and(|char| char.is_ascii_alphanumeric() || char == '_') && !is_plural
    };
    let is_nested = bare.starts_with('(') && bare.contains(" (") && bare.ends_with("))");
    let ends = bare.ends_with([')', ';', '{', ':']) && words.len() <= 10;
    let is_form =
        |name: &str| ["(define", "(defun", "(setq", "(let", "(defn", "(lambda"].contains(&name);
    // An argument of another call: `home("a b", width: 5),`.
    let is_argument = bare.ends_with("),")
        && words[0]
            .split_once("(\"")
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(is_name));
    (ends && bare.match_indices('(').any(is_named))
        || is_argument
        || is_nested
        || words.first().is_some_and(|first| is_form(first))
}

/// A short line that ends with a semicolon and has another mark of code, or is a known statement.
fn is_statement(bare: &str, words: &[&str]) -> bool {
    const FIRST: [&str; 8] = [
        "export", "return", "use", "import", "using", "include", "require", "throw",
    ];
    let is_known = words.first().is_some_and(|first| FIRST.contains(first));
    let has_mark = bare.contains(['=', '$', '{', '\\', '<']);
    bare.ends_with(';') && words.len() <= SHORT && (is_known || has_mark)
}

/// The start of a definition, or what is brought in from elsewhere.
fn is_declaration(bare: &str, words: &[&str]) -> bool {
    let is_end = bare.ends_with(['.', ',', '!', '?']);
    match words {
        ["import", ..] | ["from", _, "import", ..] => words.len() <= 5 && !is_end,
        ["package" | "namespace", _] => !is_end,
        ["require", name] => name.starts_with('\''),
        ["module", _, "where"] | ["Dim", _, "As", ..] | ["End", "Sub" | "Function"] => true,
        ["puts" | "echo" | "print", rest, ..] => {
            rest.starts_with(['"', '\'']) && bare.ends_with(['"', '\''])
        }
        ["#include" | "#define" | "#ifdef" | "#ifndef" | "#endif", ..] => true,
        [
            number,
            "PRINT" | "GOTO" | "GOSUB" | "LET" | "INPUT" | "REM",
            ..,
        ] => number.bytes().all(|byte| byte.is_ascii_digit()),
        [_, "::", _, ..] => true,
        [.., "do", last] => last.starts_with('|') && last.ends_with('|'),
        _ => bare.starts_with("#!/") || bare.trim_start_matches(['>', ' ']).starts_with("\"\"\""),
    }
}

/// A line of a shell.
fn is_command(bare: &str, words: &[&str]) -> bool {
    let is_drive = |word: &&str| word.contains(":\\") && word.ends_with('>');
    let is_option = |word: &str| match word.as_bytes() {
        [b'-', b'-', first, ..] | [b'-', first] | [b'-', first, b','] => {
            first.is_ascii_alphabetic()
        }
        _ => false,
    };
    let is_prompt = match words {
        // Of a page of help.
        [option, ..] if is_option(option) => words.len() <= 4 && !bare.ends_with(['.', '!', '?']),
        [_, _, ..] if words[..2].iter().any(is_drive) => true,
        ["usage:" | "Usage:", _, ..] => bare.contains(['[', '<']),
        ["$", next, ..] => next.starts_with(|char: char| char.is_ascii_alphabetic()),
        ["sudo", _, ..] => words.len() <= SHORT,
        ["begin", mode, _] => mode.len() == 3 && mode.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    let is_compound = ["; do", "; then"].iter().any(|end| bare.ends_with(end))
        || ["; do ", "; then ", " && "]
            .iter()
            .any(|part| bare.contains(part));
    is_prompt || (is_compound && words.len() <= 20)
}

/// A line of SQL with keywords in capitals, or of a file with instructions.
fn is_query(bare: &str, words: &[&str]) -> bool {
    const FIRST: [&str; 16] = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "FROM", "WHERE", "JOIN",
        "LEFT", "INNER", "GROUP", "ORDER", "VALUES", "SET",
    ];
    const NEXT: [&str; 18] = [
        "FROM", "INTO", "WHERE", "TABLE", "SET", "VALUES", "JOIN", "ON", "BY", "AS", "AND", "IS",
        "NULL", "INDEX", "VIEW", "DISTINCT", "DATABASE", "LIKE",
    ];
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let has_small = bare.contains(|char: char| char.is_lowercase());
    let has_next = || rest.iter().any(|word| NEXT.contains(word)) || bare.contains(['=', '(', '*']);
    let is_path = |word: &&str| word.starts_with('/') || *word == "&&" || word.starts_with("[\"");
    let is_built = ["RUN", "COPY", "ADD", "CMD", "ENTRYPOINT", "WORKDIR"].contains(first)
        && rest.iter().any(is_path);
    let is_copy = words.ends_with(&["FROM", "stdin;"]);
    has_small && ((FIRST.contains(first) && has_next()) || is_built || is_copy)
}

/// A line of a report of an error.
fn is_trace(bare: &str, words: &[&str]) -> bool {
    let name = words.first().and_then(|first| first.strip_suffix(':'));
    let is_error = |name: &str| {
        let kind = ["Error", "Exception"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        kind.is_some_and(|kind| {
            !kind.is_empty()
                && kind
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        })
    };
    // What a compiler says about a line and a column.
    let is_place = |word: &str| {
        let numbers = word
            .strip_suffix(':')
            .into_iter()
            .flat_map(|word| word.rsplit(':').take(2));
        numbers
            .filter(|number| number.parse::<u32>().is_ok())
            .count()
            == 2
    };
    let is_message =
        matches!(words, [place, "error:" | "warning:" | "note:", ..] if is_place(place));
    name.is_some_and(is_error)
        || is_message
        || bare.starts_with("Traceback (most recent call")
        || bare.starts_with("Exception in thread \"")
        || bare.starts_with("Caused by: ")
        || (bare.starts_with("File \"") && bare.contains("\", line "))
        || (words.len() == 2 && words[0] == "at" && bare.ends_with(')') && bare.contains('('))
}

/// A line of a difference between files, of a list of changes, or of a protocol.
fn is_difference(bare: &str, words: &[&str]) -> bool {
    let is_digest =
        |word: &str| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match words {
        ["@@", _, _, "@@", ..] | ["diff", "--git", ..] => true,
        ["---" | "+++", path] => path.contains('/'),
        ["commit", id] => is_digest(id),
        // A request to a server.
        [_, _, "HTTP/1.0" | "HTTP/1.1" | "HTTP/2"] => true,
        _ => bare.starts_with('+') && bare[1..].starts_with(|char: char| char.is_ascii_lowercase()),
    }
}

/// A request of man pages, a directive or target of reStructuredText, a line of a certificate.
fn is_typeset(bare: &str, words: &[&str]) -> bool {
    let first = words.first().copied().unwrap_or_default();
    let request = first.strip_prefix('.').unwrap_or_default();
    let is_request =
        (1..=3).contains(&request.len()) && request.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_tag = ["@param", "@return", "@returns", "@throws"]
        .iter()
        .any(|tag| first == *tag || (first == "*" && words.get(1) == Some(tag)));
    let is_pair = bare.starts_with('[') && bare.ends_with("\"]") && bare.matches('"').count() == 2;
    // Of the words of a song: `[ti:Home]`.
    let is_song = bare.starts_with('[')
        && bare.ends_with(']')
        && bare.find(':') == Some(3)
        && bare.as_bytes()[1..3].iter().all(u8::is_ascii_lowercase);
    let is_directive = first == ".."
        && words
            .get(1)
            .is_some_and(|name| name.ends_with("::") || name.starts_with('_'));
    let is_target = request.len() > 3
        && request.ends_with(':')
        && request.bytes().all(|byte| !byte.is_ascii_lowercase());
    is_request
        || is_tag
        || is_pair
        || is_song
        || is_directive
        || is_target
        || bare.starts_with(".\\\"")
        || bare.starts_with("-----BEGIN ")
}

/// A line of a table of jobs or machines.
fn is_schedule(_: &str, words: &[&str]) -> bool {
    let is_field = |word: &&str| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || b"*/,-".contains(&byte))
    };
    let is_job = words.len() > 5
        && words[..5].iter().all(is_field)
        && words[..5].iter().any(|word| word.contains('*'));
    let is_address = |word: &&str| {
        word.split('.').count() == 4 && word.split('.').all(|part| part.parse::<u8>().is_ok())
    };
    is_job || (words.len() <= SHORT && words.len() > 1 && words.first().is_some_and(is_address))
}
