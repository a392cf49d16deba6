#!/usr/bin/env python3
"""Check that the score of the filter is a calibrated probability, and print what thresholds give.

    tests/calibration.py SHARED COMMAND
    tests/calibration.py --fit SHARED COMMAND

SHARED is the folder with the test sets and the honest texts; COMMAND is the filter. Passages of 20 to 1,000
words are cut from the spun and the original side of the sets. For each family of spinners and for the honest
texts, prints the expected calibration error: the mean distance between the score and the share of spun texts,
in 15 bins of equal width (Guo et al. 2017). Exits with 1 if one is above its limit in fixtures/calibration.tsv.

With --fit, prints weights for src/restore/score.rs instead, fitted on passages of the training pairs.
"""

import json
import lzma
import math
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

LIMITS = Path(__file__).parent.parent / "fixtures" / "calibration.tsv"
LENGTHS = [20, 30, 50, 70, 100, 150, 200, 300, 500, 1000]
FAMILIES = {
    "news-spinner": ["news_dense", "news_mild", "news_quotes", "other_dense"],
    "article-rewriter": ["groups_news", "groups_other"],
}
PAIRS = ["train", "groups"]
DOCUMENTS = 1500  # of each file of pairs
BINS = 15
THRESHOLDS = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]


def documents(path, limit=None):
    """The paragraphs of each document, as pairs of spun and original text."""
    found = {}
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["doc"] not in found and limit and len(found) == limit:
                break
            found.setdefault(row["doc"], []).append((row["spun"], row["orig"]))
    return found.values()


def passages(paragraphs):
    """Cuts the paragraphs into passages of a random number of words, with that number."""
    taken, count, wanted = [], 0, random.choice(LENGTHS)
    for paragraph in paragraphs:
        words = paragraph.split(" ")
        while words:
            part, words = words[: wanted - count], words[wanted - count :]
            taken.append(" ".join(part))
            count += len(part)
            if count == wanted:
                yield wanted, "\n\n".join(taken)
                taken, count, wanted = [], 0, random.choice(LENGTHS)


def passages_of(files, limit=None):
    """Passages of both sides: length, whether it is spun, text."""
    random.seed(1)
    for path in files:
        for pairs in documents(path, limit):
            for side, is_spun in enumerate([True, False]):
                for length, text in passages(pair[side] for pair in pairs):
                    yield length, is_spun, text


def scores(command, texts, field_format="text"):
    """What --score prints for each text."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    options = ["--no-config", "--score", "--format=jsonl", f"--field-format={field_format}"]
    done = subprocess.run([command, *options], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(texts), "one line for each text"
    return rows


def judged(command, files, limit=None):
    """Passages with their scores: (length, whether it is spun, score)."""
    cut = list(passages_of(files, limit))
    rows = scores(command, [text for _, _, text in cut])
    return [(length, is_spun, row) for (length, is_spun, _), row in zip(cut, rows)]


def honest(shared, command):
    """The scores of all honest texts, by kind and language."""
    found = defaultdict(list)
    for path in sorted(shared.glob("honest/*.jsonl.xz")):
        by_format = defaultdict(list)
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                by_format[row["format"]].append(row)
        for name, rows in by_format.items():
            for row, score in zip(rows, scores(command, [row["text"] for row in rows], name)):
                found[f"{row['kind']}/{row['lang']}"].append((None, False, score))
    return found


def error(rows):
    """The expected calibration error."""
    bins = defaultdict(float)
    for _, is_spun, row in rows:
        bins[min(int(row["score"] * BINS), BINS - 1)] += row["score"] - is_spun
    return sum(map(abs, bins.values())) / len(rows)


def check(shared, command):
    families = {
        family: judged(command, [shared / "bench" / f"{name}.jsonl" for name in names])
        for family, names in FAMILIES.items()
    }
    kinds = honest(shared, command)
    every_honest = [row for rows in kinds.values() for row in rows]
    every = [row for rows in families.values() for row in rows] + every_honest
    limits = dict(line.split("\t") for line in LIMITS.read_text().splitlines() if not line.startswith("#"))
    missed = 0
    print("set\terror\tlimit\ttexts")
    for name, rows in [*families.items(), ("honest", every_honest), ("all", every)]:
        found = error(rows)
        missed += found > float(limits[name])
        print(f"{name}\t{found:.4f}\t{limits[name]}\t{len(rows)}")
    print("\nkinds of honest text with the highest errors\nkind\terror\ttexts")
    for kind, rows in sorted(kinds.items(), key=lambda item: -error(item[1]))[:8]:
        print(f"{kind}\t{error(rows):.4f}\t{len(rows)}")
    thresholds(families, every_honest)
    sys.exit(f"calibration: {missed} limits are missed" if missed else 0)


def thresholds(families, every_honest):
    """Prints the share of spun passages, by length, and of other texts with each score or more."""
    print("\nshare of texts with at least this score, or with the verdict 'spun'")
    ranges = {"20-50": (20, 50), "70-150": (70, 150), "200-1000": (200, 1000)}
    print("score", *(f"{family} {name}" for family in families for name in ranges), "originals", "honest", sep="\t")
    originals = [row for rows in families.values() for _, is_spun, row in rows if not is_spun]
    groups = [
        [row for length, is_spun, row in rows if is_spun and first <= length <= last]
        for rows in families.values()
        for first, last in ranges.values()
    ]
    groups += [originals, [row for _, _, row in every_honest]]

    def show(name, is_counted):
        shares = [sum(map(is_counted, group)) / len(group) for group in groups]
        print(name, *(f"{share:.4f}" for share in shares), sep="\t")

    for least in THRESHOLDS:
        show(least, lambda row: row["score"] >= least)
    show("verdict", lambda row: row["verdict"] == "spun")


def fit(shared, command):
    """Fits a logistic regression with Newton's method."""
    rows = judged(command, [shared / "pairs" / f"{name}.jsonl.xz" for name in PAIRS], DOCUMENTS)
    examples = []
    for _, is_spun, row in rows:
        if row["verdict"] == "spun" or row["words"] == 0:
            continue
        length = math.log(max(row["words"], 10) / 100)
        log_odds = max(-12.0, min(12.0, row["log_odds"]))
        examples.append(([log_odds, 1.0, length, length**2], float(is_spun)))
    weights = [0.0] * 4
    for _ in range(20):
        gradient = [0.0] * 4
        hessian = [[0.01 * (i == j) for j in range(4)] for i in range(4)]
        for features, wanted in examples:
            chance = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, features))))
            for i, x in enumerate(features):
                gradient[i] += (wanted - chance) * x
                for j, y in enumerate(features):
                    hessian[i][j] += chance * (1 - chance) * x * y
        weights = [w + step for w, step in zip(weights, solved(hessian, gradient))]
    names = ["log odds", "bias", "length", "square of length"]
    for name, weight in zip(names, weights):
        print(f"{name}\t{weight:.3f}")


def solved(matrix, right):
    """Solves a system of linear equations by Gaussian elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right)]
    for at in range(len(rows)):
        pivot = rows[at]
        for other in rows:
            if other is not pivot:
                factor = other[at] / pivot[at]
                other[:] = [a - factor * b for a, b in zip(other, pivot)]
    return [row[-1] / row[at] for at, row in enumerate(rows)]


def main():
    arguments = sys.argv[1:]
    act = fit if arguments[:1] == ["--fit"] else check
    paths = arguments[1:] if act is fit else arguments
    if len(paths) != 2:
        sys.exit(__doc__)
    act(Path(paths[0]), Path(paths[1]).absolute())


if __name__ == "__main__":
    main()
