"""The settings of a restorer: checked, and with files read, as the native module takes them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias, Union

from unspin._native import MARGINS

Precision: TypeAlias = Literal["cautious", "balanced", "eager"]
FieldFormat: TypeAlias = Literal["auto", "text", "html", "markdown"]
Pair: TypeAlias = Union[tuple[str, str], tuple[str, str, int]]
File: TypeAlias = Union[str, "os.PathLike[str]"]

#: The largest `min_margin`, in nats.
MAX_MARGIN = 1000.0


def margin(precision: str | None, min_margin: float | None) -> int:
    """Return the least margin in milli-nats."""
    margins = dict(MARGINS)
    if min_margin is None:
        try:
            return margins[precision or "balanced"]
        except KeyError:
            names = ", ".join(margins)
            raise ValueError(f"precision is {precision!r}; give one of {names}") from None
    if precision is not None:
        raise ValueError("precision and min_margin exclude each other; give one of them")
    if not 0 <= min_margin <= MAX_MARGIN:
        raise ValueError(f"min_margin is {min_margin}; give nats from 0 to {MAX_MARGIN:.0f}")
    return round(min_margin * 1000)


def pairs(lexicon: File | Iterable[Pair | os.PathLike[str]] | None) -> list[tuple[str, str]]:
    """Return the name and the text of each file; pairs without a file are named "lexicon"."""
    if lexicon is None:
        return []
    if isinstance(lexicon, (str, os.PathLike)):
        return [_read(lexicon)]
    items = list(lexicon)
    files = [_read(item) for item in items if isinstance(item, os.PathLike)]
    lines = [_line(item) for item in items if not isinstance(item, os.PathLike)]
    return files + ([("lexicon", "\n".join(lines))] if lines else [])


def _line(pair: Pair) -> str:
    if isinstance(pair, str) or len(pair) not in (2, 3):
        raise ValueError(
            f"{pair!r} is not a pair; give (spun, original), (spun, original, count) or a pathlib.Path"
        )
    fields = [str(field) for field in pair]
    if any(char in field for field in fields for char in "\t\r\n"):
        raise ValueError(f"{pair!r} has a tab or a line break; remove it")
    return "\t".join(fields)


def files(paths: File | Iterable[File] | None) -> list[tuple[str, str]]:
    """Return the name and the text of each file."""
    if paths is None:
        return []
    if isinstance(paths, (str, os.PathLike)):
        return [_read(paths)]
    return [_read(path) for path in paths]


def phrases(allow: File | Iterable[str | os.PathLike[str]] | None) -> str:
    """Return the phrases, one a line."""
    if allow is None:
        return ""
    if isinstance(allow, (str, os.PathLike)):
        return _read(allow)[1]
    return "\n".join(_read(item)[1] if isinstance(item, os.PathLike) else item for item in allow)


def names(field: str | Iterable[str] | None) -> list[str]:
    """Return the names of the fields; none for the default."""
    if field is None:
        return []
    fields = [field] if isinstance(field, str) else list(field)
    if not fields:
        raise ValueError("field has no name; give one or more, such as 'text'")
    return fields


def columns(column: str | int | Iterable[str | int] | None) -> list[int | str]:
    """Return the names and numbers of the columns; none for the default."""
    if column is None:
        return []
    listed = [column] if isinstance(column, (str, int)) else list(column)
    if not listed:
        raise ValueError("column has no name; give one or more, such as 'body' or 2")
    for one in listed:
        # A bool is an int, but no number of a column.
        if isinstance(one, bool) or not isinstance(one, (str, int)):
            raise TypeError(f"column is {one!r}; give a name or a number")
        if isinstance(one, int) and not 1 <= one < 2**32:
            raise ValueError(f"column is {one}; numbers count from 1")
    return listed


def _read(path: File) -> tuple[str, str]:
    """Return the name and the text of a file."""
    try:
        return os.fspath(path), Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{os.fspath(path)}: is not UTF-8; convert it") from None
