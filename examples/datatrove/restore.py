"""Restores JSON lines with datatrove: python restore.py INPUT_FOLDER OUTPUT_FOLDER [TASKS]

Reads INPUT_FOLDER/*.jsonl (or .jsonl.gz), and writes OUTPUT_FOLDER/*.jsonl and the logs of datatrove to
OUTPUT_FOLDER/logs. If the program is started again, it skips the tasks that are complete.
"""

import sys

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from unspin.datatrove import UnspinFormatter


def executor(source: str, target: str, tasks: int) -> LocalPipelineExecutor:
    pipeline = [
        JsonlReader(source, glob_pattern="*.jsonl*", text_key="text"),
        UnspinFormatter(),
        JsonlWriter(target, compression=None),
    ]
    return LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=-1, logging_dir=f"{target}/logs")


if __name__ == "__main__":
    executor(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1).run()
