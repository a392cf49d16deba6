#!/usr/bin/env python3
"""Compares the tables of README.md and docs/evaluation.md with what `unspin-train evaluate` prints.

Usage: unspin-train evaluate ... | tests/figures.py [--write]

Only rows and columns that `evaluate` prints are compared. With --write, those of docs/evaluation.md are replaced.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent
EVALUATION = ROOT / "docs/evaluation.md"
README = ROOT / "README.md"
HALF = 0.00051  # what rounding to three digits may change


def printed(output):
    """The figures of each set: {(set, column): figure}, and the lines of the tables by their headers."""
    figures, tables, columns = {}, {}, None
    for line in output.splitlines():
        words = line.split()
        if words[:1] == ["set"]:
            columns, header = words[1:], tuple(words)
            tables[header] = {}
        elif columns and len(words) == len(columns) + 1:
            tables[header][words[0]] = line
            figures.update({(words[0], column): word for column, word in zip(columns, words[1:])})
        else:
            columns = None
    return figures, tables


def with_new_lines(text, tables):
    """The page `text` with the printed lines of its tables."""
    rows, lines = None, []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["set"]:
            rows = tables.get(tuple(words))
        elif not words:
            rows = None
        lines.append(rows.get(words[0], line) if rows and words else line)
    return "\n".join(lines) + "\n"


def with_new_cells(text, figures):
    """The page `text` with the printed figures in its tables with bars, of which the first column names sets."""
    columns, lines = [], []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = []
        elif cells[0] == "set":
            columns = cells[1:]
        elif columns:
            name = cells[0].strip("`")
            found = [figures.get((name, column), cell) for column, cell in zip(columns, cells[1:])]
            line = f"| {' | '.join(cells[:1] + found)} |" if found != cells[1:] else line
        lines.append(line)
    return "\n".join(lines) + "\n"


def missing(readme, figures):
    """The sets whose precision, recall and restored, rounded, are no row of the table in README.md."""
    number = r"(0\.\d+) \|"
    rows = re.findall(rf"^\|.*\| {number} {number} {number}$", readme, re.MULTILINE)
    for name in sorted({name for name, column in figures if column == "restored"} - {"groups_other"}):
        wanted = [float(figures[name, column]) for column in ("precision", "recall", "restored")]
        if not any(all(abs(float(cell) - figure) < HALF for cell, figure in zip(row, wanted)) for row in rows):
            yield f"{README.name}: no row has the figures of {name}: {wanted}"


def main():
    figures, tables = printed(sys.stdin.read())
    if not figures:
        sys.exit("figures.py: there is no table on standard input; pipe the output of evaluate")
    before = EVALUATION.read_text()
    after = with_new_cells(with_new_lines(before, tables), figures)
    problems = list(missing(README.read_text(), figures))
    if "--write" in sys.argv[1:]:
        EVALUATION.write_text(after)
    else:
        pairs = zip(before.splitlines(), after.splitlines())
        problems += [f"{EVALUATION.name}: has {old!r}, printed is {new!r}" for old, new in pairs if old != new]
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
