use super::*;

fn found(text: &str) -> Vec<&str> {
    untouchable(text).map(|range| &text[range]).collect()
}

#[test]
fn addresses_handles_and_hashtags_are_found() {
    let text = "See (https://a.b/c) or x@y.org, x@home @home #home “www.a.b” ftp://a h1(a#home). \
                \"a\":#home xref:a[b]";
    let pieces = [
        "(https://a.b/c)",
        "x@y.org,",
        "x@home",
        "@home",
        "#home",
        "“www.a.b”",
        "ftp://a",
        "h1(a#home).",
        "\"a\":#home",
        "xref:a[b]",
    ];
    assert_eq!(found(text), pieces);
}

#[test]
fn code_is_found() {
    let text = "run --depth 3 -x /etc/passwd std::io size_t example.org, <b>bold</b> f() \
            %s {{name}} ${HOME} a=b put-bucket-name-here home-cli `ls` C:\\temp";
    let pieces = [
        "--depth",
        "-x",
        "/etc/passwd",
        "std::io",
        "size_t",
        "example.org,",
        "<b>bold</b>",
        "f()",
        "%s",
        "{{name}}",
        "${HOME}",
        "a=b",
        "put-bucket-name-here",
        "home-cli",
        "`ls`",
        "C:\\temp",
    ];
    assert_eq!(found(text), pieces);
}

#[test]
fn lone_marks_and_other_words_are_not() {
    let text = "50/50 # 1 @ noon: www. C# a 12-year-old well-known U.S. - 3:30 (so) it. 5% end.Next I&#x27;m \
            -->so it<!-- ==so it==";
    assert_eq!(found(text), [""; 0]);
    assert_eq!(found(""), [""; 0]);
}

#[test]
fn ranges_are_bytes() {
    let ranges: Vec<_> = untouchable("“É” @é\n#x").collect();
    // Each quotation mark has three bytes, `É` and `é` two.
    assert_eq!(ranges, [9..12, 13..15]);
}
