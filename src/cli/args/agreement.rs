//! Options that say the same may be given together, and an option may be repeated. If they
//! contradict each other, that is an error.

use std::collections::HashSet;
use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, CommandFactory, Error};

use super::{Args, GateArg, PrecisionArg};
use crate::cost::Cost;
use crate::restore::Precision;

/// Options with a default, each with the other option that sets the same.
pub const SAME_SUBJECT: [(&str, &str); 2] = [("gate", "assume_spun"), ("precision", "min_margin")];

/// Parses `arguments`, which start with the name of the program.
///
/// # Errors
/// If they are wrong or contradict each other, or ask for help.
pub fn matches_from(
    arguments: impl IntoIterator<Item = impl Into<OsString>>,
) -> Result<ArgMatches, Error> {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let matches = Args::command().try_get_matches_from(&arguments)?;
    let problem = contradiction(&matches).or_else(|| repeated(&arguments));
    match problem {
        Some(problem) => Err(Args::command().error(ErrorKind::ArgumentConflict, problem)),
        None => Ok(matches),
    }
}

/// What is wrong if the command line, which is `given`, has an option that has no effect without another
/// one, and the configuration file does not have that one either. In the file, it may wait for its use.
pub fn missing(given: &ArgMatches, all: &ArgMatches) -> Option<Error> {
    let is_missing = given.contains_id("terms_list") && !all.contains_id("terms");
    let problem = "the argument '--terms-list <FILE>' has no effect without '--terms'";
    is_missing.then(|| Args::command().error(ErrorKind::MissingRequiredArgument, problem))
}

/// What is wrong where two options set different values for the same.
fn contradiction(matches: &ArgMatches) -> Option<String> {
    let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let gate = matches.get_one::<GateArg>("gate");
    let is_assumed = matches.get_flag("assume_spun");
    if is_given("gate") && gate == Some(&GateArg::Auto) && is_assumed {
        return Some("the argument '--gate <WHEN>' cannot be used with '--assume-spun'".to_owned());
    }
    if matches.contains_id("keep") && (gate == Some(&GateArg::Off) || is_assumed) {
        return Some(
            "the argument '--keep <WHICH>' cannot be used with '--gate off' or '--assume-spun', \
             which treat every document as spun"
                .to_owned(),
        );
    }
    let margin = matches.get_one::<Cost>("min_margin")?;
    let precision = matches.get_one::<PrecisionArg>("precision")?;
    (is_given("precision") && Precision::from(*precision).min_margin() != *margin).then(|| {
        "the argument '--precision <HOW>' cannot be used with '--min-margin <NATS>'".to_owned()
    })
}

/// What is wrong where an option for one value has several.
fn repeated(arguments: &[OsString]) -> Option<String> {
    let is_single = |arg: &clap::Arg| matches!(arg.get_action(), ArgAction::Set);
    let command = Args::command();
    let single: Vec<_> = command
        .get_arguments()
        .filter(|arg| is_single(arg))
        .collect();
    let collecting = command.clone().mut_args(|arg| {
        if is_single(&arg) {
            arg.action(ArgAction::Append)
        } else {
            arg
        }
    });
    let matches = collecting.try_get_matches_from(arguments).ok()?;
    let has_several = |arg: &&&clap::Arg| {
        let values = matches.get_raw(arg.get_id().as_str());
        values.is_some_and(|values| values.collect::<HashSet<_>>().len() > 1)
    };
    let name = single.iter().find(has_several)?.get_long()?;
    Some(format!("the argument '--{name}' has two different values"))
}
