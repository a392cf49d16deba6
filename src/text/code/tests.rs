use super::*;

fn found(text: &str) -> Vec<&str> {
    code(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn lines_of_code_are_found() {
    let lines = [
        "SELECT a, b FROM homes WHERE worth > 5 ORDER BY a;",
        "INSERT INTO homes (title) VALUES ('Firm');",
        "body { colour: massive; }",
        "@media home and (massive) {",
        "$ begin home --listing",
        "sudo apt begin home",
        "for kind in a b; do begin $kind; done",
        "Traceback (most recent call last):",
        "ValueError: home mentioned within the listing",
        "  at com.firm.Home.begin(Home.java:7)",
        "2024-01-05 12:00:01 INFO home: begin listing",
        "[12:00:02] WARN home mentioned",
        "Jan  5 12:00:03 host kernel: home begin",
        "| kind | worth | home |",
        "Kind      Worth     Home",
        "def begin(home, worth):",
        "from home import massive",
        "worth += quantity",
        "const home = await begin;",
        "export default home;",
        "CFLAGS = -O2 massive",
        "RUN begin home && assist",
        "COPY home /home/massive",
        "listing = begin within the home",
        "\"begin\": [\"home\", \"listing\"]",
        "msgid \"the home that was mentioned\"",
        ".SH NAME",
        "-----BEGIN CERTIFICATE-----",
        "@@ -1,3 +1,3 @@ begin home",
        "begin 644 home.txt",
        "begin :: Home -> Worth",
        "(define (begin home)",
        "0 5 * * 1 begin home again",
        "127.0.0.1 home massive",
        "#include <home.h>",
        "home.c:12:5: error: home undeclared",
        "C:\\> begin home",
        "Usage: begin [OPTIONS] HOME",
        " * @param home the worth",
        "[Event \"Massive home\"]",
        "massive,begin,12",
        "On Mon, 2 Jan 2023 at 10:00, Ann Home <a@b.example> wrote:",
        "     From: Ann Home <a@b.example>",
        "- Your Highlight on page 12 | Added on Monday, 2 January",
        "12:00:01\t From  Ann Home  to  Everyone:",
        "02/01/2024, 12:05 - Ann Home created group \"Massive\"",
        "[02-Jan-24 12:05 PM] Ann Home#1234 (pinned)",
        "Home | Firm | Massive autumn",
        "home(\"a massive home\", worth: 5),",
        "% begin individuals",
        "\u{c}A Home              Massive Home",
    ];
    for line in lines {
        assert_eq!(found(line), [line], "{line}");
    }
}

#[test]
fn lines_show_together_that_they_are_code() {
    for text in [
        "+------+------+\n| firm | home |\n+------+------+",
        "====  =======\nfirm  massive\n====  =======",
        "@@ -1,2 +1 @@\n The firm mentioned that it was a massive home within the yr.\n-A home.",
        "begin: home\n\tinstall home",
        "FROM home\nRUN begin massive home",
        "    begin home\n    assist home",
        "#+BEGIN_EXAMPLE\nmassive\n#+END_EXAMPLE",
        "....\nmassive home\n....",
        "01-02 12:00:00.000  1  2 I Home: massive",
        "2024-01-02T10:00:00Z home[1]: massive",
        "12:00 -!- home has begun",
        "<34>1 2024-01-02T10:00:00Z host home 12 ID1 - massive",
        "<13>Jan  2 10:00:00 host home: massive",
        "SYNOPSIS\n  home [-b begin] [--massive]",
        "--begin home",
        "-b, --begin=home massive",
        ": begin home\n: massive home",
        "Massive Home (Ann Firm)\n- Your Note on page 2 | Added on Monday",
        "17\n% begin home\n% assist individuals",
        ".. toctree::\n   :caption: home\n\n   massive",
        "[ti:A massive home]",
    ] {
        assert_eq!(found(text).join("\n"), text);
    }
    let prose = "It was a massive home and he mentioned it within the yr.";
    assert_eq!(found(&format!("1\thome\t{prose}")), ["1\thome\t"]);
    assert_eq!(found("NAME\n  home - massive"), ["NAME", "  home"]);
    assert_eq!(
        found("[quote, Ann Home]\n____\nIt was massive.\n____"),
        ["[quote, Ann Home]", "____"]
    );
    for text in [
        "Note:\n\ta home.",
        "....\nIt was massive.\n....",
        "FROM home\nit begins",
        "a\tb",
        "@@ -a",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn prose_is_not_code() {
    let lines = [
        "The firm mentioned within the yr (and earlier than that) a massive listing;",
        "however, individuals mentioned the autumn (and the yr);",
        "However he mentioned the home(s) of individuals.",
        "HOME: We will begin earlier than the autumn.",
        "Q: Will the invoice assist individuals?",
        "On Monday he mentioned:",
        "On 5 January, individuals wrote:",
        "[12:01] <home> It was massive",
        "10:30 The firm mentioned: it was massive",
        "Ann at 12:00: it was massive",
        "- Massive homes",
        "-- Ann Home",
        "[a massive home]",
        "import taxes rose again within the yr, the firm mentioned,",
        "From the home: a massive listing.",
        "SELECT COMMITTEE MEETS AGAIN",
        "UPDATE The firm mentioned that it begins again",
        "- a massive home",
        "1. A massive home",
        "> He mentioned that it was massive",
        ">> and he went home",
        "It was massive, and\nhe went home; she,\nhowever, did not",
        "Note: a massive home\nnote: another one",
        "(He mentioned it.)",
        "The home was worth 5\n% begin and so on",
        "% of individuals",
        "% The home is massive.",
        "02/01/2024, 12:05 - The home was massive.",
        "[2024] The home was massive",
        "10:30 - The home was massive",
        "{massive | huge | home}",
        "It was massive | and so the people mentioned | within the home",
        "\u{c}The home mentioned that it was massive",
        "He mentioned {once again: it|that}",
        "He mentioned that the massive home was there once again. {: class=\"home\"}",
        "a massive home",
        "    a massive home",
    ];
    for line in lines {
        assert_eq!(found(line), [""; 0], "{line}");
    }
}

#[test]
fn short_lines_next_to_code_are_code() {
    let text = "He wrote:\n\ndef begin(home):\n    if massive and home\n        return worth\n\nand went home";
    assert_eq!(
        found(text),
        [
            "def begin(home):",
            "    if massive and home",
            "        return worth"
        ]
    );
    let yaml = "title: home\nkind: massive\nworth:\n  - autumn: begin\n";
    assert_eq!(found(yaml).len(), 4);
    let body = "It was a massive home, he mentioned, and began again.\n".repeat(3);
    let text = format!("kind: massive\nhome: autumn\nbody: |\n{body}");
    assert_eq!(found(&text), ["kind: massive", "home: autumn", "body: |"]);
}

#[test]
fn what_is_between_marks_is_code() {
    for text in [
        "```\nA massive home.\n```",
        "#+BEGIN_SRC sh\nA massive home.\n#+END_SRC",
        "[source,c]\n----\nA massive home.\n----",
        ".. code-block:: c\n\n   A massive home.",
        "[code=c]\nA massive home.\n\nIt is.\n[/code]",
        "{code:java}\nA massive home.\n\nIt is.\n{code}",
        "{noformat}\nA massive home.\n\nIt is.\n{noformat}",
        "<pre class=\"c\">A massive home.\n\nIt is.</pre>",
        "<syntaxhighlight lang=\"c\">\nA massive home.\n</syntaxhighlight>",
    ] {
        assert_eq!(found(text), [text]);
    }
    let note = ".. note::\n\n   It was massive.";
    assert_eq!(found(note), [".. note::"]);
    for text in [
        "```\nA massive home.",
        "[code]\nA massive home.",
        "<press>\nA massive home.\n</pre>",
        "{code} is a massive home.",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn prose_behind_a_name_is_no_code() {
    let prose = "The firm mentioned that it was a massive home within the yr.";
    for name in [
        "SUMMARY:",
        "description = \"",
        "text=",
        "AB  - ",
        "\"home\": \"",
        ":home: ",
        ": ",
        "[2/1/24, 12:04:05 PM] Ann Home: ",
        "02/01/2024, 12:05 - +1 555 0100: ",
        "2024-01-02 10:00 Ann: ",
        "[12:06] Ann: ",
    ] {
        assert_eq!(found(&format!("{name}{prose}")), [name]);
    }
}

#[test]
fn the_names_of_columns_are_code() {
    let rain = "It rained within the home of the people who begin the listing";
    for header in [
        " home | begin the listing",
        "| home | begin the listing |",
        "home    begin the listing",
    ] {
        for rule in ["-----+------", "|---|:--|", "====  ===="] {
            let text = format!("{header}\n{rule}\n 1 | {rain}\n");
            assert_eq!(found(&text)[0], header, "{rule}");
        }
    }
    for text in [
        "It rained | in the home\n-----\n",
        "It rained\n--- ---\n",
        "|It rained in the home of the people again |home\n--- ---",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn the_headers_of_mails_and_packages_are_code() {
    let prose = "The firm mentioned that it was a massive home within the yr again.";
    let header = "From: Ann Home\nSent: Monday\nTo: Desk <a@b.example>\nSubject: massive home";
    for header in [header.to_owned(), header.replace("\n", "\n> ")] {
        let header = header.replacen("From", "> From", usize::from(header.contains('>')));
        assert_eq!(found(&format!("{header}\n\n{prose}")).join("\n"), header);
    }
    let digest = "   Date: Monday\n   From: Ann\nSubject: home";
    assert_eq!(found(digest).join("\n"), digest);
    let ruled = format!(
        "{0}\nHome: a\nKind: massive home\nNote: b\n{0}",
        "=".repeat(20)
    );
    assert_eq!(found(&ruled).join("\n"), ruled);
    let fields = "Package: home\nSection: massive\nDepends: firm, yr\nInfo: home";
    assert_eq!(found(&format!("{fields}\n {prose}")).join("\n"), fields);
    let named = format!("Title: home\nKind: firm\nYear: 2\nText: {prose}");
    assert_eq!(found(&named).last(), Some(&"Text: "));
    // Speakers say something more than once, or more than some words.
    for text in [
        "Ann: A home\nBob: yes\nAnn: it is massive\nBob: yes",
        "Ann: It was a massive home\nBob: It was not so massive\nEve: It was so\nIan: yes",
        "Ann: yes\nBob: no\nEve: yes",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn records_of_databases_have_names() {
    let prose = "The firm mentioned that it was a massive home within the yr again. ".repeat(6);
    let rows = format!("***** 1. row *****\n  id: 1\nname: home\ntext: {prose}\n");
    assert_eq!(
        found(&rows),
        ["***** 1. row *****", "  id: 1", "name: home", "text:"]
    );
    let rows = format!("-[ RECORD 1 ]---\nid   | 1\nname | home\ntext | {prose}\n");
    assert_eq!(
        found(&rows),
        ["-[ RECORD 1 ]---", "id   | 1", "name | home", "text |"]
    );
    assert!(found("***** A massive home *****").is_empty());
}

#[test]
fn the_numbers_of_chapters_are_code() {
    for line in ["5 A home .... 27", "5. A home . . . 27", "5 A home … 27"] {
        assert_eq!(found(line).concat().trim_end_matches('.'), "5", "{line}");
    }
    assert!(found("5 homes were massive in 27").is_empty());
}

#[test]
fn what_counts_its_bytes_or_is_signed_is_code() {
    let text = "was s:4:\"home\"; s:9:\"home\"; O s:3:\"a\u{e9}\"";
    assert_eq!(found(text), ["s:4:\"home\"", "s:3:\"a\u{e9}\""]);
    let signed = "-----BEGIN PGP SIGNED MESSAGE-----\n\nA massive home.\n\
        -----BEGIN PGP SIGNATURE-----\n=a\n-----END PGP SIGNATURE-----";
    assert_eq!(found(&format!("It was.\n\n{signed}\n")), [signed]);
}

#[test]
fn any_white_space_may_begin_a_line() {
    // A form feed is no space of Unicode, but one of ASCII; a wide space is the reverse.
    for space in ["\u{c}", "\u{c}\u{c}\r\u{c}", "\t", "\u{3000}", "\u{a0} "] {
        for line in [
            "é = h",
            "home_name = é",
            "név: é, the firm said that it is so",
            "key: é",
        ] {
            let line = format!("{space}{line}\n");
            for range in code(&line.repeat(4)) {
                assert!(line.repeat(4).get(range).is_some(), "{line:?}");
            }
        }
    }
}

#[test]
fn texts_side_by_side_are_code() {
    let row = "It was a massive home     and “so” it was in the yr\n";
    let other = "and that was it, too,     for the people of home\n";
    let text = format!("{row}{other}{row}{other}");
    assert_eq!(found(&text), [text.trim_end()]);
    for text in [
        format!("{row}{other}{row}"),
        format!("{row}{other}  {row}{other}"),
        "Home       It was a massive one\n".repeat(5),
        format!("| {row}").repeat(5),
    ] {
        assert!(found(&text).is_empty(), "{text}");
    }
}
