"""What an area owes: from its targets, their components, what has been published, and the rules."""

from dataclasses import replace

import pytest

from dabiao import returns
from dabiao.progress import rejudge
from dabiao.returns import Desk
from dabiao.returns.lines import Line, owed, owing
from dabiao.returns.rulebook import LineRule, ReviewRule, Rulebook
from dabiao.rights import Actor, Grant
from dabiao.store import Store
from tests.etl.folders import load_own
from tests.store.returned import (
    BEILIN,
    GROUP,
    LI,
    LOCAL,
    QUARTER,
    RULES,
    SHAANXI,
    XIAN,
    Clock,
    put_world,
    world,
)
from tests.store.sample import figure, put, rows


def lines_of(
    store: Store, area: str = SHAANXI, quarter: str = QUARTER, rules: Rulebook = RULES
) -> list[Line]:
    return list(owed(store, rules, Desk(store, rules).publication, area, quarter).values())


def with_rules(*rules: LineRule) -> Rulebook:
    review = [
        ReviewRule(level=level, step=step, reviewed_by=above)
        for level, steps in RULES.review.items()
        for step, above in enumerate(steps, 1)
    ]
    return Rulebook(list(RULES.quarters.values()), review, rules, RULES.checks)


@pytest.mark.begins(after=load_own)
def test_published_data_ask_each_area_for_what_its_targets_rest_on(store: Store) -> None:
    shaanxi = {line.indicator_code: line for line in lines_of(store)}
    assert {code: (str(line.basis), line.whole) for code, line in shaanxi.items()} == {
        "association-standards": ("running_total", None),
        "front-runner-standards": ("since_start", None),
        "local-standards": ("running_total", None),
        # The combined target is judged by the yearly figures of its components: they are asked for.
        "national-standards": ("flow", "national-and-sector-standards"),
        "sector-standards": ("flow", "national-and-sector-standards"),
        "pilot-projects": ("running_total", None),
        "project-standards-share": ("level", None),
        # Its components are published as stocks, which add up to no increment: the rules leave them out.
        "secretariats-and-working-groups": ("since_start", None),
        "service-institutions": ("since_start", None),
        "standardization-professionals": ("since_start", None),
    }
    assert all(line.required for line in shaanxi.values())
    chengxiang = {line.indicator_code: line for line in lines_of(store, "350302")}
    assert chengxiang["international-to-local-standards"].required
    parts = {code for code, line in chengxiang.items() if line.whole == "international-to-local-standards"}
    assert parts == {f"{kind}-standards" for kind in ("international", "national", "sector", "local")}
    assert not any(chengxiang[code].required for code in parts)
    assert lines_of(store, "420000") == []  # the plan of 2016 to 2020 is over
    assert lines_of(store, SHAANXI, "2026-Q1") == []
    assert set(owing(Desk(store, RULES))["area_code"]) == {"100000", "350302", SHAANXI}


def test_sum_that_is_published_is_asked_for_and_its_parts_may_be_given(store: Store) -> None:
    frames = world()
    total = rows("observation", figure("2025-Q2", 2800, "all-standards"))
    frames["observation"] = frames["observation"].vstack(total)
    put(store, frames, judge=rejudge)
    found = {line.indicator_code: line for line in lines_of(store)}
    assert (found["all-standards"].required, found["all-standards"].whole) == (True, None)
    # Both are targets of their own as well.
    assert all(found[code].required for code in ("local-standards", "group-standards"))
    reporter = Actor("u", "u", (Grant("reporter", SHAANXI),))
    desk = Desk(store, RULES, Clock())
    for key, given in (("all-standards", "2800"), (LOCAL[0], "2500"), (GROUP[0], "455")):
        typed = returns.Typed(given, source="文号", explanation="修订")
        returns.save_cell(reporter, desk, SHAANXI, QUARTER, (key, "press"), typed, expected_version=0)
    found_rules = {
        (f.indicator_code, f.rule) for f in returns.form(reporter, desk, SHAANXI, QUARTER).blocking
    }
    assert found_rules == {("all-standards", "below-components")}


@pytest.mark.begins(after=put_world)
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"area_code": SHAANXI, "owed": "no"}, ["group-standards", "standards-share"]),
        ({"area_code": SHAANXI, "owed": "no", "last_quarter": "2025-Q2"}, None),
        ({"area_code": SHAANXI, "owed": "no", "first_quarter": "2025-Q4"}, None),
        ({"area_code": XIAN, "owed": "no"}, None),
    ],
)
def test_rules_take_away(store: Store, rule: dict[str, str], expected: list[str] | None) -> None:
    given = LineRule.model_validate({"indicator_code": LOCAL[0], "series": LOCAL[1], **rule})
    found = [line.indicator_code for line in lines_of(store, rules=with_rules(given))]
    assert sorted(found) == (expected or ["group-standards", "local-standards", "standards-share"])


@pytest.mark.begins(after=put_world)
def test_rules_add_and_settle_the_basis(store: Store) -> None:
    told = {"indicator_code": LOCAL[0], "series": LOCAL[1], "owed": "yes", "basis": "flow"}
    own = LineRule.model_validate({"area_code": SHAANXI, **told})
    city = LineRule.model_validate({"area_code": XIAN, **told, "first_quarter": QUARTER})
    rules = with_rules(own, city)
    shaanxi = {line.indicator_code: line for line in lines_of(store, rules=rules)}
    assert shaanxi[LOCAL[0]].basis == "flow"
    assert shaanxi[LOCAL[0]].targets, "the target stays beside it"
    (line,) = lines_of(store, XIAN, rules=rules)
    assert (line.indicator_code, line.targets) == (LOCAL[0], ())
    assert lines_of(store, XIAN, "2025-Q2", rules) == []
    places = owing(replace(Desk(store, rules), now=Clock()))
    assert places.filter(area_code=XIAN)["quarter"].to_list()[:2] == ["2025-Q3", "2025-Q4"]


@pytest.mark.begins(after=put_world)
def test_area_whose_lines_are_all_ruled_out_owes_nothing_and_is_not_chased(store: Store) -> None:
    told = {"area_code": BEILIN, "indicator_code": LOCAL[0], "series": LOCAL[1]}
    out = LineRule.model_validate({**told, "owed": "no", "first_quarter": "2025-Q2"})
    rules = with_rules(out)
    desk = Desk(store, rules, Clock())
    assert owing(desk).filter(area_code=BEILIN)["quarter"].to_list() == ["2025-Q1"]
    assert lines_of(store, BEILIN, rules=rules) == []
    chased = returns.to_chase(LI, desk).filter(area_code=BEILIN)
    assert chased["quarter"].to_list() == ["2025-Q1"]
    other = {"area_code": BEILIN, "indicator_code": GROUP[0], "series": GROUP[1], "owed": "yes"}
    more = with_rules(out, LineRule.model_validate({**other, "last_quarter": QUARTER}))
    quarters = owing(replace(desk, rules=more)).filter(area_code=BEILIN)["quarter"].to_list()
    assert quarters[:3] == ["2025-Q1", "2025-Q2", QUARTER]
    assert "2025-Q4" not in quarters
    for rulebook in (rules, more, RULES, with_rules()):
        where = replace(desk, rules=rulebook)
        by_lines = {
            (code, quarter)
            for code in desk.places
            for quarter in rulebook.quarters
            if lines_of(store, code, quarter, rulebook)
        }
        assert set(owing(where).iter_rows()) == by_lines
