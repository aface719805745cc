"""SQL stands in files of its own, one statement each, and says what it answers."""

import ast
import re
from pathlib import Path

import pytest

from tests.conventions.sources import PRODUCT, ROOT, python_sources

FOLDER = ROOT / "dabiao/store/queries"
LINES = 80

STATEMENT = re.compile(
    r"\s*(?:select|with\s+\w+\s+as|insert\s+into|update\s+\w+\s+set|delete\s+from)\s", re.IGNORECASE
)


def is_statement(text: str) -> bool:
    """Return whether a text is SQL, and not a sentence for people that begins with the same word."""
    return bool(STATEMENT.match(text)) and not text.lstrip()[:2].istitle()


def faults(text: str) -> list[str]:
    """Return what is wrong with the text of a query."""
    found = []
    bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", text).strip()
    reads = not re.search(r"^(?:insert|update|delete|create|drop|copy|truncate)\b", bare, re.IGNORECASE)
    one_row = text.startswith("-- One row:")
    if not text.startswith("-- "):
        found.append(
            "begin with a comment that says what one row is and the order, or what the statement does"
        )
    elif reads and not re.match(
        r"-- One row(?: per .+ by |:)", text.split("\n-- $")[0].replace("\n-- ", " ")
    ):
        found.append("let its first comment say 'One row per …, by …', or 'One row: …' if there is only one")
    if reads and not one_row and not _is_ordered(bare):
        found.append("end it with an order by, so that both engines give the rows in one order")
    if re.search(r"select\s+(?:distinct\s+)?(?:\w+\.)?\*", bare, re.IGNORECASE):
        found.append("name the columns instead of *")
    if re.search(r"[{}]|%s|%\(", bare):
        found.append("use $1, $2 … instead of filling texts in")
    used, explained = set(re.findall(r"\$\d+", bare)), set(re.findall(r"^-- (\$\d+): \S", text, re.MULTILINE))
    if used != explained:
        found.append(f"explain each parameter in a line '-- $1: …': {sorted(used ^ explained)}")
    if ";" in bare.rstrip(";"):
        found.append("keep to one statement")
    if len(text.splitlines()) > LINES:
        found.append(f"split it: it has more than {LINES} lines")
    return found


def _is_ordered(bare: str) -> bool:
    """Return whether an ``order by`` stands after the last bracket that is not within it."""
    depth, outside = 0, []
    for character in bare:
        depth += (character == "(") - (character == ")")
        if depth == 0:
            outside.append(character)
    return "order by" in re.sub(r"\s+", " ", "".join(outside)).lower()


GOOD = """\
-- One row per area, by code.
-- $1: the publication
select code from area where publication <= $1 order by code
"""

BROKEN = {
    "no comment": GOOD.split("\n", 1)[1].split("\n", 1)[1],
    "a comment that does not say what a row is": GOOD.replace("One row per area, by code", "The areas"),
    "no order": GOOD.replace(" order by code", ""),
    "an order inside only": "-- One row per area, by code.\nselect code from (select 1 order by code)",
    "a star": GOOD.replace("select code", "select *"),
    "a star of a table": GOOD.replace("select code", "select a.*"),
    "a text filled in": GOOD.replace("$1", "{publication}"),
    "a parameter not explained": GOOD.replace("<= $1", "<= $1 and level = $2"),
    "a parameter not used": GOOD.replace("<= $1", "<= 1"),
    "two statements": GOOD + "; select code from area order by code",
    "too long": GOOD + "\n" * 80,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_in_a_query_is_found(text: str) -> None:
    assert faults(GOOD) == []
    assert faults(text)


def test_every_query_says_what_it_answers() -> None:
    paths = sorted(FOLDER.rglob("*.sql"))
    assert paths, f"no query in {FOLDER}"
    found = {path.name: wrong for path in paths if (wrong := faults(path.read_text(encoding="utf-8")))}
    assert not found, "\n".join(f"{name}: {'; '.join(wrong)}" for name, wrong in found.items())


def test_a_statement_is_told_from_a_sentence() -> None:
    assert is_statement("select 1 from area")
    assert is_statement("\n  SELECT code FROM area")
    assert not is_statement("Select all")
    assert not is_statement("selected areas")


def test_sql_stands_in_files() -> None:
    found = []
    for source in python_sources(ROOT, PRODUCT):
        if not source.path.is_relative_to(Path("dabiao/store")):
            found += [
                f"{source.path}:{node.lineno}"
                for node in ast.walk(source.tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_statement(node.value)
            ]
    assert not found, f"put the statement into dabiao/store/queries and read it by its name: {found}"
