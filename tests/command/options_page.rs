//! docs/options.md is made from the declarations of the options, so it cannot go out of date.
//! `UNSPIN_BLESS=1` rewrites it.

use std::fmt::Write;
use std::fs;

use clap::{Arg, Command, CommandFactory};
use unspin::cli::Args;

use crate::support::{repository_file, root};

const PAGE: &str = "docs/options.md";

const START: &str = "\
# Every option

<!-- Made from the declarations of the options. Do not edit; run
     UNSPIN_BLESS=1 cargo test --test command options_page -->

```text
unspin [OPTIONS] [PATH]...
```

This is what `unspin --help` prints. The other pages show how to use it: [the command](cli.md),
[formats](formats.md), [families](families.md). An option may be given twice, and options that say the
same may be given together. Options that contradict each other are an error. The long names are also
the keys of the [configuration file](cli.md#configuration-file).
";

#[test]
fn the_page_with_every_option_is_up_to_date() {
    let page = page(&Args::command());
    if std::env::var_os("UNSPIN_BLESS").is_some() {
        fs::write(root().join(PAGE), &page).expect("the page can be written");
    }
    assert!(
        repository_file(PAGE) == page,
        "{PAGE} is out of date; run UNSPIN_BLESS=1 cargo test --test command options_page"
    );
}

#[test]
fn markdown_has_no_markup_by_accident() {
    assert_eq!(
        markdown("see --write, {a|b} or '/a/*/b_c' <x>."),
        r"see `--write`, {a|b} or '/a/\*/b\_c' \<x\>."
    );
}

/// The whole page: the options under their headings, in the order of `--help`.
fn page(command: &Command) -> String {
    let mut page = START.to_owned();
    let headings = [Some("Input")]
        .into_iter()
        .chain(command.get_arguments().map(Arg::get_help_heading));
    let mut done: Vec<Option<&str>> = vec![None];
    for heading in headings {
        if done.contains(&heading) {
            continue;
        }
        done.push(heading);
        let _ = writeln!(page, "\n## {}", heading.unwrap_or_default());
        let is_here = |option: &&Arg| option.get_help_heading() == heading;
        let is_path = |option: &&Arg| heading == Some("Input") && option.is_positional();
        for option in command.get_arguments() {
            if is_here(&option) || is_path(&option) {
                page += &section(option);
            }
        }
    }
    page
}

/// One option: its names and value, its help, and its default.
fn section(option: &Arg) -> String {
    let value = option.get_value_names().map(|names| names.join(" "));
    let value = value.filter(|_| option.get_action().takes_values());
    let Some(long) = option.get_long() else {
        let value = value.expect("an argument without a name has a value");
        return format!("\n### {value}\n\n{}", help(option));
    };
    let mut usage = format!("--{long}");
    if let Some(short) = option.get_short() {
        usage = format!("-{short}, {usage}");
    }
    if let Some(value) = value {
        let is_optional = option
            .get_num_args()
            .is_some_and(|range| range.min_values() == 0);
        usage += &if is_optional {
            format!("[=<{value}>]")
        } else {
            format!(" {value}")
        };
    }
    format!("\n### --{long}\n\n`{usage}`\n\n{}", help(option))
}

fn help(option: &Arg) -> String {
    let short = option.get_help().map(ToString::to_string);
    let long = option.get_long_help().map(ToString::to_string);
    let text = long.or(short).unwrap_or_default();
    let mut help = String::new();
    for (index, paragraph) in text.split("\n\n").enumerate() {
        let end = if index == 0 && !paragraph.ends_with(['.', ':']) {
            "."
        } else {
            ""
        };
        let _ = writeln!(help, "{}{end}\n", markdown(paragraph));
    }
    let defaults = option.get_default_values();
    if option.get_action().takes_values() && !defaults.is_empty() {
        let defaults: Vec<_> = defaults
            .iter()
            .map(|value| value.to_string_lossy())
            .collect();
        let _ = writeln!(help, "Default: `{}`\n", defaults.join("`, `"));
    }
    help.trim_end().to_owned() + "\n"
}

/// Plain text as Markdown, with the names of options as code.
fn markdown(text: &str) -> String {
    let word = |word: &str| {
        let end = word.trim_end_matches(['.', ',', ';', ':', ')']).len();
        match word.split_at(end) {
            (name, rest) if name.starts_with("--") => format!("`{name}`{rest}"),
            _ => escaped(word),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escaped(word: &str) -> String {
    let mut escaped = String::new();
    for char in word.chars() {
        if "*_<>[]`\\".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}
