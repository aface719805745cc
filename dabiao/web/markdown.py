"""Texts from outside in what Streamlit takes for Markdown."""

import re
from typing import Final

AUTOLINK: Final = re.compile(r":(?=/)|www(?=\.)|@", re.IGNORECASE)
MARKS: Final = re.compile(r"([\\`*\[\]()<>~$!|])")


def plain(text: str) -> str:
    """Return a text that Markdown shows as it stands: what comes from an address must not become a link."""
    # Bare addresses become links after escapes have been resolved; a space of no width in them prevents it.
    return AUTOLINK.sub("\\g<0>\u200b", MARKS.sub(r"\\\1", text))
