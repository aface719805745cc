"""The rules of areas: levels, parents, codes, places on the tile map."""

from typing import Final

import polars as pl

from dabiao.model import Level
from dabiao.terms import N_
from etl.rules import Rule, first_of, repeats

_col = pl.col

_LEVEL = _col("level")
_PARENT_LEVEL = _col("parent_code.level")
_BELOW_PROVINCE = _LEVEL.is_in([Level.CITY, Level.COUNTY])
_PROVINCE_CODE = (
    pl.when(_LEVEL == Level.PROVINCE)
    .then(_col("code"))
    .when(_BELOW_PROVINCE)
    .then(
        pl.when(_PARENT_LEVEL == Level.PROVINCE)
        .then(_col("parent_code"))
        .otherwise(_col("parent_code.parent_code"))
    )
)
_CITY_CODE = (
    pl.when(_LEVEL == Level.CITY)
    .then(_col("code"))
    .when((_LEVEL == Level.COUNTY) & (_PARENT_LEVEL == Level.CITY))
    .then(_col("parent_code"))
)
_PARENT_FITS = (
    ((_LEVEL == Level.PROVINCE) & (_PARENT_LEVEL == Level.COUNTRY))
    | ((_LEVEL == Level.CITY) & (_PARENT_LEVEL == Level.PROVINCE))
    | ((_LEVEL == Level.COUNTY) & _PARENT_LEVEL.is_in([Level.PROVINCE, Level.CITY]))
)
_CHAIN_KNOWN = (_LEVEL == Level.COUNTRY) | _PARENT_FITS
_PREFIX = (
    pl.when(_PARENT_FITS & (_PARENT_LEVEL == Level.CITY))
    .then(_col("parent_code").str.slice(0, 4))
    .when(_PARENT_FITS & (_PARENT_LEVEL == Level.PROVINCE))
    .then(_col("parent_code").str.slice(0, 2))
)
_TILE = ("tile_row", "tile_column")

AREA_RULES: Final = (
    Rule(
        "parent-missing",
        "parent_code",
        (_LEVEL != Level.COUNTRY) & _col("parent_code").is_null(),
        N_("an area of level {level} needs the code of the area it belongs to"),
        {"level": _LEVEL},
    ),
    Rule(
        "country-with-parent",
        "parent_code",
        (_LEVEL == Level.COUNTRY) & _col("parent_code").is_not_null(),
        N_("the country belongs to no other area; leave {value} out"),
    ),
    Rule(
        "parent-cycle",
        "parent_code",
        _col("ancestors").list.contains(_col("code")),
        N_("following the parents from {code} leads back to {code}"),
        {"code": _col("code")},
    ),
    Rule(
        "parent-level",
        "parent_code",
        (_LEVEL != Level.COUNTRY) & ~_PARENT_FITS,
        N_(
            "{value} is of level {parent_level} and cannot hold an area of level {level}; "
            "a province belongs to the country, a city to a province, a county to a city or province"
        ),
        {"level": _LEVEL, "parent_level": _PARENT_LEVEL},
    ),
    Rule(
        "code-outside-parent",
        "code",
        ~_col("code").str.starts_with(_PREFIX),
        N_("{value} does not begin with {prefix} as the areas of {parent} do"),
        {"prefix": _PREFIX, "parent": _col("parent_code")},
    ),
    *(
        Rule(
            f"{level}-of-area",
            f"{level}_code",
            _CHAIN_KNOWN & _col(f"{level}_code").ne_missing(expected),
            message,
            {"expected": expected.fill_null("–")},
        )
        for level, expected, message in (
            ("province", _PROVINCE_CODE, N_("the parents lead to the province {expected}, not to {value}")),
            ("city", _CITY_CODE, N_("the parents lead to the city {expected}, not to {value}")),
        )
    ),
    Rule(
        "tile-incomplete",
        "tile_column",
        _col("tile_row").is_null() != _col("tile_column").is_null(),
        N_("a place on the tile map needs both row and column, or neither"),
    ),
    Rule(
        "tile-of-other-level",
        "tile_row",
        _col("tile_row").is_not_null() & (_LEVEL != Level.PROVINCE),
        N_("only provinces have a place on the tile map, not an area of level {level}"),
        {"level": _LEVEL},
    ),
    *(
        Rule(
            "tile-out-of-range",
            name,
            ~_col(f"{name}.number").is_between(0, 15),
            N_("{value} is outside of the tile map; rows and columns go from 0 to 15"),
        )
        for name in _TILE
    ),
    Rule(
        "tile-taken",
        "tile_column",
        repeats(_TILE),
        N_("the tile at row {row}, column {value} is already taken: {first_file}, line {first_line}"),
        {"row": _col("tile_row"), **first_of(_TILE)},
        compares_rows=True,
    ),
)
