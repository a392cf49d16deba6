"""Restores a corpus on Spark.

    spark-submit restore.py --format parquet INPUT OUTPUT [--partition-by COLUMN]
    spark-submit restore.py --format jsonl INPUT OUTPUT
    spark-submit --files unspin restore.py --pipe ./unspin INPUT OUTPUT

The first two need the Python package `unspin` on every machine. The third one sends lines of JSON through the program of
the same name, which stands alone; it keeps every byte that is not restored.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark import RDD
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import DoubleType, LongType, StructField, StructType

#: What each record gets: how spun it looked, how densely, and how many edits were made.
ANNOTATION = StructType([StructField("score", DoubleType()), StructField("density", DoubleType()), StructField("edits", LongType())])


def restored(frame: DataFrame, field: str = "text", settings: dict[str, Any] | None = None) -> DataFrame:
    """`frame` with the strings of `field` restored and a column `unspin` that says what they looked like.

    `settings` are those of `unspin.Restorer`. There are as many records as before, in the same partitions.
    """

    def batches(incoming: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from unspin import Restorer  # on the executor

        # Spark gives each task a core.
        restorer = Restorer(**({"jobs": 1} | (settings or {})))
        for batch in incoming:
            looks = restorer.annotate_arrow(batch.column(field))
            columns = {name: batch.column(name) for name in batch.schema.names if name != "unspin"}
            columns[field] = looks.field("text")
            columns["unspin"] = pa.StructArray.from_arrays([looks.field(name) for name in ANNOTATION.names], names=ANNOTATION.names)
            yield pa.RecordBatch.from_pydict(columns)

    others = [column for column in frame.schema.fields if column.name != "unspin"]
    return frame.mapInArrow(batches, StructType([*others, StructField("unspin", ANNOTATION)]))


def piped(lines: RDD[str], program: str, field: str = "text") -> RDD[str]:
    """Lines of JSON through the program: each partition through one process. Bad lines come back as they are."""
    command = [program, "--no-config", "--format", "jsonl", "--field", field, "--annotate", "--skip-bad", "--jobs", "1"]
    return lines.pipe(shlex.join(command), checkCode=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Restore a corpus on Spark.")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="jsonl")
    parser.add_argument("--field", default="text", help="the column or member with the text")
    parser.add_argument("--partition-by", nargs="*", default=[], help="columns that name folders of the output")
    parser.add_argument("--pipe", metavar="PROGRAM", help="send lines of JSON through this program, without Python packages")
    args = parser.parse_args()
    spark = SparkSession.builder.appName("unspin").getOrCreate()
    if args.pipe:
        piped(spark.sparkContext.textFile(args.input), args.pipe, args.field).saveAsTextFile(args.output)
    elif args.format == "parquet":
        restored(spark.read.parquet(args.input), args.field).write.partitionBy(*args.partition_by).parquet(args.output)
    else:
        frame = restored(spark.read.json(args.input), args.field)
        frame.write.partitionBy(*args.partition_by).option("ignoreNullFields", "false").json(args.output)
    spark.stop()


if __name__ == "__main__":
    main()
