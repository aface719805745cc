"""Rows broken by what one cell says of another, or of another row; why each is rejected."""

from tests.etl.folders import (
    AREAS,
    COMPONENTS,
    DEPARTMENTS,
    FRAMEWORKS,
    INDICATORS,
    PRESS,
    RETURNS,
    TARGETS,
    TASKS,
    UNITS,
    Edit,
    Reason,
)

RELATIONS: dict[str, tuple[list[Edit], list[Reason]]] = {
    "an area without a parent": (
        [(AREAS, "county,420000,420000", "county,,420000")],
        [(AREAS, 5, "parent_code", "parent-missing")],
    ),
    "areas in a circle": (
        [
            (AREAS, "city,610000,610000,610100", "city,610102,610000,610100"),
        ],
        [
            (AREAS, 7, "parent_code", "parent-cycle"),
            (AREAS, 7, "parent_code", "parent-level"),
            (AREAS, 8, "parent_code", "parent-cycle"),
            (AREAS, 8, "province_code", "province-of-area"),
            (TARGETS, 6, "area_code", "area-outside-framework"),
        ],
    ),
    "a country below another area": (
        [(AREAS, "country,,", "country,100000,")],
        [
            (AREAS, 2, "parent_code", "country-with-parent"),
            (AREAS, 2, "parent_code", "parent-cycle"),
        ],
    ),
    "a county below the country": (
        [(AREAS, "Xiantao,county,420000", "Xiantao,county,100000")],
        [(AREAS, 5, "parent_code", "parent-level")],
    ),
    "a code that does not begin as its parent's": (
        [(AREAS, "429004,", "439004,")],
        [(AREAS, 5, "code", "code-outside-parent")],
    ),
    "a province that is not the parents'": (
        [(AREAS, "county,610100,610000", "county,610100,420000")],
        [(AREAS, 8, "province_code", "province-of-area")],
    ),
    "a city that is not the parent": (
        [(AREAS, "county,420000,420000,", "county,420000,420000,420100")],
        [(AREAS, 5, "city_code", "city-of-area")],
    ),
    "half a place on the tile map": (
        [(AREAS, ",5,3\n", ",5,\n")],
        [(AREAS, 3, "tile_column", "tile-incomplete")],
    ),
    "a county on the tile map": (
        [(AREAS, "county,420000,420000,,,", "county,420000,420000,,1,1")],
        [(AREAS, 5, "tile_row", "tile-of-other-level")],
    ),
    "a place beside the tile map": (
        [(AREAS, ",5,3\n", ",-1,16\n")],
        [(AREAS, 3, "tile_row", "tile-out-of-range"), (AREAS, 3, "tile_column", "tile-out-of-range")],
    ),
    "two provinces on one tile": (
        [(AREAS, ",4,2\n", ",5,3\n")],
        [(AREAS, 6, "tile_column", "tile-taken")],
    ),
    "a horizon before the plan's start": (
        [(FRAMEWORKS, "2021,stated,2025", "2021,stated,2020")],
        [
            (FRAMEWORKS, 3, "issued_on", "issued-after-horizon"),
            (FRAMEWORKS, 3, "horizon", "horizon-before-start"),
            *((TARGETS, line, "deadline", "deadline-after-horizon") for line in (4, 5, 6, 8)),
        ],
    ),
    "issued when its horizon had passed": (
        [(FRAMEWORKS, "2022-07-04", "2026-01-01")],
        [(FRAMEWORKS, 3, "issued_on", "issued-after-horizon")],
    ),
    "a factor of zero": (
        [(UNITS, "个月,12", "个月,0")],
        [(UNITS, 7, "factor", "factor-not-positive")],
    ),
    "a base unit that has a base unit": (
        [(UNITS, "years,个月,12", "years,万项,12")],
        [
            (UNITS, 7, "base_unit", "base-unit-of-other"),
            (TARGETS, 3, "unit", "unit-of-other-indicator"),
        ],
    ),
    "a base unit with a factor": (
        [(UNITS, "rank,位,1", "rank,位,2")],
        [(UNITS, 8, "factor", "factor-of-base-unit")],
    ),
    "an indicator in a unit that has a base unit": (
        [(INDICATORS, "group standards,项", "group standards,万项")],
        [
            (INDICATORS, 4, "unit", "not-a-base-unit"),
            (COMPONENTS, 2, "component_code", "component-unit"),
            (COMPONENTS, 3, "component_code", "component-unit"),
        ],
    ),
    "a component of itself": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,all-standards")],
        [
            (COMPONENTS, 3, "component_code", "component-of-itself"),
            (COMPONENTS, 3, "component_code", "component-nested"),
        ],
    ),
    "a rate as a component": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,adoption-rate")],
        [
            (COMPONENTS, 3, "component_code", "component-not-counted"),
            (COMPONENTS, 3, "component_code", "component-unit"),
        ],
    ),
    "a component in another unit": (
        [(COMPONENTS, "all-standards,group-standards", "all-standards,pilot-projects")],
        [(COMPONENTS, 3, "component_code", "component-unit")],
    ),
    "a component that has components": (
        [(COMPONENTS, "", "local-standards,group-standards\n")],
        [(COMPONENTS, 2, "component_code", "component-nested")],
    ),
    "a target's id that does not begin with its framework": (
        [(TARGETS, "shaanxi-2022-local-standards,", "hubei-2016-local-standards,")],
        [(TARGETS, 4, "target_id", "id-of-other-framework")],
    ),
    "a target for an area that the framework has no say in": (
        [(TARGETS, "shaanxi-2022-local-standards,610000", "shaanxi-2022-local-standards,420000")],
        [(TARGETS, 4, "area_code", "area-outside-framework")],
    ),
    "a target for the area above its framework's": (
        [(TARGETS, "shaanxi-2022-local-standards,610000", "shaanxi-2022-local-standards,100000")],
        [(TARGETS, 4, "area_code", "area-outside-framework")],
    ),
    "a target in a unit its indicator does not have": (
        [(TARGETS, "400,项", "400,个")],
        [(TARGETS, 4, "unit", "unit-of-other-indicator")],
    ),
    "a figure in a unit its indicator does not have": (
        [(PRESS, "2155,项", "2155,个月")],
        [(PRESS, 6, "unit", "unit-of-other-indicator")],
    ),
    "a comparator against the indicator's direction": (
        [(TARGETS, "<=,1.5", ">=,1.5")],
        [(TARGETS, 3, "comparator", "comparator-against-direction")],
    ),
    "a rate within a period": (
        [(TARGETS, "supplied,2025,level", "supplied,2025,in_period")],
        [(TARGETS, 2, "basis", "basis-of-other-kind")],
    ),
    "a rate as a flow": (
        [(PRESS, "82,%,level", "82,%,flow")],
        [(PRESS, 2, "basis", "basis-of-other-kind")],
    ),
    "a deadline before the plan's start": (
        [(TARGETS, "stated,2024-Q4", "stated,2020-Q4")],
        [(TARGETS, 6, "deadline", "deadline-before-start")],
    ),
    "a deadline after the horizon": (
        [(TARGETS, "stated,2024-Q4", "stated,2026-01")],
        [(TARGETS, 6, "deadline", "deadline-after-horizon")],
    ),
    "a target of more than a hundred per cent": (
        [(TARGETS, ">=,85,%", ">=,185,%")],
        [(TARGETS, 2, "value", "percentage-out-of-range")],
    ),
    "a rate of more than a hundred per cent": (
        [(PRESS, "82,%", "100.1,%")],
        [(PRESS, 2, "value", "percentage-out-of-range")],
    ),
    "a negative count": (
        [(PRESS, "2155,项", "-1,项")],
        [(PRESS, 6, "value", "negative-count")],
    ),
    "no duration at all": (
        [(PRESS, "22,个月", "0,个月")],
        [(PRESS, 3, "value", "duration-not-positive")],
    ),
    "a rank between two ranks": (
        [(PRESS, "11,位", "11.5,位")],
        [(PRESS, 10, "value", "not-a-rank")],
    ),
    "a baseline's value without its period": (
        [(TARGETS, "24,2020-Q4", "24,")],
        [(TARGETS, 3, "baseline_period", "baseline-incomplete")],
    ),
    "a baseline after the deadline": (
        [(TARGETS, "24,2020-Q4", "24,2025-Q4")],
        [(TARGETS, 3, "baseline_period", "baseline-after-deadline")],
    ),
    "a stated value that the phrase does not hold": (
        [(TARGETS, "400,项", "40,项")],
        [(TARGETS, 4, "phrase", "phrase-without-value")],
    ),
    "a stated value that the phrase holds ten thousand times": (
        [(TARGETS, ">=,2,万项", ">=,2,项")],
        [(TARGETS, 5, "phrase", "phrase-without-value")],
    ),
    "a remark in one language": (
        [(TARGETS, ",文本缺数字,The text lacks the digits", ",文本缺数字,")],
        [(TARGETS, 2, "note_en", "translation-missing")],
    ),
    "position nought": (
        [(TASKS, ",goal,1,", ",goal,0,")],
        [(TASKS, 2, "position", "position-not-positive")],
    ),
    "two tasks in one position": (
        [(TASKS, ",safeguard,2,", ",safeguard,1,")],
        [(TASKS, 5, "position", "position-taken")],
    ),
    "two departments in one position": (
        [(DEPARTMENTS, "Market Regulation,2", "Market Regulation,1")],
        [(DEPARTMENTS, 3, "position", "position-taken")],
    ),
    "a reported figure without its value": (
        [(PRESS, ",1872,", ",,")],
        [(PRESS, 5, "value", "value-missing")],
    ),
    "a value that is said to be absent": (
        [(RETURNS, "2024-Q2,,个,year_to_date,,O", "2024-Q2,7,个,year_to_date,,O")],
        [(RETURNS, 3, "value", "value-of-absence")],
    ),
    "a bound of no value": (
        [(RETURNS, "2024-Q2,,个,year_to_date,,O", "2024-Q2,,个,year_to_date,~,O")],
        [(RETURNS, 3, "bound", "bound-without-value")],
    ),
    "an address where nobody knows the publisher": (
        [(PRESS, "原发布者不明,转载报道,,", "原发布者不明,转载报道,,https://example.cn/copy")],
        [(PRESS, 4, "source_url", "address-of-unknown-publisher")],
    ),
    "a period that its source could not know": (
        [(PRESS, "published,2024-Q2,2155", "published,2024-Q4,2155")],
        [(PRESS, 6, "period", "period-after-source")],
    ),
}
