"""Steps for datatrove pipelines: `UnspinFormatter` restores documents, and `UnspinFilter` drops spun ones.

Only this module of the package needs datatrove.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from unspin import Format, Restorer

if TYPE_CHECKING:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.writers.disk_base import DiskWriter


class UnspinFormatter(BaseFormatter):  # type: ignore[misc]
    """Restores the text of each document; drops none. Adds how spun it looked to its metadata.

    Args:
        restorer: A restorer with your settings. datatrove runs its tasks in separate processes and
            sends the restorer to them.
        annotate: Whether each document gets the metadata `unspin` with `score`, `density` and `edits`.
        format: The format of the texts: "text", "markdown" or "html".
    """

    name = "↩️ Unspin"

    def __init__(
        self,
        restorer: Restorer | None = None,
        annotate: bool = True,
        format: Format = "text",
    ) -> None:
        super().__init__()
        self.restorer = restorer or Restorer(jobs=1)
        self.annotate = annotate
        # The base class has a method `format`.
        self.text_format: Format = format

    def format(self, text: str) -> str:
        """Restore one text."""
        return self.restorer.restore(text, self.text_format)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Restore all documents. The statistics count spun documents and edits."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                restored = self.restorer.explain(doc.text, self.text_format)
                doc.text = restored.text
                if self.annotate:
                    doc.metadata["unspin"] = restored.annotation()
            self.stat_update("spun", value=int(restored.spun))
            self.stat_update("edits", value=len(restored.edits))
            yield doc


class UnspinFilter(BaseFilter):  # type: ignore[misc]
    """Drops documents that are spun. The text of the others stays as it is.

    Args:
        restorer: A restorer with your settings, as for `UnspinFormatter`.
        max_density: Keep documents of which at most this share of the spinner's words was replaced. With
            0, the default, all spun documents are dropped.
        format: The format of the texts: "text", "markdown" or "html".
        exclusion_writer: A writer for the dropped documents.
    """

    name = "↩️ Unspin filter"

    def __init__(
        self,
        restorer: Restorer | None = None,
        max_density: float = 0.0,
        format: Format = "text",
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer)
        self.restorer = restorer or Restorer(jobs=1)
        self.max_density = max_density
        self.text_format: Format = format

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Whether to keep the document."""
        density = self.restorer.density(doc.text, self.text_format)
        return True if density <= self.max_density else (False, "spun")
