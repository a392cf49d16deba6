//! `--check` for other programs: JSON, annotations of GitHub Actions, SARIF. `tests/schemas.sh`
//! validates SARIF against its schema.

use serde_json::Value;

use crate::support::*;

/// Inputs of several formats, some of which are read in parts.
fn sandbox() -> Sandbox {
    let lines = format!("{}\n[]\n{}\n", record(SPUN), record(CLEAN));
    Sandbox::new()
        .with("in/a,b c.txt", SPUN)
        .with("in/b.html", html(SPUN))
        .with("in/c.jsonl", lines)
        .with("in/d.txt", format!("{}\n{SPUN}", CLEAN.repeat(1000)))
        .with("in/e.txt", CLEAN)
}

const OPTIONS: [&str; 2] = ["--skip-bad", "in"];

fn run(sandbox: &Sandbox, more: &[&str], status: i32) -> String {
    sandbox.stdout(&[more, &OPTIONS].concat(), "", status)
}

#[test]
fn json_is_that_of_edits_with_the_status_of_check() {
    let sandbox = sandbox();
    let places = |text: &str| -> Vec<String> {
        let edits = json_lines(text);
        let members = [
            "path", "record", "start", "end", "line", "column", "original",
        ];
        let place = |edit: &Value| members.map(|member| edit[member].to_string()).join(" ");
        edits.iter().map(place).collect()
    };
    let edits = places(&run(&sandbox, &["--edits"], 0));
    assert!(edits.len() > 40);
    assert_eq!(places(&run(&sandbox, &["--check=json"], 1)), edits);
    let clean = sandbox.stdout(&["--check=json", "in/e.txt"], "", 0);
    assert_eq!(clean, "");
}

#[test]
fn each_edit_is_an_annotation_on_a_line() {
    let sandbox = sandbox();
    let edits = json_lines(&run(&sandbox, &["--edits"], 0));
    let annotations = run(&sandbox, &["--check=github"], 1);
    assert_eq!(annotations.lines().count(), edits.len());
    let first = "::warning title=unspin,file=in/a%2Cb c.txt,line=1,endLine=1,col=11,endColumn=15::\
                 \"Home\" may stand for \"House\"\n";
    assert!(annotations.starts_with(first), "{annotations}");
    for (line, edit) in annotations.lines().zip(&edits) {
        assert!(
            line.contains(&format!(",line={},", edit["line"])),
            "{line} {edit}"
        );
    }
}

#[test]
fn sarif_results_have_places_and_fixes() {
    let sandbox = sandbox();
    let edits = json_lines(&run(&sandbox, &["--edits"], 0));
    let printed = run(&sandbox, &["--check=sarif"], 1);
    assert_eq!(run(&sandbox, &["--check=sarif", "-j1"], 1), printed);
    let log: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), edits.len());
    for (result, edit) in results.iter().zip(&edits) {
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        let path = edit["path"].as_str().expect("a path");
        let uri = path.replace(' ', "%20").replace(',', "%2C");
        assert_eq!(place["artifactLocation"]["uri"], uri);
        assert_eq!(region["startLine"], edit["line"]);
        assert_eq!(region["startColumn"], edit["column"]);
        assert_eq!(region["byteOffset"], edit["start"]);
        let end = number(region, "byteOffset") + number(region, "byteLength");
        assert_eq!(end, number(edit, "end"));
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["deletedRegion"], *region);
        assert_eq!(change["insertedContent"]["text"], edit["original"]);
    }
}

#[test]
fn sarif_is_complete_without_results_and_says_what_failed() {
    let sandbox = Sandbox::new().with("a.txt", CLEAN);
    for (arguments, status) in [(&["a.txt"][..], 0), (&["a.txt", "none.txt"], 2)] {
        let arguments = [&["--check=sarif"], arguments].concat();
        let log = json_lines(&sandbox.stdout(&arguments, "", status).replace('\n', ""));
        let run = &log[0]["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(0));
        assert_eq!(run["invocations"][0]["executionSuccessful"], status == 0);
    }
}

#[test]
fn a_closed_pipe_hides_no_file_that_would_change() {
    let mut sandbox = Sandbox::new();
    for number in 0..20 {
        sandbox = sandbox.with(&format!("{number}.txt"), SPUN.repeat(10));
    }
    for option in ["--check", "--check=json", "--check=github", "--check=sarif"] {
        let mut child = sandbox
            .command(&[option, "--quiet", "."])
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let ended = (output.status.code(), text(&output.stderr));
        assert_eq!(ended, (Some(1), String::new()), "{option}");
    }
}
