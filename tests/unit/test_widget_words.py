"""Words of Streamlit's widgets: it still says them, and every language has its own for them."""

import re
from pathlib import Path

import streamlit

from dabiao.web.document import LANGUAGE_TAGS
from dabiao.web.widget_words import WORDS, rules

COMPOSED = ("[data-testid=InputInstructions] *", "[data-live-announcer] *")
VARYING = re.compile(r"\{\w+\}")


def test_streamlit_still_says_them() -> None:
    scripts = (Path(streamlit.__file__).parent / "static/static/js").glob("*.js")
    said = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    # It puts some together: which key does what, and how many options there are.
    whole = [words for where, _, words in WORDS if where not in COMPOSED]
    parts = {part.strip() for words in whole for word in words for part in VARYING.split(word)}
    parts = {part for part in parts if not part.startswith("option")}
    assert [part for part in sorted(parts) if part not in said] == []


def test_chinese_has_another_word_for_each_and_keeps_what_varies() -> None:
    for _, _, words in rules(LANGUAGE_TAGS):
        for english, chinese in zip(words["en"], words["zh-CN"], strict=True):
            assert english != chinese
            assert VARYING.findall(english) == VARYING.findall(chinese)
