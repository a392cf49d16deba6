"""The package and the command give the same results for the same text and settings."""

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
def test_texts_of_the_repository(records, texts, settings, options):
    restorer = Restorer(**settings)
    expected = records(texts, "--annotate", *options)
    assert restorer.restore_batch(texts) == [record["text"] for record in expected]
    assert [one.annotation() for one in restorer.explain_batch(texts)] == [record["unspin"] for record in expected]


def test_edits(records, texts):
    text = "\n\n".join(texts)
    printed = records([text], "--edits", "--assume-spun")
    edits = Restorer(assume_spun=True).explain(text).edits
    assert len(edits) == len(printed) > 100
    for edit, expected in zip(edits, printed):
        for name in ("spun", "original", "rule", "kind", "margin"):
            assert getattr(edit, name) == expected[name]
        assert round(edit.confidence, 3) == expected["confidence"]


SETS = sorted((ROOT / "../shared/bench").glob("*.jsonl"))


@pytest.mark.skipif(not SETS, reason="no development sets next to the repository")
@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_development_sets(records, file):
    spun = [json.loads(line)["spun"] for line in file.read_text(encoding="utf-8").splitlines()]
    texts = [text if isinstance(text, str) else "\n\n".join(text) for text in spun]
    restored = Restorer().restore_batch(texts)
    assert restored == [record["text"] for record in records(texts)]
    assert restored != texts


def test_clean_development_set(records):
    file = ROOT / "../shared/bench/clean.txt"
    if not file.exists():
        pytest.skip("no development sets next to the repository")
    texts = file.read_text(encoding="utf-8").split("\n\n")
    assert Restorer().restore_batch(texts) == [record["text"] for record in records(texts)]


def test_families(command, spun):
    pairs = [("humongous", "large"), ("feline", "cat"), ("perambulate", "walk"), ("abode", "house"), ("munch", "eat"), ("repast", "meal")]
    lexicon = "".join(f"{a}\t{b}\t9\n" for a, b in pairs)
    Path("blogs.tsv").write_text(lexicon)
    text = " ".join(["The humongous feline wants to perambulate to the abode and munch a repast."] * 9)
    for settings, options in [({"family": "blogs.tsv"}, ["--family", "blogs.tsv"]), ({"thesaurus": "blogs.tsv"}, ["--thesaurus", "blogs.tsv"])]:
        for one in (text, spun):
            assert Restorer(**settings).restore(one) == command(one, *options)
    explained = Restorer(family=["blogs.tsv"]).explain(text)
    assert (explained.family, explained.spun) == ("blogs", True)
    assert Restorer().explain(spun).family == "news-spinner"


def test_wrong_families():
    Path("news-spinner.tsv").write_text("a b\tc d\n")
    with pytest.raises(ValueError, match="news-spinner.tsv: there is already a family"):
        Restorer(family="news-spinner.tsv")
    Path("bad.tsv").write_text("a b\n")
    with pytest.raises(ValueError, match="bad.tsv:1: no original"):
        Restorer(family=["bad.tsv"])


def test_score(texts):
    restorer = Restorer()
    explained = restorer.explain_batch(texts)
    assert [restorer.score(text) for text in texts] == [one.score for one in explained]
    assert [restorer.density(text) for text in texts] == [one.density or 0 for one in explained]
