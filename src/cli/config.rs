//! The file `unspin.toml`: where it is found, and what its keys, which are the names of flags, mean. Its values become
//! arguments in front of those of the command line, so both are checked alike; it owns which of them wins.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory, FromArgMatches};
use toml::de::{DeTable, DeValue};

use super::args::Args;
use super::input::unreadable;
use super::task::Told;

/// Name of the file.
const NAME: &str = "unspin.toml";
/// Flags that choose what is configured, and those that write files or run programs: a folder that somebody else made may not
/// decide that.
const ONLY_ARGUMENTS: [&str; 10] = [
    "config",
    "no-config",
    "dump-config",
    "generate",
    "help",
    "version",
    "write",
    "output",
    "report",
    "rescore",
];
/// Flags that name files: from the folder of the configuration.
const PATHS: [&str; 4] = ["allow", "family", "lexicon", "thesaurus"];
/// Flags whose value is a number.
const NUMBERS: [&str; 3] = ["jobs", "max-expansion", "min-margin"];

/// What is to be done, as command line and file say it together.
pub struct Configured {
    /// All of it.
    pub args: Args,
    matches: ArgMatches,
    settings: Vec<Setting>,
}

/// A key of the file and what it means.
#[derive(Debug, PartialEq, Eq)]
struct Setting {
    key: String,
    arguments: Vec<OsString>,
    /// Path and line.
    place: OsString,
}

/// What the command line `arguments` (the name of the program first) and the file ask for; ends the program where the
/// command line is wrong, or asks for help.
///
/// # Errors
/// What is wrong with the file, and where.
pub fn configured(arguments: impl IntoIterator<Item = OsString>) -> Result<Configured, Told> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = Args::command().get_matches_from(&arguments);
    let settings = match file(&matches)? {
        Some(path) => read(&path)?,
        None => Vec::new(),
    };
    let command = built();
    let settings: Vec<Setting> = settings
        .into_iter()
        .filter(|setting| !is_overruled(&command, &matches, &setting.key))
        .collect();
    let (program, given) = arguments.split_at(arguments.len().min(1));
    let of_file = settings.iter().flat_map(|setting| &setting.arguments);
    let all = program.iter().chain(of_file).chain(given);
    let matches = Args::command().get_matches_from(all);
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    Ok(Configured {
        args,
        matches,
        settings,
    })
}

fn built() -> Command {
    let mut command = Args::command();
    command.build();
    command
}

fn file(matches: &ArgMatches) -> Result<Option<PathBuf>, Told> {
    if matches.get_flag("no_config") || matches.contains_id("generate") {
        return Ok(None);
    }
    if let Some(path) = matches.get_one::<PathBuf>("config") {
        return Ok(Some(path.clone()));
    }
    // A filter does its work in a folder that is gone, too.
    let Ok(folder) = env::current_dir() else {
        return Ok(None);
    };
    Ok(folder
        .ancestors()
        .map(|folder| folder.join(NAME))
        .find(|path| path.is_file()))
}

/// Whether the command line says the same thing, or one that excludes it.
fn is_overruled(command: &Command, matches: &ArgMatches, key: &str) -> bool {
    let Some(arg) = flag(command, key) else {
        return false;
    };
    let given = command.get_arguments().filter(|arg| {
        matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    });
    given
        .into_iter()
        .any(|given| given.get_id() == arg.get_id() || excludes(command, given, arg))
}

fn excludes(command: &Command, one: &Arg, other: &Arg) -> bool {
    let names = |one: &Arg, other: &Arg| {
        command
            .get_arg_conflicts_with(one)
            .iter()
            .any(|arg| arg.get_id() == other.get_id())
    };
    let group = |arg: &Arg| {
        command.get_groups().find(|group| {
            !(*group).clone().is_multiple() && group.get_args().any(|id| id == arg.get_id())
        })
    };
    let same_group = group(one)
        .zip(group(other))
        .is_some_and(|(one, other)| one.get_id() == other.get_id());
    same_group || names(one, other) || names(other, one)
}

fn flag<'c>(command: &'c Command, key: &str) -> Option<&'c Arg> {
    command
        .get_arguments()
        .find(|arg| arg.get_long() == Some(key))
}

/// The settings of the file `path`, each of which is good on its own, and all together.
fn read(path: &Path) -> Result<Vec<Setting>, Told> {
    let text =
        fs::read(path).map_err(|error| Told::failure(path.as_os_str(), unreadable(&error)))?;
    let text = String::from_utf8(text)
        .map_err(|_| Told::failure(path.as_os_str(), "is not UTF-8; convert it"))?;
    let place = |at: usize| {
        let mut place = path.as_os_str().to_owned();
        place.push(format!(":{}", text[..at].matches('\n').count() + 1));
        place
    };
    let table = DeTable::parse(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        Told::failure(
            &place(at),
            format!(
                "is not TOML ({}); mend it",
                error.message().replace('\n', ", ")
            ),
        )
    })?;
    let mut keys: Vec<_> = table.get_ref().iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    let folder = path.parent().unwrap_or(Path::new(""));
    let setting = |(key, value): (
        &toml::Spanned<std::borrow::Cow<'_, str>>,
        &toml::Spanned<DeValue<'_>>,
    )| {
        let place = place(key.span().start);
        match arguments(key.get_ref(), value.get_ref(), folder) {
            Ok(arguments) => Ok(Setting {
                key: key.get_ref().to_string(),
                arguments,
                place,
            }),
            Err(problem) => Err(Told::failure(&place, problem)),
        }
    };
    let settings = keys
        .into_iter()
        .map(setting)
        .collect::<Result<Vec<_>, _>>()?;
    let all = settings
        .iter()
        .flat_map(|setting| setting.arguments.iter().cloned());
    check(all).map_err(|problem| Told::failure(path.as_os_str(), problem))?;
    Ok(settings)
}

/// What a key means as arguments, or what is wrong with it.
fn arguments(key: &str, value: &DeValue<'_>, folder: &Path) -> Result<Vec<OsString>, String> {
    if ONLY_ARGUMENTS.contains(&key) {
        return Err(format!(
            "{key:?} can only be given on the command line; take it out"
        ));
    }
    let command = Args::command();
    let arg = flag(&command, key).ok_or_else(|| {
        format!(
            "there is no key {key:?}; the keys are the long names of the flags, see unspin --help"
        )
    })?;
    let argument = |value: &str| {
        let mut argument = OsString::from(format!("--{key}="));
        argument.push(if PATHS.contains(&key) {
            folder.join(value).into_os_string()
        } else {
            value.into()
        });
        argument
    };
    let arguments = match (arg.get_action(), value) {
        (ArgAction::SetTrue, DeValue::Boolean(true)) => vec![format!("--{key}").into()],
        (ArgAction::SetTrue, DeValue::Boolean(false)) => Vec::new(),
        (ArgAction::SetTrue, _) => {
            return Err(format!("{key:?} is true or false; write one of them"));
        }
        (ArgAction::Append, DeValue::Array(values)) => {
            let texts = values
                .iter()
                .map(|value| scalar(value.get_ref()))
                .collect::<Option<Vec<_>>>();
            texts
                .ok_or_else(|| {
                    format!("{key:?} is a list of texts; write them in quotation marks")
                })?
                .into_iter()
                .map(argument)
                .collect()
        }
        _ => vec![argument(scalar(value).ok_or_else(|| {
            format!("{key:?} is one value; write a text in quotation marks, or a number")
        })?)],
    };
    check(arguments.iter().cloned())?;
    Ok(arguments)
}

fn scalar<'v>(value: &'v DeValue<'_>) -> Option<&'v str> {
    match value {
        DeValue::String(text) => Some(text),
        DeValue::Integer(number) => Some(number.as_str()),
        DeValue::Float(number) => Some(number.as_str()),
        _ => None,
    }
}

fn check(arguments: impl Iterator<Item = OsString>) -> Result<(), String> {
    let checked =
        Args::command().try_get_matches_from(std::iter::once("unspin".into()).chain(arguments));
    checked.map(drop).map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        format!(
            "{}; see unspin --help",
            first.strip_prefix("error: ").unwrap_or(first)
        )
    })
}

impl Configured {
    /// Every flag with its value and where that comes from, as TOML that can be used as the file. What can only be given on
    /// the command line is a comment.
    pub fn dump(&self) -> String {
        let command = built();
        let flags = command.get_arguments().filter(|arg| {
            !["config", "no_config", "dump_config", "generate"].contains(&arg.get_id().as_str())
        });
        flags
            .filter_map(|arg| self.line(arg, arg.get_long()?))
            .collect()
    }

    fn line(&self, arg: &Arg, key: &str) -> Option<String> {
        let id = arg.get_id().as_str();
        let values = || {
            self.matches
                .get_raw(id)
                .into_iter()
                .flatten()
                .map(|value| toml_value(key, &value.to_string_lossy()))
        };
        let value = match arg.get_action() {
            ArgAction::Help | ArgAction::HelpLong | ArgAction::HelpShort | ArgAction::Version => {
                return None;
            }
            ArgAction::SetTrue => Some(self.matches.get_flag(id).to_string()),
            ArgAction::Append => Some(format!("[{}]", values().collect::<Vec<_>>().join(", "))),
            _ => values().next(),
        };
        let origin = self.origin(id, key);
        Some(match (value, key) {
            (Some(value), _) if ONLY_ARGUMENTS.contains(&key) => {
                format!("# {key} = {value} # {origin}\n")
            }
            (Some(value), _) => format!("{key} = {value} # {origin}\n"),
            (None, "jobs") => format!(
                "jobs = {} # {origin}: all processor cores\n",
                self.args.jobs()
            ),
            (None, "min-margin") => {
                let margin = f64::from(self.args.least_margin()) / 1000.0;
                format!("# min-margin = {margin} # by precision\n")
            }
            (None, _) => format!("# {key} is not set # {origin}\n"),
        })
    }

    fn origin(&self, id: &str, key: &str) -> String {
        let setting = self.settings.iter().find(|setting| setting.key == key);
        match (setting, self.matches.value_source(id)) {
            (Some(setting), _) => super::output::one_line(&setting.place),
            (None, Some(ValueSource::CommandLine)) => "command line".to_owned(),
            (None, _) => "default".to_owned(),
        }
    }
}

fn toml_value(key: &str, value: &str) -> String {
    if NUMBERS.contains(&key) {
        value.to_owned()
    } else {
        toml::Value::from(value).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Result<Vec<Setting>, Told> {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join(NAME);
        fs::write(&path, text).expect("file");
        let short = |place: &std::ffi::OsStr| {
            OsString::from(
                place
                    .to_string_lossy()
                    .replace(folder.path().to_str().expect("UTF-8"), ""),
            )
        };
        let settings = read(&path).map_err(|told| Told {
            place: short(&told.place),
            ..told
        })?;
        let short_setting = |setting: Setting| Setting {
            arguments: setting
                .arguments
                .iter()
                .map(|argument| short(argument))
                .collect(),
            place: short(&setting.place),
            ..setting
        };
        Ok(settings.into_iter().map(short_setting).collect())
    }

    #[test]
    fn keys_become_arguments() {
        let text = "# mine\nmin-margin = 2.5\nskip-bad = true\nstats = false\n\nfield = ['a', \"b\"]\nglob='*.x'\nlexicon = \"own.tsv\"\njobs = 2\n";
        let expected = [
            ("min-margin", vec!["--min-margin=2.5"], "/unspin.toml:2"),
            ("skip-bad", vec!["--skip-bad"], "/unspin.toml:3"),
            ("stats", vec![], "/unspin.toml:4"),
            ("field", vec!["--field=a", "--field=b"], "/unspin.toml:6"),
            ("glob", vec!["--glob=*.x"], "/unspin.toml:7"),
            ("lexicon", vec!["--lexicon=/own.tsv"], "/unspin.toml:8"),
            ("jobs", vec!["--jobs=2"], "/unspin.toml:9"),
        ];
        let setting = |(key, arguments, place): (&str, Vec<&str>, &str)| Setting {
            key: key.into(),
            arguments: arguments.into_iter().map(OsString::from).collect(),
            place: place.into(),
        };
        assert_eq!(
            settings(text),
            Ok(expected.into_iter().map(setting).collect())
        );
    }

    #[test]
    fn mistakes_have_a_place_and_a_remedy() {
        let table = [
            (
                "\nformats = 'text'",
                ":2",
                "there is no key \"formats\"; the keys are the long names of the flags, see unspin --help",
            ),
            (
                "write = true",
                ":1",
                "\"write\" can only be given on the command line; take it out",
            ),
            (
                "jobs = 1\nformat = 'pdf'",
                ":2",
                "invalid value 'pdf' for '--format <FORMAT>'; see unspin --help",
            ),
            (
                "jobs = true",
                ":1",
                "\"jobs\" is one value; write a text in quotation marks, or a number",
            ),
            (
                "skip-bad = 'yes'",
                ":1",
                "\"skip-bad\" is true or false; write one of them",
            ),
            (
                "field = [[]]",
                ":1",
                "\"field\" is a list of texts; write them in quotation marks",
            ),
            (
                "format = ['text']",
                ":1",
                "\"format\" is one value; write a text in quotation marks, or a number",
            ),
            (
                "gate = 'off'\nassume-spun = true",
                "",
                "the argument '--gate <WHEN>' cannot be used with '--assume-spun'; see unspin --help",
            ),
        ];
        for (text, line, problem) in table {
            let told = settings(text).expect_err(text);
            assert_eq!(
                (told.place.to_str(), &*told.problem),
                (Some(&*format!("/unspin.toml{line}")), problem),
                "{text}"
            );
        }
        let told = settings("a = 1\nb = \n").expect_err("no TOML");
        assert_eq!(told.place.to_str(), Some("/unspin.toml:2"));
        assert!(
            told.problem.starts_with("is not TOML (") && told.problem.ends_with("); mend it"),
            "{told:?}"
        );
    }
}
