//! Harmful inputs and unusual files: nothing crashes, hangs or is lost, and what cannot be done is
//! reported. `tests/hostile.sh` has the inputs that take long or need a file system of their own.

use std::fs;
use std::io::Read;

use crate::support::*;

/// Length of the repetitive inputs.
const BYTES: usize = 30_000;

const REPETITIONS: [(&str, &[u8]); 11] = [
    ("one word", b"mentioned"),
    ("one word and a space", b"mentioned "),
    ("nested tags", b"<b title=\"mentioned\">"),
    ("open tags", b"<"),
    ("combining marks", "\u{301}".as_bytes()),
    ("right to left", "שלום \u{202e}".as_bytes()),
    ("emoji", "👩\u{200d}👩\u{200d}👧".as_bytes()),
    ("not UTF-8", b"7 8 \xff 9 \xc3 "),
    ("alternatives", b"{mentioned|stated|said} "),
    ("quotes", b"\"' "),
    ("comments", b"<!--unspin:off--><!--"),
];

/// Those in which something may be restored, because words of the lexicon are between spaces or are
/// a title.
const WITH_PHRASES: [&str; 3] = ["one word and a space", "alternatives", "nested tags"];

fn assert_repetitions_are_copied(format: &str) {
    for (name, text) in REPETITIONS {
        let source = text.repeat(BYTES / text.len());
        let arguments = ["--assume-spun", "--format", format, "-j1"];
        let output = Sandbox::new().run(&arguments, &source);
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert_eq!(output.stderr, b"", "{name}");
        assert!(
            output.stdout == source || WITH_PHRASES.contains(&name),
            "{name}"
        );
    }
}

#[test]
fn endless_repetitions_as_text() {
    assert_repetitions_are_copied("text");
}

#[test]
fn endless_repetitions_as_markdown() {
    assert_repetitions_are_copied("markdown");
}

#[test]
fn endless_repetitions_as_html() {
    assert_repetitions_are_copied("html");
}

#[test]
fn deeply_nested_json_is_reported() {
    let deep = format!("{{\"text\": {}}}\n", "[".repeat(BYTES));
    let output = Sandbox::new().run(&["--format=jsonl"], &deep);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), deep);
    let messages = text(&output.stderr);
    assert!(
        messages.starts_with("unspin: <stdin>:1: is not JSON"),
        "{messages}"
    );
}

/// More than the 64 MiB that are always allowed.
const BOMB: u64 = 70_000_000;

fn gzip_bomb() -> Vec<u8> {
    let spaces = std::io::repeat(b' ').take(BOMB);
    let mut bomb = Vec::new();
    flate2::read::GzEncoder::new(spaces, flate2::Compression::fast())
        .read_to_end(&mut bomb)
        .expect("gzip");
    bomb
}

fn zstd_bomb() -> Vec<u8> {
    zstd::encode_all(std::io::repeat(b' ').take(BOMB), 1).expect("zstd")
}

/// Restoring a bomb in any of these `modes` is given up, and the file and its folder are left
/// unchanged.
fn assert_bomb_is_given_up(name: &str, bomb: &[u8], modes: &[&[&str]]) {
    let sandbox = Sandbox::new().with(name, bomb);
    let message = format!(
        "unspin: {name}: decompresses to more than 200 times its size and may have been made to fill memory or disk; \
         if you trust it, allow more with --max-expansion\n"
    );
    for mode in modes {
        let failure = sandbox.failure(&[mode, &[name][..]].concat(), "");
        assert_eq!(failure, (Some(2), message.clone()), "{mode:?}");
    }
    assert!(sandbox.bytes(name) == bomb);
    let output = fs::read_dir(sandbox.path("out"));
    assert_eq!(output.map_or(0, Iterator::count), 0);
    // As JSON lines, all of it is one blank line, which is quickly copied.
    let allowed = ["--max-expansion=1000000", "--format=jsonl", name];
    let allowed = sandbox.run(&allowed, "");
    assert_eq!(allowed.status.code(), Some(0));
    assert_eq!(allowed.stdout.len() as u64, BOMB);
}

#[test]
fn gzip_bombs_are_given_up() {
    let modes: [&[&str]; 4] = [
        &["-w"],
        &["--format=html"],
        &["--format=jsonl"],
        &["--score"],
    ];
    assert_bomb_is_given_up("bomb.gz", &gzip_bomb(), &modes);
}

#[test]
fn zstd_bombs_are_given_up() {
    let modes: [&[&str]; 4] = [
        &["-o", "out"],
        &["--format=html"],
        &["--format=jsonl"],
        &["--score"],
    ];
    assert_bomb_is_given_up("bomb.zst", &zstd_bomb(), &modes);
}

#[test]
fn small_compressed_files_may_expand_without_limit() {
    let text = " ".repeat(1_000_000);
    let output = Sandbox::new().run(&["--max-expansion=1"], gzip(&text));
    assert_eq!(output.stdout.len(), text.len());
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new().with("in/a.txt", SPUN);
    symlink(".", sandbox.path("in/here")).expect("link");
    symlink("loop.txt", sandbox.path("in/loop.txt")).expect("link");
    let restored = sandbox.stdout(&["in/a.txt"], "", 0);
    assert_eq!(sandbox.stdout(&["in"], "", 0), restored);
    // A link that leads to itself can still be named.
    let output = sandbox.run(&["in/loop.txt", "in/a.txt"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), restored);
    let messages = text(&output.stderr);
    assert!(
        messages.starts_with("unspin: in/loop.txt: ") && messages.lines().count() == 1,
        "{messages}"
    );
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_reported_and_the_others_restored() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.txt", SPUN);
    let path = sandbox.path("a.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).expect("owner");
    let failure = sandbox.failure(&["-w", "a.txt", "b.txt"], "");
    // Root may read the file all the same.
    if fs::read(&path).is_err() {
        let message = "unspin: a.txt: permission denied; ask the owner for read access\n";
        assert_eq!(failure, (Some(2), message.to_owned()));
    } else {
        assert_eq!(failure, (Some(0), String::new()));
    }
    assert_ne!(sandbox.text("b.txt"), SPUN);
    let mode = fs::metadata(&path).expect("file").permissions().mode();
    assert_eq!(mode & 0o777, 0);
}

#[test]
fn read_only_files_stay_read_only() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let path = sandbox.path("a.txt");
    let permissions = || fs::metadata(&path).expect("file").permissions();
    let mut read_only = permissions();
    read_only.set_readonly(true);
    fs::set_permissions(&path, read_only).expect("owner");
    sandbox.stdout(&["-w", "a.txt"], "", 0);
    assert_ne!(sandbox.text("a.txt"), SPUN);
    assert!(permissions().readonly());
}

#[test]
fn files_that_vanish_are_reported_and_the_others_restored() {
    const FILES: usize = 200;
    let name = |number: usize| format!("{number:03}.txt");
    let mut sandbox = Sandbox::new();
    for number in 0..FILES {
        sandbox = sandbox.with(&name(number), SPUN);
    }
    let child = sandbox
        .command(&["-w", "-j2", "."])
        .spawn()
        .expect("the program starts");
    for number in (0..FILES).step_by(2).rev() {
        // It may have just been replaced.
        let _ = fs::remove_file(sandbox.path(&name(number)));
    }
    let output = child.wait_with_output().expect("it ends");
    let messages = text(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 2)), "{messages}");
    for number in (1..FILES).step_by(2) {
        assert_ne!(sandbox.text(&name(number)), SPUN, "{number}");
    }
    for message in messages.lines() {
        assert!(
            message.starts_with("unspin: ")
                && (message.contains("no such file; check the path")
                    || message.contains("left unchanged, as it cannot be replaced (")),
            "{messages}"
        );
    }
}
