"""What the tests of the examples share: texts of the repository, and what is expected of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Honest texts, and six spun ones at the end."""
    fixtures = ROOT / "fixtures"
    files = [*sorted((fixtures / "clean").glob("*.txt")), *sorted((fixtures / "articles").glob("*.spun.txt"))]
    return [file.read_text(encoding="utf-8") for file in files]


@pytest.fixture(scope="session")
def restored(texts) -> list[str]:
    """The texts, restored."""
    from unspin import Restorer

    found = Restorer().restore_batch(texts)
    assert found[:-6] == texts[:-6] and all(one != text for one, text in zip(found[-6:], texts[-6:]))
    return found


@pytest.fixture(scope="session")
def kept(texts) -> list[str]:
    """The texts that are not spun."""
    return texts[:-6]


@pytest.fixture(scope="session")
def example():
    """The Python code of a section of docs/pipelines.md, by its heading."""
    page = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    blocks = {section.splitlines()[0]: re.findall(r"^```python\n(.*?)^```", section, re.DOTALL | re.MULTILINE) for section in sections}
    return lambda heading: "".join(blocks[heading])
