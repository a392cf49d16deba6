//! Inputs that were made to do harm, and files that are not what they seem: nothing crashes, hangs or is lost, and what cannot
//! be done is told. `tests/hostile.sh` has those that take long or need a file system of their own.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::support::*;

const BYTES: usize = 50_000;

fn filled(text: &[u8]) -> Vec<u8> {
    text.iter()
        .copied()
        .cycle()
        .take(BYTES / text.len() * text.len())
        .collect()
}

/// One kind of text again and again.
fn repeated() -> Vec<(&'static str, Vec<u8>)> {
    let table: [(&str, &[u8]); 12] = [
        ("one word", b"mentioned"),
        ("one word and a space", b"mentioned "),
        ("nested tags", b"<b title=\"mentioned\">"),
        ("open tags", b"<"),
        ("combining marks", "\u{301}".as_bytes()),
        ("right to left", "שלום \u{202e}".as_bytes()),
        ("emoji", "👩\u{200d}👩\u{200d}👧".as_bytes()),
        ("NUL", b"\0"),
        ("no UTF-8", b"\xff\xfea\xc3"),
        ("alternatives", b"{mentioned|stated|said} "),
        ("quotes", b"\"' "),
        ("comments", b"<!--unspin:off--><!--"),
    ];
    table
        .into_iter()
        .map(|(name, text)| (name, filled(text)))
        .collect()
}

#[test]
fn endless_repetitions_are_done_with_in_every_format() {
    for (name, source) in repeated() {
        for format in ["text", "markdown", "html"] {
            let output = Sandbox::new().run(&["--assume-spun", "--format", format, "-j1"], &source);
            assert_eq!(
                (output.status.code(), text(&output.stderr)),
                (Some(0), String::new()),
                "{name} as {format}"
            );
            assert!(
                name == "one word and a space"
                    || name == "alternatives"
                    || output.stdout.len() >= source.len() / 2,
                "{name} as {format}"
            );
        }
    }
}

#[test]
fn repetitions_without_a_phrase_of_the_lexicon_are_copied() {
    for name in [
        "one word",
        "open tags",
        "combining marks",
        "right to left",
        "emoji",
        "NUL",
        "no UTF-8",
    ] {
        let (_, source) = repeated()
            .into_iter()
            .find(|(kind, _)| *kind == name)
            .expect("it is there");
        assert!(
            Sandbox::new().run(&["--assume-spun"], &source).stdout == source,
            "{name}"
        );
    }
}

#[test]
fn nested_records_are_told() {
    let deep = format!("{{\"text\": {}}}\n", "[".repeat(BYTES));
    let output = Sandbox::new().run(&["--format=jsonl"], &deep);
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(2), deep)
    );
    assert!(
        text(&output.stderr).starts_with("unspin: <stdin>:1: is not JSON"),
        "{}",
        text(&output.stderr)
    );
}

/// A hundred million spaces.
fn bombs() -> [(&'static str, Vec<u8>); 2] {
    let spaces = || std::io::repeat(b' ').take(100_000_000);
    let mut gzip = Vec::new();
    flate2::read::GzEncoder::new(spaces(), flate2::Compression::fast())
        .read_to_end(&mut gzip)
        .expect("gzip");
    [
        ("bomb.gz", gzip),
        ("bomb.zst", zstd::encode_all(spaces(), 1).expect("zstd")),
    ]
}

#[test]
fn bombs_are_given_up_and_left_as_they_are() {
    let message = "unpacks to more than 200 times its size, as if made to fill memory or disk; if you trust it, allow more with --max-expansion";
    for (name, bomb) in bombs() {
        let sandbox = Sandbox::new().with(name, &bomb);
        for arguments in [
            &["-w"][..],
            &["-o", "out"],
            &["--format=html"],
            &["--format=jsonl"],
            &["--score"],
        ] {
            let output = sandbox.run(&[arguments, &[name]].concat(), "");
            assert_eq!(
                (output.status.code(), text(&output.stderr)),
                (Some(2), format!("unspin: {name}: {message}\n")),
                "{arguments:?}"
            );
        }
        assert!(
            fs::read(sandbox.path(name)).expect("file") == bomb,
            "{name}"
        );
        let allowed = sandbox.run(&["--max-expansion=1000000", name], "");
        assert_eq!(
            (allowed.status.code(), allowed.stdout.len()),
            (Some(0), 100_000_000),
            "{name}"
        );
    }
}

#[test]
fn small_packed_files_may_expand_as_they_like() {
    let text = " ".repeat(1_000_000);
    assert_eq!(
        Sandbox::new()
            .run(&["--max-expansion=1"], gzip(&text))
            .stdout
            .len(),
        text.len()
    );
    for times in ["0", "1000001", "many"] {
        assert_eq!(
            Sandbox::new()
                .run(&["--max-expansion", times], "")
                .status
                .code(),
            Some(2),
            "{times}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_twice() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("in")).expect("folder");
    let sandbox = sandbox.with("in/a.txt", SPUN);
    symlink(".", sandbox.path("in/here")).expect("link");
    symlink("loop.txt", sandbox.path("in/loop.txt")).expect("link");
    let restored = sandbox.stdout(&["in/a.txt"], "", 0);
    assert_eq!(
        sandbox.stdout(&["in"], "", 0),
        restored,
        "links in folders are not followed"
    );
    let output = sandbox.run(&["in/loop.txt", "in/a.txt"], "");
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(2), restored)
    );
    let message = text(&output.stderr);
    assert!(
        message.starts_with("unspin: in/loop.txt: ") && message.lines().count() == 1,
        "{message}"
    );
}

/// Whether the owner may read what nobody may: the superuser may.
#[cfg(unix)]
fn permissions_hold(path: &Path) -> bool {
    fs::read(path).is_err()
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_told_and_the_others_done() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new().with("a.txt", SPUN).with("b.txt", SPUN);
    fs::set_permissions(sandbox.path("a.txt"), fs::Permissions::from_mode(0o0)).expect("owner");
    if permissions_hold(&sandbox.path("a.txt")) {
        let output = sandbox.run(&["-w", "a.txt", "b.txt"], "");
        let message = "unspin: a.txt: permission denied; ask its owner for leave to read it\n";
        assert_eq!(
            (output.status.code(), &*text(&output.stderr)),
            (Some(2), message)
        );
    } else {
        sandbox.stdout(&["-w", "a.txt", "b.txt"], "", 0);
    }
    assert_ne!(sandbox.text("b.txt"), SPUN);
    assert_eq!(
        fs::metadata(sandbox.path("a.txt"))
            .expect("file")
            .permissions()
            .mode()
            & 0o777,
        0
    );
}

#[test]
fn read_only_files_keep_their_permissions() {
    let sandbox = Sandbox::new().with("a.txt", SPUN);
    let mut permissions = fs::metadata(sandbox.path("a.txt"))
        .expect("file")
        .permissions();
    permissions.set_readonly(true);
    fs::set_permissions(sandbox.path("a.txt"), permissions).expect("owner");
    sandbox.stdout(&["-w", "a.txt"], "", 0);
    assert_ne!(sandbox.text("a.txt"), SPUN);
    assert!(
        fs::metadata(sandbox.path("a.txt"))
            .expect("file")
            .permissions()
            .readonly()
    );
}

#[test]
fn files_that_vanish_are_told_and_the_others_done() {
    let sandbox = (0..200).fold(Sandbox::new(), |sandbox, number| {
        sandbox.with(&format!("{number:03}.txt"), SPUN)
    });
    let child = sandbox
        .command(&["-w", "-j2", "."])
        .spawn()
        .expect("the program starts");
    (0..200).step_by(2).rev().for_each(|number| {
        // It may be in the middle of taking its place.
        let _ = fs::remove_file(sandbox.path(&format!("{number:03}.txt")));
    });
    let output = child.wait_with_output().expect("it ends");
    assert!(
        matches!(output.status.code(), Some(0 | 2)),
        "{}",
        text(&output.stderr)
    );
    assert!(
        (1..200)
            .step_by(2)
            .all(|number| sandbox.text(&format!("{number:03}.txt")) != SPUN),
        "every file that stayed is restored"
    );
    let of_one = |line: &str| {
        line.starts_with("unspin: ")
            && (line.contains("no such file; check the path") || line.contains("left as it was ("))
    };
    assert!(
        text(&output.stderr).lines().all(of_one),
        "{}",
        text(&output.stderr)
    );
}
