use std::fs;

use super::super::NAME;
use super::*;

fn settings(text: &str) -> Result<Vec<Setting>, Message> {
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
    let settings = read(&path).map_err(|message| Message {
        place: short(&message.place),
        ..message
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
fn patterns_count_from_the_folder_of_the_file() {
    let table = [
        ("a/b.txt", "/me/a", "/b.txt"),
        ("./a/b.txt", "/me", "/a/b.txt"),
        ("/b.txt", "/me", "/b.txt"),
        ("*/b/", "/me/a", "/b/"),
        ("a/**/b", "/me/a/c", "**/b"),
        ("c/b.txt", "/me/a", "/../c/b.txt"),
        ("drafts/", "/me/a", "drafts/"),
        ("**/a/b", "/me/a", "**/a/b"),
        ("a/b", "/you", "a/b"),
        ("!a/b.txt", "/me/a", "!/b.txt"),
    ];
    for (value, working, expected) in table {
        let pattern = excluded(value, Path::new("/me"), Path::new(working));
        assert_eq!(pattern, expected, "{value} in {working}");
    }
}

#[test]
fn mistakes_are_reported_with_their_line_and_what_to_do() {
    let table = [
        (
            "\nformats = 'text'",
            ":2",
            "unknown key \"formats\"; did you mean \"format\"?",
        ),
        (
            "mni_margin = 2",
            ":1",
            "unknown key \"mni_margin\"; did you mean \"min-margin\"?",
        ),
        (
            "threads = 2",
            ":1",
            "unknown key \"threads\"; the keys are the long names of the options, see unspin --help",
        ),
        // What cannot be in the file is not suggested.
        (
            "rescor = 'a'",
            ":1",
            "unknown key \"rescor\"; the keys are the long names of the options, see unspin --help",
        ),
        (
            "write = true",
            ":1",
            "\"write\" can only be given on the command line; remove it",
        ),
        (
            "jobs = 1\nfield-format = 'csvs'",
            ":2",
            "invalid value 'csvs' for '--field-format <FORMAT>' [possible values: auto, text, html, markdown]",
        ),
        (
            "jobs = true",
            ":1",
            "\"jobs\" takes one value; write a number, or a text in quotation marks",
        ),
        (
            "skip-bad = 'yes'",
            ":1",
            "\"skip-bad\" is on or off; write true or false",
        ),
        (
            "field = [[]]",
            ":1",
            "\"field\" takes a list of texts; put each in quotation marks",
        ),
        (
            "format = ['text']",
            ":1",
            "\"format\" takes one value; write a number, or a text in quotation marks",
        ),
        (
            "gate = 'auto'\nassume-spun = true",
            "",
            "the argument '--gate <WHEN>' cannot be used with '--assume-spun'; see unspin --help",
        ),
    ];
    for (text, line, problem) in table {
        let message = settings(text).expect_err(text);
        assert_eq!(
            (message.place.to_str(), &*message.text),
            (Some(&*format!("/unspin.toml{line}")), problem),
            "{text}"
        );
    }
    let message = settings("a = 1\nb = \n").expect_err("a missing value");
    assert_eq!(message.place.to_str(), Some("/unspin.toml:2"));
    assert!(
        message.text.starts_with("is not TOML (") && message.text.ends_with("); correct it"),
        "{message:?}"
    );
}
