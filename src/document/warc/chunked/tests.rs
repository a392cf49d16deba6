use super::*;

#[test]
fn chunks_are_read_and_edited() {
    let body = b"3\r\nIt \r\nA;x=y\r\nrained on.\r\n0\r\n\r\n";
    let chunks = Chunks::read(body).expect("chunks");
    assert_eq!(chunks.data, b"It rained on.");
    assert_eq!(chunks.place(0..2), Some(3..5));
    assert_eq!(chunks.place(3..9), Some(15..21));
    assert_eq!(chunks.place(2..4), None);
    let lengths = chunks.lengths(&[(15..21, 20)]).expect("lengths");
    assert_eq!(lengths, [(8..9, "18".to_owned())]);
    assert_eq!(chunks.lengths(&[(3..6, 0)]), None);
}

#[test]
fn edits_at_the_ends_of_chunks_belong_to_one_of_them() {
    let body = b"7\r\nIt was \r\n6\r\nchilly\r\n8\r\n within.\r\n0\r\n\r\n";
    let chunks = Chunks::read(body).expect("chunks");
    assert_eq!(chunks.data, b"It was chilly within.");
    let [was, chilly, within] = ["was ", "chilly", " within."].map(|part| {
        let text = str::from_utf8(&chunks.data).expect("UTF-8");
        let start = text.find(part).expect("a part of the text");
        let place = chunks.place(start..start + part.len()).expect("one chunk");
        assert_eq!(&body[place.clone()], part.as_bytes());
        place
    });
    // Two chunks next to each other are edited at both of their ends.
    let edits = [(was, 3), (chilly, 4), (within, 20)];
    let lengths = chunks.lengths(&edits).expect("lengths");
    let lengths: Vec<_> = lengths
        .into_iter()
        .map(|(place, length)| (body[place][0], length))
        .collect();
    let expected = [(b'7', "6"), (b'6', "4"), (b'8', "14")];
    assert_eq!(lengths, expected.map(|(old, new)| (old, new.to_owned())));
    for across in [6..8, 12..14, 0..21] {
        assert_eq!(chunks.place(across), None);
    }
}

#[test]
fn other_bodies_are_not_in_chunks() {
    for body in [
        &b"<p>a"[..],
        b"5\r\nabc",
        b"3\r\nabcd\r\n0\r\n\r\n",
        b"",
        b"ffffffffffffffff\r\na",
    ] {
        assert_eq!(Chunks::read(body), None, "{body:?}");
    }
}
