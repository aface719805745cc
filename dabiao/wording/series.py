"""What a series counts, in words: its code says the definition and the time that is counted.

Codes read ``published[-definition][-yearly | -year-to-date]``; ``data/catalog/README.md`` lists them.
"""

import re
from collections.abc import Mapping
from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.joining import clauses

ORIGINS: Final[Mapping[str, str]] = {
    "published": N_("published figures"),
    "press": N_("press figures"),
    "returns": N_("figures from returns"),
}
DEFINITIONS: Final[Mapping[str, str]] = {
    "led": N_("led"),
    "joined": N_("joined"),
    "led-or-joined": N_("led or joined"),
    "recent": N_("in recent years"),
    "issued": N_("issued"),
    "developed": N_("developed, withdrawn ones included"),
    "in-force": N_("in force"),
    "filed": N_("filed"),
    "stock": N_("all there are"),
    "declared": N_("declared by enterprises"),
    "platform": N_("on the public platform"),
    "nationwide": N_("from a nationwide comparison"),
    "units": N_("organizations counted"),
    "national-and-provincial": N_("national and provincial level"),
    "undefined": N_("way of counting not stated"),
    "other-copy": N_("as another copy gives it"),
}
TIMES: Final[Mapping[str, str]] = {
    "yearly": N_("within the year"),
    "year-to-date": N_("since 1 January"),
    "year-on-year": N_("on a year before"),
}
NAMES: Final[Mapping[str, str]] = {**DEFINITIONS, **TIMES}
_YEARS: Final[Mapping[str, str]] = {
    "since": N_("since {year}"),
    "to": N_("way of counting up to {year}"),
}
_YEAR: Final = re.compile(r"(since|to)-([0-9]{4})")


def series(code: str, language: Language) -> str:
    """Return a series in words: ``公布数（主导或参与，当年）``; a part without a name stands in quotes."""
    _ = catalog(language).gettext
    origin, _dash, rest = code.partition("-")
    parts: list[str] = []
    while rest:
        known = [part for part in NAMES if rest == part or rest.startswith(f"{part}-")]
        year = _YEAR.match(rest)
        if year:
            parts.append(_(_YEARS[year[1]]).format(year=year[2]))
            taken = year[0]
        elif known:
            taken = max(known, key=len)
            parts.append(_(NAMES[taken]))
        else:
            taken = rest
            parts.append(_("“{code}”").format(code=rest))
        rest = rest[len(taken) + 1 :]
    name = _(ORIGINS[origin]) if origin in ORIGINS else _("“{code}”").format(code=origin)
    if not parts:
        return name
    return _("{name} ({parts})").format(name=name, parts=clauses(parts, language))
