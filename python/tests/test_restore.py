"""The functions and the restorer on strings."""

import os
import pickle
import re
import threading
import time
from pathlib import Path

import pytest

import unspin
from conftest import RESTORED, SPUN
from unspin import Restorer


def test_functions(spun):
    restored = unspin.restore(spun)
    assert restored != spun and "City council votes" in restored
    assert unspin.restore_batch([spun, "It rained."]) == [restored, "It rained."]
    assert unspin.explain(spun).text == restored


def test_clean_text_is_the_same_object():
    text = "".join(["It rained ", "on Monday."])
    assert unspin.restore(text) is text
    assert unspin.restore_batch([text])[0] is text


@pytest.mark.parametrize("text", ["", "\n", "ünï ☃ 😀", "nul\0nul", "\ud83d", "a\udc80b"])
def test_odd_texts(text):
    assert unspin.restore(text) == text
    assert unspin.explain(text).text == text
    assert unspin.restore_batch([text] * 3) == [text] * 3


def test_lone_surrogates_stay():
    restorer = Restorer(assume_spun=True)
    restored = restorer.restore(f"\ud83d {SPUN} \udc00")
    assert restored.startswith(f"\ud83d {RESTORED}") and restored.endswith(" \udc00")
    explained = restorer.explain(f"\ud83d {SPUN}")
    assert explained.edits[0].start == 2 + SPUN.index("Home")


def test_positions_are_characters(spun):
    text = "“😀” é — " + spun
    restored = Restorer(assume_spun=True).explain(text)
    assert len(restored.edits) > 50
    made, at = [], 0
    for edit in restored.edits:
        assert edit.start >= at and text[edit.start : edit.end] == edit.spun
        made += [text[at : edit.start], edit.original]
        at = edit.end
    assert "".join(made) + text[at:] == restored.text


def test_explained():
    restored = Restorer(assume_spun=True).explain(SPUN)
    home = restored.edits[0]
    assert (home.spun, home.original, home.rule, home.kind) == ("Home", "House", "home -> House", "exact") or home.original == "House"
    assert home.margin > 2 and 0.5 < home.confidence < 1
    assert home.choices[0][1] == 0 and len(home.choices) > 1
    assert str(restored) == restored.text and 0 <= restored.score <= 1
    assert pickle.loads(pickle.dumps(restored)) == restored


def test_verdict(spun):
    restored = unspin.explain(spun)
    assert restored.spun and restored.score > 0.99 and restored.log_odds > 0 and restored.density > 0.5
    assert restored.annotation() == {"score": 1.0, "density": round(restored.density, 3), "edits": len(restored.edits)}
    clean = unspin.explain("It rained on Monday.")
    assert not clean.spun and clean.edits == ()


def test_batches_keep_the_order_with_any_number_of_threads(texts):
    expected = [unspin.restore(text) for text in texts]
    for jobs in (1, 2, 7):
        restorer = Restorer(jobs=jobs)
        assert restorer.restore_batch(iter(texts)) == expected
        assert [restored.text for restored in restorer.explain_batch(texts)] == expected
    assert Restorer().restore_batch([]) == []


def test_other_threads_run_during_a_batch(spun):
    ticks, done = 0, threading.Event()

    def tick():
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    while ticks == 0:
        time.sleep(0.001)
    before = ticks
    unspin.restore_batch([spun] * 400)
    during = ticks - before
    done.set()
    thread.join()
    assert during > 3


def test_an_interrupt_stops_a_batch(spun):
    import signal

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            unspin.restore_batch([spun] * 100_000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_process_can_fork_between_batches(spun):
    expected = unspin.restore_batch([spun] * 4)
    child = os.fork()
    if child == 0:
        os._exit(0 if unspin.restore_batch([spun] * 4) == expected else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_clean_text_is_changed_only_if_it_is_assumed_spun(texts):
    clean = texts[-3:]
    assert Restorer().restore_batch(clean) == clean
    assert Restorer(assume_spun=True).restore_batch(clean) != clean


def test_settings(tmp_path):
    assert Restorer(assume_spun=True).restore(SPUN).startswith(RESTORED)
    assert Restorer(assume_spun=True, min_margin=1000).restore(SPUN) == SPUN
    edits = [len(Restorer(assume_spun=True, precision=name).explain(SPUN).edits) for name in ("cautious", "balanced", "eager")]
    assert edits == sorted(edits) and edits[0] > 0
    (tmp_path / "names.txt").write_text("# a band\nwhite home\n")
    for allow in (["white home"], tmp_path / "names.txt", str(tmp_path / "names.txt"), ["zebra", tmp_path / "names.txt"]):
        assert Restorer(assume_spun=True, allow=allow).restore(SPUN).startswith("The White Home said")


def test_pairs_of_the_user(tmp_path):
    (tmp_path / "own.tsv").write_text("white home\tBlue House\t20\n")
    file = tmp_path / "own.tsv"
    for lexicon in (file, str(file), [file], [("white home", "Blue House", 20)], [("zebra", "horse"), file]):
        assert Restorer(assume_spun=True, lexicon=lexicon).restore(SPUN).startswith("The Blue House said")


def test_methods_can_be_pickled(spun):
    assert pickle.loads(pickle.dumps(Restorer(jobs=1).restore))(spun) == unspin.restore(spun)


def test_a_pickled_restorer_does_not_need_its_files(tmp_path):
    file = tmp_path / "own.tsv"
    file.write_text("white home\tBlue House\t20\n")
    pickled = pickle.dumps(Restorer(assume_spun=True, lexicon=file, allow=["invoice"], jobs=2))
    file.unlink()
    restored = pickle.loads(pickled).restore(SPUN)
    assert restored.startswith("The Blue House said") and "invoice" in restored


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"precision": "bold"}, "precision is 'bold'; give one of cautious, balanced, eager"),
        ({"precision": "eager", "min_margin": 1}, "precision and min_margin exclude each other"),
        ({"min_margin": -1}, "min_margin is -1; give nats from 0 to 1000"),
        ({"min_margin": float("nan")}, "min_margin is nan"),
        ({"jobs": 0}, "jobs is 0"),
        ({"field": []}, "field has no name"),
        ({"field": "/a~b"}, 'field is "/a~b"; write ~ as ~0 and / as ~1 in a JSON pointer'),
        ({"lexicon": [("lead singer", "")]}, "lexicon:1: no original; write spun<TAB>original<TAB>count, or '# ' before a comment"),
        ({"lexicon": [("a", "b", 0)]}, "lexicon:1: 0 is not a count from 1 to 1000000"),
        ({"lexicon": [("a\tb", "c")]}, "has a tab or a line break"),
        ({"lexicon": ["a b"]}, "is not a pair"),
    ],
)
def test_wrong_settings(settings, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Restorer(**settings)


def test_wrong_files(tmp_path):
    with pytest.raises(FileNotFoundError):
        Restorer(lexicon=tmp_path / "none.tsv")
    Path(tmp_path / "own.tsv").write_text("a\tb\nlead singer\n")
    with pytest.raises(ValueError, match="own.tsv:2: no original"):
        Restorer(lexicon=tmp_path / "own.tsv")
    Path(tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(ValueError, match="latin.txt: is not UTF-8; convert it"):
        Restorer(allow=tmp_path / "latin.txt")


def test_wrong_types():
    for wrong in (None, 1, b"bytes"):
        with pytest.raises(TypeError):
            unspin.restore(wrong)
        with pytest.raises(TypeError):
            unspin.restore_batch(["a", wrong])


def test_a_batch_is_not_a_single_string():
    for call in (unspin.restore_batch, Restorer().restore_batch, Restorer().explain_batch):
        with pytest.raises(TypeError, match="expected a list of texts, got one str"):
            call(SPUN)
