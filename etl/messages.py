"""Texts for people: written in English, carried in both languages, shown in one."""

from dataclasses import dataclass

from dabiao.locale import catalog
from dabiao.settings import Language

DOMAIN = "etl"


def translated(text: str, language: Language) -> str:
    """Return the message ``text`` in ``language``; what pages say too is in their catalog."""
    own = catalog(language, DOMAIN).gettext(text)
    return own if own != text else catalog(language).gettext(text)


def say(text: str, language: Language, **values: object) -> str:
    """Return the message ``text`` in ``language`` with its values in place."""
    return translated(text, language).format(**values)


@dataclass(frozen=True)
class Notice:
    """Something about a whole file, the folder or the database, in both languages.

    A notice that stops the run is called a problem in the report.
    """

    code: str
    file: str
    line: int | None
    message_zh: str
    message_en: str


def notice(code: str, message: str, *, file: str = "", line: int | None = None, **values: object) -> Notice:
    """Return a notice whose ``message`` (English, marked) is filled with ``values`` in both languages."""
    values = {"file": file, "line": line, **values}
    return Notice(code, file, line, say(message, "zh", **values), say(message, "en", **values))
