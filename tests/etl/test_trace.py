"""`python -m etl trace`: which phrases stand in the documents, with which numbers, and where."""

import json
from pathlib import Path

import pytest

from tests.etl.folders import TARGETS, edit, folder, run

COUNTRY = """示例纲要

    到2025年，国际标准转化率达到
以上，国家标准平均制定周期
  缩短至１．５年以内。
"""
SHAANXI = """示例意见

主要目标：发布地方标准 400
项以上，(团体标准，达到2万项)。
西安“试点项目”
20个以上；进入全国前10位，共110位。
"""

TARGET_LINES = {
    "country-2021-adoption-rate": "supplied",
    "country-2021-drafting-time": "found",
    "shaanxi-2022-local-standards": "found",
    "shaanxi-2022-group-standards": "found",
    "shaanxi-2022-xian-pilots": "found",
    "shaanxi-2022-national-rank": "found",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder_of_texts = tmp_path / "sources"
    folder_of_texts.mkdir()
    (folder_of_texts / "country-2021.txt").write_text(COUNTRY, encoding="utf-8")
    (folder_of_texts / "shaanxi-2022.txt").write_text(SHAANXI, encoding="utf-8")
    return folder_of_texts


def traced(sources: Path, data: Path) -> tuple[int, dict[str, dict[str, object]]]:
    code, text = run("trace", "--sources", str(sources), "--data", str(data), "--json")
    return code, {row["target_id"]: row for row in json.loads(text)["rows"]}


def test_every_phrase_is_found_whatever_wraps_or_brackets_it(tmp_path: Path, sources: Path) -> None:
    code, rows = traced(sources, folder(tmp_path))
    assert {name: row["finding"] for name, row in rows.items()} == TARGET_LINES
    assert code == 0


def test_a_place_is_told_by_line_and_character(tmp_path: Path, sources: Path) -> None:
    _, rows = traced(sources, folder(tmp_path))
    local = rows["shaanxi-2022-local-standards"]
    assert (local["line"], local["offset"]) == (3, SHAANXI.index("发布地方标准"))
    assert local["reads"] == "发布地方标准 400 项以上"
    rank = rows["shaanxi-2022-national-rank"]
    assert (rank["line"], rank["offset"]) == (6, SHAANXI.index("进入全国前"))


@pytest.mark.parametrize(
    ("old", "new", "target", "finding", "reads"),
    [
        ("400\n项", "40\n项", "local-standards", "number_differs", "发布地方标准 40 项以上"),
        ("400\n项", "1400\n项", "local-standards", "number_differs", "发布地方标准 1400 项以上"),
        ("2万项", "2000项", "group-standards", "number_differs", "团体标准，达到2000项"),
        ("2万项", "20000项", "group-standards", "number_differs", "团体标准，达到20000项"),
        ("2万项", "1、2万项", "group-standards", "not_found", None),
        ("前10位", "前 1 0 位", "national-rank", "found", "进入全国前 1 0 位"),
        ("前10位", "前10.5位", "national-rank", "number_differs", "进入全国前10.5位"),
        ("前10位", "前列", "national-rank", "not_found", None),
        ("发布地方标准", "制定地方标准", "local-standards", "not_found", None),
    ],
)
def test_a_phrase_that_is_not_there_as_it_stands(
    tmp_path: Path, sources: Path, old: str, new: str, target: str, finding: str, reads: str | None
) -> None:
    edit(sources / "shaanxi-2022.txt", old, new)
    code, rows = traced(sources, folder(tmp_path))
    row = rows[f"shaanxi-2022-{target}"]
    assert (row["finding"], row["reads"]) == (finding, reads)
    assert code == (0 if finding == "found" else 1)


@pytest.mark.parametrize(
    ("value", "unit", "phrase", "text", "finding"),
    [
        ("2", "万项", "标准达到2万项", "标准达到2万项。", "found"),
        ("20000", "项", "标准达到2万项", "标准达到２万项。", "found"),
        ("2", "项", "标准达到2万项", "标准达到2万项。", "number_differs"),
        ("200", "项", "标准达到20项", "标准达到20项。", "number_differs"),
        ("1200", "项", "标准达到1200项", "标准达到1，200项。", "not_found"),
        ("1.2", "亿元", "投入1.2亿元", "投入1.2亿元。", "found"),
        ("6.36", "万项", "标准6.36万项", "标准6.36万项。", "found"),
        ("6.3", "万项", "标准6.3", "标准6.36万项。", "number_differs"),
        ("2", "项", "标准达到2", "标准达到2万项。", "number_differs"),
        ("", "项", "标准大幅提高", "标准\n大幅，提高。", "found"),
    ],
)
def test_a_number_is_what_its_digits_and_its_unit_say(
    tmp_path: Path, sources: Path, value: str, unit: str, phrase: str, text: str, finding: str
) -> None:
    data = folder(tmp_path)
    edit(data / TARGETS, "400,项", f"{value},{unit}")
    edit(data / TARGETS, "发布地方标准400项以上", phrase)
    (sources / "shaanxi-2022.txt").write_text(text, encoding="utf-8")
    _, rows = traced(sources, data)
    assert rows["shaanxi-2022-local-standards"]["finding"] == finding


def test_a_supplied_value_is_looked_for_without_its_digits(tmp_path: Path, sources: Path) -> None:
    data = folder(tmp_path, (TARGETS, "转化率达到以上", "转化率达到85%以上"))
    code, rows = traced(sources, data)
    assert (code, rows["country-2021-adoption-rate"]["finding"]) == (0, "supplied")
    edit(sources / "country-2021.txt", "达到\n以上", "达到85％以上")
    code, rows = traced(sources, data)
    assert (code, rows["country-2021-adoption-rate"]["finding"]) == (0, "found")


def test_a_missing_document_is_told(tmp_path: Path, sources: Path) -> None:
    (sources / "country-2021.txt").unlink()
    code, rows = traced(sources, folder(tmp_path))
    assert code == 1
    assert {name for name, row in rows.items() if row["finding"] == "no_document"} == {
        "country-2021-adoption-rate",
        "country-2021-drafting-time",
    }


def test_documents_in_gb18030_are_read(tmp_path: Path, sources: Path) -> None:
    (sources / "shaanxi-2022.txt").write_text(SHAANXI, encoding="gb18030")
    assert traced(sources, folder(tmp_path))[0] == 0


RANK = "shaanxi-2022-national-rank 10 位"
PLACE = f"6 {SHAANXI.index('进入全国前')}"


@pytest.mark.parametrize(
    ("language", "heads", "row", "last"),
    [
        (
            "en",
            "target value finding line character phrase",
            f"{RANK} the number differs {PLACE} 进入全国前10位 (the text reads: 进入全国前11位)",
            "4 of 5 stated phrases found; values supplied from elsewhere: 1.",
        ),
        (
            "zh",
            "目标 值 结果 行 字符 引文",
            f"{RANK} 数字不符 {PLACE} 进入全国前10位（文本为：进入全国前11位）",
            "明示的 5 处找到 4 处，补充值 1 个。",
        ),
    ],
)
def test_the_table_reads_in_both_languages(
    tmp_path: Path, sources: Path, language: str, heads: str, row: str, last: str
) -> None:
    edit(sources / "shaanxi-2022.txt", "前10位", "前11位")
    code, text = run(
        "trace", "--sources", str(sources), "--data", str(folder(tmp_path)), "--language", language
    )
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert code == 1
    assert (lines[0], lines[6], lines[7]) == (heads, row, last)
    assert len(lines) == 8


def test_what_cannot_be_read_gives_exit_code_2(tmp_path: Path, sources: Path) -> None:
    data = folder(tmp_path)
    assert run("trace", "--sources", str(tmp_path / "nowhere"), "--data", str(data))[0] == 2
    (sources / "country-2021.txt").write_bytes(b"\x81\xff\xff")
    assert run("trace", "--sources", str(sources), "--data", str(data))[0] == 2
    (data / TARGETS).unlink()
    assert run("trace", "--sources", str(sources), "--data", str(data))[0] == 2
