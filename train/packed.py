"""Reads a packed network (*.net), such as dictionaries/news-spinner.net, to continue its training.

src/models/net/read.rs describes the sections of the file, and src/store/static_map the maps in it.
"""

import numpy as np
import torch

from network import ENDINGS, SHAPES, mix

HEADER = 32  # bytes before the checksum of a file, and before the cells of a map
TILE = 16  # outputs whose weights are stored together
PRIME = np.uint64(0x9E3779B97F4A7C15)


def sections(path):
    """The sections of a data file."""
    data = open(path, "rb").read()
    if not data.startswith(b"unspin net 2\n"):
        raise SystemExit(f"{path}: is not a network of version 2")
    count = int.from_bytes(data[HEADER + 8 : HEADER + 16], "little")
    lengths = np.frombuffer(data, "<u8", count, HEADER + 16)
    ends = HEADER + 16 + 8 * count + np.cumsum(lengths)
    return [data[end - length : end] for end, length in zip(ends.tolist(), lengths.tolist())]


def look_up(section, keys):
    """The value of each key in a static map, or -1 for a key that is not stored."""
    seed = np.frombuffer(section, "<u8", 1)[0]
    segment_bits, segments, fingerprint_bits, value_bits = np.frombuffer(section, "<u4", 4, 8).tolist()
    bits = fingerprint_bits + value_bits
    hashes = mix(keys ^ seed)
    first = [(hash * (segments - 2)) >> 64 for hash in hashes.tolist()]
    first = np.array(first, dtype=np.uint64)
    found = np.zeros(len(keys), dtype=np.uint64)
    cells = np.frombuffer(section, "u1", offset=HEADER).astype(np.uint64)
    for i, shift in enumerate((0, 13, 26)):
        low = (hashes >> np.uint64(shift)) & np.uint64((1 << segment_bits) - 1)
        bit = (((first + np.uint64(i)) << np.uint64(segment_bits)) + low) * np.uint64(bits)
        at, rest = (bit >> np.uint64(3)).astype(np.int64), bit & np.uint64(7)
        four = sum(cells[at + j] << np.uint64(8 * j) for j in range(4))
        found ^= four >> rest
    found &= np.uint64((1 << bits) - 1)
    pair = (((hashes << np.uint64(23)) | (hashes >> np.uint64(41))) ^ seed) * PRIME
    pair = (pair ^ (pair >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    fingerprint = (pair >> np.uint64(32)) & np.uint64((1 << fingerprint_bits) - 1)
    values = (found & np.uint64((1 << value_bits) - 1)).astype(np.int64)
    return np.where(found >> np.uint64(value_bits) == fingerprint, values, -1)


def rows(codes, scales, width):
    """Rows of 4-bit numbers as floats."""
    codes = np.frombuffer(codes, "u1").reshape(-1, width // 2)
    scales = (np.frombuffer(scales, "<u2").astype("<u4") << 16).view("<f4")
    numbers = np.concatenate([codes & 15, codes >> 4], axis=1).astype(np.float32) - 8
    return torch.from_numpy(numbers * scales[:, None])


class Layers:
    """The sections of the layers, read from their beginning to their end."""

    def __init__(self, weights, numbers):
        self.weights, self.numbers = np.frombuffer(weights, "i1"), np.frombuffer(numbers, "<f4")

    def floats(self, count):
        now, self.numbers = self.numbers[:count], self.numbers[count:]
        return torch.from_numpy(now.copy())

    def load(self, layer, zero):
        """Sets the weights of `layer` and returns the unit of its inputs. `zero` is the code of 0."""
        outputs, inputs = layer.weight.shape
        codes, self.weights = np.split(self.weights, [outputs * inputs])
        codes = codes.reshape(-1, inputs // 4, TILE, 4).transpose(0, 2, 1, 3).reshape(outputs, inputs)
        codes = torch.from_numpy(codes.astype(np.float32))
        unit = 1 / self.floats(1)
        units, biases = self.floats(outputs), self.floats(outputs)
        layer.weight.copy_(codes * (units / unit)[:, None])
        layer.bias.copy_(biases + zero * units * codes.sum(1))
        return unit


@torch.no_grad()
def load(net, examples, path):
    """Sets the weights of `net` to those of a packed network of the same sizes. Words that it does not
    know get the row of their last letters; wordings that it does not know stay as they are."""
    plan, words, wordings, inputs, input_scales, outputs, output_scales, biases, weights, numbers = (
        sections(path)
    )
    plan = np.frombuffer(plan, "<u4").tolist()
    if plan[0] != net.width or plan[1::2] != net.reaches or plan[2::2] != net.hidden:
        raise SystemExit(f"{path}: has other sizes: {plan}")
    inputs = rows(inputs, input_scales, net.width)
    outputs = rows(outputs, output_scales, net.width)
    known, endings = inputs[:-ENDINGS], inputs[-ENDINGS:]
    net.word.zero_()
    net.ending[1:] = endings
    found = torch.from_numpy(look_up(words, examples.word_keys[1:, 0]))
    is_known = (found >= 0) & (found < len(known))
    rest = known[found.clamp(0, len(known) - 1)] - endings[net.word_ending[1:]]
    net.word[2:][is_known] = rest[is_known]
    found = torch.from_numpy(look_up(wordings, examples.wording_keys[:, 0]))
    is_known = (found >= 0) & (found < len(outputs))
    net.wording_end.zero_()
    net.wording[is_known] = outputs[found[is_known]]
    net.bias[is_known] = torch.from_numpy(np.frombuffer(biases, "<f4").copy())[found[is_known]]
    layers = Layers(weights, numbers)
    net.shape[1:] = layers.floats(SHAPES * net.width).reshape(SHAPES, net.width)
    net.greatest_mean[:] = layers.load(net.document, 64) * 63
    for i, (inner, outer) in enumerate(zip(net.inner, net.outer)):
        net.signed[i] = layers.load(inner, 64)[0]
        net.positive[i] = layers.load(outer, 0)[0]
    net.signed[-1] = layers.load(net.last, 64)[0]
    net.keep.copy_(layers.floats(net.width))
    print(f"{path}: {int(is_known.sum())} of {len(is_known)} wordings are known", flush=True)
