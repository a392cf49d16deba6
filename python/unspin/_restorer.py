"""The restorer: the engine with its settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from unspin import _settings
from unspin._native import Engine
from unspin._restored import BadRecord, Edit, Restored, from_native
from unspin._settings import FieldFormat, File, Pair, Precision

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BadRecord", "Edit", "FieldFormat", "Format", "Pair", "Precision", "Restored", "Restorer"]

Format: TypeAlias = Literal[
    "text", "markdown", "html", "jsonl", "json", "csv", "tsv", "xml", "warc", "mail", "subtitles"
]


class Restorer:
    """The engine with settings.

    A restorer is immutable. Threads can share it, and it can be pickled: the contents of its files are
    pickled with it, so the machines of a cluster do not need the files.

    Args:
        lexicon: Your own pairs, which take precedence over the built-in ones: the name of a file with
            lines "spun<TAB>original<TAB>count", or a list of tuples `(spun, original)` or
            `(spun, original, count)` and paths.
        family: Lexicons of further families of spinners: the name of a file, or a list of them. Each
            family has the name of its file.
        thesaurus: The name of a file with synonyms, for spinners of unknown families.
        precision: How sure an edit has to be: "cautious" (a margin of 2 nats), "balanced" (0.4, the
            default) or "eager" (0).
        assume_spun: Also restore text that does not look spun. Clean text will get wrong edits.
        min_margin: Make only edits with at least this margin in nats, from 0 to 1000. Use it instead
            of `precision`.
        allow: Words and phrases that are never changed: the name of a file with one a line, or a list
            of phrases and paths.
        field: The field of JSON or JSON lines that has the text, or a list of fields: keys, or JSON
            pointers such as "/articles/*/body". The default is "text" in JSON lines, and all strings
            with several words in JSON.
        column: The column of CSV or TSV that has the text, or a list of columns: names in the header,
            or numbers from 1. The default is all cells with several words.
        field_format: How the text is written in fields and cells: "text", "html", "markdown", or "auto"
            (the default) for HTML where a field has its tags and otherwise plain text.
        jobs: Number of threads for a batch, at least 1. The default is all cores. The results do not
            depend on it.

    Raises:
        ValueError: A setting or a line of a file is wrong. The message says which one and what to do.
        OSError: A file cannot be read.
    """

    def __init__(
        self,
        *,
        lexicon: File | Iterable[Pair | os.PathLike[str]] | None = None,
        family: File | Iterable[File] | None = None,
        thesaurus: File | None = None,
        precision: Precision | None = None,
        assume_spun: bool = False,
        min_margin: float | None = None,
        allow: File | Iterable[str | os.PathLike[str]] | None = None,
        field: str | Iterable[str] | None = None,
        column: str | int | Iterable[str | int] | None = None,
        field_format: FieldFormat = "auto",
        jobs: int | None = None,
    ) -> None:
        if jobs is not None and jobs < 1:
            raise ValueError(f"jobs is {jobs}; give 1 or more, or None for all cores")
        self._settings = (
            (_settings.pairs(lexicon), _settings.files(family), next(iter(_settings.files(thesaurus)), None)),
            _settings.phrases(allow),
            (_settings.names(field), _settings.columns(column), field_format),
            _settings.margin(precision, min_margin),
            bool(assume_spun),
            jobs,
        )
        self._engine = Engine(*self._settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_unpickled, self._settings)

    def restore(self, text: str, format: Format = "text") -> str:
        """Restore one text. If nothing changes, the same object is returned.

        `format` is "text", "markdown", "html", "xml", "json", "jsonl", "csv", "tsv", "warc", "mail" or
        "subtitles" (in UTF-8). Everything except the edits stays as it is, so a page remains a page.
        Each line of "jsonl" is a document; lines that are not valid JSON or do not have the field are
        left unchanged. So is a table without the column.
        """
        return self._engine.restore(text, format)

    def score(self, text: str, format: Format = "text") -> float:
        """Return the probability that the text is spun. `explain` tells whether it is treated as spun."""
        return self._engine.score(text, format)

    def density(self, text: str, format: Format = "text") -> float:
        """Return the share of the spinner's words that was replaced, and 0 if the text is not spun."""
        return self._engine.density(text, format)

    def explain(self, text: str, format: Format = "text") -> Restored:
        """Restore one text, and return it with its edits and how spun it looks."""
        return from_native(*self._engine.explain(text, format))

    def restore_batch(self, texts: Iterable[str], format: Format = "text") -> list[str]:
        """Restore many texts on all cores, without the interpreter lock. The order is kept.

        Raises:
            TypeError: `texts` is a single string, or something in it is not a string.
        """
        return self._engine.restore_batch(_listed(texts), format)

    def explain_batch(self, texts: Iterable[str], format: Format = "text") -> list[Restored]:
        """Do the same as `explain` for many texts, as `restore_batch` does."""
        return [from_native(*one) for one in self._engine.explain_batch(_listed(texts), format)]

    def restore_arrow(self, array: Any, format: Format = "text") -> pa.Array | pa.ChunkedArray:
        """Restore an Arrow array of strings on all cores.

        Takes a pyarrow array or chunked array of type string, large_string or string_view, or any
        object with `__arrow_c_array__` or `__arrow_c_stream__`, and reads it in place. The result has
        the same type and the same nulls. If no text changes, it shares all memory with the input. An
        array of string_view always shares the texts that do not change.

        Raises:
            TypeError: `array` is not an Arrow array of strings.
            OverflowError: The restored texts do not fit into an array of type string. Cast it to
                large_string.
        """
        return _each_chunk(lambda chunk: self._engine.restore_arrow(chunk, format), array)

    def annotate_arrow(self, array: Any, format: Format = "text") -> pa.StructArray | pa.ChunkedArray:
        """Restore an Arrow array of strings, and return how spun each text looks.

        The result is a struct of `text`, `score`, `density`, `edits` (their number) and `spun`; see
        `Restored`. They are null where the text is null.
        """
        return _each_chunk(lambda chunk: self._engine.annotate_arrow(chunk, format), array)


def _unpickled(*settings: Any) -> Restorer:
    restorer = Restorer.__new__(Restorer)
    restorer._settings = settings
    restorer._engine = Engine(*settings)
    return restorer


def _listed(texts: Iterable[str]) -> list[str]:
    # A string is an iterable of strings too, but nobody wants to restore its characters.
    if isinstance(texts, str):
        raise TypeError("expected a list of texts, got one str; put it into a list or use restore")
    return list(texts)


def _each_chunk(restore: Callable[[Any], Any], array: Any) -> Any:
    if hasattr(array, "__arrow_c_array__"):
        return restore(array)
    if not hasattr(array, "__arrow_c_stream__"):
        name = type(array).__name__
        raise TypeError(f"expected an Arrow array, got {name}; use restore_batch for a list")
    import pyarrow as pa

    chunked = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array(array)
    if chunked.num_chunks == 0:
        return pa.chunked_array([restore(pa.array([], chunked.type))])
    return pa.chunked_array([restore(chunk) for chunk in chunked.chunks])
