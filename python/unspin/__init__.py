"""Turn synonym-spun English back into its original wording.

>>> import unspin
>>> unspin.restore("It rained on Monday.")
'It rained on Monday.'
>>> unspin.Restorer(assume_spun=True).restore("The White Home mentioned so.")
'The White House said so.'

A text that does not look spun comes back unchanged, as the same object. Everything gives what the command-line filter
`unspin` gives for the same text and settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from unspin._native import __version__
from unspin._restorer import Edit, Pair, Precision, Restored, Restorer

__all__ = ["Edit", "Pair", "Precision", "Restored", "Restorer", "__version__", "explain", "restore", "restore_batch"]


@cache
def _default() -> Restorer:
    return Restorer()


def restore(text: str) -> str:
    """Return `text` in its original wording; the same object if it does not look spun."""
    return _default().restore(text)


def explain(text: str) -> Restored:
    """Restore `text`, and tell what was edited, why, and how spun it looks."""
    return _default().explain(text)


def restore_batch(texts: Iterable[str]) -> list[str]:
    """Restore many documents on all cores, without the interpreter's lock. They come back in their order."""
    return _default().restore_batch(texts)
