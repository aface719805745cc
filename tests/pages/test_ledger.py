"""The ledger of tasks: every document's, by chapter, department, status and words, in both languages."""

import pytest
from streamlit.testing.v1 import AppTest

from dabiao import terms
from dabiao.model import TaskStatus
from dabiao.settings import ROOT
from tests.pages.running import Show
from tests.pages.text import CHINESE, alternatives, markup, page_text

PAGE = "progress/tasks.py"
HUNAN = "hunan-2022"
REGULATOR = "省市场监管局"


def listed(app: AppTest) -> int:
    """Return how many tasks the ledger shows: each has a cell with its number."""
    return markup(app).count('<td class="db-number" data-label=')


def test_the_newest_document_with_departments_comes_first(show: Show) -> None:
    app = show(PAGE)
    assert not app.exception
    assert app.query_params["framework"] == HUNAN
    assert {name: app.query_params[name] for name in ("chapter", "department", "status", "q")} == {
        "chapter": "all",
        "department": "all",
        "status": "all",
        "q": "",
    }


def test_hunans_tasks_and_departments_are_all_there(show: Show) -> None:
    app = show(PAGE, framework=HUNAN)
    text = page_text(app)
    assert listed(app) == 31
    assert "任务 21 项" in text
    assert f"{REGULATOR}列名全部 21 项有责任部门的任务" in text
    assert "21 项任务共列 27 个部门，合计 94 项次" in text
    assert markup(app).count("department=") >= 94
    assert any(REGULATOR in told for told in alternatives(app))


@pytest.mark.parametrize(("area", "framework"), [("420000", "hubei-2016"), ("350302", "chengxiang-2021")])
def test_the_menu_leads_from_an_area_to_its_own_tasks(show: Show, area: str, framework: str) -> None:
    app = show("progress/area.py", area=area)
    app.query_params.clear()
    app.switch_page(str(ROOT / "pages" / PAGE)).run()
    assert (app.query_params["framework"], app.query_params["area"]) == (framework, area)
    assert not app.warning
    assert "没有载有任务的本级政策文件" not in "".join(info.value for info in app.info)


def test_the_address_may_name_the_area_alone(show: Show) -> None:
    app = show(PAGE, area="610000", language="en")
    assert (app.query_params["framework"], app.query_params["area"]) == ("shaanxi-2022", "610000")
    assert not app.warning
    # Xi'an has none of its own.
    app = show(PAGE, area="610100", language="en")
    assert (app.query_params["framework"], app.query_params["area"]) == ("shaanxi-2022", "610000")
    assert not app.warning
    assert "has no document with tasks of its own; shown is one of Shaanxi." in "\n".join(
        info.value for info in app.info
    )


@pytest.mark.parametrize(
    ("choices", "shown"),
    [
        ({"area": "999999"}, "area=430000"),
        ({"framework": "shaanxi-2022", "area": "430000"}, "area=610000"),
        ({"framework": "all", "area": "430000"}, "area=all"),
    ],
)
def test_an_area_that_is_not_to_be_had_is_named(show: Show, choices: dict[str, str], shown: str) -> None:
    app = show(PAGE, language="en", **choices)
    (said,) = app.warning
    assert f"area={choices['area']}" in said.value
    assert shown in said.value


@pytest.mark.parametrize("department", [REGULATOR, "省财政厅"])
def test_a_departments_whole_list(show: Show, department: str) -> None:
    app = show(PAGE, framework=HUNAN, department=department)
    tasks = {REGULATOR: 21, "省财政厅": 2}[department]
    assert listed(app) == tasks
    assert f"{department}列名 {tasks} 项任务" in page_text(app)


def test_english_is_complete(show: Show) -> None:
    text = page_text(show(PAGE, framework=HUNAN, language="en"))
    assert "Provincial Administration for Market Regulation: named in all 21 tasks" in text
    assert "2. Key tasks" in text
    assert "(1) Promote interaction between standardization" in text
    assert not CHINESE.findall(text.replace("湘政办发〔2022〕38号", ""))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_document_that_names_no_departments_says_so(show: Show, language: str) -> None:
    app = show(PAGE, framework="shaanxi-2022", language=language)
    text = page_text(app)
    assert listed(app) == 47
    said = [info.value for info in app.info]
    assert {
        "zh": "陕西实施意见的文本没有为任务列明责任部门。",
        "en": "The text of Shaanxi Opinions 2022 names no department for its tasks.",
    }[language] in said
    assert {"zh": "附件", "en": "annex"}[language] in text


def test_what_is_reported_of_a_task_stands_with_its_source(show: Show) -> None:
    app = show(PAGE, framework="shaanxi-2022", status="under_way", as_of="2026-Q3")
    assert listed(app) == 1
    assert "健全标准化技术支撑体系" in page_text(app)
    assert "2025年陕西世界标准日活动报道" in page_text(app)
    assert listed(show(PAGE, framework="shaanxi-2022", status="under_way", as_of="2024")) == 0
    dated = show(PAGE, framework="shaanxi-2022", status="under_way", as_of="2026-Q3", vintage="2026-06-30")
    assert listed(dated) == 0


@pytest.mark.parametrize(
    ("choices", "count"),
    [
        ({"framework": HUNAN, "chapter": "2"}, 21),
        ({"framework": HUNAN, "chapter": "3"}, 2),
        ({"framework": "hubei-2016", "chapter": "4"}, 10),
        ({"framework": "all"}, 181),
        ({"framework": "all", "department": REGULATOR}, 21),
        ({"framework": HUNAN, "q": "碳达峰"}, 1),
        ({"framework": HUNAN, "q": "carbon"}, 1),
        ({"framework": HUNAN, "q": "tdf"}, 1),
        ({"framework": HUNAN, "q": "省财政厅"}, 2),
        ({"framework": HUNAN, "q": "forestry"}, 1),
        ({"framework": HUNAN, "q": "绿色发展"}, 3),
        ({"framework": HUNAN, "q": "nothing of the kind"}, 0),
        ({"framework": HUNAN, "status": "overdue"}, 0),
    ],
)
def test_choices_narrow_the_ledger(show: Show, choices: dict[str, str], count: int) -> None:
    app = show(PAGE, **choices)
    assert not app.exception
    assert not app.warning
    assert listed(app) == count
    if count == 0:
        assert "没有符合所选条件的任务。" in [info.value for info in app.info]


def test_what_belongs_to_another_document_is_named(show: Show) -> None:
    app = show(PAGE, framework="shaanxi-2022", department=REGULATOR, chapter="77", language="en")
    said = "\n".join(warning.value for warning in app.warning)
    assert "department=" in said
    assert "chapter=77" in said


def test_another_document_drops_what_was_chosen_within_the_first(show: Show) -> None:
    app = show(PAGE, framework=HUNAN, department=REGULATOR)
    app.selectbox("tasks.framework").select("shaanxi-2022").run()
    assert not app.warning
    assert app.query_params["department"] == "all"
    assert listed(app) == 47


def test_every_status_is_shown_and_the_reports_of_cities_can_be(show_demo: Show) -> None:
    app = show_demo(PAGE, framework="all", language="zh")
    assert not app.exception
    shown = page_text(app)
    assert all(
        terms.task_status_name(status, "zh") in shown
        for status in TaskStatus
        if status not in (TaskStatus.NOT_APPLICABLE, TaskStatus.WITHHELD)
    )
    city = show_demo(PAGE, framework=HUNAN, area="430100", language="zh")
    assert not city.exception
    assert not city.warning
    assert city.query_params["area"] == "430100"
    assert listed(city) == 31
    # The city reports on its province's document: its own reports are what is shown of it.
    alone = show_demo(PAGE, area="430100", language="zh")
    assert (alone.query_params["framework"], alone.query_params["area"]) == (HUNAN, "430100")
    assert "长沙市没有载有任务的本级政策文件，以下为湖南省的政策文件。" in [info.value for info in alone.info]


@pytest.mark.parametrize("area", ["430000", "610000"])
def test_an_area_leads_to_the_tasks_of_its_documents(show: Show, area: str) -> None:
    framework = {"430000": HUNAN, "610000": "shaanxi-2022"}[area]
    assert f"tasks?framework={framework}&amp;" in markup(show("progress/area.py", area=area))
