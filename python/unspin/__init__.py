"""Turn synonym-spun English back into its original wording.

>>> import unspin
>>> unspin.restore("It rained on Monday.")
'It rained on Monday.'
>>> unspin.Restorer(assume_spun=True).restore("The White Home mentioned it.")
'The White House said it.'
>>> unspin.Restorer(assume_spun=True).restore("<p>The White <b>Home</b>", format="html")
'<p>The White <b>House</b>'

A text that does not look spun is returned unchanged, as the same object. Results are the same as those
of the command `unspin` for the same text and settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from unspin._native import __version__
from unspin._restorer import BadRecord, Edit, FieldFormat, Format, Pair, Precision, Restored, Restorer

__all__ = [
    "BadRecord",
    "Edit",
    "FieldFormat",
    "Format",
    "Pair",
    "Precision",
    "Restored",
    "Restorer",
    "__version__",
    "explain",
    "restore",
    "restore_batch",
    "score",
]


@cache
def _default() -> Restorer:
    return Restorer()


def restore(text: str, format: Format = "text") -> str:
    """Restore `text` with the default settings. See `Restorer.restore`."""
    return _default().restore(text, format)


def score(text: str, format: Format = "text") -> float:
    """Return the probability that the text is spun. See `Restorer.score`."""
    return _default().score(text, format)


def explain(text: str, format: Format = "text") -> Restored:
    """Restore `text` with the default settings, with all edits. See `Restorer.explain`."""
    return _default().explain(text, format)


def restore_batch(texts: Iterable[str], format: Format = "text") -> list[str]:
    """Restore many texts with the default settings. See `Restorer.restore_batch`."""
    return _default().restore_batch(texts, format)
