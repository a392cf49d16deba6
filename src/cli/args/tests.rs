use clap::CommandFactory;
use clap::error::ErrorKind;

use super::values::parse_nats;
use super::*;
use crate::restore::GateMode;

#[test]
fn clap_finds_no_mistake_in_the_declaration() {
    Args::command().debug_assert();
}

#[test]
fn nats_are_read_as_thousandths() {
    let table = [
        ("0", Some(0)),
        ("2.5", Some(2500)),
        ("0.0014", Some(1)),
        ("1000", Some(1_000_000)),
        ("-0", Some(0)),
    ];
    for (text, cost) in table
        .into_iter()
        .chain(["", "x", "-1", "1000.1", "NaN", "inf", "1e9"].map(|text| (text, None)))
    {
        assert_eq!(parse_nats(text).ok(), cost, "{text:?}");
    }
}

#[test]
fn modes_exclude_each_other() {
    let flags = [
        "--diff",
        "--edits",
        "--score",
        "--check",
        "--explain",
        "--write",
        "--interactive",
        "--output=a",
    ];
    for (first, second) in flags
        .iter()
        .flat_map(|a| flags.iter().map(move |b| (a, b)))
        .filter(|(a, b)| a != b)
    {
        let error = Args::try_parse_from(["unspin", first, second]).expect_err("two modes");
        assert_eq!(
            error.kind(),
            ErrorKind::ArgumentConflict,
            "{first} {second}"
        );
    }
}

#[test]
fn without_options_the_restored_text_is_printed() {
    let args = Args::parse_from(["unspin", "-", "a"]);
    assert_eq!(
        (args.mode(), args.paths.len(), args.options().gate),
        (Mode::Filter, 2, GateMode::Auto)
    );
    assert_eq!(Args::parse_from(["unspin", "-w", "a"]).mode(), Mode::Write);
}

#[test]
fn gate_and_margin_can_each_be_set_in_two_ways() {
    let options = |argument: &str| Args::parse_from(["unspin", argument]).options();
    assert_eq!(
        [options("--gate=off").gate, options("--assume-spun").gate],
        [GateMode::AssumeSpun; 2]
    );
    assert_eq!(options("--gate=auto").gate, GateMode::Auto);
    let table = [
        ("--precision=cautious", 2000),
        ("--precision=balanced", 400),
        ("-j1", 400),
        ("--precision=eager", 0),
        ("--min-margin=4.6", 4600),
    ];
    for (argument, margin) in table {
        assert_eq!(options(argument).min_margin, Some(margin), "{argument}");
    }
}

#[test]
fn options_may_agree_but_not_contradict_each_other() {
    let table = [
        (&["--gate=off", "--assume-spun"][..], true),
        (&["--gate=auto", "--assume-spun"], false),
        (&["--precision=eager", "--min-margin=0"], true),
        (&["--precision=eager", "--min-margin=1"], false),
        (&["--min-margin=1"], true),
        (&["--check", "--check", "-j2", "--jobs=2"], true),
        (&["-j2", "-j3"], false),
        (&["-oa", "--output", "a"], true),
        (&["-oa", "-ob"], false),
        (&["--terms", "--terms=text", "--allow=a", "--allow=b"], true),
        (&["--terms", "--terms=json"], false),
        (&["--check", "--diff"], false),
    ];
    for (arguments, agree) in table {
        let matches = matches_from([&["unspin"], arguments].concat());
        match matches {
            Ok(_) => assert!(agree, "{arguments:?}"),
            Err(error) => {
                assert!(!agree, "{arguments:?}");
                assert_eq!(error.kind(), ErrorKind::ArgumentConflict, "{arguments:?}");
            }
        }
    }
}

#[test]
fn no_job_number_is_the_same_as_zero() {
    let jobs = |arguments: &[&str]| Args::parse_from([&["unspin"], arguments].concat()).jobs();
    assert_eq!(jobs(&["-j0"]), jobs(&[]));
    assert_eq!(jobs(&["-j3"]).get(), 3);
}

#[test]
fn only_explain_asks_for_the_wordings_considered() {
    assert!(Args::parse_from(["unspin", "--explain"]).options().explain);
    assert!(!Args::parse_from(["unspin", "--edits"]).options().explain);
}
