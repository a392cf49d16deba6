"""The program with a small model of random numbers. tests/rescore.sh runs this."""

import os
import pathlib
import subprocess

import gguf
import numpy as np
import pytest
from tokenizers import pre_tokenizers

import rescore

WIDTH, HEADS, SHARED, HIDDEN, LAYERS = 64, 4, 2, 96, 2
HERE = pathlib.Path(__file__).parent
MERGES = ["t h", "Ġ th", "Ġth e"]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "small.gguf"
    random = np.random.default_rng(1)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = ["<end>", *alphabet, *(merge.replace(" ", "") for merge in MERGES)]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(SHARED)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(1e4)
    writer.add_token_list(tokens)
    writer.add_token_merges(MERGES)
    table = lambda name, *shape: writer.add_tensor(f"{name}.weight", random.normal(0, shape[-1] ** -0.5, shape).astype("<f4"))
    table("token_embd", len(tokens), WIDTH)
    table("output_norm", WIDTH)
    for layer in range(LAYERS):
        small = WIDTH * SHARED // HEADS
        shapes = {"attn_norm": [WIDTH], "attn_q": [WIDTH, WIDTH], "attn_k": [small, WIDTH], "attn_v": [small, WIDTH], "attn_output": [WIDTH, WIDTH]}
        shapes |= {"ffn_norm": [WIDTH], "ffn_gate": [HIDDEN, WIDTH], "ffn_up": [HIDDEN, WIDTH], "ffn_down": [WIDTH, HIDDEN]}
        for name, shape in shapes.items():
            table(f"blk.{layer}.{name}", *shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="module")
def model(path):
    return rescore.Llama(path)


DOCUMENT = ["The other ", ["man", "the men", "a man"], " said that 12 ", ["months", "months ago"], " had gone by.\nThe end ", ["came", "arrived"], "."]


def whole(model, text):
    tokens = np.array([0, *model.tokenizer.encode(text).ids])
    views, _ = model.read(tokens, np.arange(len(tokens)))
    return model.nats(views[:-1], tokens[1:]).sum()


def test_cost_differences_are_those_of_whole_texts(model):
    answers = [answer for text, places in rescore.parts(model, DOCUMENT) for answer in rescore.costs(model, text, places)]
    lists = [index for index, piece in enumerate(DOCUMENT) if isinstance(piece, list)]
    assert [len(answer) for answer in answers] == [len(DOCUMENT[index]) for index in lists]
    first = [piece if isinstance(piece, str) else piece[0] for piece in DOCUMENT]
    for index, answer in zip(lists, answers):
        alone = [whole(model, "".join([*first[:index], wording, *first[index + 1 :]])) for wording in DOCUMENT[index]]
        for cost, expected in zip(answer, alone):
            assert cost - answer[0] == pytest.approx(expected - alone[0], abs=0.001)


def test_long_documents_are_split(model):
    document = DOCUMENT * 100
    parts = list(rescore.parts(model, document))
    assert len(parts) > 1
    assert "".join(text for text, _ in parts) == "".join(piece if isinstance(piece, str) else piece[0] for piece in document)
    assert [wordings for _, places in parts for _, _, wordings in places] == [piece for piece in document if isinstance(piece, list)]
    assert all(text[start:end] == wordings[0] for text, places in parts for start, end, wordings in places)


def test_long_texts_between_places_are_split(model):
    document = ["It was said that ", ["this", "that"], " went on" * 3000 + ", and ", ["here", "there"], " it ended."]
    parts = list(rescore.parts(model, document))
    assert "".join(text for text, _ in parts) == "".join(piece if isinstance(piece, str) else piece[0] for piece in document)
    assert max(len(model.tokenizer.encode(text).ids) for text, _ in parts) <= rescore.MAX_TOKENS
    answers = [answer for text, places in parts for answer in rescore.costs(model, text, places)]
    assert [len(answer) for answer in answers] == [2, 2] and np.isfinite(answers).all()


def test_the_command_uses_the_program(path):
    text = (HERE / "../../fixtures/articles/town.spun.txt").read_bytes()
    restored = lambda *options: subprocess.run(
        [os.environ["UNSPIN_BINARY"], "--no-config", *options], input=text, capture_output=True, env={**os.environ, "RESCORE_GGUF": str(path)}, check=True
    )
    rescored = restored("--rescore", str(HERE / "rescore.py"))
    assert rescored.stderr == b""
    assert rescored.stdout != restored().stdout
    assert rescored.stdout.count(b"\n") == text.count(b"\n")
