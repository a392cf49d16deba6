"""The examples for Polars, pandas and DuckDB in docs/pipelines.md restore and drop the right texts of a Parquet file.
`tests/pipelines.sh` runs this."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.fixture(autouse=True)
def crawl(texts, tmp_path, monkeypatch):
    pq.write_table(pa.table({"id": list(range(len(texts))), "text": texts}), tmp_path / "crawl.parquet")
    monkeypatch.chdir(tmp_path)


def run(code: str) -> dict:
    names: dict = {}
    exec(code, names)
    return names


@pytest.mark.parametrize("program", ["Polars", "pandas"])
def test_frames(example, program, restored, kept):
    names = run(example(program))
    assert list(names["restored"]["text"]) == restored
    assert list(names["restored"]["id"]) == list(range(len(restored)))
    assert list(names["kept"]["text"]) == kept


def test_duckdb(example, restored, kept):
    run(example("DuckDB"))
    assert pq.read_table("restored.parquet").sort_by("id")["text"].to_pylist() == restored
    assert pq.read_table("kept.parquet").sort_by("id")["text"].to_pylist() == kept
