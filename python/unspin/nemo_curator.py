"""Steps for NeMo Curator: `UnspinModifier` restores documents, and `UnspinFilter` drops spun ones.

    from nemo_curator.stages.text.filters import ScoreFilter
    from nemo_curator.stages.text.modifiers import Modify
    from unspin.nemo_curator import UnspinFilter, UnspinModifier

    pipeline.add_stage(Modify(UnspinModifier()))
    pipeline.add_stage(ScoreFilter(UnspinFilter(), text_field="text", score_field="spun_density"))

Only this module of the package needs NeMo Curator.
"""

from __future__ import annotations

from nemo_curator.stages.text.filters.doc_filter import DocumentFilter
from nemo_curator.stages.text.modifiers.doc_modifier import DocumentModifier

from unspin import Format, Restorer


class UnspinModifier(DocumentModifier):  # type: ignore[misc]
    """Restores the text of each document.

    Args:
        restorer: A restorer with your settings. NeMo Curator sends it to its workers.
        format: The format of the texts: "text", "markdown" or "html".
    """

    def __init__(self, restorer: Restorer | None = None, format: Format = "text") -> None:
        super().__init__()
        self.restorer = restorer or Restorer(jobs=1)
        self.text_format: Format = format

    def modify_document(self, text: str) -> str:
        """Restore one text."""
        return self.restorer.restore(text, self.text_format)


class UnspinFilter(DocumentFilter):  # type: ignore[misc]
    """Drops documents that are spun. The score of a document is the share of the spinner's words that
    was replaced, and 0 if the document is not spun.

    Args:
        restorer: A restorer with your settings, as for `UnspinModifier`.
        max_density: Keep documents with at most this score. With 0, the default, all spun documents are
            dropped.
        format: The format of the texts: "text", "markdown" or "html".
    """

    def __init__(
        self, restorer: Restorer | None = None, max_density: float = 0.0, format: Format = "text"
    ) -> None:
        super().__init__()
        self.restorer = restorer or Restorer(jobs=1)
        self.max_density = max_density
        self.text_format: Format = format

    def score_document(self, text: str) -> float:
        """Return how densely the text is spun."""
        return self.restorer.density(text, self.text_format)

    def keep_document(self, scores: float) -> bool:
        """Whether to keep a document with this score."""
        return scores <= self.max_density
