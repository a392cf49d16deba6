"""The command of the package prints the same bytes as the native program, and ends in the same way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

ARTICLES = [str(file) for file in sorted((ROOT / "fixtures/articles").glob("t*.txt"))]
SPUN = (ROOT / "fixtures/articles/town.spun.txt").read_bytes()

#: Arguments, and standard input.
RUNS = [
    (ARTICLES, b""),
    ([], SPUN),
    (["--edits", *ARTICLES], b""),
    (["--score", *ARTICLES], b""),
    (["--check", *ARTICLES], b""),
    (["--format", "jsonl"], b'{"text": "It rained."}\nnot JSON\n'),
    (["--terms"], "Profound learning needs data.\n".encode()),
    (["--stats=xml"], b""),
    (["nothere.txt"], b""),
    (["--version"], b""),
    (["--help"], b""),
    (["--generate", "man"], b""),
    (["--dump-config"], b""),
]


def run(command: list[str], arguments: list[str], text: bytes) -> tuple[int, bytes, bytes]:
    done = subprocess.run([*command, "--no-config", *arguments], input=text, capture_output=True)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def native() -> str:
    path = os.environ.get("UNSPIN_BINARY")
    if path is None:
        pytest.skip("UNSPIN_BINARY does not name the command; tests/python.sh sets it")
    return path


@pytest.mark.parametrize(("arguments", "text"), RUNS, ids=lambda value: str(value)[:20])
def test_same_bytes_and_status(native, arguments, text):
    script = str(Path(sys.executable).parent / "unspin")
    expected = run([native], arguments, text)
    assert run([script], arguments, text) == expected
    assert run([sys.executable, "-m", "unspin"], arguments, text) == expected


def test_files_are_restored_in_place(native, tmp_path):
    file = tmp_path / "a b.txt"
    file.write_bytes(SPUN)
    assert run([sys.executable, "-m", "unspin"], ["-w", str(file)], b"") == (0, b"", b"")
    assert file.read_bytes() == run([native], [], SPUN)[1]


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
def test_an_interrupt_ends_it():
    command = [sys.executable, "-m", "unspin", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # The answer to the first line shows that it runs.
        process.stdin.write(b'{"text": "It rained."}\n')
        process.stdin.flush()
        assert process.stdout.readline() == b'{"text": "It rained."}\n'
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
