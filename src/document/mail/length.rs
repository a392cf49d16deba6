//! The length of a body that some programs write into the header of each mail of a mailbox
//! (`Content-Length`), and by which they find the next mail.

use super::mails;
use crate::edit::{Edit, Evidence, Kind};
use std::ops::Range;

/// The name of the field, in lower case.
const FIELD: &[u8] = b"content-length:";

/// `edits` of `source` with those of the lengths of the bodies. A length that did not fit before stays.
pub fn with_lengths(mut edits: Vec<Edit>, source: &[u8]) -> Vec<Edit> {
    let mut lengths = Vec::new();
    for mail in mails(source) {
        let first = edits.partition_point(|edit| edit.start < mail.start);
        let end = edits.partition_point(|edit| edit.start < mail.end);
        let inside = &edits[first..end];
        let Some((digits, old)) = length(&source[mail.clone()]).filter(|_| !inside.is_empty())
        else {
            continue;
        };
        let written: usize = inside.iter().map(|edit| edit.original().len()).sum();
        let replaced: usize = inside.iter().map(|edit| edit.range().len()).sum();
        let new = (old + written).saturating_sub(replaced);
        if new != old {
            let evidence = Evidence::new(Kind::Header, Kind::Header.name(), 0, 0);
            let place = mail.start + digits.start..mail.start + digits.end;
            lengths.push(Edit::new(place, new.to_string(), evidence));
        }
    }
    if !lengths.is_empty() {
        edits.extend(lengths);
        edits.sort_by_key(|edit| edit.start);
    }
    edits
}

/// The length in the header of a `mail`, and where its digits are, if its body has this length. Line ends
/// behind the body may not be counted.
fn length(mail: &[u8]) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut found = None;
    for line in mail.split_inclusive(|&byte| byte == b'\n') {
        at += line.len();
        let name = line.get(..FIELD.len()).unwrap_or_default();
        if line.trim_ascii().is_empty() {
            break;
        }
        if name.eq_ignore_ascii_case(FIELD) {
            let value = line[FIELD.len()..].trim_ascii_start();
            let start = at - value.len();
            let value = value.trim_ascii_end();
            let length = str::from_utf8(value).ok()?.parse::<usize>().ok()?;
            found = Some((start..start + value.len(), length));
        }
    }
    let rest = mail[at..].get(found.as_ref()?.1..)?;
    rest.trim_ascii().is_empty().then_some(found).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn restored(mailbox: &str) -> String {
        let at = mailbox.find("home").expect("a word");
        let evidence = Evidence::new(Kind::Exact, "", 0, 0);
        let edits = vec![Edit::new(at..at + 4, "house", evidence)];
        let edits = with_lengths(edits, mailbox.as_bytes());
        String::from_utf8(apply(mailbox.as_bytes(), &edits)).expect("UTF-8")
    }

    #[test]
    fn the_lengths_of_bodies_are_adjusted() {
        let mailbox = |length: &str, word: &str| {
            format!(
                "From a@b\nSubject: no\ncontent-length: {length}\n\na {word}.\n\n\
                 From c@d\nContent-Length: 4\n\ntwo\n"
            )
        };
        for (old, new) in [
            ("8", "9"),
            ("9", "10"),
            ("99", "99"),
            ("2", "2"),
            ("x", "x"),
        ] {
            assert_eq!(restored(&mailbox(old, "home")), mailbox(new, "house"));
        }
    }

    #[test]
    fn a_length_in_the_body_stays() {
        let mail = "Subject: no\n\nContent-Length: 5\n\nhome\n";
        assert_eq!(restored(mail), mail.replace("home", "house"));
    }
}
