//! Messages of one kind, of which the first few are shown and the others are counted.

use std::collections::BTreeMap;

use super::message::{Message, Severity};

/// How many messages of one kind are shown.
const MOST: usize = 20;

/// Counts messages by their kinds.
#[derive(Debug, Default)]
pub struct Repeated(BTreeMap<(String, bool), usize>);

impl Repeated {
    /// Counts `message`. Returns whether it is one of the first of its kind.
    pub fn is_shown(&mut self, message: &Message) -> bool {
        if message.severity == Severity::Info {
            return true;
        }
        let is_failure = message.severity == Severity::Failure;
        let kind = (kind(&message.text), is_failure);
        let count = self.0.entry(kind).or_default();
        *count += 1;
        *count <= MOST
    }

    /// For each kind, how many messages were not shown, and whether they were failures.
    pub fn counts(&self) -> impl Iterator<Item = (Message, bool)> + '_ {
        let hidden = self.0.iter().filter(|&(_, &count)| count > MOST);
        hidden.map(|((kind, is_failure), count)| {
            let text = format!("{} more: {kind}", count - MOST);
            (Message::note("messages not shown", text), *is_failure)
        })
    }
}

/// What messages of one kind have in common: `text` without what is quoted, in brackets, or a
/// number.
fn kind(text: &str) -> String {
    let mut kind = String::new();
    let mut open = None;
    for char in text.chars() {
        match open {
            Some(close) => {
                if char == close {
                    open = None;
                    kind.push('…');
                    kind.push(close);
                }
            }
            None => {
                let close = match char {
                    '(' => Some(')'),
                    '"' => Some('"'),
                    _ => None,
                };
                if close.is_some() {
                    open = close;
                    kind.push(char);
                } else if !char.is_ascii_digit() {
                    kind.push(char);
                } else if !kind.ends_with('…') {
                    kind.push('…');
                }
            }
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_messages_of_a_kind_are_shown() {
        let mut repeated = Repeated::default();
        let bad = |at: usize| Message::note(format!("a:{at}"), format!("is bad (at {at}); fix it"));
        let shown = (0..30).filter(|&at| repeated.is_shown(&bad(at))).count();
        assert_eq!(shown, 20);
        assert!(repeated.is_shown(&Message::failure("b", "is worse; leave it")));
        assert!((0..30).all(|at| repeated.is_shown(&Message::info("c", at.to_string()))));
        let counts: Vec<String> = repeated.counts().map(|(message, _)| message.text).collect();
        assert_eq!(counts, ["10 more: is bad (…); fix it"]);
    }

    #[test]
    fn kinds_do_not_depend_on_details() {
        assert_eq!(kind("has no \"a (b\"; 12 times"), "has no \"…\"; … times");
        assert_eq!(kind("has no \"c\"; 3 times"), "has no \"…\"; … times");
    }
}
