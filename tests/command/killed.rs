//! If the program is killed while it writes files, each file has either the old or the new text.

use std::collections::HashMap;
use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::*;

const FILES: usize = 400;
/// How often the program is killed.
const ROUNDS: usize = 12;

/// A time from 1 to `most` milliseconds, different in each run.
fn random_time(most: u64) -> Duration {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock");
    Duration::from_millis(1 + u64::from(now.subsec_micros()) % most)
}

/// The old and the new text of each file.
type Expected = HashMap<String, [Vec<u8>; 2]>;

/// Writes files of all formats into the folder `in`.
fn write_files(sandbox: &Sandbox) -> Expected {
    fs::create_dir(sandbox.path("in")).expect("folder");
    let formats: [(&str, Vec<u8>); 4] = [
        ("txt", SPUN.into()),
        ("html", html(SPUN).into()),
        ("jsonl", (record(SPUN) + "\n").repeat(2).into()),
        ("txt.gz", gzip(SPUN)),
    ];
    let mut expected = HashMap::new();
    for (index, (end, spun)) in formats.iter().enumerate() {
        let one = format!("one.{end}");
        let alone = Sandbox::new().with(&one, spun);
        alone.stdout(&["-w", "."], "", 0);
        let restored = alone.bytes(&one);
        for number in (index..FILES).step_by(formats.len()) {
            let name = format!("{number:04}.{end}");
            fs::write(sandbox.path("in").join(&name), spun).expect("a file in the folder");
            expected.insert(name, [spun.clone(), restored.clone()]);
        }
    }
    expected
}

/// Asserts that each file has the old or the new text, and counts those with the new text.
fn count_restored(sandbox: &Sandbox, expected: &Expected) -> usize {
    let mut count = 0;
    for (name, [spun, restored]) in expected {
        let found = sandbox.bytes(&format!("in/{name}"));
        assert!(
            found == *spun || found == *restored,
            "{name}: neither the old nor the new text"
        );
        count += usize::from(found == *restored);
    }
    count
}

#[test]
fn killing_the_program_loses_no_file() {
    let sandbox = Sandbox::new();
    let expected = write_files(&sandbox);
    let mut killed = 0;
    for _ in 0..ROUNDS {
        let mut child = sandbox
            .command(&["-w", "-j4", "in"])
            .spawn()
            .expect("the program starts");
        std::thread::sleep(random_time(100));
        child.kill().expect("kill -9");
        killed += usize::from(!child.wait().expect("it ends").success());
        count_restored(&sandbox, &expected);
    }
    assert!(killed > 0, "it was never killed in time");
    sandbox.stdout(&["-w", "in"], "", 0);
    assert_eq!(count_restored(&sandbox, &expected), FILES);
    // Killed without warning, the program leaves temporary files behind, but no others.
    let others = fs::read_dir(sandbox.path("in"))
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name())
        .filter(|name| !name.to_string_lossy().starts_with(".unspin-"));
    assert_eq!(others.count(), FILES);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_temporary_file() {
    assert_no_temporary_file_after("-INT", 130);
}

#[cfg(unix)]
#[test]
fn termination_leaves_no_temporary_file() {
    assert_no_temporary_file_after("-TERM", 143);
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_closes_leaves_no_temporary_file() {
    assert_no_temporary_file_after("-HUP", 129);
}

#[cfg(target_os = "linux")]
#[test]
fn an_ignored_hangup_stays_ignored() {
    let sandbox = Sandbox::new().with("a.txt", SPUN.repeat(40));
    let script =
        "trap '' HUP; \"$0\" -w a.txt & for i in 1 2 3 4 5; do kill -HUP $!; done; wait $!";
    let status = std::process::Command::new("sh")
        .args(["-c", script])
        .arg(program())
        .current_dir(&sandbox.folder)
        .status()
        .expect("sh");
    assert_eq!(status.code(), Some(0));
    assert_ne!(sandbox.text("a.txt"), SPUN.repeat(40));
}

#[cfg(unix)]
fn assert_no_temporary_file_after(signal: &str, expected: i32) {
    let mut interrupted = 0;
    for _ in 0..8 {
        let mut sandbox = Sandbox::new();
        for number in 0..40 {
            sandbox = sandbox.with(&format!("{number}.txt"), SPUN.repeat(4));
        }
        let mut child = sandbox
            .command(&["-w", "-j4", "."])
            .spawn()
            .expect("the program starts");
        std::thread::sleep(random_time(50));
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .expect("kill");
        assert!(sent.success());
        let status = child.wait().expect("it ends");
        // The signal may come before the program can catch it, or after its end.
        interrupted += usize::from(status.code() == Some(expected));
        let is_expected = status
            .code()
            .is_none_or(|code| code == 0 || code == expected);
        assert!(is_expected, "{status}");
        let hidden: Vec<_> = fs::read_dir(sandbox.folder.path())
            .expect("folder")
            .map(|entry| entry.expect("entry").file_name())
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(hidden.is_empty(), "{hidden:?}");
    }
    assert!(interrupted > 0, "{signal} never came in time");
}
