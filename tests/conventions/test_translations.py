"""Every text that people read exists in Chinese and in English, with the same places for values."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from tests.conventions.sources import ROOT

CATALOGS = ROOT / "dabiao/locale/zh_CN/LC_MESSAGES"

DOMAINS = {"dabiao": ("app.py", "dabiao", "pages"), "etl": ("etl",)}
"""Which catalog holds the texts of which part of the product."""

KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "translated": None, "notice": (2,)}
"""Functions whose text is translated, with the position of the text where it is not the first."""

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]

Message = str | tuple[str, ...]


def texts_in(parts: tuple[str, ...]) -> dict[Message, str]:
    """Return every translatable text of ``parts`` and one place where it stands."""
    found: dict[Message, str] = {}
    for part in parts:
        start = ROOT / part
        if start.is_dir():
            rows = extract_from_dir(start, method_map=METHODS, keywords=KEYWORDS)
            found |= {message: f"{part}/{file}:{line}" for file, line, message, _, _ in rows}
        elif start.is_file():
            own = extract_from_file("python", start, keywords=KEYWORDS)
            found |= {message: f"{part}:{line}" for line, message, _, _ in own}
    return found


def places(text: str) -> set[str]:
    """Return the names of the values that are filled into ``text``."""
    return set(re.findall(r"{(\w+)[^}]*}", text))


def catalog_of(domain: str) -> Path:
    """Return where the Chinese texts of ``domain`` are."""
    return CATALOGS / f"{domain}.po"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_translated_and_none_is_left_over(domain: str) -> None:
    path = catalog_of(domain)
    with path.open("rb") as text:
        held = {message.id: message for message in read_po(text) if message.id}
    used = texts_in(DOMAINS[domain])
    missing = {place: message for message, place in used.items() if message not in held}
    assert not missing, f"add to {path.name}: {missing}"
    left_over = sorted(str(message) for message in held.keys() - used.keys())
    assert not left_over, f"nothing says these any more, remove them from {path.name}: {left_over}"


OUTVOTED = {"数据偏旧": "数据陈旧", "规划起始": "规划起点", "规划开始": "规划起点", "发文日期": "成文日期"}
"""Words for a thing that is called otherwise everywhere, and how."""


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_thing_has_one_word(domain: str) -> None:
    text = catalog_of(domain).read_text(encoding="utf-8")
    wrong = {word: instead for word, instead in OUTVOTED.items() if word in text}
    assert not wrong, f"in {domain}.po say the second for the first: {wrong}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_entry_is_complete(domain: str) -> None:
    path = catalog_of(domain)
    wrong = []
    with path.open("rb") as text:
        for message in read_po(text):
            originals = message.id if isinstance(message.id, tuple) else (message.id,)
            translations = message.string if isinstance(message.string, tuple) else (message.string,)
            if not message.id:
                continue
            if message.fuzzy or not all(translations):
                wrong.append(f"line {message.lineno}: not translated, or marked fuzzy")
            elif any(places(one) != set().union(*map(places, originals)) for one in translations):
                wrong.append(f"line {message.lineno}: other places for values than in the English text")
    assert not wrong, f"mend in {path.name}: {wrong}"


def test_every_catalog_belongs_to_a_part_of_the_product() -> None:
    assert {path.stem for path in CATALOGS.glob("*.po")} == DOMAINS.keys()


def test_texts_are_found_in_code_and_templates() -> None:
    used = texts_in(DOMAINS["dabiao"])
    assert any(place.endswith(".html") or ".html:" in place for place in used.values())
    assert any(isinstance(message, tuple) for message in used), "no text with a plural was found"
