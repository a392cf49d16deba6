//! What is left of files when the program is killed while it writes them: each as it was, or as it should be.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::*;

const FILES: usize = 1000;
/// Times it is killed, at most.
const ROUNDS: usize = 12;

/// Some time from 1 to 150 ms, another one in each run.
fn some_time() -> Duration {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock");
    Duration::from_millis(1 + u64::from(now.subsec_nanos()) / 1000 % 150)
}

/// Each file is spun or restored, none is missing; how many are restored.
fn restored(folder: &Sandbox, expected: &HashMap<PathBuf, [Vec<u8>; 2]>) -> usize {
    let is_restored = |(path, [spun, restored]): (&PathBuf, &[Vec<u8>; 2])| {
        let found = fs::read(folder.path("in").join(path)).expect("the file is there");
        assert!(
            found == *spun || found == *restored,
            "{}: neither the old nor the new text",
            path.display()
        );
        found == *restored
    };
    expected.iter().filter(|&file| is_restored(file)).count()
}

#[test]
fn killing_loses_no_file() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("in")).expect("folder");
    let formats: [(&str, Vec<u8>); 4] = [
        ("txt", SPUN.into()),
        ("html", html(SPUN).into()),
        ("jsonl", (record(SPUN) + "\n").repeat(2).into()),
        ("txt.gz", gzip(SPUN)),
    ];
    let mut expected = HashMap::new();
    for (index, (end, spun)) in formats.iter().enumerate() {
        let one = Sandbox::new().with(&format!("one.{end}"), spun);
        one.stdout(&["-w", "."], "", 0);
        let restored = fs::read(one.path(&format!("one.{end}"))).expect("a file");
        for number in (index..FILES).step_by(formats.len()) {
            let name = format!("{number:04}.{end}");
            fs::write(sandbox.path("in").join(&name), spun).expect("a file in the folder");
            expected.insert(PathBuf::from(name), [spun.clone(), restored.clone()]);
        }
    }
    let mut killed = 0;
    for _ in 0..ROUNDS {
        let mut child = sandbox
            .command(&["-w", "-j4", "in"])
            .spawn()
            .expect("the program starts");
        std::thread::sleep(some_time());
        child.kill().expect("kill -9");
        killed += usize::from(!child.wait().expect("it ends").success());
        restored(&sandbox, &expected);
    }
    assert!(killed > 0, "it was never killed in time");
    sandbox.stdout(&["-w", "in"], "", 0);
    assert_eq!(restored(&sandbox, &expected), FILES);
    let others = fs::read_dir(sandbox.path("in"))
        .expect("folder")
        .filter(|entry| {
            !entry
                .as_ref()
                .expect("entry")
                .file_name()
                .to_string_lossy()
                .starts_with(".unspin-")
        });
    assert_eq!(others.count(), FILES);
}

#[cfg(unix)]
#[test]
fn interrupt_and_termination_leave_no_unfinished_file() {
    [("-INT", 130), ("-TERM", 143)]
        .into_iter()
        .for_each(|(signal, status)| end_by(signal, status));
}

#[cfg(unix)]
fn end_by(signal: &str, wanted: i32) {
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
        std::thread::sleep(some_time() / 3);
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .expect("kill");
        assert!(sent.success());
        let status = child.wait().expect("it ends");
        // Before its first instruction, or after its last, there is nobody to catch it.
        interrupted += usize::from(status.code() == Some(wanted));
        assert!(
            status.code().is_none_or(|code| code == 0 || code == wanted),
            "{status}"
        );
        let names = fs::read_dir(sandbox.folder.path())
            .expect("folder")
            .map(|entry| entry.expect("entry").file_name());
        let hidden: Vec<_> = names
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(hidden.is_empty(), "{hidden:?}");
    }
    assert!(interrupted > 0, "{signal} never came in time");
}
