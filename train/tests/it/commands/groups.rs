//! `unspin-train groups`.

use super::{stdout, train};
use crate::support::{Sandbox, text};
use unspin::document::Format;
use unspin::restore::Restorer;
use unspin_train::spin::Random;

/// The table of an invented spinner.
const TABLE: &str = "\
# everyday words
big|sizable|gargantuan|of great size
house|dwelling|domicile|abode
said|uttered|opined|voiced
old|antiquated|time-worn|ancient
water|aqua|liquid
street|thoroughfare|roadway
people|mortals|humans|populace
often|oftentimes|recurrently
because|forasmuch as|on account that
bought|procured|acquired
began|commenced|embarked
work|toil|drudgery
money|lucre|wherewithal|cash
children|offspring|little ones
school|academy|seminary
doctor|physician|medic
many|manifold|a multitude of
garden|yard|plot
winter|wintertide|cold season
small|diminutive|bantam
";

const TEXT: &str = "\
The big house at the end of the street had been empty for so long that many people had stopped \
seeing it. Then a doctor bought it, because it had a garden and was close to the school. She said \
that she had often walked past it in winter and had liked the old windows.
The work began in March. It took more money than she had, because water had come in below the roof \
and the small rooms were damp. Many of the old beams had to go. The children of the street were \
allowed to paint one wall, and they often came after school.
People said that the house had never looked so good. The doctor said the work would go on for \
another winter, but the big garden was already open, and there was water for the dogs. An old man \
who had bought bread in the same street for sixty years said it was about time.
“My children went to school with the people who lived there,” he said. “They had no money and a \
small garden, but the house was never quiet. I am glad it began a new life.”
";

/// Replaces each word of the table by a random member of its group.
fn spun(random: &mut Random) -> String {
    let groups: Vec<Vec<&str>> = TABLE
        .lines()
        .skip(1)
        .map(|line| line.split('|').collect())
        .collect();
    let mut draw = |word: &str| {
        let lower = word.to_lowercase();
        let Some(group) = groups.iter().find(|group| group.contains(&&*lower)) else {
            return word.to_owned();
        };
        let member = group[random.below(group.len())].to_owned();
        if lower == word {
            return member;
        }
        member[..1].to_uppercase() + &member[1..]
    };
    TEXT.split_inclusive(|c: char| !c.is_alphabetic())
        .map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            draw(word) + &piece[word.len()..]
        })
        .collect()
}

/// The lexicon that the command writes, without its comment, and the messages.
fn lexicon(table: &str, options: &[&str]) -> (String, String) {
    let sandbox = Sandbox::new().with("table.txt", table);
    let arguments = ["groups", "--out", "out.tsv", "table.txt"];
    let output = train(&sandbox, &[&arguments, options].concat());
    let messages = text(&output.stderr);
    assert!(output.status.success(), "{messages}");
    let rows = sandbox.text("out.tsv");
    let (comment, rows) = rows.split_once('\n').expect("a comment");
    assert!(
        comment.starts_with("# spun<TAB>original<TAB>count"),
        "{comment}"
    );
    (rows.to_owned(), messages)
}

/// Edit distance in words to [`TEXT`], without regard to letter case.
fn wrong_words(text: &str) -> usize {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_lowercase).collect() };
    unspin_train::evaluate::align(&words(text), &words(TEXT)).distance
}

#[test]
fn the_lexicon_of_a_table_undoes_its_spinner() {
    let (rows, messages) = lexicon(TABLE, &[]);
    assert!(messages.contains("20 groups, 66 originals\n"), "{messages}");
    let restorer = Restorer::default()
        .with_family("table", &rows)
        .expect("a family file");
    let mut worker = restorer.worker();
    let mut random = Random::new(3);
    let (mut before, mut after) = (0, 0);
    for _ in 0..10 {
        let spun = spun(&mut random);
        let restored = worker.restore(spun.as_bytes(), Format::Text);
        let family = restored.verdict().family();
        assert_eq!(family.as_deref(), Some("table"), "{spun}");
        before += wrong_words(&spun);
        after += wrong_words(&restored.text());
    }
    assert!(after * 3 <= before, "{after} of {before} words are wrong");
}

/// Both options of `unspin` accept the file.
#[test]
fn the_lexicon_can_be_used_as_pairs_too() {
    let (rows, _) = lexicon(TABLE, &["--keyed", "--kept", "0"]);
    assert!(Restorer::default().with_pairs(&rows).is_ok());
    assert!(Restorer::default().with_family("table", &rows).is_ok());
}

/// In the corpus, `sofa` occurs four times and `near` once, and one half is added to each: 4.5 and 1.5.
/// A tenth is kept, and the rest is divided 1 : 2. So `couch` has 4.5 * 0.3 = 1.35, `settee` has
/// 4.5 * 0.6 = 2.7, `sofa` 4.5 * 0.1 = 0.45, `close to` 1.5 * 0.9 = 1.35 and `near` 1.5 * 0.1 = 0.15. The
/// highest becomes a million.
#[test]
fn counts_follow_from_the_corpus_and_the_draw() {
    let corpus = "A sofa near a sofa.\n\nThe Sofa, a sofa, and a couch.\n";
    let sandbox = Sandbox::new()
        .with("corpus.txt", corpus)
        .with("one.txt", "\u{feff}sofa|couch|settee\r\n")
        .with(
            "two.txt",
            "# prepositions\r\n\r\nnear|close to|close  to\r\n",
        );
    let arguments = [
        "groups",
        "--keyed",
        "--draw=late",
        "--kept=0.1",
        "--corpus=corpus.txt",
        "--out=out.tsv",
        "one.txt",
        "two.txt",
    ];
    stdout(&sandbox, &arguments);
    let rows = sandbox.text("out.tsv");
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "close to\tnear\t500000",
            "couch\tsofa\t500000",
            "near\t=\t55556",
            "settee\tsofa\t1000000",
            "sofa\t=\t166667",
        ]
    );
}

#[test]
fn a_second_pass_leads_to_further_pairs() {
    let table = "small|tiny\nminute|small|little\n";
    let pairs = |passes: &str| {
        let (rows, _) = lexicon(table, &["--kept=0", "--passes", passes]);
        rows.lines()
            .filter(|row| row.starts_with("tiny\tminute\t"))
            .count()
    };
    assert_eq!([pairs("1"), pairs("2")], [0, 1]);
}

#[test]
fn unlikely_pairs_and_long_phrases_are_reported() {
    let table = "the|one\nzebra|one|a horse that has got black stripes on it\n";
    let (rows, messages) = lexicon(table, &["--keyed"]);
    assert_eq!(
        messages,
        "2 groups, 2 originals\n1 member left out: more than seven words\n\
         1 pair dropped: rare meaning of the spun phrase\nout.tsv: 1 pair, 1 original\n"
    );
    let phrases: Vec<&str> = rows
        .lines()
        .filter_map(|row| row.rsplit_once('\t'))
        .map(|(phrases, _)| phrases)
        .collect();
    assert_eq!(phrases, ["one\tthe", "the\t="]);
}

#[test]
fn errors_name_the_file_and_the_line() {
    let sandbox = Sandbox::new()
        .with("good.txt", "big|large\n")
        .with("one.txt", "\u{feff}big|large\r\n\r\nhouse\r\n")
        .with("empty.txt", "big|large\na|\n")
        .with("none.txt", "# nothing\n");
    let message = |arguments: &[&str]| {
        let output = train(
            &sandbox,
            &[&["groups", "--out=out.tsv", "good.txt"], arguments].concat(),
        );
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    for (file, expected) in [
        (
            "one.txt",
            "one.txt:3: a group needs two different members; write a|b|c",
        ),
        ("empty.txt", "empty.txt:2: an empty member; write a|b|c"),
        ("none.txt", "none.txt: contains no groups; write a|b|c"),
    ] {
        assert_eq!(message(&[file]), format!("unspin-train: {expected}\n"));
    }
    assert!(message(&["none-there.txt"]).starts_with("unspin-train: none-there.txt: "));
    for option in ["--passes=0", "--kept=2", "--draw=early"] {
        assert!(
            message(&[option]).contains("error: invalid value"),
            "{option}"
        );
    }
    assert!(!sandbox.path("out.tsv").exists());
}

#[test]
fn no_input_is_overwritten_and_messages_name_the_file() {
    let sandbox = Sandbox::new().with("table.txt", "big|large\n");
    for (out, problem) in [
        (
            "./table.txt",
            "is an input and would be overwritten; name another file",
        ),
        ("none/out.tsv", "its folder does not exist; create it first"),
    ] {
        let output = train(&sandbox, &["groups", "--out", out, "table.txt"]);
        assert_eq!(output.status.code(), Some(2));
        let message = text(&output.stderr);
        let problem = format!("unspin-train: {out}: {problem}");
        assert!(message.contains(&problem), "{message}");
        assert_eq!(sandbox.text("table.txt"), "big|large\n");
    }
}
