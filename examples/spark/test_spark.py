"""The example with Spark gives the same results as the command. `tests/cluster.sh` runs this."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark import cloudpickle
from pyspark.sql import DataFrame, SparkSession

import restore

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"
BAD = '{"id": "bad", "text": 1'
TIMEOUT = 60  # seconds

os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def records() -> list[dict]:
    """Spun, original and clean texts, of two kinds."""
    files = sorted(file for folder in ("articles", "clean") for file in (FIXTURES / folder).glob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [{"id": f"{number}", "kind": "even" if number % 2 == 0 else "odd", "text": text} for number, text in enumerate(texts * 2)]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """The records as JSON lines, in four files, and one bad line."""
    folder = tmp_path_factory.mktemp("corpus")
    for part in range(4):
        lines = [json.dumps(record) for record in records()[part::4]] + ([BAD] if part == 2 else [])
        (folder / f"part-{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def expected(corpus: Path) -> list[str]:
    """The lines that the command writes for them."""
    files = sorted(map(str, corpus.glob("*.jsonl")))
    command = [os.environ["UNSPIN_BINARY"], "--no-config", "--annotate", "--skip-bad", *files]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


@pytest.fixture
def session() -> Iterator:
    """A function that starts Spark with a master. Spark is stopped after the test."""
    started = []

    def start(master: str) -> SparkSession:
        builder = SparkSession.builder.master(master).appName("unspin test")
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.driver.memory": "1g",
            "spark.executor.memory": "600m",
            "spark.sql.files.openCostInBytes": "100m",  # one task per file
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        started.append(builder.getOrCreate())
        started[0].sparkContext.addPyFile(str(HERE / "restore.py"))
        return started[0]

    yield start
    for spark in started:
        spark.stop()


def by_id(rows: list[dict]) -> dict[str, dict]:
    """Records by their id, with numbers rounded as the command does. Each id must occur once."""
    found = {row["id"]: row for row in rows}
    assert len(found) == len(rows)
    for row in rows:
        annotation = row["unspin"]
        density = annotation["density"]
        row["unspin"] = {"score": round(annotation["score"], 6), "density": density and round(density, 3), "edits": annotation["edits"]}
    return found


def of_command(lines: list[str]) -> dict[str, dict]:
    return by_id([json.loads(line) for line in lines if line != BAD])


def test_partitioned_parquet(session, tmp_path, expected):
    spark = session("local[2]")
    source, target = str(tmp_path / "spun"), str(tmp_path / "restored")
    spark.createDataFrame(records()).repartition(3).write.partitionBy("kind").parquet(source)
    restore.restored(spark.read.parquet(source)).write.partitionBy("kind").parquet(target)
    assert {path.name for path in (tmp_path / "restored").glob("kind=*")} == {"kind=even", "kind=odd"}
    rows = [row.asDict(recursive=True) for row in spark.read.parquet(target).collect()]
    assert by_id(rows) == of_command(expected)


def test_json_lines(session, tmp_path, corpus, expected):
    spark = session("local[2]")
    target = tmp_path / "restored"
    restore.restored(spark.read.json(str(corpus))).write.option("ignoreNullFields", "false").json(str(target))
    rows = [json.loads(line) for file in target.glob("*.json") for line in file.read_text(encoding="utf-8").splitlines()]
    bad = [row for row in rows if row["_corrupt_record"] is not None]
    assert [row["_corrupt_record"] for row in bad] == [BAD]
    good = [{key: value for key, value in row.items() if key != "_corrupt_record"} for row in rows if row not in bad]
    assert by_id(good) == of_command(expected)


def test_a_pipe_keeps_every_byte(session, tmp_path, corpus, expected):
    spark = session("local-cluster[2,1,1024]")
    spark.sparkContext.addFile(os.environ["UNSPIN_BINARY"])
    target = tmp_path / "restored"
    restore.piped(spark.sparkContext.textFile(str(corpus)), "./unspin").saveAsTextFile(str(target))
    lines = [line for file in target.glob("part-*") for line in file.read_text(encoding="utf-8").splitlines()]
    assert Counter(lines) == Counter(expected)


def kill_executor_once(marker: str) -> None:
    """Kills the executor (a Java process) that this Python worker belongs to, the first time it is called."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return
    machine = int(Path(f"/proc/{os.getppid()}/stat").read_text().rsplit(")", 1)[1].split()[1])
    if b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{machine}/cmdline").read_bytes():
        raise RuntimeError("the grandparent process is not an executor")
    os.kill(machine, signal.SIGKILL)
    time.sleep(TIMEOUT)  # until this process is gone


def killing(frame: DataFrame, marker: str) -> DataFrame:
    """The same frame, but an executor is killed after the first batch of a task."""

    def batches(incoming):
        for number, batch in enumerate(incoming):
            if number == 1:
                kill_executor_once(marker)
            yield batch

    return frame.mapInArrow(batches, frame.schema)


def test_a_killed_executor_loses_nothing(session, tmp_path, expected):
    spark = session("local-cluster[2,1,1024]")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "5")
    source, target, marker = (str(tmp_path / name) for name in ("spun", "restored", "killed"))
    spark.createDataFrame(records()).repartition(4).write.parquet(source)
    restore.restored(killing(spark.read.parquet(source), marker)).write.parquet(target)
    assert Path(marker).exists()
    assert len(dead(spark)) == 1
    rows = [row.asDict(recursive=True) for row in spark.read.parquet(target).collect()]
    assert by_id(rows) == of_command(expected)


def dead(spark: SparkSession) -> list:
    """The executors that Spark has lost. Spark notes a loss with a delay, so this waits for the first one."""
    lost: list = []
    end = time.monotonic() + TIMEOUT
    while not lost and time.monotonic() < end:
        time.sleep(0.1)
        found = spark.sparkContext._jsc.sc().statusStore().executorList(False)
        lost = [one for one in map(found.apply, range(found.size())) if not one.isActive()]
    return lost


def test_the_program(tmp_path, corpus, expected):
    target = tmp_path / "restored"
    command = [sys.executable, str(HERE / "restore.py"), "--pipe", os.environ["UNSPIN_BINARY"], str(corpus), str(target)]
    subprocess.run(command, check=True, env=os.environ | {"PYSPARK_SUBMIT_ARGS": "--master local[1] pyspark-shell"})
    lines = [line for file in target.glob("part-*") for line in file.read_text(encoding="utf-8").splitlines()]
    assert Counter(lines) == Counter(expected)
