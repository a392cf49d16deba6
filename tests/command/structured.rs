//! JSON documents, tables, XML and web archives: only their prose is restored, and they stay what they
//! are.

use crate::support::*;

/// A sentence that is restored in every format.
const SPUN_LINE: &str = "The White Home mentioned Thursday that the federal government will not double the tariff on gasoline within the coming 12 months, in keeping with two individuals accustomed to the plan.";

/// `SPUN_LINE` restored.
fn restored() -> String {
    let restored = Sandbox::new().stdout(&["--assume-spun"], SPUN_LINE, 0);
    assert!(restored.contains("White House said"), "{restored}");
    restored
}

/// A name, and a document in which a text is the only prose.
type Case = (&'static str, fn(&str) -> String);

const CASES: [Case; 10] = [
    ("a.json", |text| {
        format!(
            "\u{feff}{{\n  \"White Home\": [NaN, \"mentioned\", {{\"within the\":\n\"{text}\"}}]\n}}\n{{}}\n"
        )
    }),
    ("b.json", |text| {
        format!("[\"\\u003cp class=\\\"the White Home mentioned\\\">{text}<\\/p>\"]")
    }),
    ("c.json", |text| {
        format!("[\"{{\\\"home\\\": \\\"mentioned\\\", \\\"within the\\\": \\\"{text}\\\"}}\"]")
    }),
    ("b.csv", |text| {
        format!(
            "id,data\n1,\"{{\"\"home\"\": \"\"mentioned\"\", \"\"within the\"\": \"\"{text}\"\"}}\"\n"
        )
    }),
    ("a.csv", |text| {
        format!(
            "\"The White Home mentioned\",within the home\r\n\"{text} \"\"So\"\"\",https://a.b/within-the-home\r\n"
        )
    }),
    ("a.tsv", |text| {
        format!("The White Home mentioned\tb\nmentioned\t{text}\n")
    }),
    ("a.rss", |text| {
        format!(
            "<rss><item id='The White Home mentioned'><d><![CDATA[<p id='individuals'>{text}</p>]]></d><guid>mentioned</guid></item></rss>"
        )
    }),
    ("b.xml", |text| {
        format!("<?xml version='1.0'?><a b='mentioned'>&lt;p title=within&gt;{text}&lt;/p&gt;</a>")
    }),
    ("a.svg", |text| {
        format!(
            "<svg id='mentioned'><style>mentioned {{}}</style><text><tspan>{text}</tspan></text></svg>"
        )
    }),
    ("a.xhtml", |text| {
        format!(
            "<html><head><title/><script/></head><body class='mentioned'><iframe/><p>{text}</p></body></html>"
        )
    }),
];

#[test]
fn only_prose_is_restored() {
    let restored = restored();
    for (name, document) in CASES {
        let sandbox = Sandbox::new().with(name, document(SPUN_LINE));
        let expected = document(&restored);
        assert_eq!(
            sandbox.stdout(&["--assume-spun", name], "", 0),
            expected,
            "{name}"
        );
        assert_edits_give_output(&sandbox, name, &["--assume-spun"]);
        sandbox.stdout(&["--assume-spun", "-w", name], "", 0);
        assert_eq!(sandbox.bytes(name), expected.as_bytes(), "{name}");
        let again = sandbox.stdout(&["--assume-spun", name], "", 0);
        assert_eq!(again, expected, "{name}");
        let clean = document(CLEAN.trim_end());
        let clean = clean.replace('\n', " ");
        let sandbox = Sandbox::new().with(name, &clean);
        assert_eq!(sandbox.stdout(&[name], "", 0), clean, "{name}");
    }
}

#[test]
fn fields_and_columns_are_chosen() {
    let restored = restored();
    let json = |one: &str, two: &str| {
        format!("{{\"articles\": [{{\"body\": [\"{one}\"], \"note\": \"{two}\"}}]}}\n")
    };
    let spun = json(SPUN_LINE, SPUN_LINE);
    let sandbox = Sandbox::new().with("a.json", &spun);
    for field in ["body", "/articles/*/body", "/*/0/body/0"] {
        let output = sandbox.stdout(&["--assume-spun", "--field", field, "a.json"], "", 0);
        assert_eq!(output, json(&restored, SPUN_LINE), "{field}");
    }
    let arguments = [
        "--format=jsonl",
        "--assume-spun",
        "--field=/articles/*/note",
    ];
    assert_eq!(
        sandbox.stdout(&arguments, &*spun, 0),
        json(SPUN_LINE, &restored)
    );

    let csv = |one: &str, two: &str| format!("body;note\n{one};{two}\n");
    let spun = csv(SPUN_LINE, SPUN_LINE).replace(';', "|");
    let sandbox = Sandbox::new().with("a.csv", &spun);
    for column in ["note", "2"] {
        let output = sandbox.stdout(&["--assume-spun", "--column", column, "a.csv"], "", 0);
        assert_eq!(
            output,
            csv(SPUN_LINE, &restored).replace(';', "|"),
            "{column}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_left_unchanged_and_reported() {
    let spun = format!("[\"{SPUN_LINE}\"\n");
    let table = [
        (vec!["--format=json"], &*spun, "<stdin>:2: is not JSON"),
        (
            vec!["--format=json", "--field=x"],
            "{}",
            "has no field \"x\"",
        ),
        (
            vec!["--format=csv", "--column=x"],
            "a,b\n1,2\n",
            "has no column \"x\"",
        ),
        (
            vec!["--format=csv", "--column=x", "--edits"],
            "a,b\n1,2\n",
            "has no column \"x\"",
        ),
        (
            vec!["--format=warc"],
            "mentioned",
            "has no WARC record at byte 0",
        ),
    ];
    for (arguments, input, message) in table {
        let output = Sandbox::new().run(&arguments, input.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let expected = if arguments.contains(&"--edits") {
            ""
        } else {
            input
        };
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(messages.contains(message), "{messages}");
    }
}

#[test]
fn long_tables_are_restored_in_parts() {
    let restored = restored();
    let table = |text: &str| format!("id,text\n{}", format!("1,\"{text}\"\n").repeat(2500));
    let spun = table(SPUN_LINE);
    let sandbox = Sandbox::new().with("a.csv", &spun);
    let expected = table(&restored);
    for arguments in [&["-j1", "a.csv"][..], &["-j2", "a.csv"]] {
        assert!(sandbox.stdout(arguments, "", 0) == expected);
    }
    assert!(sandbox.stdout(&["--format=csv"], &*spun, 0) == expected);
    assert_edits_give_output(&sandbox, "a.csv", &[]);
}

/// A record of a web archive. Its block digest is always the same.
fn record(kind: &str, media: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:mentioned>\r\nContent-Type: {media}\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

/// An archive with `text` in a page, a page in chunks, a text and where it stays.
fn archive(text: &str, other: &str) -> [String; 5] {
    let http = "application/http; msgtype=response";
    let page = format!("<p class=mentioned>{text}</p>");
    let length = page.len();
    // The first chunk ends with an edit.
    let (one, two) = page.split_at(page.find(" Thursday").expect("a day"));
    let chunks = [one, two].map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    let chunks = chunks.concat();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    [
        record("warcinfo", "application/warc-fields", other),
        record(
            "response",
            http,
            &format!("{head}Content-Length: {length}\r\n\r\n{page}"),
        ),
        record(
            "response",
            http,
            &format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"),
        ),
        record("metadata", "text/plain", other),
        record("conversion", "text/plain", text),
    ]
}

#[test]
fn archives_are_restored_record_by_record() {
    let restored = archive(&restored(), SPUN_LINE);
    let spun = archive(SPUN_LINE, SPUN_LINE);
    let sandbox = Sandbox::new().with("a.warc", spun.concat());
    assert_eq!(
        sandbox.stdout(&["--assume-spun", "a.warc"], "", 0),
        restored.concat()
    );
    assert_edits_give_output(&sandbox, "a.warc", &["--assume-spun"]);
    let piped = sandbox.stdout(&["--assume-spun", "--format=warc", "-j2"], spun.concat(), 0);
    assert_eq!(piped, restored.concat());

    // Each member is compressed on its own, as before.
    let packed: Vec<Vec<u8>> = spun.iter().map(|record| gzip(record)).collect();
    let sandbox = Sandbox::new().with("a.warc.gz", packed.concat());
    sandbox.stdout(&["--assume-spun", "-w", "a.warc.gz"], "", 0);
    let bytes = sandbox.bytes("a.warc.gz");
    let mut rest = &bytes[..];
    for record in restored {
        let mut member = flate2::bufread::GzDecoder::new(rest);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut member, &mut text).expect("a member");
        assert_eq!(text, record);
        rest = member.into_inner();
    }
    assert!(rest.is_empty());
}

#[test]
fn an_unknown_digest_is_reported() {
    let with_digest = |record: &str, digest: &str| {
        record.replace(
            "WARC-Type",
            &format!("WARC-Block-Digest: {digest}\r\nWARC-Type"),
        )
    };
    let text = record("conversion", "text/plain", SPUN_LINE);
    let clean = record("conversion", "text/plain", "It rained.");
    let md5 = "md5:d41d8cd98f00b204e9800998ecf8427e";
    let unknown = with_digest(&text, md5);
    let archive = [&text, &unknown, &with_digest(&clean, md5)]
        .map(String::as_str)
        .concat();
    let output = Sandbox::new().run(&["--assume-spun", "--format=warc"], &*archive);
    assert!(crate::support::text(&output.stdout).contains(&unknown));
    assert_eq!(
        crate::support::text(&output.stderr),
        format!(
            "unspin: <stdin>:2: looks spun but was left unchanged, as its digest ({md5}) cannot be computed \
             again; remove the digest from its header\n"
        )
    );
    assert_eq!(output.status.code(), Some(2));
}
