"""What holds for every file that is kept: its length, its words, where it points."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.conventions.sources import ROOT

MODULE_LINES = 400
PAGE_LINES = 80

UNWANTED = {
    # Written so that this file does not hold what it looks for.
    r"\bTO[D]O\b|\bFIXM[E]\b|\bXX[X]\b": "a loose end: close it, or record it in docs/decisions.md",
    r"(?<![\w.])/(?:wor[k]|hom[e]|roo[t]|User[s])/": "a path of one machine: use a setting or __file__",
    r"pypi\.or[g]|pythonhoste[d]|deb\.debia[n]|registry\.npmj[s]": "a registry's host: tools know theirs",
    r"pytest\.mark\.ski[p]|pytest\.ski[p]\(|unittest\.ski[p]": "a skip: provide what the test needs",
    r"type: ignor[e](?!\[)": "an ignored type without its error code",
}

TEXT_FILES = {
    ".py",
    ".sql",
    ".md",
    ".css",
    ".js",
    ".html",
    ".toml",
    ".yaml",
    ".sh",
    ".txt",
    ".in",
    ".po",
    ".svg",
}

SHIPPED = ("app.py", ".streamlit/", "bench/", "dabiao/", "etl/", "pages/", "tools/")
CODE = {".py", ".css", ".js", ".html", ".toml", ".svg"}
ADDRESS = re.compile(r"https?://(?P<host>[\w\[][\w.:\]-]*)")
OWN_HOSTS = re.compile(r"127\.0\.0\.1|localhost|\[::1\]")
NAMESPACES = {"www.w3.org"}
"""Hosts in names that nobody ever asks for."""


def kept() -> list[str]:
    """Return the paths of all files under version control that are in the work tree."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(path for path in done.stdout.split("\0") if path and (ROOT / path).is_file())


FILES = kept()


def lines(path: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file."""
    yield from enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)


def test_no_module_is_longer_than_a_reader_holds_in_mind() -> None:
    parts = ("app.py", "dabiao/", "etl/", "tools/", "bench/")
    modules = [path for path in FILES if path.endswith(".py") and path.startswith(parts)]
    long = {path: count for path in modules if (count := sum(1 for _ in lines(path))) > MODULE_LINES}
    assert not long, f"over {MODULE_LINES} lines, split by what the halves are about: {long}"


def test_no_page_is_longer_than_it_may_be() -> None:
    pages = [path for path in FILES if path.startswith("pages/") and path.endswith(".py")]
    long = {path: count for path in pages if (count := sum(1 for _ in lines(path))) > PAGE_LINES}
    assert not long, f"over {PAGE_LINES} lines, move what is no choice, read or show to dabiao.web: {long}"


@pytest.mark.parametrize("pattern", UNWANTED)
def test_unwanted_words_are_nowhere(pattern: str) -> None:
    word = re.compile(pattern)
    texts = [path for path in FILES if path == "Makefile" or path[path.rfind(".") :] in TEXT_FILES]
    found = [f"{path}:{number}" for path in texts for number, line in lines(path) if word.search(line)]
    assert not found, f"{UNWANTED[pattern]}: {found}"


def test_the_product_points_to_no_other_machine() -> None:
    found = []
    for path in FILES:
        if path.startswith(SHIPPED) and path[path.rfind(".") :] in CODE:
            for number, line in lines(path):
                hosts = {match["host"] for match in ADDRESS.finditer(line)} - NAMESPACES
                found += [f"{path}:{number} {host}" for host in hosts if not OWN_HOSTS.match(host)]
    assert not found, f"no request may leave the machine; serve it from here, or keep it as data: {found}"


def test_file_names_of_tests_are_unique() -> None:
    names = [path.rpartition("/")[2] for path in FILES if re.search(r"(^|/)test_\w+\.py$", path)]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, (
        f"give each test file a name of its own, so that a report says which one it was: {twice}"
    )
