//! Names in front of values: the left sides of assignments, keys, properties.

use super::SENTENCE;

/// Bytes in which a name with its sign ends.
const LONGEST: usize = 80;

/// Length of the name in front of a value: `home = `, `"home": `, `SUMMARY:`, `TI  - `, `#+TITLE: `,
/// `:home: `.
pub fn name_len(bare: &str) -> Option<usize> {
    let end = (0..=bare.len().min(LONGEST)).rfind(|&at| bare.is_char_boundary(at))?;
    let window = &bare[..end];
    let key = |char: char| char.is_ascii_alphanumeric() || "_-. ".contains(char);
    let after = |start: usize| {
        let name = window.get(start..)?;
        let len = name.len() - name.trim_start_matches(key).len();
        (len > 0).then_some((&name[..len], start + len))
    };
    if let Some(rest) = window.strip_prefix('"') {
        let (_, end) = after(1)?;
        let is_key = rest[end - 1..]
            .strip_prefix('"')?
            .trim_start()
            .starts_with([':', '=']);
        let value = window[end..].trim_start_matches(['"', ' ', ':', '=']);
        return is_key.then(|| window.len() - value.len());
    }
    if window.starts_with(": ") {
        // Org writes examples like this.
        return Some(2);
    }
    if window.starts_with(':') {
        let (name, end) = after(1)?;
        let is_field = !name.contains(' ') && window[end..].starts_with(": ");
        return is_field.then_some(end + 2);
    }
    if window.starts_with("#+") {
        return window.find(':').map(|at| at + 1);
    }
    let is_tag = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if window.len() > 6
        && window.as_bytes()[..2].iter().all(is_tag)
        && &window.as_bytes()[2..6] == b"  - "
    {
        return Some(6);
    }
    property_len(window).or_else(|| assigned_len(window))
}

/// Length of the name of a property in capitals: `SUMMARY:`, `DTSTART;VALUE=DATE:`.
fn property_len(window: &str) -> Option<usize> {
    let end = window.find([':', ';'])?;
    let name = &window[..end];
    let colon = window.find(':')?;
    let is_name = name.len() > 1
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'-')
        && (colon == end || window[..colon].contains('='));
    let value = window[colon + 1..].chars().next();
    (is_name && value.is_some_and(|char| char.is_alphanumeric())).then_some(colon + 1)
}

/// Length of the left side of an assignment with its sign.
fn assigned_len(window: &str) -> Option<usize> {
    const SIGNS: [&str; 9] = ["=", ":=", "+=", "-=", "?=", "<-", "=>", "==", "|="];
    let mut end = 0;
    for (count, word) in window.split_whitespace().enumerate() {
        let at = word.as_ptr().addr() - window.as_ptr().addr();
        if SIGNS.contains(&word) {
            return (count > 0).then(|| {
                let rest = &window[at + word.len()..];
                window.len() - rest.trim_start_matches([' ', '"', '\'', '{']).len()
            });
        }
        if count == 0
            && let Some(sign) = word.find('=')
        {
            let is_name = |char: char| char.is_ascii_alphanumeric() || "_.-".contains(char);
            let is_joined = sign > 0 && word[..sign].chars().all(is_name);
            return is_joined.then_some(sign + 1);
        }
        end += 1;
        if end > 3 || word.ends_with([',', '.', ';', '!', '?', ')']) {
            return None;
        }
    }
    None
}

/// Length of the name of what may be a setting: `home: `, `- home:`, or `home  | ` in a list of columns.
pub fn setting_len(bare: &str) -> Option<usize> {
    let item = bare.strip_prefix("- ").unwrap_or(bare);
    let name = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    let behind = item.trim_start_matches(name);
    let sign = match behind.starts_with(' ') {
        true => behind.trim_start().strip_prefix('|'),
        false => behind.strip_prefix(':'),
    };
    let value = sign?;
    let is_key = item.starts_with(|char: char| char.is_ascii_lowercase())
        && matches!(value.as_bytes().first(), None | Some(b' '));
    is_key.then(|| bare.len() - value.len())
}

/// Length of the number in front of an entry in a list of contents: `5 Home .... 27`.
pub fn entry_len(bare: &str) -> Option<usize> {
    let is_number = |char: char| char.is_ascii_digit() || char == '.';
    let title = bare.trim_start_matches(is_number);
    let page = bare.trim_end_matches(|char: char| char.is_ascii_digit());
    let is_entry = bare.starts_with(|char: char| char.is_ascii_digit())
        && title.starts_with(' ')
        && page.len() < bare.len()
        && ["..", ". .", "…"]
            .iter()
            .any(|dots| page.trim_end().ends_with(dots));
    is_entry.then(|| bare.len() - title.len())
}

/// Length of the short cells in front of a cell with prose, with the tabs between them.
pub fn cells_len(line: &str) -> Option<usize> {
    let end = line.rfind('\t')? + 1;
    let is_short = |cell: &str| cell.split_whitespace().count() <= 3 && !cell.ends_with('.');
    let words = line[end..].split_whitespace().count();
    let is_above = line.ends_with(':');
    (!is_above
        && !line[..end].trim().is_empty()
        && line[..end].split('\t').all(is_short)
        && words >= SENTENCE)
        .then_some(end)
}
