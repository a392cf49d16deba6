//! `--dump-config`: all options as TOML, each with a comment that says where its value comes from.

use clap::parser::ValueSource;
use clap::{Arg, ArgAction};

use super::super::args::SAME_SUBJECT;
use super::super::message::one_line;
use super::{COMMAND_LINE_ONLY, Configured, built_command};

/// Options that are not dumped: they say where the configuration comes from, or that nothing is
/// restored.
const LEFT_OUT: [&str; 4] = ["config", "no_config", "dump_config", "generate"];
/// Options whose value is a number.
const NUMBERS: [&str; 3] = ["jobs", "max-expansion", "min-margin"];

impl Configured {
    /// All options with their values and where these come from, as a valid `unspin.toml`. Options
    /// that can only be given on the command line are comments, and so are defaults that another option
    /// replaces.
    pub fn dump(&self) -> String {
        let command = built_command();
        command
            .get_arguments()
            .filter(|arg| !LEFT_OUT.contains(&arg.get_id().as_str()))
            .filter_map(|arg| self.line(arg, arg.get_long()?))
            .collect()
    }

    fn line(&self, arg: &Arg, key: &str) -> Option<String> {
        let id = arg.get_id().as_str();
        let mut values = self
            .matches
            .try_get_raw(id)
            .ok()
            .flatten()
            .into_iter()
            .flatten()
            .map(|value| toml_value(key, &value.to_string_lossy()));
        let value = match arg.get_action() {
            ArgAction::Help | ArgAction::HelpLong | ArgAction::HelpShort | ArgAction::Version => {
                return None;
            }
            ArgAction::SetTrue => Some(self.matches.get_flag(id).to_string()),
            ArgAction::Append => Some(format!("[{}]", values.collect::<Vec<_>>().join(", "))),
            _ => values.next(),
        };
        let origin = self.origin(id, key);
        if let (Some(value), Some(other)) = (&value, self.replacing(id)) {
            return Some(format!(
                "# {key} = {value} # {origin}, replaced by {other}\n"
            ));
        }
        Some(match (value, key) {
            (Some(value), _) if COMMAND_LINE_ONLY.contains(&key) => {
                format!("# {key} = {value} # {origin}\n")
            }
            (Some(value), _) => format!("{key} = {value} # {origin}\n"),
            (None, "jobs") => {
                let jobs = self.args.jobs();
                format!("jobs = {jobs} # {origin}: all processor cores\n")
            }
            (None, "min-margin") => {
                let margin = f64::from(self.args.least_margin()) / 1000.0;
                format!("# min-margin = {margin} # set by precision\n")
            }
            (None, _) => format!("# {key} is not set # {origin}\n"),
        })
    }

    /// The long name of the option that is given instead of the option `id`, which has its default.
    fn replacing(&self, id: &str) -> Option<String> {
        let is_given = |id: &str| self.matches.value_source(id) == Some(ValueSource::CommandLine);
        let (_, other) = SAME_SUBJECT.iter().find(|(own, _)| *own == id)?;
        (!is_given(id) && is_given(other)).then(|| other.replace('_', "-"))
    }

    fn origin(&self, id: &str, key: &str) -> String {
        let setting = self.settings.iter().find(|setting| setting.key == key);
        match (setting, self.matches.value_source(id)) {
            (Some(setting), _) => one_line(&setting.place),
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
