"""The catalog's tasks and goals say what the five documents say, each row once and in their order."""

from pathlib import Path

import polars as pl
import pytest

from dabiao.periods import PATTERN
from dabiao.store.tables import TASK, TASK_DEPARTMENT, TASK_REPORT

CATALOG = Path(__file__).parents[2] / "data" / "catalog"
PROGRESS = CATALOG.parent / "progress"
NUMERALS = "一二三四五六七八九十"
FRAMEWORKS = {"national-2021", "shaanxi-2022", "hubei-2016", "hunan-2022", "chengxiang-2021"}
HAN = r"\p{Han}"
TITLE_LIMIT = 40


def _read(name: str) -> pl.DataFrame:
    return pl.read_csv(CATALOG / name, infer_schema=False)


@pytest.fixture(scope="module")
def tasks() -> pl.DataFrame:
    return _read("tasks.csv")


@pytest.fixture(scope="module")
def departments() -> pl.DataFrame:
    return _read("task_departments.csv")


def _numeral(number: int) -> str:
    """Chinese numeral of 1 to 39."""
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else NUMERALS[tens - 1] * (tens > 1) + "十"
    return leading + (NUMERALS[ones - 1] if ones else "")


def _labels(tasks: pl.DataFrame, framework: str, *kinds: str) -> list[str]:
    chosen = tasks.filter(pl.col("framework_id") == framework, pl.col("kind").is_in(kinds))
    return chosen.sort(pl.col("position").cast(pl.Int32))["label"].to_list()


def test_columns_are_those_of_the_tables(tasks: pl.DataFrame, departments: pl.DataFrame) -> None:
    assert tasks.columns == list(TASK.columns)
    assert departments.columns == list(TASK_DEPARTMENT.columns)


def test_every_framework_has_tasks_goals_and_safeguards(tasks: pl.DataFrame) -> None:
    assert set(tasks["framework_id"]) == FRAMEWORKS
    kinds = tasks.group_by("framework_id").agg(pl.col("kind").unique())
    for framework, found in kinds.iter_rows():
        projects = {"project"} if framework == "hubei-2016" else set()
        assert set(found) == {"goal", "task", "safeguard"} | projects, framework


def test_hunan_has_21_numbered_tasks_in_seven_groups(tasks: pl.DataFrame) -> None:
    assert _labels(tasks, "hunan-2022", "task") == [str(number) for number in range(1, 22)]
    assert _labels(tasks, "hunan-2022", "safeguard") == ["(一)", "(二)"]
    hunan = tasks.filter(pl.col("framework_id") == "hunan-2022", pl.col("kind") == "task")
    assert hunan["chapter"].unique().to_list() == ["二、重点任务"]
    sections = hunan["section"].unique(maintain_order=True).str.slice(0, 3).to_list()
    assert sections == [f"({_numeral(number)})" for number in range(1, 8)]


def test_hunan_names_27_departments_in_94_pairs(departments: pl.DataFrame) -> None:
    assert set(departments["framework_id"]) == {"hunan-2022"}
    assert departments.height == 94
    assert departments["department"].n_unique() == 27
    busiest = departments["department"].value_counts(sort=True).head(5)
    assert busiest.rows() == [
        ("省市场监管局", 21),
        ("省工业和信息化厅", 11),
        ("省发展改革委", 9),
        ("省科技厅", 7),
        ("省农业农村厅", 6),
    ]


def test_shaanxi_numbers_36_items_through_its_chapters(tasks: pl.DataFrame) -> None:
    labels = [f"({_numeral(number)})" for number in range(1, 37)]
    assert _labels(tasks, "shaanxi-2022", "task") == labels[:31]
    assert _labels(tasks, "shaanxi-2022", "safeguard") == labels[31:]
    items = tasks.filter(pl.col("framework_id") == "shaanxi-2022", pl.col("kind") != "goal")
    assert items.group_by("chapter", maintain_order=True).len()["len"].to_list() == [
        3,
        5,
        4,
        3,
        5,
        3,
        4,
        4,
        5,
    ]


def test_shaanxi_goals_do_not_take_the_ids_of_items_with_their_label(tasks: pl.DataFrame) -> None:
    shaanxi = tasks.filter(pl.col("framework_id") == "shaanxi-2022")
    goals = shaanxi.filter(pl.col("kind") == "goal")
    assert set(goals["section"]) == {"(二)发展目标"}
    assert goals["task_id"].str.starts_with("shaanxi-2022-01-").all()
    first = shaanxi.filter(pl.col("label").is_in(["(一)", "(二)"]))
    assert first["task_id"].to_list() == ["shaanxi-2022-02-01", "shaanxi-2022-02-02"]


def test_hubei_has_ten_tasks_ten_projects_and_four_safeguards(tasks: pl.DataFrame) -> None:
    bracketed = [f"（{_numeral(number)}）" for number in range(1, 11)]
    assert _labels(tasks, "hubei-2016", "task") == [str(number) for number in range(1, 11)]
    assert _labels(tasks, "hubei-2016", "project") == bracketed
    assert _labels(tasks, "hubei-2016", "safeguard") == bracketed[:4]


def test_national_outline_has_31_tasks_numbered_on_from_its_goals(tasks: pl.DataFrame) -> None:
    assert _labels(tasks, "national-2021", "task") == [_numeral(number) for number in range(3, 34)]
    assert _labels(tasks, "national-2021", "safeguard") == ["三十四", "三十五"]


def test_chengxiang_has_seven_groups_the_first_three_divided(tasks: pl.DataFrame) -> None:
    chengxiang = tasks.filter(pl.col("framework_id") == "chengxiang-2021", pl.col("kind") == "task")
    groups = chengxiang.filter(pl.col("section").is_null())
    assert groups["label"].to_list() == [f"（{_numeral(number)}）" for number in range(1, 8)]
    divided = chengxiang.filter(pl.col("section").is_not_null())
    headings = (groups["label"] + groups["title_zh"]).to_list()[:3]
    assert divided.group_by("section", maintain_order=True).len().rows() == list(
        zip(headings, [3, 3, 2], strict=True)
    )
    assert _labels(tasks, "chengxiang-2021", "safeguard") == ["（一）", "（二）", "（三）", "（四）"]


@pytest.mark.parametrize(
    ("framework", "horizons"),
    [
        ("national-2021", {"2025", "2035"}),
        ("shaanxi-2022", {"2025", "2035"}),
        ("hubei-2016", {"2020"}),
        ("hunan-2022", {"2025", "2035"}),
        ("chengxiang-2021", {"2025"}),
    ],
)
def test_goals_carry_the_years_of_their_document(
    tasks: pl.DataFrame, framework: str, horizons: set[str]
) -> None:
    goals = tasks.filter(pl.col("framework_id") == framework, pl.col("kind") == "goal")
    assert set(goals["horizon"]) == horizons
    assert goals["horizon"].str.contains(PATTERN).all()
    assert (goals["label"] == goals["horizon"]).all()
    assert goals["title_zh"].str.len_chars().max() <= 25


def test_keys_are_unique(tasks: pl.DataFrame, departments: pl.DataFrame) -> None:
    assert not tasks.select(TASK.key).is_duplicated().any()
    assert not departments.select(TASK_DEPARTMENT.key).is_duplicated().any()
    assert tasks["task_id"].is_unique().all(), "a task's id alone names it in an address"


def test_ids_start_with_the_framework_and_are_lower_case(tasks: pl.DataFrame) -> None:
    identified = tasks.filter(
        pl.col("task_id").str.starts_with(pl.col("framework_id") + "-"),
        pl.col("task_id").str.contains(r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    )
    assert identified.height == tasks.height


@pytest.mark.parametrize(
    ("name", "group"),
    [("tasks.csv", ["framework_id"]), ("task_departments.csv", ["framework_id", "task_id"])],
)
def test_positions_run_from_one_without_gaps(name: str, group: list[str]) -> None:
    rows = _read(name)
    for key, members in rows.group_by(group, maintain_order=True):
        expected = [str(number) for number in range(1, members.height + 1)]
        assert members["position"].to_list() == expected, key


def test_every_department_row_has_its_task(tasks: pl.DataFrame, departments: pl.DataFrame) -> None:
    work = tasks.filter(pl.col("kind") == "task")
    assert departments.join(work, on=["framework_id", "task_id"], how="anti").is_empty()
    hunan = work.filter(pl.col("framework_id") == "hunan-2022")
    assert hunan.join(departments, on=["framework_id", "task_id"], how="anti").is_empty()


def test_a_name_has_one_rendering(tasks: pl.DataFrame, departments: pl.DataFrame) -> None:
    headings = [
        tasks.select(
            pl.col(chinese).str.replace(r"^(?:[（(]\p{Han}+[）)]|\p{Han}+、)", "").alias("zh"),
            pl.col(english).str.replace(r"^(?:\(\d+\)|\d+\.) ", "").alias("en"),
        ).drop_nulls()
        for chinese, english in (("chapter", "chapter_en"), ("section", "section_en"))
    ]
    for frame, chinese, english in (
        (tasks, "title_zh", "title_en"),
        (departments, "department", "department_en"),
        (pl.concat(headings), "zh", "en"),
    ):
        renderings = frame.group_by(chinese).agg(pl.col(english).unique())
        assert renderings.filter(pl.col(english).list.len() > 1).is_empty()
    pairs = departments.select("department", "department_en").unique()
    assert pairs["department_en"].is_unique().all()


def test_chinese_columns_hold_chinese_and_english_columns_none(
    tasks: pl.DataFrame, departments: pl.DataFrame
) -> None:
    for frame, chinese, english in (
        (tasks, ["chapter", "title_zh"], ["chapter_en", "title_en"]),
        (departments, ["department"], ["department_en"]),
    ):
        required = [*chinese, *english]
        assert frame.select(required).null_count().sum_horizontal().item() == 0
        assert frame.select(pl.col(chinese).str.contains(HAN).all()).row(0) == (True,) * len(chinese)
        assert frame.select(pl.col(english).str.contains(rf"{HAN}|[，。、（）]").any()).row(0) == (
            False,
        ) * len(english)
    assert tasks["section"].is_null().equals(tasks["section_en"].is_null())
    sections = tasks.select("section", "section_en").drop_nulls()
    assert sections["section"].str.contains(HAN).all()
    assert not sections["section_en"].str.contains(HAN).any()


def test_a_heading_has_one_number_in_both_languages(tasks: pl.DataFrame) -> None:
    numbers = {_numeral(number): str(number) for number in range(1, 11)}
    for chinese, english in tasks.select("chapter", "chapter_en").rows():
        assert numbers[chinese.partition("、")[0]] == english.partition(". ")[0]
    for chinese, english in tasks.select("section", "section_en").drop_nulls().rows():
        numeral = chinese[1:].replace("）", ")").partition(")")[0]
        assert numbers[numeral] == english[1:].partition(")")[0]


def test_titles_are_headings_not_sentences(tasks: pl.DataFrame) -> None:
    too_long = tasks.filter(pl.col("title_zh").str.len_chars() > TITLE_LIMIT)
    assert too_long.is_empty()
    texts = pl.col("chapter", "chapter_en", "section", "section_en", "title_zh", "title_en")
    unnumbered = texts.str.replace(r"^\d+\. ", "")
    assert tasks.select(unnumbered.str.contains(r"[。.；;]|^\s|\s$").any()).row(0) == (False,) * 6


def test_reports_are_of_tasks_in_words_of_our_own(tasks: pl.DataFrame) -> None:
    reports = pl.read_csv(PROGRESS / "tasks.csv", infer_schema=False)
    assert reports.columns == [name for name in TASK_REPORT.columns if name != "end_month"]
    assert not reports.select(TASK_REPORT.key).is_duplicated().any()
    assert reports.join(tasks, on=["framework_id", "task_id"], how="anti").is_empty()
    # One thing of the many that a task names does not finish it: only a source that says so would.
    assert set(reports["status"]) == {"under_way"}
    assert reports.select("note_zh", "note_en").null_count().sum_horizontal().item() == 0
    assert reports["note_zh"].str.len_chars().max() <= TITLE_LIMIT
