"""What is installed: every package pinned, every direct one with its reason, none used that is not named."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.conventions.sources import PRODUCT, ROOT, python_sources

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;]+)(?P<marker> ; .+)?$")
DIRECT = re.compile(r"^(?P<name>[A-Za-z0-9.-]+)(?:\[[\w,]+\])?(?:==\S+)?\s+# (?P<reason>\S.*)$")
OURS = {"app", "pages", "dabiao", "etl", "tests", "tools", "bench"}


def entries(name: str) -> list[str]:
    """Return the lines of a requirements file that are not comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(name: str) -> dict[str, str]:
    """Return package and version of every pin in a requirements file."""
    matches = [PIN.match(line) for line in entries(name)]
    return {match["name"]: match["version"] for match in matches if match}


def direct(name: str) -> set[str]:
    """Return the packages that a list of direct dependencies names."""
    return {match["name"].lower() for line in entries(name) if (match := DIRECT.match(line))}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "tools/postgres-wheel.txt"])
def test_every_package_is_pinned(name: str) -> None:
    loose = [line for line in entries(name) if not PIN.match(line)]
    assert not loose, f"run `make lock`; only name==version may stand in {name}: {loose}"


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_has_its_reason(name: str) -> None:
    without = [line for line in entries(name) if not DIRECT.match(line) and not line.startswith("-r ")]
    assert not without, f"say in a comment on its line what each is for in {name}: {without}"


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_dependency_is_named_once(name: str) -> None:
    named = [line.split()[0].lower() for line in entries(name)]
    assert len(named) == len(set(named)), f"one line each in {name}: {sorted(named)}"


@pytest.mark.parametrize(
    ("name", "compiled"),
    [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")],
)
def test_every_direct_dependency_is_pinned(name: str, compiled: str) -> None:
    assert not direct(name) - pins(compiled).keys(), "run `make lock`"


def test_development_pins_what_the_product_pins() -> None:
    product, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert product.items() <= development.items(), "run `make lock`"


def test_everything_imported_is_a_direct_dependency() -> None:
    named = direct("requirements.in")
    development = named | direct("requirements-dev.in")
    owners = packages_distributions()
    found = set()
    for parts, allowed in ((PRODUCT, named), (("tests", "tools", "bench"), development)):
        for source in python_sources(ROOT, parts):
            for module in _imported(source.tree) - OURS - sys.stdlib_module_names:
                packages = {package.lower() for package in owners.get(module, [module])}
                if not packages & allowed:
                    found.add(f"{source.path} imports {module}")
    assert not found, (
        f"name the package in requirements.in with its reason and run `make lock`: {sorted(found)}"
    )


def _imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
