"""What a kept view is called: it names its areas, documents, indicator and as-of."""

import pytest

from dabiao.contents import of_view
from dabiao.rights import VISITOR
from dabiao.settings import Language
from dabiao.views import SavedView
from dabiao.web import reading
from dabiao.web.naming import named, shown

pytestmark = pytest.mark.usefixtures("office")

LOCAL = "local-standards"
AS_OF = {"as_of": "2025-Q1"}


@pytest.mark.parametrize(
    ("page", "choices", "language", "told"),
    [
        ("compare", {"mode": "areas", "areas": "610000,420000"}, "zh", "对比 · 陕西省、湖北省"),
        ("compare", {"areas": "610000,gone"}, "en", "Compare · Shaanxi"),
        ("compare", {"mode": "frameworks", "frameworks": "hunan-2022"}, "zh", "对比 · 湖南实施意见"),
        ("compare", {"mode": "province", "province": "350000"}, "zh", "对比 · 福建省及所辖城市"),
        ("overview", {"framework": "shaanxi-2022"}, "zh", "总览 · 陕西实施意见"),
        ("overview", {"framework": "all"}, "en", "Overview"),
        ("indicator", {"indicator": LOCAL, "province": "610000"}, "zh", "指标 · 地方标准 · 陕西省"),
        ("target", {"area": "610000", "target": f"shaanxi-2022-{LOCAL}"}, "zh", "目标 · 陕西省 · 地方标准"),
        ("tasks", {"framework": "hunan-2022", "status": "overdue"}, "zh", "重点任务 · 湖南实施意见 · 逾期"),
        (
            "tasks",
            {"framework": "hunan-2022", "chapter": "2", "department": "省市场监管局"},
            "zh",
            "重点任务 · 湖南实施意见 · 二、重点任务 · 省市场监管局",
        ),
        ("tasks", {"framework": "all", "chapter": "2"}, "en", "Tasks"),
        ("indicator", {"indicator": LOCAL, "level": "city"}, "en", "Indicator · Local standards · Cities"),
        ("data", {"section": "conflicts"}, "en", "Data & method · Contradictions"),
        ("search", {"q": "标准"}, "zh", "搜索 · “标准”"),
    ],
)
def test_a_view_is_named_by_what_it_shows(
    page: str, choices: dict[str, str], language: Language, told: str
) -> None:
    saved = SavedView.of(page, choices | AS_OF | {"vintage": "2024-12-31"}, None)
    assert shown(saved, 1, language) == told
    moment = {
        "zh": "截至2025年第1季度 · 截至2024-12-31已公布的数据",
        "en": "as of Q1 2025 · figures known by 2024-12-31",
    }
    assert named(saved, 1, language) == f"{told} · {moment[language]}"


def test_a_document_of_a_comparison_names_what_it_compares_and_ranks_nothing_unlike() -> None:
    view = SavedView.of("compare", {"mode": "areas", "areas": "610000,420000"} | AS_OF, 1)
    told = of_view(reading.store(), VISITOR, view, "zh")
    assert told.title == "对比 · 陕西省、湖北省"
    charted = next(section for section in told.sections if section.chart is not None)
    assert "不列最低和最高" in charted.heading
    assert charted.sentences[0].startswith("没有：")
