//! Where the models meet the edges: adds the scores of the network and the context model to the fit.

use crate::cost::{Cost, milli};
use crate::lattice::{Edge, Lattice};
use crate::models::context::{self, ContextModel, Reader};
use crate::models::net::{self, Net, View};
use crate::text::token::Tokens;

/// Weight of the network in hundredths. The context model has a weight of 100, since it was trained
/// with the scores of the network as a fixed offset. Chosen on the development sets.
const NETWORK: Cost = 107;

/// Adds the scores of the network to the edges of all tokens that have more than one. `quoted` says
/// of each token whether it is in a quotation.
pub fn add_network(
    net: &Net<'_>,
    tokens: &Tokens,
    quoted: &[bool],
    lattice: &mut Lattice,
    scratch: &mut net::Scratch,
) {
    let open: Vec<usize> = (0..tokens.len())
        .filter(|&at| lattice.edges(at).len() > 1)
        .collect();
    net.each_view(tokens.as_slice(), quoted, &open, scratch, |at, view| {
        add_view(&view, lattice.edges_mut(at));
    });
}

/// Adds the scores of the network to all `edges` of the token that `view` belongs to.
pub fn add_view(view: &View<'_, '_>, edges: &mut [Edge]) {
    let Some((kept, others)) = edges.split_first_mut() else {
        return;
    };
    let keeping = view.keep(kept.keys.whole);
    let weighted = |score| milli(score) * NETWORK / 100;
    kept.fit += weighted(keeping);
    for edge in others {
        // A wording that the network does not know is neither better nor worse than the token.
        edge.fit += weighted(view.score(edge.keys.whole).unwrap_or(keeping));
    }
}

/// Adds the scores of the context model to the edges of all tokens that have more than one.
pub fn add_context(
    context: &ContextModel<'_>,
    tokens: &Tokens,
    quoted: &[bool],
    lattice: &mut Lattice,
    scratch: &mut context::Scratch,
) {
    let mut reader = context.read_document(tokens, scratch);
    for (at, &quoted) in quoted.iter().enumerate() {
        add_reading(&mut reader, at, quoted, lattice.edges_mut(at));
    }
}

/// Adds the scores of the context model to all `edges` of token `at`, if there is a choice. Those that
/// were computed before are used again.
pub fn add_reading(reader: &mut Reader<'_, '_>, at: usize, quoted: bool, edges: &mut [Edge]) {
    if edges.len() < 2 {
        return;
    }
    for edges in edges.chunk_by_mut(|a, b| a.to == b.to) {
        if edges.iter().any(|edge| edge.reading.is_none()) {
            let phrase = reader.phrase(at..edges[0].to, quoted);
            for edge in &mut *edges {
                edge.reading = Some(phrase.score(edge.keys));
            }
        }
        for edge in edges {
            edge.fit += edge.reading.unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::models::context::features::cross;
    use crate::models::context::{VERSION, WHAT};
    use crate::models::tiny;
    use crate::store::file::{self, Trust};
    use crate::store::hash;
    use crate::text::token::word_hash;

    /// The feature of a phrase alone: template 2.
    fn feature(phrase: u64) -> u64 {
        hash::pair(hash::mix(2), phrase)
    }

    #[test]
    fn edges_are_scored_for_the_phrase_that_they_cover() {
        let [white, home, house] = ["white", "home", "house"].map(word_hash);
        let [weights, values] = tiny::weights(&[
            (cross(feature(white), white), [20]),
            (
                cross(feature(hash::pair(white, home)), hash::pair(white, house)),
                [400],
            ),
            (cross(feature(home), house), [5000]),
        ]);
        let bytes = file::write(WHAT, VERSION, &[&weights, &values, &[]]);
        let context = ContextModel::read(&bytes, Trust::Checked).expect("just written");
        let rows = Lexicon::compile("white home\twhite house\t1\nhome\thouse\t1\n").expect("rows");
        let lexicon = Lexicon::read(&rows, Trust::Checked).expect("just compiled");
        let mut tokens = Tokens::default();
        tokens.push_text("the white home", 0);
        let mut lattice = Lattice::default();
        lattice.clear(0, 0);
        for _ in 0..3 {
            lattice.propose(&lexicon, &tokens, 3);
        }
        let mut scratch = context::Scratch::default();
        add_context(&context, &tokens, &[false; 3], &mut lattice, &mut scratch);
        let fits = |at| -> Vec<Cost> { lattice.edges(at).iter().map(|edge| edge.fit).collect() };
        assert_eq!(fits(0), [0]);
        assert_eq!(fits(1), [20, 400]);
        assert_eq!(fits(2), [0, 5000]);
    }
}
