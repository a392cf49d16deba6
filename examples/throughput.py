"""Measures pipelines on a mix of texts, of which one in a hundred is spun: python throughput.py [MEGABYTES] [ROUNDS] [FILE]

Each pipeline runs on one core and on two, in a process of its own. The best round counts. The processor time is that of
all threads and processes; other programs on the machine hardly change it. Pipelines whose packages are missing are left out.

FILE has honest texts, separated by blank lines; by default, they are those of fixtures/clean, which take longer than most,
because they use the words that spinners like. The spun texts are those of fixtures/articles.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPUN_EVERY = 100


def mix(size: int, honest: str) -> list[str]:
    """Texts of `size` bytes in all."""
    read = lambda pattern: [file.read_text(encoding="utf-8") for file in sorted((ROOT / "fixtures").glob(pattern))]
    honest_texts = Path(honest).read_text(encoding="utf-8").split("\n\n") if honest else read("clean/*.txt")
    clean, spun = itertools.cycle(honest_texts), itertools.cycle(read("articles/*.spun.txt"))
    texts, total = [], 0
    while total < size:
        texts.append(next(spun if len(texts) % SPUN_EVERY == SPUN_EVERY // 2 else clean))
        total += len(texts[-1].encode())
    return texts


def write(texts: list[str], cores: int) -> None:
    """The mix as JSON lines, one file per core, and as Parquet."""
    Path("documents").mkdir()
    for part in range(cores):
        lines = (json.dumps({"id": str(index), "text": text}) for index, text in enumerate(texts) if index % cores == part)
        Path(f"documents/{part}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": texts}), "crawl.parquet", row_group_size=500)


def datatrove(drop: bool, cores: int) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from unspin.datatrove import UnspinFilter, UnspinFormatter

    step = UnspinFilter() if drop else UnspinFormatter()
    pipeline = [JsonlReader("documents"), step, JsonlWriter("out", compression=None)]
    # Only with "fork", the processor time of the workers is counted.
    LocalPipelineExecutor(pipeline=pipeline, tasks=cores, workers=cores, logging_dir="logs", start_method="fork").run()


def nemo_curator(cores: int) -> None:
    from concurrent.futures import ProcessPoolExecutor

    # Without a cluster of Ray: each process runs the stage on the batches of its file.
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(nemo_curator_file, range(cores)))


def nemo_curator_file(part: int) -> None:
    import pandas
    from nemo_curator.stages.text.filters import ScoreFilter
    from nemo_curator.tasks import DocumentBatch
    from unspin.nemo_curator import UnspinFilter

    frame = pandas.read_json(f"documents/{part}.jsonl", lines=True)
    stage = ScoreFilter(UnspinFilter(), text_field="text")
    stage.process(DocumentBatch(dataset_name="mix", data=frame)).to_pandas().to_json(f"{part}.jsonl", orient="records", lines=True)


def dolma(cores: int) -> None:
    subprocess.run([sys.executable, ROOT / "examples/dolma/attributes.py", "."], check=True)


def page(heading: str) -> Callable[[int], None]:
    """The example of docs/pipelines.md with this heading, without the lines that drop spun texts."""
    text = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    code = text.split(f"## {heading}\n", 1)[1].split("```python\n", 1)[1].split("```", 1)[0]
    restoring = "".join(line for line in code.splitlines(keepends=True) if "kept" not in line)
    return lambda cores: exec(restoring, {})


def command(cores: int) -> None:
    with open("out.jsonl", "wb") as out:
        subprocess.run(["unspin", "--no-config", f"-j{cores}", "documents"], stdout=out, check=True)


PIPELINES: dict[str, Callable[[int], None]] = {
    "command, JSON lines": command,
    "datatrove, restore": lambda cores: datatrove(False, cores),
    "datatrove, drop": lambda cores: datatrove(True, cores),
    "NeMo Curator, drop": nemo_curator,
    "dolma, attributes": dolma,
    "Polars, restore": page("Polars"),
    "pandas, restore": page("pandas"),
    "DuckDB, restore": page("DuckDB"),
}


def seconds(name: str, cores: int, size: int, honest: str) -> tuple[float, float] | None:
    """The elapsed time and the processor time of one run in a process of its own, without its start; None if a package is
    missing."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [sys.executable, __file__, "--one", name, str(cores), str(size), honest]
        # All libraries see only these cores.
        allowed = set(sorted(os.sched_getaffinity(0))[:cores])
        run = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, preexec_fn=lambda: os.sched_setaffinity(0, allowed))
    if "ModuleNotFoundError" in run.stderr:
        return None
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    elapsed, processor = run.stdout.splitlines()[-1].split()
    return float(elapsed), float(processor)


def one(name: str, cores: int, size: int, honest: str) -> None:
    write(mix(size, honest), cores)
    elapsed, processor = time.perf_counter(), sum(os.times()[:4])
    PIPELINES[name](cores)
    print(time.perf_counter() - elapsed, sum(os.times()[:4]) - processor)


def rows(size: int, rounds: int, honest: str) -> Iterator[str]:
    texts = mix(size, honest)
    total = sum(len(text.encode()) for text in texts)
    yield f"{len(texts)} documents, {total / 1e6:.1f} MB, {len(texts) // SPUN_EVERY} of them spun; best of {rounds}"
    for name in PIPELINES:
        row = f"{name:20}"
        for cores in (1, 2):
            found = [seconds(name, cores, size, honest) for _ in range(rounds)]
            if None in found:
                row += " not installed"
                break
            elapsed, processor = (total / 1e6 / min(times) for times in zip(*found))
            row += f"  {cores} core{'s' if cores > 1 else ' '}: {elapsed:5.1f} MB/s elapsed, {processor:5.1f} MB/s of processor time"
        yield row


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    else:
        megabytes, rounds, honest = (*sys.argv[1:], *["20", "3", ""][len(sys.argv) - 1 :])
        honest = str(Path(honest).resolve()) if honest else ""
        for row in rows(int(megabytes) * 1_000_000, int(rounds), honest):
            print(row, flush=True)
