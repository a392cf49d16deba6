use super::*;

fn widths(fingerprint: u32, value: u32) -> Widths {
    Widths { fingerprint, value }
}

fn entries(count: u32, value_bits: u32) -> Vec<(u64, u32)> {
    (0..count)
        .map(|i| (hash::mix(u64::from(i) + 1), i & ((1 << value_bits) - 1)))
        .collect()
}

#[test]
fn every_value_is_found_at_every_size_and_width() {
    for count in [0, 1, 2, 10, 1000, 70_000] {
        for widths in [widths(0, 5), widths(7, 4), widths(12, 12)] {
            let all = entries(count, widths.value);
            let bytes = build(&all, widths);
            let map = StaticMap::read(&bytes).expect("just built");
            for (key, value) in all {
                assert_eq!(map.get(key), Some(value), "{count} {widths:?}");
            }
        }
    }
}

/// With 8 bits of fingerprint, 1 of 256 unknown keys is taken for a stored one: 391 of 100,000, with a standard deviation
/// of 20.
#[test]
fn unknown_keys_are_found_as_rarely_as_the_fingerprint_promises() {
    let bytes = build(&entries(50_000, 4), widths(8, 4));
    let map = StaticMap::read(&bytes).expect("just built");
    let found = (1_000_000..1_100_000_u64)
        .filter(|&i| map.get(hash::mix(i)).is_some())
        .count();
    assert!((291..491).contains(&found), "{found} of 100,000");
}

/// The formula asks for 0.875 + 0.25 ln(10^6) / ln(70,000) = 1.1846 cells per key, 82,922 in all, which are rounded up to
/// 41 segments of 2^floor(ln(70,000) / ln(3.33) + 2.25) = 2^11 cells.
#[test]
fn the_size_follows_the_formula() {
    let bytes = build(&entries(70_000, 4), widths(8, 4));
    assert_eq!(bytes.len(), HEADER + 41 * 2048 * 12 / 8 + PADDING);
}

/// The values are the exclusive or of three cells, which are written down here: 4 bits each, no fingerprint.
#[test]
fn values_are_the_exclusive_or_of_three_cells() {
    let layout = Layout {
        seed: 5,
        segment_bits: 1,
        segments: 3,
    };
    let mut bytes = layout.seed.to_le_bytes().to_vec();
    bytes.extend(
        [1_u32, 3, 0, 4, 0, 0]
            .into_iter()
            .flat_map(u32::to_le_bytes),
    );
    // Cells 0 to 5 hold 1, 2, 4, 8, 3 and 5; the lower half of a byte comes first.
    bytes.extend([0x21, 0x84, 0x53]);
    bytes.extend([0; PADDING]);
    let cells = [1, 2, 4, 8, 3, 5];
    let map = StaticMap::read(&bytes).expect("six cells");
    for key in 0..50 {
        let [a, b, c] = layout.place(key).cells;
        assert_eq!([a / 2, b / 2, c / 2], [0, 1, 2], "one cell in each segment");
        assert_eq!(map.get(key), Some(cells[a] ^ cells[b] ^ cells[c]), "{key}");
    }
}

#[test]
fn a_truncated_map_is_rejected() {
    let bytes = build(&entries(100, 4), widths(8, 4));
    for end in 0..bytes.len() {
        assert!(StaticMap::read(&bytes[..end]).is_none(), "{end}");
    }
}

#[test]
fn widths_and_segments_out_of_range_are_rejected() {
    let bytes = build(&entries(100, 4), widths(8, 4));
    for (word, value) in [(0, 25), (1, 2), (1, 1 << 24), (2, 25), (3, 17)] {
        let mut changed = bytes.clone();
        changed[8 + 4 * word..12 + 4 * word].copy_from_slice(&u32::to_le_bytes(value));
        assert!(StaticMap::read(&changed).is_none(), "{word}: {value}");
    }
}

#[test]
#[should_panic = "two of them are equal"]
fn equal_keys_are_refused() {
    build(&[(7, 1), (7, 2)], widths(8, 4));
}
