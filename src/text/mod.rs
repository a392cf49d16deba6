//! From characters to tokens: word boundaries, tokens, sentences, quotations, and words that must not be changed.

pub mod address;
pub mod allow;
mod blank;
pub mod bounds;
pub mod code;
pub mod language;
pub mod marker;
pub mod note;
pub mod quote;
pub mod segment;
pub mod tag;
pub mod tex;
pub mod token;
pub mod unread;
