from typing import Any

MARGINS: list[tuple[str, int]]
__version__: str

_Explained = tuple[
    str,
    list[tuple[Any, ...]],
    float,
    float,
    bool,
    str | None,
    float | None,
    int,
    list[tuple[int, str]],
]
_Named = list[tuple[str, str]]

def main(arguments: list[str]) -> int: ...

class Engine:
    def __new__(
        cls,
        lexicons: tuple[_Named, _Named, tuple[str, str] | None],
        allow: str,
        parts: tuple[list[str], list[int | str], str],
        min_margin: int,
        assume_spun: bool,
        jobs: int | None,
    ) -> Engine: ...
    def restore(self, text: str, format: str) -> str: ...
    def score(self, text: str, format: str) -> float: ...
    def density(self, text: str, format: str) -> float: ...
    def explain(self, text: str, format: str) -> _Explained: ...
    def restore_batch(self, texts: list[str], format: str) -> list[str]: ...
    def explain_batch(self, texts: list[str], format: str) -> list[_Explained]: ...
    def restore_arrow(self, array: Any, format: str) -> Any: ...
    def annotate_arrow(self, array: Any, format: str) -> Any: ...
