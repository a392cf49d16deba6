//! Reading `unspin.toml`: each key becomes the arguments that it stands for.

use std::borrow::Cow;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{self, Path};

use clap::{Arg, ArgAction, Command, CommandFactory};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::args::{Args, matches_from};
use super::super::message::{Message, at_line};
use super::super::text_file;
use super::{COMMAND_LINE_ONLY, find_option};

/// Options that name files; a relative path starts in the folder of the configuration file.
const PATHS: [&str; 5] = ["allow", "family", "lexicon", "terms-list", "thesaurus"];

/// How close an option must be to an unknown key to be suggested, from 0 to 1. One wrong letter in
/// four is close enough.
const LEAST_CLOSENESS: f64 = 0.7;

/// A key of the file and what it stands for.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// The long name of an option.
    pub key: String,
    /// The option with its values, as on the command line.
    pub arguments: Vec<OsString>,
    /// Path and line of the key.
    pub place: OsString,
}

/// Reads the settings of the file `path`. Each is valid, and they are valid together.
///
/// # Errors
/// If the file cannot be read or has a mistake.
pub fn read(path: &Path) -> Result<Vec<Setting>, Message> {
    let text = text_file::read(path)?;
    let place = |at: usize| at_line(path, text[..at].matches('\n').count() + 1);
    let table = DeTable::parse(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let problem = error.message().replace('\n', ", ");
        Message::failure(place(at), format!("is not TOML ({problem}); correct it"))
    })?;
    let mut keys: Vec<(&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)> =
        table.get_ref().iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut settings = Vec::new();
    for (key, value) in keys {
        let place = place(key.span().start);
        match arguments(key.get_ref(), value.get_ref(), folder) {
            Ok(arguments) => settings.push(Setting {
                key: key.get_ref().to_string(),
                arguments,
                place,
            }),
            Err(problem) => return Err(Message::failure(place, problem)),
        }
    }
    let all = settings.iter().flat_map(|setting| &setting.arguments);
    check(all).map_err(|problem| Message::failure(path, problem))?;
    Ok(settings)
}

/// The arguments that a key stands for, or what is wrong with it.
fn arguments(key: &str, value: &DeValue<'_>, folder: &Path) -> Result<Vec<OsString>, String> {
    if COMMAND_LINE_ONLY.contains(&key) {
        return Err(format!(
            "{key:?} can only be given on the command line; remove it"
        ));
    }
    let command = Args::command();
    let option = find_option(&command, key).ok_or_else(|| unknown(&command, key))?;
    let is_value_optional = option
        .get_num_args()
        .is_some_and(|count| count.min_values() == 0 && count.max_values() == 1);
    let arguments = match option.get_action() {
        ArgAction::Set if is_value_optional && matches!(value, DeValue::Boolean(_)) => {
            let is_on = matches!(value, DeValue::Boolean(true));
            is_on
                .then(|| format!("--{key}").into())
                .into_iter()
                .collect()
        }
        ArgAction::SetTrue => match value {
            DeValue::Boolean(true) => vec![format!("--{key}").into()],
            DeValue::Boolean(false) => Vec::new(),
            _ => return Err(format!("{key:?} is on or off; write true or false")),
        },
        ArgAction::Append if matches!(value, DeValue::Array(_)) => list(value)
            .ok_or_else(|| format!("{key:?} takes a list of texts; put each in quotation marks"))?
            .into_iter()
            .map(|value| argument(key, value, folder))
            .collect(),
        _ => {
            let value = scalar(value).ok_or_else(|| {
                format!("{key:?} takes one value; write a number, or a text in quotation marks")
            })?;
            vec![argument(key, value, folder)]
        }
    };
    check(&arguments)?;
    Ok(arguments)
}

/// What is wrong with a key that is no option, and the option that may be meant.
fn unknown(command: &Command, key: &str) -> String {
    let options = command.get_arguments().filter_map(Arg::get_long);
    let allowed = options.filter(|option| !COMMAND_LINE_ONLY.contains(option));
    let closeness = |option| strsim::normalized_damerau_levenshtein(option, key);
    let closest = allowed
        .map(|option| (option, closeness(option)))
        .max_by(|one, other| one.1.total_cmp(&other.1));
    match closest {
        Some((option, closeness)) if closeness >= LEAST_CLOSENESS => {
            format!("unknown key {key:?}; did you mean {option:?}?")
        }
        _ => format!(
            "unknown key {key:?}; the keys are the long names of the options, see unspin --help"
        ),
    }
}

fn argument(key: &str, value: &str, folder: &Path) -> OsString {
    let mut argument = OsString::from(format!("--{key}="));
    if PATHS.contains(&key) {
        argument.push(folder.join(value));
    } else if key == "exclude" {
        argument.push(excluded(
            value,
            folder,
            &env::current_dir().unwrap_or_default(),
        ));
    } else {
        argument.push(value);
    }
    argument
}

/// The pattern `value` of a file in `folder` as one that counts from the folder `working`, which is usually
/// inside of it.
fn excluded(value: &str, folder: &Path, working: &Path) -> String {
    if let Some(value) = value.strip_prefix('!') {
        return format!("!{}", excluded(value, folder, working));
    }
    let is_anchored = value.trim_end_matches('/').contains('/') && !value.starts_with("**/");
    let folder = path::absolute(folder).unwrap_or_default();
    let Some(below) = working.strip_prefix(folder).ok().filter(|_| is_anchored) else {
        return value.to_owned();
    };
    let mut rest = value.trim_start_matches("./").trim_start_matches('/');
    for name in below {
        match rest.split_once('/') {
            Some(("**", _)) => return rest.to_owned(),
            Some((first, inside)) if first == "*" || OsStr::new(first) == name => rest = inside,
            // It is about another folder.
            _ => return format!("/../{rest}"),
        }
    }
    format!("/{rest}")
}

fn list<'v>(value: &'v DeValue<'_>) -> Option<Vec<&'v str>> {
    match value {
        DeValue::Array(values) => values.iter().map(|value| scalar(value.get_ref())).collect(),
        _ => None,
    }
}

fn scalar<'v>(value: &'v DeValue<'_>) -> Option<&'v str> {
    match value {
        DeValue::String(text) => Some(text),
        DeValue::Integer(number) => Some(number.as_str()),
        DeValue::Float(number) => Some(number.as_str()),
        _ => None,
    }
}

/// Lets clap check arguments, and puts its error on one line.
fn check<'a>(arguments: impl IntoIterator<Item = &'a OsString>) -> Result<(), String> {
    let arguments = arguments.into_iter().map(OsString::as_os_str);
    let all = std::iter::once(OsStr::new("unspin")).chain(arguments);
    let checked = matches_from(all);
    checked.map(drop).map_err(|error| {
        let text = error.to_string();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let problem = first.strip_prefix("error: ").unwrap_or(first);
        // The second line may have the possible values.
        match lines.next().map(str::trim) {
            Some(values) if values.starts_with('[') => format!("{problem} {values}"),
            _ => format!("{problem}; see unspin --help"),
        }
    })
}

#[cfg(test)]
mod tests;
