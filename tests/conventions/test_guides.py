"""A guide for users and its twin in Chinese: as many headings, the same commands, linked both ways."""

import re
from pathlib import Path

import pytest

from dabiao.settings import ROOT

DOCS = ROOT / "docs"
GUIDES = sorted(path.name.removesuffix(".zh.md") for path in DOCS.glob("*.zh.md"))
LINKED = re.compile(r"docs/(\w+)\.zh\.md")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def headings(text: str) -> list[int]:
    """Return the level of each heading."""
    return [len(mark) for mark in re.findall(r"^(#+) ", CODE.sub("", text), re.MULTILINE)]


def commands(text: str) -> list[str]:
    """Return what stands in blocks of code, without remarks."""
    lines = [line for block in CODE.findall(text) for line in block.splitlines()]
    return [line.partition(" #")[0].rstrip() for line in lines]


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_and_its_twin_say_the_same(guide: str) -> None:
    english, chinese = read(DOCS / f"{guide}.md"), read(DOCS / f"{guide}.zh.md")
    assert headings(english) == headings(chinese)
    assert commands(english) == commands(chinese)
    assert f"({guide}.zh.md)" in english
    assert f"({guide}.md)" in chinese
    assert f"docs/{guide}.md" in read(ROOT / "README.md")
    assert f"docs/{guide}.md" not in read(ROOT / "README.zh.md"), (
        "the Chinese readme leads to the Chinese one"
    )


def test_the_chinese_readme_leads_to_guides_that_are_there() -> None:
    assert set(LINKED.findall(read(ROOT / "README.zh.md"))) == set(GUIDES)
    assert {"accounts", "briefings", "links", "meetings", "returns", "operations"} == set(GUIDES)
