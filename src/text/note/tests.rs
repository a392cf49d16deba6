use super::*;

#[test]
fn marks_of_notes_are_told_from_endings_and_powers() {
    for mark in [
        "1", "1,2", "1-3", "a", "a,b", "a, b", "[a][b]", "(c)", "*", "†‡", "a–c", "2a",
    ] {
        assert!(is_note("it snowed", mark.as_bytes()), "{mark}");
        assert!(!is_note("in 5 km", mark.as_bytes()), "{mark}");
    }
    for other in ["th", "st", "ab", "a,bc", "A", "-1", "−1", "home", "TM"] {
        assert!(!is_note("it snowed", other.as_bytes()), "{other}");
    }
}
