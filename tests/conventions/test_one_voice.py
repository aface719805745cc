"""What is decided in one place is decided nowhere else: how texts are joined and sources are said."""

import ast
import re

from tests.conventions.sources import ROOT, python_sources

JOINING = re.compile(r'"[、，；]"\s+if\b|"[、，；]"\)?\.join|", "\s+if language')
"""A separator chosen by the language, or a Chinese one written out."""
SOURCE = re.compile(r"\{\w+\['publisher'\]\}")


def test_only_one_module_knows_how_texts_are_joined() -> None:
    found = _holding(JOINING, but="wording/joining.py")
    assert not found, f"join with dabiao.wording.joining: {found}"


def test_no_template_writes_a_separator_of_its_own() -> None:
    own = re.compile(r"loop\.last %\}[,、，;；]|join\(")
    folder = ROOT / "dabiao/web/templates"
    found = [file.name for file in sorted(folder.glob("*.html")) if own.search(file.read_text("utf-8"))]
    assert not found, f"write {{{{ comma }}}} in: {found}"


def test_only_one_module_knows_how_a_source_is_said() -> None:
    found = _holding(SOURCE, but="wording/sources.py")
    assert not found, f"say it with dabiao.wording.sources.source: {found}"


def test_no_heading_has_an_anchor_of_its_own() -> None:
    """An address names choices; a place within the page would be lost with the next of them."""
    found = [
        f"{source.path}:{node.lineno}"
        for source in python_sources(ROOT)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"st.title", "st.header", "st.subheader"}
        and not any(each.arg == "anchor" and ast.unparse(each.value) == "False" for each in node.keywords)
    ]
    assert not found, f"say anchor=False: {found}"


def _holding(pattern: re.Pattern[str], but: str) -> list[str]:
    files = [*(ROOT / "dabiao").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return [
        str(file.relative_to(ROOT))
        for file in sorted(files)
        if not file.as_posix().endswith(but) and pattern.search(file.read_text("utf-8"))
    ]
