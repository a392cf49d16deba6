"""Writes dolma attributes for the documents of a corpus: python attributes.py FOLDER

Reads FOLDER/documents/**/*.jsonl.gz (or .jsonl), and writes a file of the same name in FOLDER/attributes/unspin
for each. The attributes of a document are lists of spans [start, end, score] in characters:

    unspin__spun    the whole text, if it is spun; the score is the share of the spinner's words that was replaced
    unspin__edits   each wording that `unspin` would restore; the score is the confidence

`dolma mix` can then drop documents or replace spans. Needs the Python package `unspin`, but not dolma.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from unspin import Restored, Restorer

#: How many documents are restored at a time, on all cores.
BATCH = 1000


def attributes(text: str, restored: Restored) -> dict[str, list[list[float]]]:
    spun = [[0, len(text), round(restored.density or 0, 3)]] if restored.spun else []
    edits = [[edit.start, edit.end, round(edit.confidence, 3)] for edit in restored.edits]
    return {"unspin__spun": spun, "unspin__edits": edits}


def annotated(documents: list[dict[str, Any]], restorer: Restorer) -> str:
    """Return a line for each document, in their order, as dolma requires."""
    texts = [document["text"] for document in documents]
    pairs = zip(documents, texts, restorer.explain_batch(texts))
    lines = ({"id": document["id"], "attributes": attributes(text, restored)} for document, text, restored in pairs)
    return "".join(json.dumps(line) + "\n" for line in lines)


def opened(path: Path, mode: str):
    return gzip.open(path, mode, encoding="utf-8") if path.suffix == ".gz" else open(path, mode, encoding="utf-8")


def main(folder: Path) -> None:
    restorer = Restorer()
    for source in sorted((folder / "documents").rglob("*.jsonl*")):
        target = folder / "attributes/unspin" / source.relative_to(folder / "documents")
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened(source, "rt") as lines, opened(target, "wt") as out:
            batch: list[dict[str, Any]] = []
            for line in lines:
                batch.append(json.loads(line))
                if len(batch) == BATCH:
                    out.write(annotated(batch, restorer))
                    batch.clear()
            out.write(annotated(batch, restorer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
