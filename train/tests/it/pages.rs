//! The console blocks of the page about families print what the page shows.

use crate::support::console::differences;

#[cfg(unix)]
#[test]
fn console_blocks_about_families_print_what_the_page_shows() {
    let problems = differences("docs/families.md");
    assert!(
        problems.is_empty(),
        "{}\nUNSPIN_BLESS=1 cargo test -p unspin-train pages writes what is printed into the page",
        problems.join("\n")
    );
}
