//! What a wording costs: the n-gram model, the context model, the neural network and the gate. None
//! of them knows the lattice.

pub mod context;
pub mod gate;
pub mod net;
pub mod ngram;
