//! Formulas and commands of TeX.

use super::marker::LONGEST;
use memchr::memmem::find;

/// Length of the formula, command or environment at the start of `rest`; 0 for none.
pub fn len(rest: &[u8]) -> usize {
    environment_len(rest).max(command_len(rest))
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
const NAMING: [&[u8]; 15] = [
    b"begin",
    b"bibliography",
    b"bibliographystyle",
    b"documentclass",
    b"end",
    b"eqref",
    b"href",
    b"include",
    b"includegraphics",
    b"input",
    b"label",
    b"pagestyle",
    b"ref",
    b"url",
    b"usepackage",
];

/// Length of a command in front of its argument, `\section`, or with it if that is a name,
/// `\label{home}`.
fn command_len(rest: &[u8]) -> usize {
    let len = rest[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let name = &rest[1..=len];
    let mut end = len + 1;
    if !matches!(rest.get(end), Some(b'{' | b'[')) || len == 0 {
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

/// Length of an environment with its end, unless it holds prose.
fn environment_len(rest: &[u8]) -> usize {
    let name = rest
        .strip_prefix(b"\\begin{")
        .and_then(|rest| rest.split(|&byte| byte == b'}').next())
        .filter(|name| name.len() < 32 && !PROSE.contains(name));
    name.map_or(0, |name| {
        let end = [b"\\end{", name, b"}"].concat();
        let window = &rest[..rest.len().min(10 * LONGEST)];
        find(window, &end).map_or(0, |at| at + end.len())
    })
}

#[cfg(test)]
mod tests;
