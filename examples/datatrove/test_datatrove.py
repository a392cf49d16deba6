"""The example with datatrove gives the same results as the command. `tests/cluster.sh` runs this."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"


def test_jsonl_to_jsonl(tmp_path):
    files = sorted(file for folder in ("articles", "clean") for file in (FIXTURES / folder).glob("*.txt"))
    source, target = tmp_path / "spun", tmp_path / "restored"
    source.mkdir()
    for part in range(2):
        lines = [json.dumps({"id": file.name, "text": file.read_text(encoding="utf-8"), "metadata": {"part": part}}) for file in files[part::2]]
        (source / f"{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    subprocess.run([sys.executable, HERE / "restore.py", source, target, "2"], check=True, env=os.environ | {"HF_HUB_OFFLINE": "1"})
    command = [os.environ["UNSPIN_BINARY"], "--no-config", "--annotate", source / "0.jsonl", source / "1.jsonl"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    expected = {record["id"]: record for record in map(json.loads, lines)}
    found = [json.loads(line) for file in target.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()]

    assert len(found) == len(files) == len(expected)
    for record in found:
        assert record["text"] == expected[record["id"]]["text"]
        assert record["metadata"]["unspin"] == expected[record["id"]]["unspin"]
        assert record["metadata"]["part"] in (0, 1)
    stats = json.loads((target / "logs/stats.json").read_text())
    step = next(one for one in stats if "Unspin" in one["name"])
    assert step["stats"]["edits"]["total"] == sum(record["unspin"]["edits"] for record in expected.values())


def test_filter_drops_spun_documents(texts, kept):
    from datatrove.data import Document
    from unspin.datatrove import UnspinFilter

    documents = [Document(text=text, id=str(index)) for index, text in enumerate(texts)]
    assert [document.text for document in UnspinFilter()(documents)] == kept
    assert [document.text for document in UnspinFilter(max_density=1.0)(documents)] == texts


def test_pipelines_of_the_page(example, texts, restored, kept, tmp_path, monkeypatch):
    from datatrove.executor import LocalPipelineExecutor

    monkeypatch.chdir(tmp_path)
    Path("spun").mkdir()
    Path("spun/0.jsonl").write_text("".join(json.dumps({"id": str(index), "text": text}) + "\n" for index, text in enumerate(texts)))
    names: dict = {}
    exec(example("datatrove"), names)
    for pipeline, folder, expected in [("restore", "restored", restored), ("drop", "kept", kept), (None, "dropped", texts[-6:])]:
        if pipeline:
            LocalPipelineExecutor(pipeline=names[pipeline], tasks=1, logging_dir=f"logs-{folder}").run()
        with gzip.open(f"{folder}/00000.jsonl.gz", "rt") as lines:
            assert [json.loads(line)["text"] for line in lines] == expected
