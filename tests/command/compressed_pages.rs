//! Pages that are compressed inside their record of a web archive.

use crate::support::*;
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

const SPUN: &str = "<p class='mentioned'>The White Home mentioned Thursday that the invoice would assist individuals.</p>";
const RESTORED: &str =
    "<p class='mentioned'>The White House said Thursday that the bill would help people.</p>";

fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).expect("written");
    encoder.finish().expect("finished")
}

fn decompressed(coding: &str, bytes: &[u8]) -> String {
    let mut text = String::new();
    match coding {
        "gzip" => GzDecoder::new(bytes).read_to_string(&mut text),
        _ => ZlibDecoder::new(bytes).read_to_string(&mut text),
    }
    .expect("the page is compressed");
    text
}

/// A record with this page, and the start of its block.
fn record(coding: &str, page: &[u8]) -> Vec<u8> {
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    let header = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len() + page.len()
    );
    [header.as_bytes(), http.as_bytes(), page, b"\r\n\r\n"].concat()
}

/// The page in a record, which must be as long as all headers say.
fn page(record: &[u8]) -> Vec<u8> {
    let end = |bytes: &[u8]| {
        bytes
            .windows(4)
            .position(|end| end == b"\r\n\r\n")
            .expect("a header")
            + 4
    };
    let length = |header: &[u8]| {
        let header = text(header);
        let line = header
            .lines()
            .find(|line| line.starts_with("Content-Length"));
        let value = line.and_then(|line| line.split(": ").nth(1));
        value.expect("a length").parse::<usize>().expect("a number")
    };
    let start = end(record);
    let block = &record[start..record.len() - 4];
    assert_eq!(length(&record[..start]), block.len());
    let body = &block[end(block)..];
    assert_eq!(length(&block[..end(block)]), body.len());
    body.to_owned()
}

#[test]
fn compressed_pages_are_restored_and_compressed_again() {
    let next = record("identity", SPUN.as_bytes());
    for (coding, packed) in [("gzip", gzip(SPUN)), ("deflate", deflate(SPUN))] {
        let first = record(coding, &packed);
        let archive = [&first[..], &next].concat();
        let sandbox = Sandbox::new().with("a.warc", &archive);
        let out = sandbox.run(&["--assume-spun", "a.warc"], "").stdout;
        let (_, stats) = sandbox.failure(&["--stats=json", "a.warc"], "");
        assert_eq!(number(&json_lines(&stats)[0], "bytes"), archive.len());
        let at = out.len() - record("identity", RESTORED.as_bytes()).len();
        assert_eq!(
            text(&out[at..]),
            text(&record("identity", RESTORED.as_bytes()))
        );
        assert_eq!(decompressed(coding, &page(&out[..at])), RESTORED);
        // The positions are those in the page, counted from the start of the record.
        let edits = sandbox.stdout(&["--assume-spun", "--edits", "a.warc"], "", 0);
        let first = edits.lines().next().expect("an edit");
        assert!(first.contains("\"start\":31,\"end\":35,"), "{first}");
        // Nothing is compressed again without a change.
        let sandbox = Sandbox::new().with("a.warc", &out);
        assert!(sandbox.run(&["--assume-spun", "a.warc"], "").stdout == out);
        sandbox.stdout(&["--assume-spun", "-w", "a.warc"], "", 0);
        assert!(sandbox.bytes("a.warc") == out);
    }
}

#[test]
fn chunks_of_a_compressed_page_are_joined() {
    let packed = gzip(SPUN);
    let (one, two) = packed.split_at(20);
    let length = |part: &[u8]| format!("{:x}\r\n", part.len()).into_bytes();
    let chunked = [
        &length(one)[..],
        one,
        b"\r\n",
        &length(two),
        two,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let record = record("gzip\r\nTransfer-Encoding: chunked", &chunked);
    let sandbox = Sandbox::new().with("a.warc", record);
    let out = sandbox.run(&["--assume-spun", "a.warc"], "").stdout;
    let body = page(&out);
    let start = body
        .iter()
        .position(|&byte| byte == b'\n')
        .expect("a length")
        + 1;
    let data = &body[start..body.len() - b"\r\n0\r\n\r\n".len()];
    assert_eq!(text(&body[..start]), format!("{:x}\r\n", data.len()));
    assert_eq!(decompressed("gzip", data), RESTORED);
}

#[test]
fn what_cannot_be_decompressed_is_copied() {
    let mut damaged = gzip(SPUN);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    let cut = &gzip(SPUN)[..40];
    let tail = [&gzip(SPUN)[..], b"mentioned"].concat();
    for record in [
        record("gzip", &damaged),
        record("gzip", cut),
        record("gzip", &tail),
        record("gzip", &gzip("mentioned\0")),
        record("br", &gzip(SPUN)),
        record("deflate", &gzip(SPUN)),
    ] {
        let out = Sandbox::new()
            .run(&["--assume-spun", "--format=warc"], &record)
            .stdout;
        assert!(out == record, "{}", text(&record));
    }
}
