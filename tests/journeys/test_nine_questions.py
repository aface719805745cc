"""Nine questions a review asks, each answered in at most three clicks from the overview."""

import re
from dataclasses import dataclass, field
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.dashboard import OpenPage, Server, drawn

CLICKS: Final = 3
"""As many as an answer may take."""

AS_OF = "2026-Q3"


@dataclass
class Reader:
    """Somebody who starts at the overview and counts the clicks."""

    page: Page
    language: str
    clicks: list[str] = field(default_factory=list)

    def click(self, what: Locator) -> None:
        self.clicks.append(str(what))
        assert len(self.clicks) <= CLICKS, f"too many clicks: {self.clicks}"
        what.click()

    def turn(self, what: Locator) -> None:
        """Click what changes the view: the address follows, and tells that the page has begun to run."""
        before = self.page.url
        self.click(what)
        self.page.wait_for_url(lambda address: address != before, wait_until="commit")
        drawn(self.page)

    def menu(self, chinese: str, english: str) -> None:
        name = chinese if self.language == "zh" else english
        self.turn(self.page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True))

    def link(self, **choices: str) -> None:
        """Click the first link of the page whose address holds ``choices``."""
        holds = "".join(f"[href*='{name}={value}']" for name, value in choices.items())
        self.turn(self.page.locator(f"[data-testid=stMain] a{holds}").first)

    def sees(self, chinese: str, english: str) -> None:
        """Wait until the answer stands on the page."""
        answer = re.compile(chinese if self.language == "zh" else english)
        expect(self.page.get_by_test_id("stMain")).to_contain_text(answer)


@pytest.fixture(params=["zh", "en"])
def reader(server: Server, turned: OpenPage, request: pytest.FixtureRequest) -> Reader:
    """A reader of the published figures."""
    language = str(request.param)
    return Reader(drawn(turned(server.url("overview", language=language, as_of=AS_OF))), language)


@pytest.fixture(params=["zh", "en"])
def demo_reader(demo: Server, turned: OpenPage, request: pytest.FixtureRequest) -> Reader:
    """A reader of the demonstration, where more has been published."""
    language = str(request.param)
    return Reader(drawn(turned(demo.url("overview", language=language))), language)


def test_which_of_shaanxis_targets_are_behind_and_by_how_much(demo_reader: Reader) -> None:
    demo_reader.link(area="610000")
    demo_reader.sees(r"滞后序时进度 [\d.]+ 个百分点", r"[\d.]+ points behind the elapsed time")


def test_what_the_required_pace_is(demo_reader: Reader) -> None:
    demo_reader.link(target="shaanxi-2022-local-standards", area="610000")
    demo_reader.sees("剩余所需增速", "Required pace")


def test_how_2023_looked_in_2023(reader: Reader) -> None:
    reader.link(as_of="2023", vintage="2023-12-31")
    reader.sees("截至2023年", "As of 2023")
    assert "vintage=2023-12-31" in reader.page.url
    published_in_2024 = "70.8%"
    expect(reader.page.get_by_test_id("stMain")).not_to_contain_text(published_in_2024)


def test_which_departments_carry_most_of_hunans_tasks(reader: Reader) -> None:
    reader.menu("重点任务", "Tasks")
    if "framework=hunan-2022" not in reader.page.url:
        reader.click(reader.page.locator(".st-key-choices").get_by_role("combobox").nth(1))
        reader.turn(reader.page.get_by_role("option", name=re.compile("湖南|Hunan")).first)
    reader.sees(
        "省市场监管局列名全部 21 项",
        "Provincial Administration for Market Regulation: named in all 21 tasks",
    )


def test_where_the_figure_70_75_comes_from(reader: Reader) -> None:
    reader.link(target="shaanxi-2022-local-standards")
    reader.sees(r"\(2155 − 1872\) / 400 = 70\.75%", r"\(2155 − 1872\) / 400 = 70\.75%")


def test_which_published_figures_contradict_each_other(reader: Reader) -> None:
    reader.menu("数据与口径", "Data & method")
    section = "数据矛盾" if reader.language == "zh" else "Contradictions"
    reader.turn(reader.page.get_by_role("radio", name=section))
    reader.sees("西安市", "Xi.an")
    reader.sees("621", "621")


def test_who_has_not_reported(reader: Reader) -> None:
    reader.sees(
        "城厢区：5 个目标，均无可比数据公布", "Chengxiang.*: 5 targets, no comparable figure published"
    )


def test_what_changed_since_the_last_publication(demo_reader: Reader) -> None:
    demo_reader.sees(r"与第 18 号.*相比", r"Since No\. 18 of")


def test_what_hubeis_95_per_cent_stands_at(reader: Reader) -> None:
    reader.link(target="hubei-2016-key-field-consistency")
    reader.sees("≥95%", "≥ 95%")
    reader.sees("无数据", "No data")
    reader.sees(
        "尚未公布可与目标值比较的数据", "No figure that can be compared with the target has been published"
    )
