"""A step for pipelines of datatrove: reader -> `UnspinFormatter()` -> writer. It drops no document.

Needs the package datatrove; nothing else of `unspin` imports this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from unspin import Restorer

if TYPE_CHECKING:
    from datatrove.data import DocumentsPipeline


class UnspinFormatter(BaseFormatter):  # type: ignore[misc]
    """Restores the text of each document, and says in its metadata what it looked like.

    Args:
        restorer: The engine, where other settings than the default ones are wanted. datatrove runs its tasks in processes,
            to which a restorer is sent with its settings.
        annotate: Whether each document gets the metadata `unspin`, with `score`, `density` and `edits`.
    """

    name = "↩️ Unspin"

    def __init__(self, restorer: Restorer | None = None, annotate: bool = True) -> None:
        super().__init__()
        self.restorer = restorer or Restorer(jobs=1)
        self.annotate = annotate

    def format(self, text: str) -> str:
        """Return `text` in its original wording."""
        return self.restorer.restore(text)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Restore all documents. Counts how many were spun, and edits."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                restored = self.restorer.explain(doc.text)
                doc.text = restored.text
                if self.annotate:
                    doc.metadata["unspin"] = restored.annotation()
            self.stat_update("spun", value=int(restored.spun))
            self.stat_update("edits", value=len(restored.edits))
            yield doc
