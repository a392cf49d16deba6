"""The restorer with its settings, and what it tells. It owns defaults, files and checks; the work is done in `_native`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union

from unspin._native import MARGINS, Engine

if TYPE_CHECKING:
    import pyarrow as pa

Precision: TypeAlias = Literal["cautious", "balanced", "eager"]
Pair: TypeAlias = Union[tuple[str, str], tuple[str, str, int]]
File: TypeAlias = Union[str, "os.PathLike[str]"]

#: The largest `min_margin`, in nats.
MOST = 1000.0


@dataclass(frozen=True)
class Edit:
    """One replacement: `text[start:end]` of the spun text, which is `spun`, becomes `original`."""

    #: First character that is replaced, from 0.
    start: int
    #: One past the last one.
    end: int
    #: What stands there.
    spun: str
    #: What belongs there.
    original: str
    #: The pair of the lexicon that fired, as "spun -> original"; "article" for an article.
    rule: str
    #: "exact", "fuzzy" (with a typing or scanning slip) or "article" ("a" or "an" made to agree).
    kind: str
    #: By how much the edit beats leaving the text as it is, in nats.
    margin: float
    #: How likely the edit is right, from 0 to 1.
    confidence: float
    #: The wordings that were weighed and their costs above the best, in nats, cheapest first.
    choices: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Restored:
    """A restored text, and why it is so. `str()` gives the text."""

    #: The text in its original wording.
    text: str
    #: What was changed, in order; edits do not overlap.
    edits: tuple[Edit, ...]
    #: The probability that the text was spun.
    score: float
    #: The same in nats: `score` is 1 / (1 + exp(-log_odds)).
    log_odds: float
    #: Whether it was taken for spun, which needs far more than even odds.
    spun: bool
    #: Share of the words a spinner would replace that were replaced; None where the text is clean at first sight.
    density: float | None

    def annotation(self) -> dict[str, float | int | None]:
        """What `unspin --annotate` adds to a record of JSON lines, rounded as there."""
        density = None if self.density is None else round(self.density, 3)
        return {"score": round(self.score, 6), "density": density, "edits": len(self.edits)}

    def __str__(self) -> str:
        return self.text


class Restorer:
    """The engine with settings of your own.

    It does not change, can be used by several threads at once, and can be pickled: it takes the contents of its files
    along, so that the machines of a cluster do not need them.

    Args:
        lexicon: Pairs of your own, which go before the built-in ones: the name of a file with lines
            "spun<TAB>original<TAB>count", or a list of tuples `(spun, original)` or `(spun, original, count)` and paths.
        precision: How sure an edit has to be: "cautious" (a margin of 2 nats), "balanced" (0.4, the default) or "eager" (0).
        assume_spun: Restore texts that do not look spun, too. Clean text will get wrong edits.
        min_margin: Keep only edits that beat the text as it is by so many nats, from 0 to 1000; instead of `precision`.
        allow: Words and phrases that are never touched: the name of a file with one a line, or a list of phrases and paths.
        jobs: How many threads a batch gets, at least 1; all cores by default. The results are the same.

    Raises:
        ValueError: A setting or a line of a file is wrong; the message says where and what to do.
        OSError: A file cannot be read.
    """

    def __init__(
        self,
        *,
        lexicon: File | Iterable[Pair | os.PathLike[str]] | None = None,
        precision: Precision | None = None,
        assume_spun: bool = False,
        min_margin: float | None = None,
        allow: File | Iterable[str | os.PathLike[str]] | None = None,
        jobs: int | None = None,
    ) -> None:
        if jobs is not None and jobs < 1:
            raise ValueError(f"jobs is {jobs}; give 1 or more, or None for all cores")
        self._settings = (_pairs(lexicon), _phrases(allow), _margin(precision, min_margin), bool(assume_spun), jobs)
        self._engine = Engine(*self._settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restorer, self._settings)

    def restore(self, text: str) -> str:
        """Return `text` in its original wording; the same object if nothing changes."""
        return self._engine.restore(text)

    def explain(self, text: str) -> Restored:
        """Restore `text`, and tell what was edited, why, and how spun it looks."""
        return _restored(*self._engine.explain(text))

    def restore_batch(self, texts: Iterable[str]) -> list[str]:
        """Restore many documents on all cores, without the interpreter's lock. They come back in their order."""
        return self._engine.restore_batch(list(texts))

    def explain_batch(self, texts: Iterable[str]) -> list[Restored]:
        """Explain many documents, as `restore_batch` restores them."""
        return [_restored(*one) for one in self._engine.explain_batch(list(texts))]

    def restore_arrow(self, array: Any) -> pa.Array | pa.ChunkedArray:
        """Restore an Arrow array of strings on all cores.

        Takes a pyarrow array or chunked array of type string, large_string or string_view, or any object with
        `__arrow_c_array__` or `__arrow_c_stream__`, and reads it in place. The result has the same type and nulls. Where no
        text changes, it shares all memory with the input; one of string_view shares that of every text that does not change.

        Raises:
            TypeError: It is no array of strings.
            OverflowError: The restored texts do not fit into an array of type string; cast it to large_string.
        """
        return _each_chunk(self._engine.restore_arrow, array)

    def annotate_arrow(self, array: Any) -> pa.StructArray | pa.ChunkedArray:
        """Restore an Arrow array of strings, and tell what each text looks like.

        The result is a struct of `text`, `score`, `density`, `edits` (how many) and `spun`; see `Restored`. Where the text
        is null, so are they.
        """
        return _each_chunk(self._engine.annotate_arrow, array)


def _restorer(*settings: Any) -> Restorer:
    """A pickled restorer."""
    restorer = Restorer.__new__(Restorer)
    restorer._settings = settings
    restorer._engine = Engine(*settings)
    return restorer


def _restored(text: str, edits: list[tuple[Any, ...]], score: float, log_odds: float, spun: bool, density: float | None) -> Restored:
    return Restored(text, tuple(Edit(*(*edit[:-1], tuple(edit[-1]))) for edit in edits), score, log_odds, spun, density)


def _each_chunk(restore: Any, array: Any) -> Any:
    if hasattr(array, "__arrow_c_array__"):
        return restore(array)
    if not hasattr(array, "__arrow_c_stream__"):
        raise TypeError(f"an array of Arrow is wanted, not {type(array).__name__}; restore_batch takes lists")
    import pyarrow as pa

    chunked = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array(array)
    if chunked.num_chunks == 0:
        return pa.chunked_array([restore(pa.array([], chunked.type))])
    return pa.chunked_array([restore(chunk) for chunk in chunked.chunks])


def _margin(precision: str | None, min_margin: float | None) -> int:
    """The least margin in thousandths of a nat."""
    margins = dict(MARGINS)
    if min_margin is None:
        try:
            return margins[precision or "balanced"]
        except KeyError:
            raise ValueError(f"precision is {precision!r}; give one of {', '.join(margins)}") from None
    if precision is not None:
        raise ValueError("precision and min_margin exclude each other; give one of them")
    if not 0 <= min_margin <= MOST:
        raise ValueError(f"min_margin is {min_margin}; give nats from 0 to {MOST:.0f}")
    return round(min_margin * 1000)


def _pairs(lexicon: File | Iterable[Pair | os.PathLike[str]] | None) -> list[tuple[str, str]]:
    """Names and texts."""
    if lexicon is None:
        return []
    if isinstance(lexicon, (str, os.PathLike)):
        return [_file(lexicon)]
    items = list(lexicon)
    files = [_file(item) for item in items if isinstance(item, os.PathLike)]
    lines = [_line(item) for item in items if not isinstance(item, os.PathLike)]
    return files + ([("lexicon", "\n".join(lines))] if lines else [])


def _line(pair: Pair) -> str:
    if isinstance(pair, str) or len(pair) not in (2, 3):
        raise ValueError(f"{pair!r} is no pair; give (spun, original), (spun, original, count) or a pathlib.Path")
    fields = [str(field) for field in pair]
    if any(char in field for field in fields for char in "\t\r\n"):
        raise ValueError(f"{pair!r} has a tab or line end; leave it out")
    return "\t".join(fields)


def _phrases(allow: File | Iterable[str | os.PathLike[str]] | None) -> str:
    if allow is None:
        return ""
    if isinstance(allow, (str, os.PathLike)):
        return _file(allow)[1]
    return "\n".join(_file(item)[1] if isinstance(item, os.PathLike) else item for item in allow)


def _file(path: File) -> tuple[str, str]:
    """The name and the text of a file."""
    try:
        return os.fspath(path), Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{os.fspath(path)}: is not UTF-8; convert it") from None
