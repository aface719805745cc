"""What a page shows, as text: for tests that look for a sentence or for one in the wrong language."""

import json
import re
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

CHINESE = re.compile(r"[\u4e00-\u9fff]")
_TAG = re.compile(r"<[^>]+>")


def texts(app: AppTest) -> Iterator[str]:
    """Every text a page shows outside of charts: titles, sentences, HTML parts without their marks."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error"):
        for element in app.get(kind):
            yield element.value
    for element in app.get("html"):
        if not element.proto.body.lstrip().startswith("<style"):
            yield _TAG.sub("\n", element.proto.body)
    for element in app.get("expander"):
        yield element.label


def page_text(app: AppTest) -> str:
    return "\n".join(texts(app))


def markup(app: AppTest) -> str:
    """The HTML parts of a page with their tags: where links lead, what was escaped."""
    return "\n".join(element.proto.body for element in app.get("html"))


def figures(app: AppTest) -> list[dict]:
    """The Plotly figures of a page."""
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


def alternatives(app: AppTest) -> list[str]:
    """The text alternatives of a page's charts."""
    return [element.proto.alt for element in app.get("plotly_chart")]
