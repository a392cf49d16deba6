//! From characters to tokens: word boundaries, tokens, sentences, quotations, and what must not be
//! touched (addresses, and what the user allows).

pub mod address;
pub mod allow;
pub mod bounds;
pub mod quote;
pub mod segment;
pub mod token;
