//! Blocks of code between marks, or below the line that announces them.

use super::runs::{INDENT, hunk_len, table_len};
use super::signs::{self, Line, Sign};

/// Marks at the start of a line, in lower case, that start a piece of code, and those that end it.
const FENCES: [(&str, &str); 23] = [
    ("[code", "[/code]"),
    ("[sourcecode", "[/sourcecode]"),
    ("{code", "{code}"),
    ("{noformat", "{noformat}"),
    ("{{code", "{{/code}}"),
    ("{{formula", "{{/formula}}"),
    ("{{{", "}}}"),
    ("<code", "</code>"),
    ("<example", "</example>"),
    ("<file", "</file>"),
    ("<pre", "</pre>"),
    ("<source", "</source>"),
    ("<src", "</src>"),
    ("<syntaxhighlight", "</syntaxhighlight>"),
    ("<verbatim", "</verbatim>"),
    ("@example", "@end example"),
    ("@lisp", "@end lisp"),
    ("@smallexample", "@end smallexample"),
    ("@tex", "@end tex"),
    ("@verbatim", "@end verbatim"),
    ("\\startformula", "\\stopformula"),
    ("\\starthighlighting", "\\stophighlighting"),
    ("\\starttyping", "\\stoptyping"),
];
/// Lines that start code of AsciiDoc or Haddock, and end it.
const LINES: [&str; 3] = ["@", "++++", "////"];
/// Directives of reStructuredText with names or code inside.
const DIRECTIVES: [&str; 13] = [
    "autosummary",
    "code",
    "code-block",
    "doctest",
    "graphviz",
    "index",
    "ipython",
    "math",
    "mermaid",
    "raw",
    "sourcecode",
    "testcode",
    "toctree",
];
/// Most lines between the marks around a piece of code.
pub const LONGEST: usize = 500;

/// The number of `lines` from the first on that are a piece of code between marks, or below the line that
/// announces it, or that are one piece without marks; 0 for none.
pub fn fenced_len(lines: &[Line<'_>]) -> usize {
    let table = table_len(lines);
    if table > 0 {
        return table;
    }
    let first = lines[0].text.trim_ascii();
    let lower = |line: &Line<'_>| line.text.trim_ascii().to_ascii_lowercase();
    let window = &lines[..lines.len().min(LONGEST)];
    let to = |from: usize, is_end: &dyn Fn(&Line<'_>) -> bool| {
        let end = window.iter().skip(from).position(is_end);
        end.map_or(0, |at| from + at + 1)
    };
    if let Some(close) = fence_end(first) {
        // The mark that starts it is no end. In the middle of a line, an end is one of code in a sentence.
        let len = match lower(&lines[0])[1..].contains(close) {
            true => 1,
            false => to(1, &|line| lower(line).contains(close)),
        };
        let ends = len > 0 && lower(&window[len - 1]).ends_with(close);
        if ends { len } else { 0 }
    } else if first.starts_with("```") {
        to(1, &|line| line.text.trim_ascii() == "```")
    } else if let Some(name) = lower(&lines[0]).strip_prefix("#+begin_")
        && ["src", "example", "export"]
            .iter()
            .any(|code| name.starts_with(code))
    {
        to(1, &|line| lower(line).starts_with("#+end_"))
    } else if first.starts_with("[source") && window.get(1).is_some_and(|line| line.text == "----")
    {
        to(2, &|line| line.text == "----")
    } else if ["----", "...."].contains(&lines[0].text) {
        let len = to(1, &|line| line.text == lines[0].text);
        if len > 2 && is_listing(&window[1..len - 1]) {
            len
        } else {
            0
        }
    } else if LINES.contains(&lines[0].text) {
        to(1, &|line| line.text == lines[0].text)
    } else if first.starts_with("@@ -") {
        hunk_len(lines)
    } else if first == "-----BEGIN PGP SIGNED MESSAGE-----" {
        to(1, &|line| {
            line.text.trim_ascii() == "-----END PGP SIGNATURE-----"
        })
    } else {
        headed_len(window)
    }
}

/// What ends the piece of code that starts with the line `first`, in lower case.
fn fence_end(first: &str) -> Option<&'static str> {
    let is_open = |open: &str| {
        let start = first.get(..open.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(open))
            && (first.len() == open.len()
                || first[open.len()..].starts_with(['>', '[', ']', '}', ' ', '=', ':', '#']))
    };
    let fence = FENCES.iter().find(|(open, _)| is_open(open));
    fence.map(|(_, close)| *close)
}

/// Whether the lines between two marks are code. Between rules, there may be parts of a text.
fn is_listing(lines: &[Line<'_>]) -> bool {
    let count = |is_in: fn(Sign) -> bool| {
        let signs = lines.iter().map(signs::sign);
        signs.filter(|&sign| is_in(sign)).count()
    };
    let prose = count(|sign| sign == Sign::Prose);
    prose == 0 || (signs::sign(&lines[0]) == Sign::Code && prose < count(|sign| sign == Sign::Code))
}

/// The number of `lines` from the first on, which announces code below: directives of reStructuredText,
/// `bc.` of Textile, `>python` of Vim; or which starts a text within a script, `<< 'END'`.
fn headed_len(lines: &[Line<'_>]) -> usize {
    let first = lines[0].text.trim_ascii();
    let inside = |is_inside: &dyn Fn(&Line<'_>) -> bool| {
        lines[1..].iter().take_while(|line| is_inside(line)).count()
    };
    let is_blank = |line: &Line<'_>| line.text.trim_ascii().is_empty();
    if let Some((name, _)) = first
        .strip_prefix(".. ")
        .and_then(|rest| rest.split_once("::"))
        && DIRECTIVES.contains(&name)
    {
        let indent = lines[0].indent();
        1 + inside(&|line| line.text.is_empty() || line.indent() > indent)
    } else if let Some(rest) = first.strip_prefix("bc")
        && let Some((attributes, rest)) = rest.split_once('.')
        && (attributes.is_empty() || attributes.starts_with(['(', '[', '{']))
        && rest.starts_with([' ', '.'])
    {
        1 + inside(&|line| !is_blank(line))
    } else if let Some(name) = first.strip_prefix('>')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        let len = inside(&|line| is_blank(line) || line.indent() >= INDENT);
        if len > 0 { 1 + len } else { 0 }
    } else if let Some((_, mark)) = first.rsplit_once("<<")
        && let name = mark.trim_matches([' ', '-', '\\', '\'', '"'])
        && !name.is_empty()
        && let Some(end) = lines.iter().position(|line| line.text.trim_ascii() == name)
    {
        1 + end
    } else {
        0
    }
}

#[cfg(test)]
mod tests;
