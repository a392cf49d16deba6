use super::*;

/// The runs as pairs of first block and end.
fn runs(evidence: &[Cost]) -> Vec<(usize, usize)> {
    pairs(&spun_runs(evidence))
}

fn pairs(ranges: &[Range<usize>]) -> Vec<(usize, usize)> {
    ranges
        .iter()
        .map(|range| (range.start, range.end))
        .collect()
}

#[test]
fn text_is_cut_at_blank_lines_and_where_a_line_starts_a_sentence() {
    let mut tokens = Tokens::default();
    tokens.push_text("A Headline\nIt was\na day.\n\nSo it\nwas.", 0);
    assert_eq!(cut(&tokens), [0..2, 2..7, 7..11]);
    tokens.clear();
    assert!(cut(&tokens).is_empty());
}

/// 12 blocks with the log odds `most`, except block `at`. Eleven pairs of blocks cost 8623 at the
/// second rate, whatever they are.
fn all_but(at: usize, odds: Cost, most: Cost) -> Vec<Cost> {
    let mut evidence = vec![most; 12];
    evidence[at] = odds;
    evidence
}

#[test]
fn a_run_has_to_pay_for_its_changes() {
    // Two changes cost 2 * (2000 - 145) more than none.
    assert_eq!(runs(&all_but(5, 3711, -9000)), [(5, 6)]);
    assert_eq!(runs(&all_but(5, 3710, -9000)), []);
    // At the end of a text there is one change.
    assert_eq!(runs(&all_but(11, 1856, -9000)), [(11, 12)]);
    assert_eq!(runs(&all_but(11, 1855, -9000)), []);
    assert_eq!(runs(&[]), []);
}

#[test]
fn a_clean_block_between_spun_ones_has_to_pay_too() {
    assert_eq!(runs(&all_but(5, -3709, 9000)), [(0, 12)]);
    assert_eq!(runs(&all_but(5, -3710, 9000)), [(0, 5), (6, 12)]);
}

#[test]
fn many_changes_cost_less_each() {
    // Six blocks have to pay 8623 - 11 * 145 together, which is 1171.3 each.
    let turns = |odds| [-9000, odds].repeat(6);
    assert_eq!(runs(&turns(1172)).len(), 6);
    assert_eq!(runs(&turns(1171)), []);
}

#[test]
fn log_odds_are_those_of_the_path() {
    let evidence = [-1000, 7000, 2000, -500];
    let odds = |start, end| log_odds(&evidence, std::slice::from_ref(&(start..end)));
    assert_eq!(odds(0, 4), 7500);
    // One change costs 3000 - 51.
    assert_eq!(odds(2, 4), 2000 - 500 - 2949);
    // Any number costs 3 * 693 + 1500 at the second rate, but 3 * 51 are saved.
    assert_eq!(odds(1, 3), 7000 + 2000 - 3426);
    assert_eq!(log_odds(&evidence, &[0..1, 2..3]), -1000 + 2000 - 3426);
}

#[test]
fn likely_runs_are_looked_at_with_their_neighbours() {
    let words = [-9000, -9000, 8000, -1000, -9000, -9000];
    assert_eq!(pairs(&regions(&words)), [(1, 4)]);
    assert!(regions(&[-1000, 2000, -1000]).is_empty());
}
