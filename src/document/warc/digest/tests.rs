use super::*;

#[test]
fn digests_keep_their_notation() {
    // RFC 3174 and FIPS 180: digests of "abc".
    let table = [
        (
            "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        ),
        (
            "sha1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "sha1:vgmt4nsha2awvor6evyxqugcnsonbwe5",
        ),
        (
            "SHA-1:0000000000000000000000000000000000000a0a",
            "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d",
        ),
        (
            "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
            "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        ),
    ];
    for (old, new) in table {
        assert_eq!(
            renewed(old, &[b""], &[b"abc"]).as_deref(),
            Some(new),
            "{old}"
        );
    }
    for old in ["sha1", "sha1:abc", "md5:900150983cd24fb0d6963f7d28e17f72"] {
        assert_eq!(renewed(old, &[b""], &[b"abc"]), None, "{old}");
    }
}

#[test]
fn a_digest_is_of_what_it_was_of() {
    let abc = "sha1:a9993e364706816aba3e25717850c26c9cd0d89d";
    let full = "sha1:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8";
    assert_eq!(
        renewed(full, &[b"x", b"a"], &[b"y", b"abc"]).as_deref(),
        Some(abc)
    );
    assert_eq!(
        renewed(full, &[b"a", b"x"], &[b"abc", b"y"]).as_deref(),
        Some(abc)
    );
}
