#!/usr/bin/env python3
"""Check what the filter does to honest text, alone and next to spun text, against limits.

    tests/harm.py SHARED COMMAND

SHARED is the folder with the honest texts and the test sets; COMMAND is the filter. Runs SHARED/honest/score.py
and SHARED/bench/mixed.py, prints each figure with its limit from fixtures/harm.tsv, and exits with 1 if one is
missed.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIMITS = Path(__file__).parent.parent / "fixtures" / "harm.tsv"
# Alternating paragraphs are checked up to this many times as much clean text.
MOST_CLEAN = 4


def output(*command):
    """The JSON lines that a script prints."""
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def honest(shared, command):
    """Documents touched and edits made, of texts that nobody spun."""
    sets = sorted(shared.glob("honest/*.jsonl.xz"))
    rows = output(shared / "honest" / "score.py", "--brief", *sets, "--", command)
    kinds = [row for row in rows if row.get("kind") not in (None, "all")]
    english = [row for row in kinds if row["lang"] == "en"]
    others = [row for row in kinds if row["lang"] != "en"]
    return {
        ("honest", "english_touched"): sum(row["touched"] for row in english),
        ("honest", "english_edits"): sum(row["edits"] for row in english),
        ("honest", "other_touched"): sum(row["touched"] for row in others),
    }


def mixed(shared, command, name):
    """The worst figures of documents of which a part is spun."""
    files = [shared / "bench" / f"{name}.jsonl", shared / "bench" / "clean.txt"]
    rows = output(shared / "bench" / "mixed.py", *files, "--", command, "--no-config")
    blocks = [row for row in rows if row["arrangement"] != "alternating"]
    turns = [row for row in rows if row["arrangement"] == "alternating" and row["clean_to_spun"] <= MOST_CLEAN]
    return {
        (name, "block_changes"): max(row["clean_edits_per_1000"] for row in blocks),
        (name, "block_kept"): min(row["kept_share"] for row in blocks),
        (name, "block_found"): min(row["found"] for row in blocks),
        (name, "alternating_changes"): max(row["clean_edits_per_1000"] for row in turns),
        (name, "alternating_kept"): min(row["kept_share"] for row in turns),
    }


def is_within(figure, value, limit):
    return value >= limit if figure.endswith(("kept", "found")) else value <= limit


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    shared = Path(sys.argv[1])
    command = Path(sys.argv[2]).absolute()
    rows = [line.split("\t") for line in LIMITS.read_text().splitlines() if not line.startswith("#")]
    limits = {(name, figure): float(limit) for name, figure, limit in rows}
    names = sorted({name for name, _ in limits} - {"honest"})
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(honest, shared, command)]
        runs += [pool.submit(mixed, shared, command, name) for name in names]
        figures = {key: value for run in runs for key, value in run.result().items()}
    missed = 0
    for (name, figure), limit in limits.items():
        value = figures[name, figure]
        verdict = "ok" if is_within(figure, value, limit) else "MISSED"
        missed += verdict != "ok"
        print(f"{name}\t{figure}\t{value}\t{limit:g}\t{verdict}")
    sys.exit(f"harm: {missed} limits are missed" if missed else 0)


if __name__ == "__main__":
    main()
