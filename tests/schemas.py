"""Validates what the command prints: tests/schemas.py COMMAND SARIF_SCHEMA

The output is that for the articles of fixtures/ in several formats, with every kind of edit and document.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

ROOT = Path(__file__).parent.parent
PAPER = "Profound learning needs data. They call it “profound learning”.\n"
# A typing error, an article, and alternatives.
KINDS = "He mentioned that indviduals within the nation need a gizmo. {It|That} was a tough state of affairs.\n"


def written(folder):
    """Writes inputs of several formats into `folder`."""
    spun = (ROOT / "fixtures/articles/town.spun.txt").read_text()
    clean = (ROOT / "fixtures/articles/town.orig.txt").read_text()
    page = spun.encode()
    length = len(page)
    archive = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    lines = [json.dumps({"text": text}) for text in (spun, clean, PAPER)] + ["[]", ""]
    inputs = {
        "a b.txt": page,
        "clean.txt": clean.encode(),
        "empty.txt": b"",
        "kinds.txt": KINDS.encode(),
        "lines.jsonl": "\n".join(lines).encode(),
        "own.words": b"gizmo\tapparatus\t100\n",
        "odd.txt": b"This is a {big|large} {house|home}. It was {cold|chilly}.\n",
        "page.warc": archive.encode() + page + b"\r\n\r\n",
        "paper.txt": PAPER.encode(),
        "wide.txt": spun.encode("utf-16"),
    }
    for name, text in inputs.items():
        (folder / name).write_bytes(text)


def validate(name, schema, values):
    """Validates `values`, and prints how many there are. There must be some."""
    validator = validator_for(schema, default=Draft202012Validator)
    validator.check_schema(schema)
    problems = [error for value in values for error in validator(schema).iter_errors(value)]
    for error in problems[:5]:
        print(f"{name}: {error.json_path}: {error.message}", file=sys.stderr)
    print(f"{name}: {len(values)} valid")
    if problems or not values:
        sys.exit(f"{name}: there are wrong values, or none")


def main():
    command, sarif_schema = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder))

        def run(*arguments):
            call = [command, "--no-config", "--skip-bad", "--quiet", *arguments, "."]
            done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
            return done.stdout, done.stderr

        def lines(text):
            return [json.loads(line) for line in text.splitlines()]

        kinds = ["--assume-spun", "--spintax=best", "--lexicon=own.words"]
        outputs = {
            "edits": lines(run("--edits")[0]) + lines(run("--edits", *kinds)[0]) + lines(run("--check=json")[0]),
            "score": lines(run("--score")[0]) + lines(run("--score", *kinds)[0]),
            "stats": lines(run("--stats=json", "--score")[1]),
            "terms": lines(run("--terms=json")[0]),
        }
        logs = [json.loads(run("--check=sarif", *options)[0]) for options in ([], kinds, ["--allow=empty.txt"])]
    for name, values in outputs.items():
        schema = json.loads((ROOT / "docs/schema" / f"{name}.schema.json").read_text())
        validate(name, schema, values)
        # What is optional or may be null has to occur with and without.
        members = set().union(*values)
        missing = set(schema["properties"]) - members
        if missing:
            sys.exit(f"{name}: no value has {missing}")
    found = {edit["kind"] for edit in outputs["edits"]}
    print("kinds:", *sorted(found))
    if not {"exact", "article", "spintax", "header"} <= found:
        sys.exit("edits: some kinds are missing")
    validate("sarif", json.loads(Path(sarif_schema).read_text()), logs)
    if not all(log["runs"][0]["results"] for log in logs):
        sys.exit("sarif: a log has no results")


main()
