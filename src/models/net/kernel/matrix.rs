//! The layout of a matrix and of its inputs.

#[cfg(target_arch = "x86_64")]
use std::sync::OnceLock;

/// Outputs that are computed at the same time.
pub const TILE: usize = 16;
/// Inputs that one instruction multiplies and adds for each output.
pub(super) const GROUP: usize = 4;
/// Bytes of one group for all outputs of a tile.
pub(super) const STEP: usize = TILE * GROUP;

/// A matrix of signed bytes as the file stores it: for each tile of 16 outputs, for each group of 4
/// inputs, 4 weights of each output.
#[derive(Clone, Debug)]
pub struct Matrix<'a> {
    pub(super) weights: &'a [u8],
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// What the kernel for AVX2 knows about the weights, once it has been used.
    #[cfg(target_arch = "x86_64")]
    pub(super) wide: OnceLock<Box<[bool]>>,
}

/// The inputs of consecutive tokens.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    /// Activations, 0 to 127.
    bytes: &'i [u8],
    /// Bytes of a token.
    length: usize,
}

impl<'i> Inputs<'i> {
    /// The inputs of tokens with `length` activations each, 0 to 127, one token after another.
    pub fn of(bytes: &'i [u8], length: usize) -> Self {
        Self { bytes, length }
    }

    /// Activations of a token.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The inputs of a token.
    pub(super) fn token(&self, token: usize) -> &'i [[u8; GROUP]] {
        self.bytes[token * self.length..][..self.length]
            .as_chunks()
            .0
    }
}

impl<'a> Matrix<'a> {
    /// A matrix over `weights`. `None` if their number is wrong, or if `inputs` or `outputs` are not
    /// multiples of the layout.
    pub fn new(weights: &'a [u8], inputs: usize, outputs: usize) -> Option<Self> {
        let whole = weights.len() == inputs * outputs
            && inputs.is_multiple_of(2 * GROUP)
            && outputs.is_multiple_of(TILE);
        whole.then_some(Self {
            weights,
            inputs,
            outputs,
            #[cfg(target_arch = "x86_64")]
            wide: OnceLock::new(),
        })
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Weight of an input for an output.
    pub fn at(&self, input: usize, output: usize) -> i8 {
        let tile = output / TILE * self.inputs * TILE;
        self.weights[tile + input / GROUP * STEP + output % TILE * GROUP + input % GROUP]
            .cast_signed()
    }
}
