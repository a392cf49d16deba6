//! Alternatives that a spinner has left.

use crate::support::*;

#[test]
fn alternatives_are_kept_or_resolved() {
    let text = "The {White Home|individuals} of {a stone|stone}.\n";
    let sandbox = Sandbox::new();
    let of = |how: &str| sandbox.stdout(&["--assume-spun", how], text, 0);
    assert_eq!(of("--spintax=keep"), text);
    assert_eq!(of("--spintax=first"), "The White Home of a stone.\n");
    let best = sandbox.stdout(
        &["--spintax=best"],
        "It was {creation|made of|occasion} stone.\n",
        0,
    );
    assert_eq!(best, "It was made of stone.\n");
    let edits = json_lines(&sandbox.stdout(&["--spintax=first", "--edits"], text, 0));
    assert_eq!(apply(text, &edits), of("--spintax=first"));
    assert_eq!(edits[0]["kind"], "spintax");
}

#[test]
fn alternatives_in_markup_are_resolved() {
    let page = "<p>A {big|<b>large</b>} dog. <!-- unspin: off -->{a|b}<!-- unspin: on --> {one|two &amp; three}";
    let restored = Sandbox::new().stdout(&["--spintax=first", "--format=html"], page, 0);
    assert!(
        restored.contains("{a|b}<!--") && restored.ends_with(" one"),
        "{restored}"
    );
}
