"""The Python sources that the conventions are checked on: path, dotted name, syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PRODUCT = ("app.py", "pages", "dabiao", "etl")
"""What is delivered; tests, tools and benchmarks may look at everything."""


@dataclass(frozen=True)
class Source:
    """One module."""

    path: Path
    """Relative to the root it was read under."""
    name: str
    """Dotted name; a package's ``__init__`` has the package's."""
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


def python_sources(root: Path, parts: tuple[str, ...] = PRODUCT) -> Iterator[Source]:
    """Read every module of ``parts`` under ``root``, by path."""
    for part in parts:
        start = root / part
        for path in sorted(start.rglob("*.py")) if start.is_dir() else [start] * start.is_file():
            relative = path.relative_to(root)
            name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
            yield Source(relative, name, ast.parse(path.read_text(encoding="utf-8"), str(relative)))


def write_tree(root: Path, files: dict[str, str]) -> Path:
    """Lay out ``files`` (path → text) under ``root``: a small source tree to try a check on."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
