//! Compressed web archives with a damaged record.

use crate::support::*;

/// A record of plain text.
fn plain(text: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}\r\n\r\n",
        text.len()
    )
}

/// An archive of three records, the second of which is damaged, and that one.
fn archive(text: &str) -> (Vec<u8>, Vec<u8>) {
    let mut damaged = gzip(&plain(text));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8].fill(0xff);
    let other = gzip(&plain(text));
    ([&other[..], &damaged, &other].concat(), damaged)
}

#[test]
fn records_before_and_behind_a_damaged_one_are_restored() {
    let (packed, _) = archive(SPUN);
    let sandbox = Sandbox::new().with("a.warc.gz", &packed);
    let restored = plain(Sandbox::new().stdout(&[], SPUN, 0).as_str());
    for (arguments, input) in [(&["a.warc.gz"][..], &[][..]), (&[], &packed)] {
        let output = sandbox.run(arguments, input);
        assert_eq!(text(&output.stdout), restored.repeat(2));
        assert_eq!(output.status.code(), Some(2));
        let messages = text(&output.stderr);
        assert_eq!(messages.lines().count(), 1, "{messages}");
        assert!(
            messages.contains("in record 2; it was left out"),
            "{messages}"
        );
    }
}

#[test]
fn a_compressed_output_keeps_the_damaged_record() {
    let (packed, damaged) = archive(SPUN);
    let clean = [gzip(&plain("So it was.")), damaged.clone()].concat();
    for (arguments, written) in [
        (&["-w", "a.warc.gz"][..], "a.warc.gz"),
        (&["-o", "out", "a.warc.gz"], "out/a.warc.gz"),
    ] {
        let sandbox = Sandbox::new().with("a.warc.gz", &packed);
        let output = sandbox.run(arguments, "");
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("in record 2; it was left as it is"));
        let bytes = sandbox.bytes(written);
        let places = |wanted: &[u8]| {
            bytes
                .windows(wanted.len())
                .filter(|part| *part == wanted)
                .count()
        };
        assert_eq!(places(&damaged), 1);
        assert_ne!(bytes, packed);
        assert_eq!(
            sandbox
                .run(&["--check", "--quiet", written], "")
                .status
                .code(),
            Some(2)
        );
    }
    // Nothing follows the damage, so it is one of the whole file.
    let sandbox = Sandbox::new().with("a.warc.gz", &clean);
    assert_eq!(sandbox.run(&["-w", "a.warc.gz"], "").status.code(), Some(2));
    assert_eq!(sandbox.bytes("a.warc.gz"), clean);
}
