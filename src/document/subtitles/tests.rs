use super::*;

fn text(source: &str) -> String {
    let mut decoded = Decoded::default();
    decode(source.as_bytes(), &mut decoded);
    decoded.text().to_owned()
}

#[test]
fn the_text_of_cues_is_prose() {
    let srt = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>It</i> {\\an8}rained\r\nand\r\n\r\n\
            2\r\n00:00:02,000 --> 00:00:03,000\r\nsnowed.\r\n3\r\n00:00:04,000 --> 00:00:05,000\r\n4 < 5\r\n";
    assert_eq!(text(srt), "It rained and snowed. 4 < 5");
    let vtt = "WEBVTT - no\n\nNOTE\nno\n\nSTYLE\n::cue { no }\n\nno\n\
            00:01.000 --> 00:02.000 align:start\n<v Ann>R&amp;D <00:01.500><c.x>so</c>\n\nno";
    assert_eq!(text(vtt), "R&D so");
    assert_eq!(text("no\n\nno --> no\nno"), "");
    let spaces =
        "00:01.000 --> 00:02.000\n \nIt\n\t\nrained\n \n\nno\n\n00:02.000 --> 00:03.000\nhere.";
    assert_eq!(text(spaces), "It rained here.");
    let foreign = "WEBVTT\n\n00:01.000 --> 00:02.000\nHe said <lang de>nein <i>nein</i></lang>, <lang en-GB>no</lang>.";
    assert_eq!(text(foreign), "He said \u{fffc}, no.");
}

#[test]
fn comments_in_notes_and_cues_are_switches() {
    let off = "<!-- unspin: off -->";
    let on = "<!-- unspin: on -->";
    let vtt = format!(
        "WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nNOTE {off}\n\n00:02.000 --> 00:03.000\nb <i>c</i>\n\n\
             NOTE\n{on}\n\n00:03.000 --> 00:04.000\nd {off} e\n"
    );
    let mut decoded = Decoded::default();
    decode(vtt.as_bytes(), &mut decoded);
    let off: Vec<&str> = decoded
        .off()
        .iter()
        .map(|off| &decoded.text()[off.clone()])
        .collect();
    assert_eq!(off, ["b c", "<!-- unspin: off --> e"]);
}

#[test]
fn no_wording_is_a_tag() {
    assert_eq!(encode("it is").as_deref(), Some("it is"));
    assert_eq!(encode("a < b"), None);
}
