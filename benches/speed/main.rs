//! Speed compared with other programs and libraries in the same run. On another machine, only the ratios can be compared.
//!
//! `cargo bench` takes a few minutes. The texts are the fixtures, and those of `../shared` if it exists, repeated up to
//! 20 MB; `UNSPIN_BENCH_MB` sets another size. `typos` is skipped if it is not installed; `benches/typos.sh` installs it into
//! the target folder and runs this benchmark.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use unicode_segmentation::UnicodeSegmentation;
use unspin::{Format, GateMode, Options, Restorer, Worker};

mod texts;

use texts::{clean, fixtures, honest, passages, repeated, root};

const UNSPIN: &str = env!("CARGO_BIN_EXE_unspin");
const TRIALS: usize = 5;

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
        "start-up, empty input: {:.2} ms, median {:.2} (wanted: at most 3)\n",
        least.as_secs_f64() * 50.0,
        middle.as_secs_f64() * 50.0
    );
}

/// The speed of restoring texts that need no edits in this process, without reading and writing files.
fn unchanged(name: &str, worker: &mut Worker<'_>, texts: &[String], format: Format) -> f64 {
    let bytes = texts.iter().map(String::len).sum();
    row(name, bytes, || {
        for text in texts {
            worker.restore(text.as_bytes(), format);
        }
    })
}

/// Rejecting clean text, compared with one pass of libraries over the same bytes: aho-corasick with the phrases of
/// the lexicon, unicode-segmentation, and memchr, which is the limit.
fn screening(bytes: usize) {
    let texts = repeated(&clean(), bytes);
    let bytes = texts.iter().map(String::len).sum();
    let restorer = Restorer::default();
    let worker = &mut restorer.worker();
    let ours = unchanged(
        "clean text that the first look clears",
        worker,
        &texts,
        Format::Text,
    );
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
    let peer = |name: &str, count: &dyn Fn(&str) -> usize| {
        let mut found = 0;
        let theirs = row(name, bytes, || {
            found += texts.iter().map(|text| count(text)).sum::<usize>();
        });
        assert!(found > 0);
        theirs
    };
    let theirs = peer("aho-corasick, the phrases of the lexicon", &|text| {
        automaton.find_iter(text).count()
    });
    peer("unicode-segmentation, words", &|text| {
        text.unicode_words().count()
    });
    peer("memchr, spaces", &|text| {
        memchr::memchr_iter(b' ', text.as_bytes()).count()
    });
    ratio("  clean text / aho-corasick", ours, theirs, 0.6);
    formats(worker, &texts, ours);
    let (passages, hard) = passages();
    unchanged(
        "clean passages of 60 words",
        worker,
        &repeated(&passages, bytes / 4),
        Format::Text,
    );
    unchanged(
        "those that need a second look",
        worker,
        &repeated(&hard, bytes / 20),
        Format::Text,
    );
    let honest = repeated(&honest(), bytes);
    if !honest.is_empty() {
        unchanged(
            "the honest plain texts of ../shared",
            worker,
            &honest,
            Format::Text,
        );
    }
    println!();
}

/// The same clean texts in other formats, compared with plain text.
fn formats(worker: &mut Worker<'_>, texts: &[String], plain: f64) {
    let escaped = |text: &String| text.replace('&', "&amp;").replace('<', "&lt;");
    let html = |text| format!("<p>{}</p>", escaped(text).replace("\n\n", "</p>\n<p>"));
    let json = |text: &String| format!("{{\"text\":{}}}\n", serde_json::Value::from(text.as_str()));
    let pages: Vec<String> = texts.iter().map(html).collect();
    let records: Vec<String> = texts.iter().map(json).collect();
    for (name, texts, format) in [
        ("the same as HTML", &pages[..], Format::Html),
        ("the same as Markdown", texts, Format::Markdown),
        ("the same as JSON lines", &records, Format::JsonLines),
    ] {
        let ours = unchanged(name, worker, texts, format);
        ratio("  / plain text", ours, plain, 0.8);
    }
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

/// Whether programs can be bound to cores.
static HAS_TASKSET: LazyLock<bool> = LazyLock::new(|| {
    let bound = Command::new("taskset").args(["-c", "0,1", "true"]).status();
    bound.is_ok_and(|status| status.success())
});

/// Runs `unspin` with one thread for each of the `cores`, and on these only. With `-j1` alone, another core finds and
/// reads the files. Where `taskset` is missing, that is what is measured.
fn on_cores(cores: &str, arguments: &[&str], input: &Path) {
    let jobs = format!("-j{}", cores.split(',').count());
    let arguments = [&[UNSPIN, &jobs], arguments].concat();
    if *HAS_TASKSET {
        filter(
            Path::new("taskset"),
            &[&["-c", cores], &*arguments].concat(),
            input,
        );
    } else {
        filter(Path::new(UNSPIN), &arguments[1..], input);
    }
}

/// How much faster the program is on two cores than on one.
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
    let run = |cores| {
        row(
            &format!("JSON lines, one in ten spun, cores {cores}"),
            lines.len(),
            || on_cores(cores, &["--format=jsonl"], &path),
        )
    };
    let one = run("0");
    let two = run("0,1");
    ratio("  two cores / one", two, one, 1.9);
    let files = folder.join("files");
    fs::create_dir(&files).expect("a folder");
    for (number, text) in clean.iter().enumerate() {
        fs::write(files.join(format!("{number}.txt")), text).expect("a file");
    }
    let bytes = clean.iter().map(String::len).sum();
    let run = |cores| {
        let name = format!("{} small files, cores {cores}", clean.len());
        let files = files.to_str().expect("UTF-8");
        row(&name, bytes, || {
            on_cores(cores, &["-q", "--check", files], &path)
        })
    };
    let one = run("0");
    let two = run("0,1");
    ratio("  two cores / one", two, one, 1.9);
}

/// The instruction sets that the network can use on this processor.
fn processor() {
    #[cfg(target_arch = "x86_64")]
    let features = [
        ("avx2", is_x86_feature_detected!("avx2")),
        ("avxvnni", is_x86_feature_detected!("avxvnni")),
        ("avx512vnni", is_x86_feature_detected!("avx512vnni")),
    ];
    #[cfg(target_arch = "aarch64")]
    let features = [(
        "dotprod",
        std::arch::is_aarch64_feature_detected!("dotprod"),
    )];
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let features: [(&str, bool); 0] = [];
    let found: Vec<&str> = features
        .iter()
        .filter(|feature| feature.1)
        .map(|feature| feature.0)
        .collect();
    println!("processor: {} {}\n", env::consts::ARCH, found.join(" "));
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
    processor();
    start_up(folder.path());
    screening(megabytes * 1_000_000);
    restoring(folder.path(), megabytes * 50_000);
    growth(folder.path(), megabytes * 1_000_000);
    cores(folder.path(), megabytes * 1_000_000);
}
