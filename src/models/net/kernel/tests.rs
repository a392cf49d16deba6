use super::*;
use crate::store::hash;

/// Compares each implementation with the definition, on extreme numbers. Seven tiles and 19 tokens
/// exercise all ways to group them.
#[test]
fn all_implementations_compute_the_same_sums() {
    let length = 48;
    let outputs = 7 * TILE;
    let tokens = 19;
    let extreme = |i: usize, low: u8, high: u8| match hash::mix(i as u64 + 1) % 4 {
        0 => low,
        1 => high,
        other => (hash::mix(other + i as u64) % 128) as u8,
    };
    let weights: Vec<u8> = (0..length * outputs)
        .map(|i| extreme(i, (-127_i8).cast_unsigned(), 127))
        .collect();
    let bytes: Vec<u8> = (0..length * tokens)
        .map(|i| extreme(i + 9999, 0, 127))
        .collect();
    let matrix = Matrix::new(&weights, length, outputs).expect("whole");
    let inputs = Inputs::of(&bytes, length);
    let expected: Vec<i32> = (0..tokens * outputs)
        .map(|i| {
            let token = i / outputs;
            let output = i % outputs;
            (0..length)
                .map(|k| i32::from(bytes[token * length + k]) * i32::from(matrix.at(k, output)))
                .sum()
        })
        .collect();
    let mut sums = vec![0; tokens * outputs];
    matrix.times_portably(inputs, tokens, &mut sums);
    assert_eq!(sums, expected, "portable");
    sums.fill(0);
    matrix.times(inputs, tokens, &mut sums);
    assert_eq!(sums, expected, "detected");
    #[cfg(target_arch = "aarch64")]
    #[expect(unsafe_code, reason = "every such processor has NEON")]
    {
        sums.fill(0);
        // SAFETY: see above.
        unsafe { arm::neon(&matrix, inputs, tokens, &mut sums) };
        assert_eq!(sums, expected, "neon");
    }
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the features are detected")]
    {
        if is_x86_feature_detected!("avx2") {
            sums.fill(0);
            // SAFETY: detected.
            unsafe { x86::avx2(&matrix, inputs, tokens, &mut sums) };
            assert_eq!(sums, expected, "avx2");
        }
        if is_x86_feature_detected!("avxvnni") {
            sums.fill(0);
            // SAFETY: detected.
            unsafe { x86::avxvnni(&matrix, inputs, tokens, &mut sums) };
            assert_eq!(sums, expected, "avxvnni");
        }
    }
}
