//! Recognises entries that belong to something else: catalogues of messages to the program that shows them,
//! annotations to the words of a text.

use super::fields::begins;
use super::{Kind, Look, lines};

const CATALOGUE: Look = Look::Is(Kind::Other, "it is a catalogue of messages");
const ANNOTATIONS: Look = Look::Is(Kind::Other, "it has annotations of a text");
/// Cells of a line of CoNLL-U.
const CELLS: usize = 10;

pub fn look(bytes: &[u8], is_all: bool) -> Look {
    let tests = [below_comments, strings, spans, abstracts];
    let found = tests.map(|test| test(bytes, is_all));
    let found = found.into_iter().find(|found| *found != Look::No);
    found.unwrap_or(Look::No)
}

/// What starts with comments: messages of gettext, words of CoNLL-U.
fn below_comments(bytes: &[u8], is_all: bool) -> Look {
    let line = lines(bytes).find(|line| !line.starts_with(b"#"));
    let line = line.unwrap_or_default();
    let starts: [&[u8]; 3] = [b"msgid \"", b"msgctxt \"", b"1\t"];
    let found = starts.map(|start| begins(line, start));
    match found {
        [Some(true), ..] | [_, Some(true), _] => CATALOGUE,
        [.., Some(true)] if line.ends_with(b"\n") || is_all => {
            let cells = line.split(|&byte| byte == b'\t');
            if cells.clone().count() == CELLS && cells.into_iter().any(|cell| cell == b"_") {
                ANNOTATIONS
            } else {
                Look::No
            }
        }
        [.., Some(true)] => Look::Maybe,
        _ if found.contains(&None) => Look::until(is_all),
        _ => Look::No,
    }
}

/// Messages of Apple, `"key" = "text";`, with comments in front.
fn strings(bytes: &[u8], is_all: bool) -> Look {
    let mut rest = bytes.trim_ascii_start();
    while let Some(inside) = rest.strip_prefix(b"/*") {
        let Some(end) = inside.windows(2).position(|two| two == b"*/") else {
            return Look::until(is_all);
        };
        rest = inside[end + 2..].trim_ascii_start();
    }
    let line = lines(rest).next().unwrap_or_default();
    let is_start = match begins(line, b"\"") {
        Some(is_start) => is_start,
        None => return Look::until(is_all),
    };
    if is_start && !line.ends_with(b"\n") && !is_all {
        return Look::Maybe;
    }
    let has_value = line.windows(5).any(|five| five == b"\" = \"");
    if is_start && has_value && line.trim_ascii_end().ends_with(b"\";") {
        CATALOGUE
    } else {
        Look::No
    }
}

/// Annotations of brat: `T1`, a tab, a name with where its text starts and ends, a tab, the text.
fn spans(bytes: &[u8], is_all: bool) -> Look {
    let line = lines(bytes).next().unwrap_or_default();
    let mut cells = line.split(|&byte| byte == b'\t');
    let id = cells.next().unwrap_or_default();
    let number = id.strip_prefix(b"T").unwrap_or(b"T");
    if !number.iter().all(u8::is_ascii_digit) {
        return Look::No;
    }
    let place = cells.next();
    if cells.next().is_none() {
        return if line.ends_with(b"\n") {
            Look::No
        } else {
            Look::until(is_all)
        };
    }
    let mut words = place
        .unwrap_or_default()
        .split(|&byte| byte == b' ')
        .skip(1);
    let is_place =
        |word: Option<&[u8]>| word.is_some_and(|word| word.first().is_some_and(u8::is_ascii_digit));
    if is_place(words.next()) && is_place(words.next()) {
        ANNOTATIONS
    } else {
        Look::No
    }
}

/// Abstracts of PubTator: a number, `|t|` and a title, above annotations.
fn abstracts(bytes: &[u8], is_all: bool) -> Look {
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    match begins(&bytes[digits..], b"|t|") {
        Some(true) if digits > 0 => ANNOTATIONS,
        None if digits > 0 => Look::until(is_all),
        _ => Look::No,
    }
}

#[cfg(test)]
mod tests {
    use super::super::recognise;
    use super::*;

    #[test]
    fn entries_of_every_kind_are_recognised() {
        for source in [
            "# It rained.\n#, fuzzy\nmsgid \"\"\n",
            "# text = It\n1\tIt\tit\tP\t_\t_\t0\tr\t_\t_\n",
            "/* It */\n\"a b\" = \"It rained.\";\n",
            "T1\tRain 4 10\trained\n",
            "12|t|It rained\n12|a|It.\n",
        ] {
            assert_eq!(
                recognise(None, source.as_bytes()).kind,
                Kind::Other,
                "{source}"
            );
        }
    }

    #[test]
    fn prose_has_no_entries() {
        for source in [
            "# Rain\nmsgid is a word.\n",
            "1\tIt rained.\n2\tIt froze.\n",
            "/* It rained. */\n\"It\" did.\n",
            "T1\tIt rained.\tIt froze.\n",
            "12|it rained\n",
        ] {
            assert_eq!(
                recognise(None, source.as_bytes()).kind,
                Kind::Text,
                "{source}"
            );
        }
    }
}
