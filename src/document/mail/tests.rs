use super::*;
use crate::document::{Document, Format};
use crate::edit::{Evidence, Kind, apply};

fn read(mail: &str) -> (String, Bodies) {
    let mut decoded = Decoded::default();
    let bodies = decode(mail.as_bytes(), &mut decoded);
    (decoded.text().trim().to_owned(), bodies)
}

#[test]
fn bodies_are_prose() {
    let mail = "From: a\r\nSubject: no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nno\r\n\
        --x\r\n\r\none\r\n\
        --x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p class=3D\"no\">t=C3=A9 w=\r\no &amp; R<=\r\nb>x</b>\r\n\
        --x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\ndHdv\r\n\
        --x\r\nContent-Type: text/csv\r\n\r\nno\r\n\
        --x\r\nContent-Disposition: attachment\r\n\r\nno\r\n--x--\r\n";
    assert_eq!(read(mail).0, "one\n\n\n\nté wo & Rx\n\ntwo");
}

#[test]
fn soft_line_breaks_stay() {
    let mail = "Content-Transfer-Encoding: quoted-printable\n\na indi=\nvids =\r\nb";
    let (_, bodies) = read(mail);
    let evidence = Evidence::new(Kind::Exact, "", 0, 0);
    let edits = vec![
        Edit::new(47..57, "people", evidence.clone()),
        Edit::new(mail.len() - 1..mail.len(), "c", evidence),
    ];
    let edits = bodies.with_breaks(edits, mail.as_bytes());
    assert!(mail[47..].starts_with("indi=\nvids"));
    assert_eq!(edits[0].original(), "people=\n");
    assert_eq!(edits[1].original(), "c");
}

#[test]
fn a_mailbox_has_several_mails() {
    let mailbox = "From a@b\nSubject: no\n\none\n\nFrom c@d\nSubject: no\n\ntwo\n";
    assert_eq!(read(mailbox).0, "one\n\n\n\ntwo");
}

#[test]
fn blank_lines_may_stand_before_a_mail() {
    assert_eq!(read("\n\r\nSubject: no\n\none\n").0, "one");
    assert_eq!(read("\nFrom a@b\nSubject: no\n\none\n").0, "one");
}

#[test]
fn what_is_signed_stays() {
    let part =
        "--x\r\nContent-Type: multipart/signed; boundary=y\r\n\r\n--y\r\n\r\nno\r\n--y--\r\n";
    let mail = format!(
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n{part}--x\r\n\r\nno\r\n--x--\r\n"
    );
    assert_eq!(read(&mail).0, "");
    let mail = mail.replace('x', "z");
    let outer = format!(
        "Content-Type: multipart/mixed; boundary=o\r\n\r\n\
         --o\r\n\r\none\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n{mail}--o--\r\n"
    );
    assert_eq!(read(&outer).0, "one");
}

#[test]
fn a_mail_inside_another_is_prose_also_if_it_is_attached() {
    let inner = |head: &str| {
        format!(
            "--x\r\nContent-Type: message/rfc822\r\n{head}\r\nSubject: no\r\n\
             Content-Type: multipart/mixed; boundary=y\r\n\r\n\
             --y\r\n\r\nit is\r\n\
             --y\r\nContent-Transfer-Encoding: base64\r\n\r\ndHdv\r\n--y--\r\n"
        )
    };
    let mail = format!(
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n{}{}{}--x\r\n\r\nso\r\n--x--\r\n",
        inner(""),
        inner("Content-Disposition: attachment\r\n"),
        inner("Content-Transfer-Encoding: base64\r\n"),
    );
    let (text, bodies) = read(&mail);
    assert_eq!(text, "it is\n\ntwo\n\nit is\n\ntwo\n\nso");
    let at = mail.find("it is").expect("the text");
    assert_eq!(bodies.encode("that", at).as_deref(), Some("that"));
}

#[test]
fn pages_for_amp_are_html() {
    let mail = "Content-Type: multipart/alternative; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/x-amp-html\r\n\r\n<p>it <b>is</b>\r\n\
        --x\r\nContent-Type: text/calendar\r\n\r\nno\r\n--x--\r\n";
    assert_eq!(read(mail).0.trim(), "it is");
}

#[test]
fn mails_may_be_nested_but_not_without_end() {
    let nested = |times| {
        let inner = "Content-Type: Message/RFC822\n\n".repeat(times);
        read(&format!("Subject: no\n{inner}\nit is\n")).0
    };
    assert_eq!(nested(MOST_INNER), "it is");
    assert_eq!(nested(MOST_INNER + 1), "");
    assert_eq!(nested(200_000), "");
}

#[test]
fn wordings_are_written_as_the_part_is() {
    let mail = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nab";
    let (_, bodies) = read(mail);
    let at = mail.len() - 1;
    assert_eq!(bodies.encode("a=é", at).as_deref(), Some("a=3D=C3=A9"));
    assert_eq!(bodies.encode("a", 3), None);
    let mail = "Subject: a\n\nab";
    let (_, bodies) = read(mail);
    assert_eq!(bodies.encode("it", 13).as_deref(), Some("it"));
    assert_eq!(bodies.encode("it’s", 13).as_deref(), Some("it's"));
    assert_eq!(bodies.encode("é", 13), None);
    let mail = "Content-Type: text/html\n\n<p title='ab'>ab";
    let (_, bodies) = read(mail);
    assert_eq!(
        bodies.encode("'é", mail.len() - 1).as_deref(),
        Some("'&#233;")
    );
    assert_eq!(
        bodies.encode("'é", mail.len() - 5).as_deref(),
        Some("&#39;&#233;")
    );
}

/// A mail whose body in `kind` of text is `lines` of base64.
fn packed(kind: &str, lines: &str) -> String {
    format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}")
}

/// The mail `mail` after these words are replaced in it, and the edits.
fn replaced(mail: &str, words: &[(&str, &str)]) -> (String, Vec<Edit>) {
    let mut document = Document::default();
    document.read(mail.as_bytes(), Format::Mail);
    let edit = |&(spun, original): &(&str, &str)| {
        let start = document.text().find(spun).expect("a word of the text");
        let evidence = Evidence::new(Kind::Exact, spun, 0, 0);
        Edit::new(start..start + spun.len(), original, evidence)
    };
    let edits: Vec<Edit> = words.iter().map(edit).collect();
    let edits = document.edits_in_source(edits, mail.as_bytes());
    let result = apply(mail.as_bytes(), &edits);
    let in_text = document.edits_in_text(&edits).into_iter();
    let spun: Vec<&str> = in_text.map(|(range, _)| &document.text()[range]).collect();
    let expected: Vec<&str> = words.iter().map(|(spun, _)| *spun).collect();
    assert_eq!(spun, expected);
    (String::from_utf8(result).expect("UTF-8"), edits)
}

/// `text` in base64, in lines of `width` characters.
fn lines(text: &str, width: usize, line_end: &str) -> String {
    let all = data_encoding::BASE64.encode(text.as_bytes());
    let lines: Vec<&str> = all
        .as_bytes()
        .chunks(width)
        .map(|line| str::from_utf8(line).expect("ASCII"))
        .collect();
    lines.join(line_end) + line_end
}

const TEXT: &str = "It was chilly within the harbour, and the boats stayed at their ropes all day. \
    Nobody went out, so the market had no herring, no crabs and no mussels to sell that week.\n";

#[test]
fn bodies_in_base64_keep_the_length_of_their_lines() {
    for (width, line_end) in [(76, "\r\n"), (60, "\n"), (4, "\r\n"), (7, "\n"), (1, "\n")] {
        for cut in 0..4 {
            let text = &TEXT[cut..];
            let mail = packed("text/plain", &lines(text, width, line_end));
            let words = [
                ("chilly", "cold"),
                ("within the", "in the"),
                ("went", "sailed"),
            ];
            let (result, edits) = replaced(&mail, &words);
            let expected = words
                .iter()
                .fold(text.to_owned(), |text, (spun, original)| {
                    text.replace(spun, original)
                });
            let expected = packed("text/plain", &lines(&expected, width, line_end));
            assert_eq!(result, expected, "{width} {cut}");
            // What is in front of the first edit is not part of any.
            let place =
                mail.find("\r\n\r\n").expect("a body") + 4 + text.find("chilly").expect("a word");
            assert!(edits[0].start >= place);
            let restoring = edits.iter().filter(|edit| edit.kind().restores());
            assert_eq!(restoring.count(), words.len());
        }
    }
}

#[test]
fn an_edit_of_the_same_length_changes_nothing_behind_it() {
    let mail = packed("text/plain", &lines(TEXT, 76, "\r\n"));
    let (result, edits) = replaced(&mail, &[("herring", "lobster")]);
    assert_eq!(
        result,
        packed(
            "text/plain",
            &lines(&TEXT.replace("herring", "lobster"), 76, "\r\n")
        )
    );
    let changed: usize = edits.iter().map(|edit| edit.range().len()).sum();
    assert!(changed < 16, "{edits:?}");
}

#[test]
fn base64_with_odd_lines_keeps_what_is_in_front_of_the_first_edit() {
    let body = "\r\n SXQg d2Fz\r\n\r\nIGNoaWxseSBpbi\r\nBO\r\nZX JqYQ\r\n\r\n";
    assert_eq!(
        read(&packed("text/plain", body)).0,
        "It was chilly in Nerja"
    );
    let (result, _) = replaced(&packed("text/plain", body), &[("chilly", "cold")]);
    let expected = "\r\n SXQg d2Fz\r\n\r\nIGNvbGQgaW4gTm\r\nVyamE\r\n\r\n";
    assert_eq!(result, packed("text/plain", expected));
    // A single line is not broken if it is long already, and else where others are.
    let long = lines(TEXT, 1000, "\n");
    let (result, _) = replaced(&packed("text/plain", &long), &[("chilly", "cold")]);
    assert_eq!(
        result,
        packed(
            "text/plain",
            &lines(&TEXT.replace("chilly", "cold"), 1000, "\n")
        )
    );
    let short = lines("It was chilly.", 76, "\r\n");
    let words = "cold, and it did not get any warmer before the sun was up and shone";
    let (result, _) = replaced(&packed("text/plain", &short), &[("chilly", words)]);
    let text = format!("It was {words}.");
    assert_eq!(result, packed("text/plain", &lines(&text, 76, "\r\n")));
}

#[test]
fn pages_in_base64_are_read_and_written_as_html() {
    let page = "<p title=\"no\">R&amp;D is within the <b>tower</b>, caf\u{e9}</p>";
    let mail = |kind: &str, page: &str| packed(kind, &lines(page, 76, "\n"));
    let (result, _) = replaced(
        &mail("text/html; charset=utf-8", page),
        &[("within the", "in the"), ("tower", "<é>")],
    );
    let expected = "<p title=\"no\">R&amp;D is in the <b>&lt;é&gt;</b>, caf\u{e9}</p>";
    assert_eq!(result, mail("text/html; charset=utf-8", expected));
    // Only parts in UTF-8 get characters beyond ASCII as they are.
    let (result, _) = replaced(&mail("text/html", page), &[("tower", "é")]);
    assert_eq!(result, mail("text/html", &page.replace("tower", "&#233;")));
    let (_, bodies) = read(&mail("text/plain; charset=iso-8859-1", "ab"));
    let at = bodies.unpacked().map(|(mail, _)| mail.len() - 2);
    assert_eq!(bodies.encode("é", at.expect("a body")), None);
}

#[test]
fn other_parts_and_damaged_base64_are_not_read() {
    for body in ["bm8", "bm8=", "bm8=\n", "bm8\n \n="] {
        assert_eq!(read(&packed("text/plain", body)).0, "no", "{body:?}");
    }
    for body in [
        "",
        "\n",
        "=",
        "n",
        "bm8==",
        "bm8=bm8=",
        "bm8*",
        "bm8\u{e9}",
        "bm9ub",
        "bgBvAA==",
        "bm8\nfooter.",
    ] {
        assert_eq!(read(&packed("text/plain", body)).0, "", "{body:?}");
    }
    for kind in ["text/csv", "image/png", "application/octet-stream"] {
        assert_eq!(read(&packed(kind, "bm8=")).0, "", "{kind}");
    }
    let attached = packed("text/plain\r\nContent-Disposition: attachment", "bm8=");
    assert_eq!(read(&attached).0, "");
}

#[test]
fn bodies_of_all_encodings_are_edited_together() {
    let part = |kind: &str, body: &str| format!("--x\r\n{kind}\r\n\r\n{body}\r\n");
    let mail = |[one, two, three, four]: [&str; 4]| {
        let base64 = "Content-Transfer-Encoding: base64";
        let quoted = "Content-Transfer-Encoding: quoted-printable";
        let parts = [
            part("Content-Type: text/plain", one),
            part(base64, lines(two, 8, "\r\n").trim_end()),
            part(quoted, three),
            part(base64, lines(four, 8, "\r\n").trim_end()),
        ];
        format!(
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n{}--x--\r\n",
            parts.concat()
        )
    };
    let spun = mail(["the first", "the second", "the thi=\r\nrd", "the fourth"]);
    let words = [
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
    ];
    let (result, edits) = replaced(&spun, &words);
    assert_eq!(
        result,
        mail(["the 1st", "the 2nd", "the 3rd=\r\n", "the 4th"])
    );
    let kinds: Vec<&str> = edits.iter().map(|edit| edit.kind().name()).collect();
    assert_eq!(kinds, ["exact"; 4]);
    let mut document = Document::default();
    document.read(spun.as_bytes(), Format::Mail);
    let start = document.text().find("second").expect("a word");
    let place = document.source_range(start..start + 6).expect("a place");
    assert_eq!(document.spell("2nd", spun.as_bytes(), place.start), None);
    let spans = document.source_spans(start..start + 6);
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0], place);
    assert_eq!(document.spans_in_text(&spans), [start..start + 6]);
    let third = spun.find("thi=").expect("a word");
    assert_eq!(
        document.spell("=", spun.as_bytes(), third).as_deref(),
        Some("=3D")
    );
}

#[test]
fn lines_of_the_text_in_base64_are_kept() {
    let mail = |text| packed("text/plain", &lines(text, 8, "\n"));
    let mut document = Document::default();
    document.keep_lines(true);
    let source = mail("the White\nHome so");
    document.read(source.as_bytes(), Format::Mail);
    let start = document.text().find("White").expect("a word");
    let evidence = Evidence::new(Kind::Exact, "", 0, 0);
    let edits = vec![Edit::new(start..start + 10, "Red House", evidence)];
    let edits = document.edits_in_source(edits, source.as_bytes());
    let result = apply(source.as_bytes(), &edits);
    assert_eq!(String::from_utf8_lossy(&result), mail("the Red\nHouse so"));
}

#[test]
fn no_wording_starts_another_mail() {
    assert!(starts_mail("From", b"one\n\n"));
    assert!(starts_mail("From the", b""));
    assert!(!starts_mail("From", b"one\n\n "));
    assert!(!starts_mail("Fromage", b"one\n\n"));
    assert!(!starts_mail("from", b"one\n\n"));
}

#[test]
fn comments_are_switches_in_their_body() {
    let mailbox =
        "From a@b\nSubject: no\n\none <!-- unspin: off --> two\n\nFrom c@d\nSubject: no\n\nthree\n";
    let mut decoded = Decoded::default();
    decode(mailbox.as_bytes(), &mut decoded);
    let off = decoded.off().iter();
    let off: Vec<&str> = off.map(|off| decoded.text()[off.clone()].trim()).collect();
    assert_eq!(off, ["<!-- unspin: off --> two"]);
}

#[test]
fn a_soft_line_break_may_be_inside_a_character() {
    let mail =
        "Content-Transfer-Encoding: quoted-printable\n\nL=C3=\n=A9a and =E2=\r\n=80=\r\n=99s";
    assert_eq!(read(mail).0, "Léa and ’s");
}

#[test]
fn bodies_are_in_the_charset_that_they_name() {
    let mail = |charset: &str, transfer: &str, body: &str| {
        let head = format!("Content-Type: text/plain; charset={charset}\n");
        format!("{head}Content-Transfer-Encoding: {transfer}\n\n{body}")
    };
    let quoted = mail("iso-8859-1", "quoted-printable", "L=E9a, it=92s an=ADte");
    let (text, bodies) = read(&quoted);
    assert_eq!(text, "Léa, it’s an\u{ad}te");
    let encoded = bodies.encode("é’", quoted.len() - 1);
    assert_eq!(encoded.as_deref(), Some("=E9=92"));
    assert_eq!(read(&mail("windows-1251", "base64", "4eD3")).0, "бач");
    // It is UTF-8 in fact.
    let wrong = mail("latin1", "quoted-printable", "L=C3=A9a");
    assert_eq!(read(&wrong).0, "Léa");
    // Of other encodings, only ASCII is read.
    let wide = mail("shift_jis", "quoted-printable", "can=81ft");
    assert_eq!(read(&wide).0, "can\u{fffd}ft");
    assert_eq!(read(&mail("iso-2022-jp", "7bit", "no")).0, "");
}
