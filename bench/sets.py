"""The generated sets: how many areas, indicators and quarters each of them has."""

from dataclasses import dataclass, field
from typing import Final

from dabiao.model import Level

INDICATORS: Final = 20


@dataclass(frozen=True)
class Set:
    """A size of generated data folder."""

    name: str
    areas: dict[Level, int]
    """Of each level the number of areas, the first of the catalog's; the country is always there."""
    first_year: int
    quarters: int
    seed: int = field(default=20211010)


S: Final = Set("S", {Level.PROVINCE: 34}, first_year=2016, quarters=40)
L: Final = Set("L", {Level.PROVINCE: 34, Level.CITY: 333, Level.COUNTY: 2_844}, first_year=2018, quarters=32)

SETS: Final = {each.name: each for each in (S, L)}
