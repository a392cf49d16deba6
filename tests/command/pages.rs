//! The pages of the documentation: every console block prints what the page shows, and the page with
//! every option is the one that the declarations of the options give.

use std::thread;

use crate::support::console::{differences, matches, steps};
use crate::support::{markdown_files, repository_file};

/// The pages whose console blocks need `unspin-train`; a test of that package runs them.
const TRAINING: [&str; 1] = ["docs/families.md"];

/// Whether the console blocks of a page run in a test.
fn is_tested(page: &str) -> bool {
    page == "README.md" || page.starts_with("docs/")
}

#[cfg(unix)]
#[test]
fn console_blocks_print_what_the_page_shows() {
    let pages: Vec<String> = markdown_files()
        .into_iter()
        .filter(|page| is_tested(page) && !TRAINING.contains(&&**page))
        .collect();
    assert!(pages.len() > 10, "{pages:?}");
    let problems: Vec<String> = thread::scope(|scope| {
        let tests: Vec<_> = pages
            .iter()
            .map(|page| scope.spawn(|| differences(page)))
            .collect();
        tests
            .into_iter()
            .flat_map(|test| test.join().expect("no panic"))
            .collect()
    });
    assert!(
        problems.is_empty(),
        "{}\nUNSPIN_BLESS=1 cargo test --test command pages writes what is printed into the pages",
        problems.join("\n")
    );
}

/// Other files have blocks of the kind `sh`, so that nobody takes them for tested ones.
#[test]
fn only_tested_pages_have_console_blocks() {
    for page in markdown_files() {
        let text = repository_file(&page);
        let lines: Vec<&str> = text.lines().collect();
        let found = steps(&lines);
        assert!(is_tested(&page) || found.is_empty(), "{page}: {found:?}");
    }
}

#[test]
fn steps_have_their_command_and_output() {
    let page = "text\n  ```console\n  $ a \\\n    b\n  $ c\n  1\n  2\n  ```\n$ d\n";
    let lines: Vec<&str> = page.lines().collect();
    let found: Vec<_> = steps(&lines)
        .into_iter()
        .map(|step| (step.line, step.command, step.output))
        .collect();
    assert_eq!(
        found,
        [(3, "a \\\n  b".to_owned(), 4..4), (5, "c".to_owned(), 5..7)]
    );
}

#[test]
fn three_dots_stand_for_any_text() {
    assert!(matches(&["a ... c", "..."], &["a b c"]));
    assert!(matches(&["1", "...", "4"], &["1", "2", "3", "4"]));
    assert!(!matches(&["1", "...", "4"], &["1", "2", "3"]));
    assert!(!matches(&["a ... c"], &["a b d"]));
    assert!(!matches(&[], &["a"]));
}
