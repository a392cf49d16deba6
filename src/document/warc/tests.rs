use super::*;

/// A record with `http` as its HTTP header, if it is a response.
fn record(kind: &str, media: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn content(record: &str) -> Option<(String, Format)> {
    let record = Record::first(record.as_bytes())?;
    let content = record.content()?;
    let body = record.body(&content).to_vec();
    Some((String::from_utf8(body).expect("UTF-8"), content.format))
}

#[test]
fn records_with_text_are_found() {
    let http = "application/http; msgtype=response";
    let table = [
        ("conversion", "text/plain", "a", Some(("a", Format::Text))),
        (
            "resource",
            "Image/SVG+xml",
            "<svg/>",
            Some(("<svg/>", Format::Xml)),
        ),
        ("resource", "text/vtt", "a", Some(("a", Format::Subtitles))),
        ("metadata", "text/plain", "a", None),
        ("resource", "image/png", "a", None),
        ("conversion", "text/plain", "a\0", None),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\nContent-type:text/html; charset=x\r\n\r\n<p>",
            Some(("<p>", Format::Html)),
        ),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n<p>",
            None,
        ),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\u{1f}<p>",
            Some(("\u{1f}<p>", Format::Html)),
        ),
        ("response", http, "HTTP/1.1 204 No Content\r\n", None),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Type: text/html\r\n\r\n<p>",
            Some(("<p>", Format::Html)),
        ),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\n\r\n<html><p>",
            Some(("<html><p>", Format::Html)),
        ),
        (
            "response",
            http,
            "HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\na",
            None,
        ),
    ];
    for (kind, media, block, expected) in table {
        let found = content(&record(kind, media, block));
        assert_eq!(
            found,
            expected.map(|(body, format)| (body.to_owned(), format)),
            "{block}"
        );
    }
}

#[test]
fn records_end_where_they_say() {
    let one = record("conversion", "text/plain", "a\n\nWARC/1.0");
    let two = format!("{one}{one}");
    assert_eq!(
        Record::first(two.as_bytes()).map(|record| record.end()),
        Some(one.len())
    );
    assert!(Record::first(&one.as_bytes()[..one.len() - 5]).is_none());
    assert!(Record::first(b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n").is_none());
    assert!(Record::first(b"HTTP/1.0\r\nContent-Length: 1\r\n\r\na").is_none());
}

#[test]
fn lengths_and_digests_change_with_the_body() {
    let block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nxyz";
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Payload-Digest: sha1:{0}\r\nContent-Type: application/http\r\n\
         Content-Length: {1}\r\n\r\n{block}\r\n\r\n",
        "A".repeat(32),
        block.len()
    );
    let found = Record::first(record.as_bytes()).expect("a record");
    let content = found.content().expect("text");
    let changes = |new| {
        let changes = found
            .changes(&content, new)
            .expect("known digests")
            .into_iter();
        changes
            .map(|(place, value)| (record[place].to_owned(), value))
            .collect::<Vec<_>>()
    };
    // The digest of "abc" is from RFC 3174. The length of the block stays.
    let digest = [
        "A".repeat(32),
        "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5".to_owned(),
    ];
    let [old, new] = digest.map(|digest| format!("sha1:{digest}"));
    assert_eq!(changes(b"abc"), [(old, new)]);
    let longer: Vec<(String, String)> = changes(b"abcdefgh!!");
    assert_eq!(
        longer[1],
        (block.len().to_string(), (block.len() + 8).to_string())
    );
    assert_eq!(longer[2], ("3".to_owned(), "10".to_owned()));
}
