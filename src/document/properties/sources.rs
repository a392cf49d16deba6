//! Sources of all formats around the same words.

use crate::document::Format;
use proptest::prelude::*;

/// A source whose text consists of the words of [`word`].
#[derive(Debug)]
pub struct Source {
    pub text: String,
    pub format: Format,
    /// For each word: whether markup is inside it, or between it and the word before.
    pub is_cut: Vec<bool>,
}

/// For each word: how it is spelt, the markup in front of it, its white space, and more markup.
pub type Words = Vec<(usize, usize, usize, usize)>;

pub fn words() -> impl Strategy<Value = Words> {
    // Most neighbours have nothing but white space between them.
    let markup = || prop_oneof![3 => Just(0), 2 => 1..9_usize];
    prop::collection::vec((0..8_usize, markup(), 0..8_usize, markup()), 1..40)
}

pub fn word(index: usize) -> String {
    let letter = |digit: usize| char::from(b"abcdfghijk"[digit]);
    format!("e{}é{}", letter(index % 10), letter(index / 10))
}

/// A page with inline and block tags, comments and character references.
pub fn page(words: &Words) -> Source {
    const TAGS: [&str; 9] = [
        "",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href=\"w w\" id='w'>",
        "</a>",
        "<wbr>",
        "<!-- w -->",
    ];
    const SPACES: [&str; 8] = [" ", " ", " ", " ", "\n  ", "\t", "<br>", "</p>\n<p id=w>"];
    let mut text = String::from("<p>");
    let mut is_cut = Vec::new();
    for (index, &(spelling, before, space, after)) in words.iter().enumerate() {
        if index > 0 {
            text += &[TAGS[before], SPACES[space], TAGS[after]].concat();
        }
        text += &match spelling {
            6 => word(index).replace('é', "&eacute;"),
            7 => word(index).replace('é', "<wbr>é"),
            _ => word(index),
        };
        is_cut.push((index > 0 && (before > 0 || space > 5 || after > 0)) || spelling == 7);
    }
    Source {
        text,
        format: Format::Html,
        is_cut,
    }
}

/// Markdown with emphasis, links and images around one to three words.
pub fn markdown(words: &Words) -> Source {
    const MARKERS: [[&str; 2]; 9] = [
        ["", ""],
        ["*", "*"],
        ["**", "**"],
        ["~~", "~~"],
        ["_", "_"],
        ["[", "](/)"],
        ["[", "](/ \"--\")"],
        ["![", "](/)"],
        ["***", "***"],
    ];
    let mut text = String::new();
    let mut is_cut = Vec::new();
    let mut open = None;
    let mut has_closed = false;
    for (index, &(spelling, marker, space, len)) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(if space < 7 { " " } else { "\n" });
        }
        is_cut.push(has_closed || (open.is_none() && marker > 0) || space == 7);
        let [start, end] = MARKERS[marker];
        let (close, left) = open.unwrap_or_else(|| {
            text.push_str(start);
            (end, 1 + len % 3)
        });
        text += &match spelling {
            7 => word(index).replace('é', "&eacute;"),
            _ => word(index),
        };
        has_closed = left == 1 || index + 1 == words.len();
        if has_closed {
            text.push_str(close);
        }
        open = (!has_closed).then_some((close, left - 1));
    }
    Source {
        text,
        format: Format::Markdown,
        is_cut,
    }
}

/// A record with prose in two fields, and other fields around them.
pub fn record(words: &Words) -> Source {
    const SPACES: [&str; 8] = [
        " ",
        " ",
        " ",
        " ",
        "\\n",
        "\\t",
        "\\u0020",
        "\", \"n\": 1e9, \"body\" : \"",
    ];
    let mut text = String::from(" {\"text\": \"");
    let mut is_cut = Vec::new();
    let mut is_body = false;
    for (index, &(spelling, _, space, _)) in words.iter().enumerate() {
        // A record has a field only once.
        let space = if space == 7 && is_body { 0 } else { space };
        if index > 0 {
            text.push_str(SPACES[space]);
        }
        is_body |= index > 0 && space == 7;
        text += &match spelling {
            7 => word(index).replace('é', "\\u00e9"),
            _ => word(index),
        };
        is_cut.push(space == 7);
    }
    text.push_str("\", \"m\":[ \"w\" ]}\r\n");
    Source {
        text,
        format: Format::JsonLines,
        is_cut,
    }
}

/// The same as a document of several lines, with HTML in the strings.
pub fn json(words: &Words) -> Source {
    let page = page(words);
    let text = serde_json::to_string_pretty(&serde_json::json!([
        {"id": 1, "text": page.text, "w w w": ["w w w", null]},
        {"body": []},
    ]));
    Source {
        text: text.expect("JSON").replace('<', "\\u003c"),
        format: Format::Json,
        ..page
    }
}

/// A table with quotation marks around its second column.
pub fn table(words: &Words) -> Source {
    const SPACES: [&str; 8] = [" ", " ", " ", "\t", "\r\n", "\n\n", " ", "\"\r\n\"w,w\",\""];
    let mut text = String::from("id,text\r\nw w w,\"");
    let mut is_cut = Vec::new();
    for (index, &(_, _, space, _)) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(SPACES[space]);
        }
        text += &word(index);
        is_cut.push(index > 0 && space == 7);
    }
    text.push_str("\"\r\n");
    Source {
        text,
        format: Format::Csv,
        is_cut,
    }
}

/// A feed with a page in it, escaped or in a CDATA section.
pub fn feed(words: &Words) -> Source {
    let page = page(words);
    let inner = if words[0].3.is_multiple_of(2) {
        let escaped = page.text.replace('&', "&amp;").replace('<', "&lt;");
        escaped.replace(" \n", "&#32;\n")
    } else {
        format!("<![CDATA[{}]]>", page.text)
    };
    Source {
        text: format!("<rss><item w='w w w'><link>w</link><d>{inner}</d></item></rss>"),
        format: Format::Xml,
        ..page
    }
}

/// Cues whose lines have tags around words.
pub fn subtitles(words: &Words) -> Source {
    const TAGS: [&str; 9] = [
        "",
        "<i>",
        "</i>",
        "<c.w>",
        "</c>",
        "{\\an8}",
        "<00:01.000>",
        "<b>",
        "</b>",
    ];
    const CUE: &str = "\n\n7\n00:00:01,000 --> 00:00:02,000\n";
    const SPACES: [&str; 8] = [" ", " ", " ", " ", " ", "\n", "\n", CUE];
    let mut text = CUE.trim_start().to_owned();
    let mut is_cut = Vec::new();
    for (index, &(spelling, before, space, after)) in words.iter().enumerate() {
        if index > 0 {
            text += &[TAGS[before], SPACES[space], TAGS[after]].concat();
        }
        text += &match spelling {
            7 => word(index).replace('é', "</i>é"),
            _ => word(index),
        };
        is_cut.push((index > 0 && (before > 0 || space > 4 || after > 0)) || spelling == 7);
    }
    Source {
        text,
        format: Format::Subtitles,
        is_cut,
    }
}

/// A mail in quoted-printable, with soft line breaks.
pub fn mail(words: &Words) -> Source {
    const SPACES: [&str; 8] = [
        " ",
        " ",
        "=20",
        "\r\n",
        "=\r\n ",
        " =\r\n",
        "=20=  \r\n",
        "\n",
    ];
    let mut text = String::from(
        "Subject: w\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    );
    for (index, &(spelling, _, space, _)) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(SPACES[space]);
        }
        text += &word(index).replace(
            'é',
            match spelling {
                5 => "=\r\n=C3=A9",
                6 => "=C3=A9=\r\n",
                _ => "=C3=A9",
            },
        );
    }
    Source {
        text,
        format: Format::Mail,
        is_cut: vec![false; words.len()],
    }
}

/// A mail in base64, in lines of some length, and with spaces and without padding at times.
pub fn packed_mail(words: &Words) -> Source {
    const SPACES: [&str; 8] = [" ", " ", "  ", "\r\n", "\n", "\t", "\n\n", "\r\n\r\n"];
    const WIDTHS: [usize; 8] = [76, 76, 76, 60, 64, 1, 7, 1000];
    let (width, space, padding, _) = words[0];
    let mut text = String::new();
    for (index, &(_, _, space, _)) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(SPACES[space]);
        }
        text += &word(index);
    }
    let mut base64 = data_encoding::BASE64.encode(text.as_bytes());
    if padding == 7 {
        base64.truncate(base64.trim_end_matches('=').len());
    }
    let mut mail = String::from(
        "Subject: w\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
    );
    for (index, char) in base64.chars().enumerate() {
        if index > 0 && index % WIDTHS[width] == 0 {
            mail.push_str("\r\n");
        }
        if space == 8 && index % 5 == 0 {
            mail.push(' ');
        }
        mail.push(char);
    }
    Source {
        text: mail,
        format: Format::Mail,
        is_cut: vec![false; words.len()],
    }
}
