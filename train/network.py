"""The network that net.py trains, and the examples that it is trained on.

The network is that of src/models/net. A token is the sum of a row for its word (or for its last
letters, if the word has none), a row for its letter case, and what the document layer makes of the
average of all tokens. Residual blocks of dilated convolutions follow. The score of a wording is the
product of the result and the row of the wording, plus the log probability of the channel.

Rows can be rounded to 4 bits and activations to 7, as in the packed network. Gradients then pass as
if they were not (straight-through estimator: Bengio, Leonard and Courville 2013).
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

PAD = 16  # empty positions between documents; more than the reach of any block
ENDINGS = 1024  # rows for last letters
SHAPES = 16  # rows for letter cases
PIECE_TOKENS = 1200  # longer documents are cut into pieces
# Layers are computed in bfloat16 where the processor can; elsewhere that is slower than float32.
REAL = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


class Examples:
    """The arrays of a folder, with long documents cut into pieces. Only the first `rows` words have a
    row of their own, as in the packed network."""

    def __init__(self, folder, rows):
        def load(name, kind):
            return np.memmap(f"{folder}/{name}", dtype=kind, mode="r")

        def keys(name):
            return np.fromfile(f"{folder}/{name}.keys", dtype="<u8").reshape(-1, 2)

        self.words = load("words", "<u2")
        self.endings = load("endings", "<u2")
        self.shapes = load("shapes", "u1")
        self.places = load("places", "<u4")
        self.counts = load("counts", "u1").reshape(-1, 2)
        self.wordings = load("wordings", "<u2")
        self.channel = load("channel", "<i2")
        self.word_keys = keys("word")[: rows + 1]
        self.wording_keys = keys("wording")
        lengths = load("lengths", "<u4").reshape(-1, 2).astype(np.int64)
        # The index of the first edge of each position, and of the first token and the first position of
        # each document.
        self.edge = starts(self.counts[:, 0])
        self.token = starts(lengths[:, 0])
        self.position = starts(lengths[:, 1])
        self.pieces = []  # document, first token, end
        for document, length in enumerate(lengths[:, 0]):
            parts = 1 if length <= PIECE_TOKENS else math.ceil(length / 1024)
            for i in range(parts):
                self.pieces.append((document, length * i // parts, length * (i + 1) // parts))

    def batch(self, chosen_pieces):
        """The pieces one after another, with padding around each, and their number. In each table, row 0 is
        for padding."""
        of_tokens = ["word", "ending", "shape", "piece"]
        of_positions = ["place", "count", "gold", "wording", "channel"]
        parts = {name: [] for name in of_tokens + of_positions}

        def pad():
            for name in of_tokens:
                parts[name].append(np.full(PAD, -1 if name == "piece" else 0))

        pad()
        base = PAD
        for number, piece in enumerate(chosen_pieces):
            low, high = self.pieces[piece][1:]
            self.add_tokens(piece, parts)
            parts["piece"].append(np.full(high - low, number))
            pad()
            self.add_positions(piece, base - low, parts)
            base += high - low + PAD
        arrays = {name: torch.from_numpy(np.concatenate(part)) for name, part in parts.items()}
        return arrays, len(chosen_pieces)

    def add_tokens(self, piece, parts):
        """Appends the tokens of a piece to `parts`."""
        document, low, high = self.pieces[piece]
        token = self.token[document]
        for name, array in (("word", self.words), ("ending", self.endings), ("shape", self.shapes)):
            numbers = array[token + low : token + high].astype(np.int64)
            if name == "word":
                numbers[numbers >= len(self.word_keys)] = 0
            parts[name].append(numbers + 1)

    def add_positions(self, piece, offset, parts):
        """Appends the positions of a piece to `parts`. Their tokens are shifted by `offset`."""
        document, low, high = self.pieces[piece]
        position = self.position[document]
        places = self.places[position : self.position[document + 1]]
        first, last = np.searchsorted(places, [low, high])
        chosen = slice(position + first, position + last)
        edges = slice(self.edge[chosen.start], self.edge[chosen.stop])
        parts["place"].append(places[first:last].astype(np.int64) + offset)
        parts["count"].append(self.counts[chosen, 0].astype(np.int64))
        parts["gold"].append(self.counts[chosen, 1].astype(np.int64))
        parts["wording"].append(self.wordings[edges].astype(np.int64))
        parts["channel"].append(self.channel[edges].astype(np.float32) / 100)


def starts(counts):
    """The index at which each of several consecutive runs starts, and the end of the last one."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def mix(hashes):
    """The same as `hash::mix` of the library."""
    shift, hashes = np.uint64(33), hashes.copy()
    hashes = (hashes ^ (hashes >> shift)) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> shift)) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashes ^ (hashes >> shift)


def ending_rows(keys):
    """The row for the last letters of each word or wording."""
    return torch.from_numpy((mix(keys[:, 1]) % np.uint64(ENDINGS)).astype(np.int64))


class Rows(torch.autograd.Function):
    """Rounds rows to 4 bits. Gradients pass unchanged."""

    @staticmethod
    def forward(_, rows):
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-6) / 7
        return (rows / scale).round().clamp(-7, 7) * scale

    @staticmethod
    def backward(_, gradient):
        return gradient


class Activations(torch.autograd.Function):
    """Rounds activations to multiples of `unit` from `low` to `high`. Gradients pass unchanged where
    an activation is within these limits."""

    @staticmethod
    def forward(context, numbers, unit, low, high):
        codes = (numbers.float() / unit).round()
        context.save_for_backward((codes >= low) & (codes <= high))
        return (codes.clamp(low, high) * unit).to(REAL)

    @staticmethod
    def backward(context, gradient):
        return gradient * context.saved_tensors[0], None, None, None


def linear(layer, numbers):
    return F.linear(numbers, layer.weight.to(REAL), layer.bias.to(REAL))


class Net(nn.Module):
    """The network. Block `i` has `hidden[i]` hidden units, and looks at the tokens `reaches[i]` before
    and after each token."""

    def __init__(self, examples, width, hidden, reaches):
        super().__init__()
        self.width, self.hidden, self.reaches, self.rounded = width, hidden, reaches, False
        words, wordings, blocks = len(examples.word_keys), len(examples.wording_keys), len(reaches)
        self.word_ending = ending_rows(examples.word_keys)
        self.wording_ending = ending_rows(examples.wording_keys)

        def table(rows, deviation):
            return nn.Parameter(torch.randn(rows, width) * deviation)

        self.word = table(words + 1, 0.3)
        self.ending = table(ENDINGS + 1, 0.3)
        self.shape = table(SHAPES + 1, 0.1)
        self.wording = table(wordings, 0.05)
        self.wording_end = table(ENDINGS, 0.05)
        self.bias = nn.Parameter(torch.zeros(wordings))
        self.keep = nn.Parameter(torch.zeros(width))  # is added to the row of a token that is kept
        self.inner = nn.ModuleList(nn.Linear(3 * width, units) for units in hidden)
        self.outer = nn.ModuleList(nn.Linear(units, width) for units in hidden)
        for layer in self.inner:
            nn.init.normal_(layer.weight, 0, 0.7 * (2 / (3 * width)) ** 0.5)
            nn.init.zeros_(layer.bias)
        self.document, self.last = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.document.weight)
        nn.init.eye_(self.last.weight)
        # Units of rounding: of the inputs of the inner layers and of the last layer, which have both
        # signs, and of the inputs of the outer layers, which are not negative.
        self.register_buffer("signed", torch.zeros(blocks + 1))
        self.register_buffer("positive", torch.zeros(blocks))
        self.register_buffer("greatest_mean", torch.zeros(1))  # greatest input of the document layer
        self.active = [torch.full((units,), 0.01) for units in hidden]  # how often each unit is above zero
        self.loudness = None  # how much each unit adds to the tokens, if it is measured

    def round(self, numbers, units, index, low, high):
        """Rounds activations, if this part of the training has begun. In training, the unit
        `units[index]` follows their 99.95th percentile."""
        if not self.rounded:
            return numbers
        if self.training:
            sample = numbers.detach()[::7].float().abs().flatten()
            sample = sample[sample > 0][:20_000]
            most = torch.quantile(sample, 0.9995) / high if len(sample) else units[index].clamp(min=1e-3)
            units[index] = most if units[index] == 0 else 0.98 * units[index] + 0.02 * most
        return Activations.apply(numbers, units[index].clone(), low, high)

    @torch.no_grad()
    def recycle(self, adam):
        """Initialises hidden units that are hardly ever above zero again, because their gradients are zero
        and they would stay useless (Sokar et al. 2023). Returns their number."""
        count = 0
        for inner, outer, active in zip(self.inner, self.outer, self.active):
            dormant = active < 1e-3
            count += int(dormant.sum())
            noise = torch.randn(int(dormant.sum()), inner.weight.shape[1])
            inner.weight[dormant] = noise * inner.weight[~dormant].std()
            inner.bias[dormant] = 0
            outer.weight[:, dormant] = 0
            for moment in ("exp_avg", "exp_avg_sq"):
                for parameter, rows in ((inner.weight, dormant), (inner.bias, dormant)):
                    adam.state[parameter][moment][rows] = 0
                adam.state[outer.weight][moment][:, dormant] = 0
            active[dormant] = 0.01
        return count

    def input_rows(self):
        """Rows for words, to which those for their last letters are added, and then rows for the last
        letters of all other words."""
        known = self.word[2:] + self.ending[1:][self.word_ending[1:]]
        return torch.cat([known, self.word[1:2] + self.ending[1:]])

    def wording_rows(self):
        return self.wording + self.wording_end[self.wording_ending]

    def forward(self, batch, pieces):
        """The log probability of the right wording of each position, and whether it is the most likely
        one."""
        inputs, wordings = self.input_rows(), self.wording_rows()
        if self.rounded:
            inputs, wordings = Rows.apply(inputs), Rows.apply(wordings)
        tokens, there = self.embedded(batch, pieces, inputs)
        tokens = self.convolved(tokens, there)[batch["place"]]
        view = linear(self.last, self.round(tokens, self.signed, len(self.reaches), -64, 63)).float()
        return self.log_probabilities(batch, view, wordings)

    def embedded(self, batch, pieces, inputs):
        """The tokens before the first block, and 1 for each token that is not padding."""
        piece = batch["piece"]
        there = (piece >= 0).unsqueeze(1).float()
        known = len(inputs) - ENDINGS
        ending = known + (batch["ending"] - 1).clamp(min=0)
        row = torch.where(batch["word"] >= 2, batch["word"] - 2, ending)
        tokens = (F.embedding(row, inputs) + F.embedding(batch["shape"], self.shape)) * there
        index = piece.clamp(min=0)
        sums = torch.zeros(pieces, self.width).index_add_(0, index, tokens)
        mean = sums / torch.zeros(pieces).index_add_(0, index, there[:, 0]).unsqueeze(1)
        greatest = mean.detach().abs().max().reshape(1)
        self.greatest_mean = torch.maximum(self.greatest_mean, greatest)
        tokens = tokens + F.embedding(index, self.document(mean)) * there
        return tokens.to(REAL), there.to(REAL)

    def convolved(self, tokens, there):
        """The tokens after all blocks."""
        for i, reach in enumerate(self.reaches):
            seen = self.round(tokens, self.signed, i, -64, 63)
            before, after = F.pad(seen[:-reach], (0, 0, reach, 0)), F.pad(seen[reach:], (0, 0, 0, reach))
            hidden = F.relu(linear(self.inner[i], torch.cat([before, seen, after], 1)))
            if self.training:
                is_active = (hidden.detach()[::5] > 0).float().mean(0)
                self.active[i] = 0.99 * self.active[i] + 0.01 * is_active
            if self.loudness:
                self.loudness[i] += hidden[::5].float().mean(0) * self.outer[i].weight.norm(dim=0)
            hidden = self.round(hidden, self.positive, i, 0, 127)
            tokens = (tokens + linear(self.outer[i], hidden)) * there
        return tokens

    def log_probabilities(self, batch, view, wordings):
        """The result of `forward`, given the network's view of each position."""
        count = batch["count"]
        example = torch.repeat_interleave(torch.arange(len(count)), count)
        first = torch.cumsum(count, 0) - count
        scores = (F.embedding(batch["wording"], wordings) * view[example]).sum(1)
        scores = scores + self.bias[batch["wording"]]
        scores = scores.index_add(0, first, view @ self.keep) + batch["channel"]
        most = torch.full((len(count),), -1e9).scatter_reduce(0, example, scores.detach(), "amax")
        total = torch.zeros(len(count)).index_add_(0, example, torch.exp(scores - most[example]))
        right = scores[first + batch["gold"]]
        return right - most - torch.log(total), right >= most - 1e-6

    def write(self, examples, path):
        """Writes the raw file that `unspin-train pack` reads. train/src/net.rs describes it."""

        def floats(array):
            return np.ascontiguousarray(array.detach().float().numpy(), dtype="<f4").tobytes()

        def layer(greatest, linear):
            return b"".join(floats(part) for part in (greatest.reshape(1), linear.weight, linear.bias))

        rows = len(examples.word_keys) - 1
        inputs = self.input_rows()
        sizes = [self.width, rows, len(examples.wording_keys) - 1, len(self.reaches)]
        with open(path, "wb") as out:
            out.write(np.array([*sizes, *self.reaches, *self.hidden], dtype="<u4").tobytes())
            out.write(examples.word_keys[1 : 1 + rows, 0].tobytes())
            out.write(examples.wording_keys[1:, 0].tobytes())
            out.write(floats(inputs[:rows]) + floats(inputs[-ENDINGS:]) + floats(self.shape[1:]))
            out.write(layer(self.greatest_mean, self.document))
            for i in range(len(self.reaches)):
                out.write(layer(self.signed[i] * 63, self.inner[i]))
                out.write(layer(self.positive[i] * 127, self.outer[i]))
            out.write(layer(self.signed[-1] * 63, self.last))
            out.write(floats(self.wording_rows()[1:]) + floats(self.bias[1:]) + floats(self.keep))
