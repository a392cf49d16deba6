"""The result of `Restorer.explain`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Edit:
    """One replacement: `text[start:end]` of the input, which is `spun`, becomes `original`."""

    #: Index of the first character that is replaced.
    start: int
    #: Index after the last character that is replaced.
    end: int
    #: The text that is replaced.
    spun: str
    #: The text that replaces it, as it is written in the format.
    original: str
    #: The pair of the lexicon behind the edit, as "spun -> original"; "article" for an article.
    rule: str
    #: "exact", "fuzzy" (the spun phrase has a typing or scanning error), "article" ("a" or "an" was
    #: adapted to the next word), "spintax" (an alternative of {a|b}), or "header" or "shifted" (bytes
    #: that other edits make it necessary to rewrite).
    kind: str
    #: By how many nats the edit is cheaper than leaving the text as it is.
    margin: float
    #: Probability that the edit is right.
    confidence: float
    #: The wordings that were compared, with their costs in nats above the best one, cheapest first.
    choices: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class BadRecord:
    """A line of JSON lines that cannot be read. It is left unchanged."""

    #: Line number, from 1.
    line: int
    #: What is wrong with it.
    problem: str


@dataclass(frozen=True)
class Restored:
    """A restored text with its edits. `str()` returns the text."""

    #: The restored text.
    text: str
    #: The edits, in the order of the text. They do not overlap.
    edits: tuple[Edit, ...]
    #: Probability that the text is spun. For JSON lines, this and the next three are those of the
    #: record that looks most spun.
    score: float
    #: The evidence that the text is spun, in nats, before `score` is calibrated.
    log_odds: float
    #: Whether the text was treated as spun. This takes much more than even odds.
    spun: bool
    #: The kind of spinner, such as "news-spinner"; several are joined with "+". None if the text is
    #: not spun.
    family: str | None
    #: Estimated share of the words a spinner would replace that were replaced. None if the text is
    #: not spun.
    density: float | None
    #: Number of documents: 1, or the number of good records of JSON lines.
    documents: int = 1
    #: The lines of JSON lines that cannot be read.
    bad_records: tuple[BadRecord, ...] = ()

    def annotation(self) -> dict[str, float | int | None]:
        """Return what `unspin --annotate` adds to a JSON record, rounded in the same way."""
        density = None if self.density is None else round(self.density, 3)
        return {"score": round(self.score, 6), "density": density, "edits": len(self.edits)}

    def __str__(self) -> str:
        return self.text


def from_native(
    text: str,
    edits: list[tuple[Any, ...]],
    score: float,
    log_odds: float,
    spun: bool,
    family: str | None,
    density: float | None,
    documents: int,
    bad_records: list[tuple[int, str]],
) -> Restored:
    """Convert the tuple that the native module returns."""
    return Restored(
        text=text,
        edits=tuple(Edit(*(*edit[:-1], tuple(edit[-1]))) for edit in edits),
        score=score,
        log_odds=log_odds,
        spun=spun,
        family=family,
        density=density,
        documents=documents,
        bad_records=tuple(BadRecord(*bad) for bad in bad_records),
    )
