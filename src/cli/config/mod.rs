//! The configuration file `unspin.toml`: where it is found, and how it is combined with the command
//! line.
//!
//! The settings of the file become arguments in front of those of the command line, so clap checks
//! both alike and the command line wins.

mod dump;
mod file;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::args::{Args, matches_from, missing};
use super::message::Message;
use file::Setting;

/// Name of the configuration file.
const NAME: &str = "unspin.toml";
/// Options that cannot be set in the file: those that choose the file, and those that name files to
/// restore, write files or run programs. A folder may come from somebody else, who must not decide about these.
const COMMAND_LINE_ONLY: [&str; 13] = [
    "edits-to",
    "files-from",
    "config",
    "no-config",
    "dump-config",
    "generate",
    "help",
    "version",
    "write",
    "interactive",
    "output",
    "report",
    "rescore",
];

/// The options of the command line and the configuration file together.
pub struct Configured {
    /// All options.
    pub args: Args,
    matches: ArgMatches,
    settings: Vec<Setting>,
}

/// Why there are no options.
pub enum NoOptions {
    /// The command line is wrong, or asks for help. This is what clap prints.
    Printed(clap::Error),
    /// The configuration file is wrong.
    Wrong(Message),
}

impl From<clap::Error> for NoOptions {
    fn from(error: clap::Error) -> Self {
        Self::Printed(error)
    }
}

impl From<Message> for NoOptions {
    fn from(message: Message) -> Self {
        Self::Wrong(message)
    }
}

/// Reads the options from `arguments`, which start with the name of the program, and from the
/// configuration file.
///
/// # Errors
/// If the command line is wrong or asks for help, or the configuration file cannot be read or has a mistake.
pub fn configured(arguments: impl IntoIterator<Item = OsString>) -> Result<Configured, NoOptions> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = matches_from(&arguments)?;
    let path = find_file(&matches);
    let mut settings = match &path {
        Some(path) => file::read(path)?,
        None => Vec::new(),
    };
    let command = built_command();
    let (program, given) = arguments.split_at(arguments.len().min(1));
    settings.retain(|setting| !is_given(&command, &matches, &setting.key));
    let with = |settings: &[Setting]| {
        let from_file = settings.iter().flat_map(|setting| &setting.arguments);
        let arguments = program.iter().chain(from_file).chain(given);
        matches_from(arguments.cloned())
    };
    let given_alone = matches;
    let mut all = with(&settings);
    if is_conflict(&all) {
        // Each was valid in the file, so it can only contradict the command line.
        settings.retain(|setting| !is_conflict(&with(std::slice::from_ref(setting))));
        all = with(&settings);
    }
    let matches = all?;
    if let Some(error) = missing(&given_alone, &matches) {
        return Err(error.into());
    }
    let mut args = Args::from_arg_matches(&matches)?;
    let is_set = |key: &str| settings.iter().any(|setting| setting.key == key);
    args.configuration = path;
    args.is_field_configured = is_set("field");
    args.is_column_configured = is_set("column");
    Ok(Configured {
        args,
        matches,
        settings,
    })
}

/// The declaration of the options with everything that clap adds, such as `--help`.
fn built_command() -> Command {
    let mut command = Args::command();
    command.build();
    command
}

fn find_file(matches: &ArgMatches) -> Option<PathBuf> {
    if matches.get_flag("no_config") || matches.contains_id("generate") {
        return None;
    }
    if let Some(path) = matches.get_one::<PathBuf>("config") {
        return Some(path.clone());
    }
    // A filter also has to work in a folder that was deleted.
    let folder = env::current_dir().ok()?;
    folder
        .ancestors()
        .map(|folder| folder.join(NAME))
        .find(|path| path.is_file())
}

/// Whether options exclude each other.
fn is_conflict(matches: &Result<ArgMatches, clap::Error>) -> bool {
    let error = matches.as_ref().err();
    error.is_some_and(|error| error.kind() == ErrorKind::ArgumentConflict)
}

/// Whether the command line sets the option `key` of the file.
fn is_given(command: &Command, matches: &ArgMatches, key: &str) -> bool {
    let source = |arg: &Arg| matches.value_source(arg.get_id().as_str());
    find_option(command, key).and_then(source) == Some(ValueSource::CommandLine)
}

fn find_option<'c>(command: &'c Command, key: &str) -> Option<&'c Arg> {
    command
        .get_arguments()
        .find(|arg| arg.get_long() == Some(key))
}
