use super::*;
use Shape::{Capitals, Initial, Lower, Mixed, Uncased, Upper};

fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_text(text, 0);
    tokens
}

fn words(text: &str) -> Vec<String> {
    let tokens = tokens(text);
    (0..tokens.len())
        .map(|at| tokens.norm_of(at).to_owned())
        .collect()
}

#[test]
fn clitics_and_units_are_tokens() {
    assert_eq!(
        words("authorities’s 50percent won't"),
        ["authorities", "'s", "50", "percent", "won", "'t"]
    );
}

#[test]
fn only_the_first_of_many_signs_are_tokens() {
    let signs = "=".repeat(80);
    assert_eq!(
        words(&format!("a {signs} b")),
        ["a", "=", "=", "=", "=", "b"]
    );
    assert_eq!(words("a.....\" b"), ["a", ".", ".", ".", ".", "\"", "b"]);
    assert_eq!(words("[ ] [ ] \u{2800} b"), ["[", "]", "[", "]", "b"]);
    assert_eq!(
        words("=== 1 === b ==="),
        ["=", "=", "=", "1", "=", "=", "=", "b", "=", "=", "="]
    );
    let gap_of_last = |text: &str| tokens(text).as_slice().last().map(|token| token.gap);
    assert_eq!(gap_of_last(&format!("a {signs}b")), Some(Gap::Space));
    assert_eq!(gap_of_last(&format!("a {signs}\nb")), Some(Gap::Line));
    assert_eq!(gap_of_last(&format!("a\n{signs}\nb")), Some(Gap::Line));
    assert_eq!(gap_of_last(&format!("a {signs}\n\nb")), Some(Gap::Break));
}

#[test]
fn clitics_need_no_word_before_them() {
    assert_eq!(
        words("'ll \"Who\"’s 'tis ''s"),
        ["'ll", "\"", "who", "\"", "'s", "'", "tis", "'", "'s"]
    );
    let tokens = tokens("didn’t 'ok' 's");
    let clitics: Vec<_> = tokens
        .as_slice()
        .iter()
        .map(|token| (token.clitic, token.curly))
        .collect();
    let [no, straight, curly] = [(false, false), (true, false), (true, true)];
    assert_eq!(clitics, [no, curly, no, no, no, straight]);
}

#[test]
fn normal_forms_are_lower_case_with_plain_marks() {
    assert_eq!(
        words("ÉTÉ “A” ‘b’ 1–2—3"),
        [
            "été", "\"", "a", "\"", "'", "b", "'", "1", "-", "2", "-", "3"
        ]
    );
}

#[test]
fn spans_are_joined_by_spaces() {
    let tokens = tokens("The  House’s\nend.");
    assert_eq!(tokens.norm(), "the house 's end .");
    assert_eq!(tokens.norm_span(1, 3), "house 's");
}

#[test]
fn ranges_are_bytes_of_the_source() {
    let mut tokens = Tokens::default();
    let text = "“É a\n\nb";
    tokens.push_text(text, 10);
    let spans: Vec<&str> = tokens
        .as_slice()
        .iter()
        .map(|token| &text[token.start - 10..token.end - 10])
        .collect();
    assert_eq!(spans, ["“", "É", "a", "b"]);
}

#[test]
fn gaps_between_tokens() {
    use Gap::{Break, Joined, Line, Space};
    let mut tokens = tokens("a-b c \t d\ne \n f\n \ng\r\nh");
    tokens.push_text("i", 30);
    let gaps: Vec<Gap> = tokens.as_slice().iter().map(|token| token.gap).collect();
    // a, -, b, c, d, e, f, g, h, i
    assert_eq!(
        gaps,
        [
            Break, Joined, Joined, Space, Space, Line, Line, Break, Line, Break
        ]
    );
}

#[test]
fn shapes() {
    let all = [
        "12", "a", "A", "Word", "WORD", "McCain", "iPhone", "É", "x2", "ſ",
    ]
    .map(shape);
    assert_eq!(
        all,
        [
            Uncased, Lower, Initial, Initial, Upper, Mixed, Mixed, Initial, Lower, Lower
        ]
    );
}

#[test]
fn numbers_share_keys_by_class() {
    let key = |word: &str| word_hash(word);
    assert_eq!(key("1984"), key("2012"));
    assert_eq!(key("300"), key("12,500.7"));
    assert_eq!(key("300"), key("3000"));
    for (a, b) in [
        ("7", "8"),
        ("12", "13"),
        ("1984", "300"),
        (".", ","),
        ("7", "300"),
    ] {
        assert_ne!(key(a), key(b), "{a} {b}");
    }
    assert_eq!(tokens("1984").as_slice()[0].word, hash::bytes(b"0000"));
    assert_eq!(tokens("300").as_slice()[0].word, hash::bytes(b"000"));
}

#[test]
fn endings_are_the_last_three_bytes() {
    assert_eq!(ending_hash("mentioned"), hash::bytes(b"ned"));
    assert_eq!(ending_hash("no"), hash::bytes(b"no"));
    assert_eq!(
        tokens("Mentioned").as_slice()[0].ending,
        hash::bytes(b"ned")
    );
}

#[test]
fn the_fast_path_agrees_with_the_general_one() {
    for word in [
        "a",
        "A",
        "aB",
        "Ab",
        "AB",
        "abcdefgh",
        "ABcdefghi",
        "McCain",
        "I",
        "abC",
    ] {
        let [mut fast, mut general] = [Tokens::default(), Tokens::default()];
        for word in ["so", word] {
            fast.push_plain(word, 0, Gap::Space, plain_shape(word.as_bytes()));
            general.push(word, 0, Gap::Space);
        }
        assert_eq!(fast.as_slice(), general.as_slice(), "{word}");
        assert_eq!(fast.norm, general.norm, "{word}");
    }
}

#[test]
fn the_marks_of_a_quotation_belong_to_the_line_end() {
    let gaps = |text: &str| -> Vec<_> {
        let tokens = tokens(text);
        let all = tokens.as_slice().iter();
        all.map(|token| (&text[token.start..token.end], token.gap))
            .map(|(word, gap)| format!("{word} {gap:?}"))
            .collect()
    };
    assert_eq!(
        gaps("> a b\n> c\n>\n> d"),
        ["a Break", "b Space", "c Line", "d Break"]
    );
    assert_eq!(
        gaps(">> a\n> > b\n> c\nd > e"),
        [
            "a Break", "b Line", "c Break", "d Break", "> Space", "e Space"
        ]
    );
}

#[test]
fn capitals_say_nothing_where_all_words_have_them() {
    let shapes = |text: &str| -> Vec<_> {
        let mut tokens = tokens(text);
        tokens.mark_capitals(0..tokens.len());
        tokens.as_slice().iter().map(|token| token.shape).collect()
    };
    assert_eq!(
        shapes("I SAW 3 OLD RED CARS"),
        [Initial, Capitals, Uncased, Capitals, Capitals, Capitals]
    );
    assert_eq!(shapes("NASA AND ESA"), [Upper; 3]);
    assert_eq!(
        shapes("SIX OLD RED CARS left"),
        [Upper, Upper, Upper, Upper, Lower]
    );
}
