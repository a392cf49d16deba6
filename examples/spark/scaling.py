"""Measures how the example scales: python scaling.py [MEGABYTES] [ROUNDS]

Restores the same lines of JSON with one and with two cores in turn, and prints records and megabytes a second (the best and
the median round) and the memory of a worker of Python. Times are those of the job on a running Spark, with reading and
writing Parquet, after one round to warm up.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import LongType, StructField, StructType

import restore

FIXTURES = Path(__file__).parents[2] / "fixtures"
KILOBYTES = ("all", "of the module", "of that its own")


def corpus(folder: Path, megabytes: float) -> tuple[int, int]:
    """Writes articles and clean texts, one in ten of them spun, in 16 files; returns their number and bytes."""
    texts = {kind: [file.read_text(encoding="utf-8") for file in sorted(FIXTURES.glob(pattern))] for kind, pattern in (("clean", "clean/*.txt"), ("spun", "articles/*.spun.txt"))}
    count = bytes_ = 0
    files = [(folder / f"{part:02}.jsonl").open("w", encoding="utf-8") for part in range(16)]
    while bytes_ < megabytes * 1e6:
        all_ = texts["spun" if count % 10 == 0 else "clean"]
        text = all_[count // 10 % len(all_)]
        files[count % 16].write(json.dumps({"id": count, "text": text}) + "\n")
        count, bytes_ = count + 1, bytes_ + len(text.encode())
    for file in files:
        file.close()
    return count, bytes_


def memory(frame: DataFrame) -> DataFrame:
    """Restores everything in each task, and says how many kilobytes its process has then."""

    def batches(incoming: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import unspin

        restorer = unspin.Restorer(jobs=1)
        for batch in incoming:
            restorer.restore_arrow(batch.column("text"))
        here = 0
        sums = dict.fromkeys(KILOBYTES, 0)
        for line in Path("/proc/self/smaps").read_text().splitlines():
            name, *rest = line.split()
            if "-" in name and not name.endswith(":"):
                here = "_native" in line
            elif name == "Rss:":
                sums["all"] += int(rest[0])
                sums["of the module"] += here * int(rest[0])
            elif name.startswith("Private_"):
                sums["of that its own"] += here * int(rest[0])
        yield pa.RecordBatch.from_pydict({name: [value] for name, value in sums.items()})

    return frame.mapInArrow(batches, StructType([StructField(name, LongType()) for name in KILOBYTES]))


def spark_with(cores: int) -> SparkSession:
    settings = {"spark.ui.enabled": "false", "spark.sql.files.openCostInBytes": "100m"}
    builder = SparkSession.builder.master(f"local[{cores}]").appName("unspin scaling")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.addPyFile(restore.__file__)
    return spark


def seconds(spark: SparkSession, source: str, target: str) -> float:
    """How long the job takes."""
    shutil.rmtree(target, ignore_errors=True)
    start = time.monotonic()
    restore.restored(spark.read.schema("id long, text string").json(source)).write.parquet(target)
    return time.monotonic() - start


def main() -> None:
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "spun", str(Path(scratch) / "restored")
        source.mkdir()
        count, bytes_ = corpus(source, megabytes)
        took: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(rounds):
            for cores, times in took.items():
                spark = spark_with(cores)
                if not times:
                    seconds(spark, str(source), target)
                times.append(seconds(spark, str(source), target))
                spark.stop()
        print(f"{count} records, {bytes_ / 1e6:.1f} MB of text, {rounds} rounds")
        for cores, times in took.items():
            best, median = min(times), statistics.median(times)
            print(f"{cores} core(s): best {count / best:.0f} records/s, {bytes_ / best / 1e6:.2f} MB/s; median {count / median:.0f} records/s")
        spark = spark_with(2)
        rows = memory(spark.read.schema("id long, text string").json(str(source))).collect()
        print("kilobytes of a worker of Python:", ", ".join(f"{name} {max(row[name] for row in rows)}" for name in KILOBYTES))
        spark.stop()


if __name__ == "__main__":
    main()
