"""How texts are joined: things side by side, clauses of a sentence, sentences of a line."""

from collections.abc import Iterable, Mapping
from typing import Final

from dabiao.settings import Language

COMMAS: Final[Mapping[Language, str]] = {"zh": "、", "en": ", "}
"""Between things named side by side."""
_CLAUSES: Final[Mapping[Language, str]] = {"zh": "，", "en": ", "}
_STATEMENTS: Final[Mapping[Language, str]] = {"zh": "；", "en": "; "}
_SENTENCES: Final[Mapping[Language, str]] = {"zh": "", "en": " "}


def listed(texts: Iterable[str], language: Language) -> str:
    """Return things named side by side: ``陕西省、湖南省``, ``Shaanxi, Hunan``."""
    return COMMAS[language].join(texts)


def clauses(texts: Iterable[str], language: Language) -> str:
    """Return what is said of one thing in one breath, without what is empty."""
    return _CLAUSES[language].join(text for text in texts if text)


def statements(texts: Iterable[str], language: Language) -> str:
    """Return statements that could each stand alone, without what is empty."""
    return _STATEMENTS[language].join(text for text in texts if text)


def paragraph(texts: Iterable[str], language: Language) -> str:
    """Return whole sentences, one after the other, without what is empty."""
    return _SENTENCES[language].join(text for text in texts if text)
