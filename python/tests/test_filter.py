"""The package and the filter give the same for the same text and settings."""

import json
from pathlib import Path

import pytest

from conftest import ROOT
from unspin import Restorer

SETTINGS = [
    ({}, []),
    ({"precision": "cautious", "allow": ["city council"]}, ["--precision", "cautious", "--allow", "allow.txt"]),
    ({"assume_spun": True, "min_margin": 1.5}, ["--assume-spun", "--min-margin", "1.5"]),
    ({"lexicon": [("vital", "zebra", 9)]}, ["--lexicon", "own.tsv"]),
]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "allow.txt").write_text("city council\n")
    (tmp_path / "own.tsv").write_text("vital\tzebra\t9\n")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("settings", "options"), SETTINGS)
def test_texts_of_the_repository(program, texts, settings, options):
    restorer = Restorer(**settings)
    records = program(texts, "--annotate", *options)
    assert restorer.restore_batch(texts) == [record["text"] for record in records]
    assert [one.annotation() for one in restorer.explain_batch(texts)] == [record["unspin"] for record in records]


def test_edits(program, texts):
    text = "\n\n".join(texts)
    told = program([text], "--edits", "--assume-spun")
    edits = Restorer(assume_spun=True).explain(text).edits
    assert len(edits) == len(told) > 100
    for edit, expected in zip(edits, told):
        assert (edit.spun, edit.original, edit.rule, edit.kind) == (expected["spun"], expected["original"], expected["rule"], expected["kind"])
        assert (edit.margin, round(edit.confidence, 3)) == (expected["margin"], expected["confidence"])


SETS = sorted((ROOT / "../shared/bench").glob("*.jsonl"))


@pytest.mark.skipif(not SETS, reason="the development sets do not lie beside the repository")
@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_development_sets(program, file):
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    texts = [text if isinstance(text, str) else "\n\n".join(text) for text in (record["spun"] for record in records)]
    restored = Restorer().restore_batch(texts)
    assert restored == [record["text"] for record in program(texts)]
    assert restored != texts


def test_clean_development_set(program):
    file = ROOT / "../shared/bench/clean.txt"
    if not file.exists():
        pytest.skip("the development sets do not lie beside the repository")
    texts = file.read_text(encoding="utf-8").split("\n\n")
    assert Restorer().restore_batch(texts) == [record["text"] for record in program(texts)]
