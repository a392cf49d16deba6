"""The example for web archives writes what docs/crawl.md uses. `tests/pipelines.sh` runs this."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FIXTURES = HERE.parents[1] / "fixtures"


def test_pages_of_an_archive():
    command = [sys.executable, HERE / "extract.py", FIXTURES / "crawl.warc"]
    found = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    assert found == (FIXTURES / "crawl.jsonl").read_bytes()
