"""Texts of the repository, and the filter to compare with."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPUN = "The White Home mentioned Thursday that the invoice will not be signed."
RESTORED = "The White House said Thursday that the bill "


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Spun, original and clean texts; all of them are the project's own."""
    files = sorted(file for folder in ("articles", "clean") for file in (ROOT / "fixtures" / folder).glob("*.txt"))
    return [file.read_text(encoding="utf-8") for file in files]


@pytest.fixture(scope="session")
def spun(texts: list[str]) -> str:
    """A spun article."""
    return (ROOT / "fixtures/articles/town.spun.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def program() -> Callable[..., list[dict]]:
    """Sends texts as JSON lines through the filter; returns the JSON lines that it prints."""
    path = os.environ.get("UNSPIN_BINARY")
    if path is None:
        pytest.skip("UNSPIN_BINARY does not name the filter; tests/python.sh sets it")

    def run(texts: list[str], *options: str) -> list[dict]:
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        command = [path, "--no-config", "--format", "jsonl", *options]
        done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
