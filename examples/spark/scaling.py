"""Measures how the example scales: python scaling.py [MEGABYTES] [ROUNDS], or python scaling.py --alone MEGABYTES

Restores the same JSON lines with one core and with two, in turns. Prints records and megabytes per second (of the best
and the median round) and the memory of a Python worker. Times are those of the job on a running Spark, with reading and
writing Parquet, after a round to warm up. They depend on other jobs on the machine, so the number of records per second of
processor time of the whole job is printed too: Spark, workers, reading and writing. With --alone, one process is measured
without Spark.
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
KILOBYTES = ("all", "of the module", "of the module, private")


def corpus(folder: Path, megabytes: float) -> tuple[int, int]:
    """Writes articles and clean texts, one in ten spun, to 16 files. Returns their number and their size in bytes."""
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


def footprint(batches: Iterable[pa.RecordBatch]) -> dict[str, int]:
    """Restores everything. Returns the processor time and the memory of this process."""
    import unspin

    restorer = unspin.Restorer(jobs=1)
    start = time.process_time()
    for batch in batches:
        restorer.restore_arrow(batch.column("text"))
    return {"milliseconds": round(1000 * (time.process_time() - start))} | kilobytes()


def kilobytes() -> dict[str, int]:
    """The memory of this process: all, the part mapped from the file of the module, and the private part of that."""
    in_module, sums = False, dict.fromkeys(KILOBYTES, 0)
    for line in Path("/proc/self/smaps").read_text().splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            in_module = "_native" in line
        elif name == "Rss:":
            sums["all"] += int(rest[0])
            sums["of the module"] += in_module * int(rest[0])
        elif name.startswith("Private_"):
            sums["of the module, private"] += in_module * int(rest[0])
    return sums


def footprints(frame: DataFrame) -> DataFrame:
    """Time and memory of each task."""

    def batches(incoming: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pydict({name: [value] for name, value in footprint(incoming).items()})

    return frame.mapInArrow(batches, StructType([StructField(name, LongType()) for name in ("milliseconds", *KILOBYTES)]))


def alone(megabytes: float) -> None:
    """Prints time and memory of one process without Spark."""
    with tempfile.TemporaryDirectory() as folder:
        count, bytes_ = corpus(Path(folder), megabytes)
        lines = [json.loads(line) for file in sorted(Path(folder).iterdir()) for line in file.open(encoding="utf-8")]
    found = footprint(pa.Table.from_pylist(lines).to_batches(max_chunksize=100))
    size = f"{count} records, {bytes_ / 1e6:.1f} MB of text in {found['milliseconds']} ms of processor time:"
    print(size, f"{1000 * count / found['milliseconds']:.0f} records/s;", ", ".join(f"kilobytes {name} {found[name]}" for name in KILOBYTES))


def spark_with(cores: int) -> SparkSession:
    settings = {"spark.ui.enabled": "false", "spark.sql.files.openCostInBytes": "100m"}
    builder = SparkSession.builder.master(f"local[{cores}]").appName("unspin scaling")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.addPyFile(restore.__file__)
    return spark


def seconds(spark: SparkSession, source: str, target: str) -> tuple[float, float]:
    """Elapsed time and processor time of the job."""
    shutil.rmtree(target, ignore_errors=True)
    start, busy = time.monotonic(), processor_seconds()
    restore.restored(spark.read.schema("id long, text string").json(source)).write.parquet(target)
    return time.monotonic() - start, processor_seconds() - busy


def processor_seconds() -> float:
    """Processor time of this process and all its children so far, including those that have ended."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            numbers = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # the process has ended
        parents[int(stat.parent.name)], ticks[int(stat.parent.name)] = int(numbers[1]), sum(map(int, numbers[11:15]))
    here = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in here and pid not in here}:
        here |= more
    return sum(ticks[pid] for pid in here) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    if sys.argv[1:2] == ["--alone"]:
        return alone(float(sys.argv[2]))
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "spun", str(Path(scratch) / "restored")
        source.mkdir()
        count, bytes_ = corpus(source, megabytes)
        took: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
        for _ in range(rounds):
            for cores, times in took.items():
                spark = spark_with(cores)
                if not times:
                    seconds(spark, str(source), target)
                times.append(seconds(spark, str(source), target))
                spark.stop()
        print(f"{count} records, {bytes_ / 1e6:.1f} MB of text, {rounds} rounds")
        for cores, times in took.items():
            (best, _), median, busy = min(times), statistics.median(clock for clock, _ in times), statistics.median(busy for _, busy in times)
            by_clock = f"best {count / best:.0f} records/s, {bytes_ / best / 1e6:.2f} MB/s; median {count / median:.0f} records/s"
            print(f"{cores} core(s): {by_clock}; {count / busy:.0f} records per second of processor time")
        spark = spark_with(2)
        rows = footprints(spark.read.schema("id long, text string").json(str(source))).collect()
        print(f"processor time of all tasks: {1000 * count / sum(row['milliseconds'] for row in rows):.0f} records/s")
        print("kilobytes of a Python worker:", ", ".join(f"{name} {max(row[name] for row in rows)}" for name in KILOBYTES))
        spark.stop()


if __name__ == "__main__":
    main()
