//! Speed compared with aho-corasick and typos in the same run. On another machine, only the ratios can be compared.
//!
//! `cargo bench` takes a few minutes. The texts are the fixtures, and `../shared/bench/clean.txt` if it exists, repeated up to
//! 20 MB; `UNSPIN_BENCH_MB` sets another size. `typos` is skipped if it is not installed; `benches/typos.sh` installs it into
//! the target folder and runs this benchmark.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use unspin::{Format, GateMode, Options, Restorer};

const UNSPIN: &str = env!("CARGO_BIN_EXE_unspin");
const TRIALS: usize = 5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of the files of `fixtures/FOLDER` whose names have this end.
fn fixtures(folder: &str, end: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join("fixtures").join(folder)).expect("fixtures are there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.to_string_lossy().ends_with(end))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("UTF-8"))
        .collect()
}

/// Texts that the gate rejects at once, like most texts of a corpus.
fn clean() -> Vec<String> {
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let mut texts = fixtures("clean", ".txt");
    let more = fs::read_to_string(root().join("../shared/bench/clean.txt")).unwrap_or_default();
    texts.extend(more.split("\n\n").map(str::to_owned));
    texts.retain(|text| {
        let restored = worker.restore(text.as_bytes(), Format::Text);
        restored.edits().is_empty() && restored.verdict().density().is_none()
    });
    texts
}

/// The texts in turn, until they have so many bytes.
fn repeated(texts: &[String], bytes: usize) -> Vec<String> {
    let mut left = bytes;
    texts
        .iter()
        .cycle()
        .take_while(|text| {
            let is_wanted = left > 0;
            left = left.saturating_sub(text.len());
            is_wanted
        })
        .cloned()
        .collect()
}

/// The minimal and the median time of [`TRIALS`] trials, after one to warm up.
fn timed(mut act: impl FnMut()) -> (Duration, Duration) {
    act();
    let mut times: Vec<Duration> = (0..TRIALS)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[TRIALS / 2])
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// Prints a line and returns the speed of the best trial in MB/s.
fn row(name: &str, bytes: usize, act: impl FnMut()) -> f64 {
    let (least, middle) = timed(act);
    println!(
        "{name:<44} {:>9.2} MB/s, median {:>9.2}",
        speed(bytes, least),
        speed(bytes, middle)
    );
    speed(bytes, least)
}

/// Prints by what factor `ours` exceeds `theirs`.
fn ratio(name: &str, ours: f64, theirs: f64, wanted: f64) {
    println!(
        "{name:<44} {:>9.2} (wanted: at least {wanted})\n",
        ours / theirs
    );
}

/// Runs a program as a filter on a file, and discards its output.
fn filter(program: &Path, arguments: &[&str], input: &Path) {
    let input = File::open(input).expect("the text");
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().expect("the program runs");
}

/// The time that the program takes for an empty input.
fn start_up(folder: &Path) {
    let empty = folder.join("empty");
    fs::write(&empty, "").expect("a file");
    let (least, middle) = timed(|| {
        for _ in 0..20 {
            filter(Path::new(UNSPIN), &["-j1"], &empty);
        }
    });
    println!(
        "start-up, empty input: {:.2} ms, median {:.2} (wanted: at most 5)\n",
        least.as_secs_f64() * 50.0,
        middle.as_secs_f64() * 50.0
    );
}

/// Rejecting clean text in this process, without reading and writing files, compared with one pass of aho-corasick over the
/// phrases of the lexicon.
fn screening(bytes: usize) {
    let texts = repeated(&clean(), bytes);
    let bytes = texts.iter().map(String::len).sum();
    let restorer = Restorer::default();
    let mut worker = restorer.worker();
    let ours = row("screening clean text", bytes, || {
        for text in &texts {
            let restored = worker.restore(text.as_bytes(), Format::Text);
            assert!(restored.edits().is_empty());
        }
    });
    let rows =
        fs::read_to_string(root().join("dictionaries/news-spinner.tsv")).expect("the lexicon");
    let mut phrases: Vec<&str> = rows
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split('\t').next())
        .collect();
    phrases.dedup();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(phrases)
        .expect("phrases");
    let mut found = 0;
    let theirs = row("aho-corasick, the phrases of the lexicon", bytes, || {
        for text in &texts {
            found += automaton.find_iter(text).count();
        }
    });
    assert!(found > 0);
    ratio("  screening / aho-corasick", ours, theirs, 0.6);
}

/// The program `typos` in the target folder, or else in PATH.
fn typos() -> Option<PathBuf> {
    let installed = Path::new(UNSPIN)
        .ancestors()
        .nth(2)
        .map(|target| target.join("peers/bin/typos"))
        .filter(|path| path.exists());
    let on_path = || {
        env::split_paths(&env::var_os("PATH")?)
            .map(|folder| folder.join("typos"))
            .find(|path| path.exists())
    };
    installed.or_else(on_path)
}

/// Restoring dense spun text, which is the slowest kind, compared with typos.
fn restoring(folder: &Path, bytes: usize) {
    let text = repeated(&fixtures("articles", ".spun.txt"), bytes).concat();
    let path = folder.join("spun.txt");
    fs::write(&path, &text).expect("a file");
    let restorer = Restorer::new(Options::new().gate(GateMode::AssumeSpun));
    let mut worker = restorer.worker();
    row(
        "restoring dense spun text, in this process",
        text.len(),
        || {
            let restored = worker.restore(text.as_bytes(), Format::Text);
            assert!(!restored.edits().is_empty());
        },
    );
    let ours = row("restoring dense spun text, -j1", text.len(), || {
        filter(Path::new(UNSPIN), &["-j1"], &path)
    });
    let Some(typos) = typos() else {
        return println!("typos is not installed; benches/typos.sh installs it\n");
    };
    let theirs = row("typos, one thread", text.len(), || {
        filter(
            &typos,
            &["--isolated", "--threads", "1", "--format", "brief", "-"],
            &path,
        )
    });
    ratio("  restoring / typos", ours, theirs, 0.3);
}

/// How much faster two threads are than one.
fn cores(folder: &Path, bytes: usize) {
    let clean = repeated(&clean(), bytes - bytes / 10);
    let spun = repeated(&fixtures("articles", ".spun.txt"), bytes / 10);
    let step = (clean.len() / spun.len()).max(1);
    let mut spun = spun.iter();
    let mixed = clean
        .chunks(step)
        .flat_map(|texts| texts.iter().chain(spun.next()));
    let lines: String = mixed
        .map(|text| format!("{{\"text\":{}}}\n", serde_json::Value::from(text.as_str())))
        .collect();
    let path = folder.join("mixed.jsonl");
    fs::write(&path, &lines).expect("a file");
    let run = |jobs| {
        row(
            &format!("JSON lines, one in ten spun, {jobs}"),
            lines.len(),
            || filter(Path::new(UNSPIN), &["--format=jsonl", jobs], &path),
        )
    };
    let one = run("-j1");
    let two = run("-j2");
    ratio("  two cores / one", two, one, 1.8);
}

/// The speed must not depend on the length of a document.
fn growth(folder: &Path, bytes: usize) {
    let texts = clean();
    let path = folder.join("long.txt");
    let speeds: Vec<f64> = [bytes / 100, bytes / 10, bytes]
        .map(|bytes| {
            let text = repeated(&texts, bytes).concat();
            fs::write(&path, &text).expect("a file");
            row(
                &format!(
                    "one document of {:.1} MB, -j1",
                    speed(text.len(), Duration::from_secs(1))
                ),
                text.len(),
                || filter(Path::new(UNSPIN), &["-j1"], &path),
            )
        })
        .to_vec();
    ratio("  largest / middle", speeds[2], speeds[1], 0.9);
}

fn main() {
    let megabytes: usize = env::var("UNSPIN_BENCH_MB")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(20);
    let folder = tempfile::tempdir().expect("temporary folder");
    start_up(folder.path());
    screening(megabytes * 1_000_000);
    restoring(folder.path(), megabytes * 50_000);
    growth(folder.path(), megabytes * 1_000_000);
    cores(folder.path(), megabytes * 1_000_000);
}
