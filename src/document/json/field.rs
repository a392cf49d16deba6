//! The path to the prose of a record.

use super::FieldError;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;

/// The path to the prose of a record: a key of the object, or a JSON pointer (RFC 6901). In a
/// pointer, `*` means every key or index.
///
/// ```
/// use unspin::document::json::Field;
/// assert_eq!(Field::parse("/a~1b/0"), Ok(Field::from_keys(["a/b", "0"])));
/// assert!(Field::parse("/a~2").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub(super) keys: Vec<String>,
    /// It is a single key, which in a whole document may be anywhere.
    pub(super) is_name: bool,
}

impl Field {
    /// Parses a key, or a pointer if `text` begins with `/`.
    ///
    /// # Errors
    /// If a pointer has a `~` that is neither `~0` nor `~1`.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let Some(pointer) = text.strip_prefix('/') else {
            return Ok(Self::from_keys([text]));
        };
        if pointer.replace("~0", "").replace("~1", "").contains('~') {
            return Err(FieldError);
        }
        Ok(Self {
            keys: pointer
                .split('/')
                .map(|key| key.replace("~1", "/").replace("~0", "~"))
                .collect(),
            is_name: false,
        })
    }

    /// The field that these keys lead to, from the outside in; in an array, a key is an index. A
    /// single key is a name.
    pub fn from_keys<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        let is_name = keys.len() == 1;
        Self { keys, is_name }
    }

    /// The JSON values of the field, slices of `record`.
    pub(super) fn find<'r>(&self, record: &'r RawValue) -> Vec<&'r RawValue> {
        let mut values = vec![record];
        for key in &self.keys {
            let is_any = key == "*" && !self.is_name;
            values = values
                .into_iter()
                .flat_map(|value| {
                    if is_any {
                        inside(value)
                    } else {
                        Vec::from_iter(member(value, key))
                    }
                })
                .collect();
        }
        values
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.keys[..] {
            [key] if self.is_name => f.write_str(key),
            keys => keys
                .iter()
                .try_for_each(|key| write!(f, "/{}", key.replace('~', "~0").replace('/', "~1"))),
        }
    }
}

fn member<'r>(value: &'r RawValue, key: &str) -> Option<&'r RawValue> {
    let json = value.get();
    match json.as_bytes().first() {
        // If an object has a key twice, the last one counts, as in most JSON readers.
        Some(b'{') => serde_json::from_str::<HashMap<String, &RawValue>>(json)
            .ok()?
            .get(key)
            .copied(),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(json)
            .ok()?
            .get(key.parse::<usize>().ok()?)
            .copied(),
        _ => None,
    }
}

/// All members or elements of a value.
fn inside(value: &RawValue) -> Vec<&RawValue> {
    let json = value.get();
    if json.starts_with('{') {
        let members = serde_json::from_str::<HashMap<String, &RawValue>>(json);
        members
            .map(|members| members.into_values().collect())
            .unwrap_or_default()
    } else {
        serde_json::from_str(json).unwrap_or_default()
    }
}
