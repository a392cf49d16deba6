//! Formulas and commands of TeX.

use super::code::{braced_len, looks_like_code};
use super::marker::LONGEST;
use memchr::memmem::find;

/// Length of the formula, command or environment at the start of `rest`; 0 for none.
pub fn len(rest: &[u8]) -> usize {
    let command = verbatim_len(rest).max(command_len(rest));
    environment_len(rest, 10 * LONGEST).max(command)
}

/// Environments that hold prose.
const PROSE: [&[u8]; 30] = [
    b"IEEEkeywords",
    b"abstract",
    b"acknowledgements",
    b"acknowledgments",
    b"acks",
    b"block",
    b"center",
    b"corollary",
    b"definition",
    b"description",
    b"document",
    b"enumerate",
    b"example",
    b"figure",
    b"figure*",
    b"flushleft",
    b"flushright",
    b"frame",
    b"itemize",
    b"keywords",
    b"lemma",
    b"minipage",
    b"proof",
    b"proposition",
    b"quotation",
    b"quote",
    b"remark",
    b"table",
    b"theorem",
    b"verse",
];
/// Commands whose arguments are names.
const NAMING: [&[u8]; 20] = [
    b"Cref",
    b"autoref",
    b"begin",
    b"bibliography",
    b"bibliographystyle",
    b"cref",
    b"documentclass",
    b"end",
    b"eqref",
    b"href",
    b"include",
    b"includegraphics",
    b"input",
    b"label",
    b"nameref",
    b"pageref",
    b"pagestyle",
    b"ref",
    b"url",
    b"usepackage",
];

/// Commands whose argument is code, between braces or two equal signs: `\verb|a b|`, `\type{a b}`.
const VERBATIM: [&[u8]; 9] = [
    b"Verb",
    b"code",
    b"lstinline",
    b"mintinline",
    b"path",
    b"texttt",
    b"tt",
    b"type",
    b"verb",
];

/// Those of them whose argument may be between two signs.
const BETWEEN: [&[u8]; 4] = [b"Verb", b"lstinline", b"mintinline", b"verb"];

/// The name of the command at the start of `rest`, which is behind its first byte.
pub fn name(rest: &[u8]) -> &str {
    let len = rest[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic());
    str::from_utf8(&rest[1..=len.count()]).unwrap_or_default()
}

/// Length of a command with its argument if that is code; 0 for others. Names in `\texttt` may be prose.
pub fn verbatim_len(rest: &[u8]) -> usize {
    let rest = &rest[..rest.len().min(LONGEST)];
    let name = name(rest).as_bytes();
    if !VERBATIM.contains(&name) {
        return 0;
    }
    let mut at = 1 + name.len();
    at += usize::from(rest.get(at) == Some(&b'*'));
    if rest.get(at) == Some(&b'[') {
        at += find(&rest[at..], b"]").map_or(0, |end| end + 1);
    }
    if name == b"mintinline" {
        at += braced_len(&rest[at..]);
    }
    let inside = match rest.get(at) {
        Some(b'{') => braced_len(&rest[at..]),
        Some(mark) if mark.is_ascii_punctuation() && BETWEEN.contains(&name) => {
            let end = rest[at + 1..]
                .iter()
                .position(|byte| byte == mark || *byte == b'\n');
            end.filter(|end| rest[at + 1 + end] == *mark)
                .map_or(0, |end| end + 2)
        }
        _ => 0,
    };
    let is_code = || looks_like_code(&rest[at + 1..at + inside - 1]);
    if inside > 0 && (![&b"texttt"[..], b"tt"].contains(&name) || is_code()) {
        at + inside
    } else {
        0
    }
}

/// Length of a command in front of its argument, `\section`, or with it if that is a name,
/// `\label{home}`.
fn command_len(rest: &[u8]) -> usize {
    let name = name(rest).as_bytes();
    let mut end = 1 + name.len();
    if !matches!(rest.get(end), Some(b'{' | b'[')) || name.is_empty() {
        return 0;
    }
    if !NAMING.contains(&name) && !name.starts_with(b"cite") {
        return end;
    }
    for (open, close) in [(b'[', b"]"), (b'{', b"}")] {
        let window = &rest[end..rest.len().min(end + LONGEST)];
        if window.first() == Some(&open) {
            match find(window, close) {
                Some(at) => end += at + 1,
                None => return 0,
            }
        }
    }
    end
}

/// Length of an environment with its end, unless it holds prose or is longer than `longest`.
pub fn environment_len(rest: &[u8], longest: usize) -> usize {
    let name = rest
        .strip_prefix(b"\\begin{")
        .and_then(|rest| Some(&rest[..rest.iter().take(32).position(|&byte| byte == b'}')?]))
        .filter(|name| !PROSE.contains(name));
    name.map_or(0, |name| {
        let end = [b"\\end{", name, b"}"].concat();
        let window = &rest[..rest.len().min(longest)];
        find(window, &end).map_or(0, |at| at + end.len())
    })
}

#[cfg(test)]
mod tests;
