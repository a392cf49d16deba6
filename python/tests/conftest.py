"""Texts of the repository, and the command to compare with."""

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
    """Spun, original and clean texts."""
    folders = (ROOT / "fixtures" / name for name in ("articles", "clean"))
    files = sorted(file for folder in folders for file in folder.glob("*.txt"))
    return [file.read_text(encoding="utf-8") for file in files]


@pytest.fixture(scope="session")
def spun() -> str:
    """A spun article."""
    return (ROOT / "fixtures/articles/town.spun.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def command() -> Callable[..., str]:
    """Runs the command on a text; returns what it prints."""
    path = os.environ.get("UNSPIN_BINARY")
    if path is None:
        pytest.skip("UNSPIN_BINARY does not name the command; tests/python.sh sets it")

    def run(text: str, *options: str) -> str:
        arguments = [path, "--no-config", *options]
        return subprocess.run(arguments, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()

    return run


@pytest.fixture(scope="session")
def records(command: Callable[..., str]) -> Callable[..., list[dict]]:
    """Runs the command on texts as JSON lines; returns the JSON lines that it prints."""

    def run(texts: list[str], *options: str) -> list[dict]:
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        return [json.loads(line) for line in command(lines, "--format", "jsonl", *options).splitlines()]

    return run
