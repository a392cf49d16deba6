"""The attributes for dolma are those that the package finds, and dolma understands them. `tests/pipelines.sh` runs this."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from unspin import Restorer

HERE = Path(__file__).parent
DOLMA = Path(sys.executable).parent / "dolma"
PAGE = HERE.parents[1] / "docs/pipelines.md"


@pytest.fixture
def corpus(texts, tmp_path, monkeypatch) -> list[dict]:
    monkeypatch.chdir(tmp_path)
    documents = [{"id": str(index), "source": "test", "text": text} for index, text in enumerate(texts)]
    folder = Path("corpus/documents")
    folder.mkdir(parents=True)
    for part in range(2):
        with gzip.open(folder / f"{part}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(document) + "\n" for document in documents[part::2])
    subprocess.run([sys.executable, HERE / "attributes.py", "corpus"], check=True)
    return documents


def lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_attributes(corpus):
    for part in range(2):
        documents = corpus[part::2]
        found = lines(Path(f"corpus/attributes/unspin/{part}.jsonl.gz"))
        assert [one["id"] for one in found] == [document["id"] for document in documents]
        for one, document in zip(found, documents):
            explained = Restorer().explain(document["text"])
            spun = [[0, len(document["text"]), round(explained.density, 3)]] if explained.spun else []
            edits = [[edit.start, edit.end, round(edit.confidence, 3)] for edit in explained.edits]
            assert one["attributes"] == {"unspin__spun": spun, "unspin__edits": edits}


@pytest.mark.skipif(not DOLMA.exists(), reason="dolma is not installed")
def test_dolma_drops_spun_documents(corpus, kept):
    settings = re.search(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    Path("mix.yaml").write_text(settings[1])
    subprocess.run([DOLMA, "-c", "mix.yaml", "mix"], check=True)
    found = [one for file in Path("corpus/clean").rglob("*.gz") for one in lines(file)]
    assert sorted(one["text"] for one in found) == sorted(kept)
