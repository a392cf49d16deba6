//! Digests in the headers of records, in the algorithm and notation that they had.

use data_encoding::{BASE32, BASE32_NOPAD, BASE64, Encoding, HEXLOWER, HEXUPPER};
use sha1::Digest;

/// The algorithms that are known. The names in lower case and without hyphens.
const ALGORITHMS: [(&str, Algorithm); 3] = [
    ("sha1", |bytes| sha1::Sha1::digest(bytes).to_vec()),
    ("sha256", |bytes| sha2::Sha256::digest(bytes).to_vec()),
    ("sha512", |bytes| sha2::Sha512::digest(bytes).to_vec()),
];

type Algorithm = fn(&[u8]) -> Vec<u8>;

/// The value `old` of a digest, such as `sha1:...`, for new bytes. `None` if the algorithm or the
/// notation is not known.
///
/// `from` is what the digest may have been computed from, and `to` the same after the edits. The
/// first that `old` is right for counts; if there is none, the very first.
pub fn renewed(old: &str, from: &[&[u8]], to: &[&[u8]]) -> Option<String> {
    let (name, value) = old.split_once(':')?;
    let plain = name.to_ascii_lowercase().replace('-', "");
    let (_, algorithm) = ALGORITHMS.iter().find(|(known, _)| *known == plain)?;
    let index = from.iter().position(|bytes| {
        let digest = algorithm(bytes);
        notations()
            .iter()
            .any(|notation| notation.encode(&digest).eq_ignore_ascii_case(value))
    });
    let digest = algorithm(to.get(index.unwrap_or(0))?);
    let is_upper = !value.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut renewed = notations()
        .into_iter()
        .map(|notation| (notation.encode(&digest), notation))
        .filter(|(text, _)| text.len() == value.len());
    let (text, notation) = renewed.next()?;
    let is_hex = notation == HEXLOWER;
    let text = match is_upper {
        true if is_hex => HEXUPPER.encode(&digest),
        false if !is_hex && notation != BASE64 => text.to_ascii_lowercase(),
        _ => text,
    };
    Some(format!("{name}:{text}"))
}

/// Notations whose texts for a digest have different lengths.
fn notations() -> [Encoding; 4] {
    [HEXLOWER, BASE32, BASE32_NOPAD, BASE64]
}

#[cfg(test)]
mod tests;
