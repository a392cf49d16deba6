//! The output is the same for every number of threads.

use crate::support::*;

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let sandbox = tree();
    for mode in [
        "--color=never",
        "--edits",
        "--score",
        "--diff",
        "--explain",
        "--check",
    ] {
        let run = |jobs: &str| {
            let arguments = [mode, "-j", jobs, "in", "missing", "in/b/lines.jsonl"];
            let output = sandbox.run(&arguments, "");
            (text(&output.stdout), text(&output.stderr), output.status)
        };
        let one = run("1");
        assert!(!one.0.is_empty(), "{mode}");
        for jobs in ["2", "7"] {
            assert_eq!(run(jobs), one, "{mode}");
        }
    }
}

#[test]
fn json_lines_keep_their_order_and_numbers() {
    let line =
        |number: usize| format!("{{\"n\":{number},\"text\":\"It rained on day {number}.\"}}\n");
    let lines: String = (0..1000).map(line).collect();
    let lines = lines.replace("\"n\":7,", "\"n\":,");
    for jobs in ["-j1", "-j4"] {
        let output = Sandbox::new().run(&["--format=jsonl", "--skip-bad", jobs], &lines);
        assert!(text(&output.stdout) == lines, "{jobs}");
        let messages = text(&output.stderr);
        let start = "unspin: <stdin>:8: is not JSON";
        assert!(messages.starts_with(start), "{messages}");
        assert_eq!(messages.lines().count(), 2, "{messages}");
    }
}
