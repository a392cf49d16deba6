"""Restores a corpus with Spark.

    spark-submit restore.py --format parquet INPUT OUTPUT [--partition-by COLUMN]
    spark-submit restore.py --format jsonl INPUT OUTPUT
    spark-submit --files unspin restore.py --pipe ./unspin INPUT OUTPUT

The first two need the Python package `unspin` on every machine. The third one pipes JSON lines through the
command `unspin`, which needs no other files; it keeps every byte that is not restored.
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

#: What is added to each record: how likely it is spun, how densely, and the number of edits.
ANNOTATION = StructType([StructField("score", DoubleType()), StructField("density", DoubleType()), StructField("edits", LongType())])


def restored(frame: DataFrame, field: str = "text", settings: dict[str, Any] | None = None) -> DataFrame:
    """Restore the strings of the column `field`, and add a column `unspin` with the annotation of each.

    `settings` are the arguments of `unspin.Restorer`. The number of records and the partitions stay the same.
    """

    def batches(incoming: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from unspin import Restorer  # only needed on the executors

        # Spark gives each task a core.
        restorer = Restorer(**({"jobs": 1} | (settings or {})))
        for batch in incoming:
            annotated = restorer.annotate_arrow(batch.column(field))
            columns = {name: batch.column(name) for name in batch.schema.names if name != "unspin"}
            columns[field] = annotated.field("text")
            annotation = [annotated.field(name) for name in ANNOTATION.names]
            columns["unspin"] = pa.StructArray.from_arrays(annotation, names=ANNOTATION.names)
            yield pa.RecordBatch.from_pydict(columns)

    others = [column for column in frame.schema.fields if column.name != "unspin"]
    return frame.mapInArrow(batches, StructType([*others, StructField("unspin", ANNOTATION)]))


def piped(lines: RDD[str], program: str, field: str = "text") -> RDD[str]:
    """Pipe each partition of JSON lines through one process of the command. Bad lines stay as they are."""
    command = [program, "--no-config", "--format", "jsonl", "--field", field, "--annotate", "--skip-bad", "--jobs", "1"]
    return lines.pipe(shlex.join(command), checkCode=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Restore a corpus with Spark.")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="jsonl")
    parser.add_argument("--field", default="text", help="the column or JSON field with the text")
    parser.add_argument("--partition-by", nargs="*", default=[], help="columns by which the output is split into folders")
    parser.add_argument("--pipe", metavar="PROGRAM", help="pipe JSON lines through this command; needs no Python packages")
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
