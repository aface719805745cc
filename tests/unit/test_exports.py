import datetime as dt
import io
import zipfile
from dataclasses import replace

import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dabiao import exports
from dabiao.exports import DEMO_MARK, PROVENANCE, Provenance
from dabiao.periods import CHINA
from dabiao.wording.fields import CODE_NAMES, FIELD_NAMES, base, field_name

HERE = Provenance(
    workspace="published",
    publication=7,
    as_of="2024-Q2",
    vintage="latest",
    language="zh",
    title="填报值",
)
DEMO = replace(HERE, workspace="demo")
BOM = b"\xef\xbb\xbf"
WRITERS = {"csv": exports.csv, "xlsx": exports.xlsx, "parquet": exports.parquet}

FIGURES = pl.DataFrame(
    {
        "area_code": ["610000", "350302"],
        "area_name_zh": ["陕西省", "城厢区"],
        "area_name_en": ["Shaanxi", "Chengxiang"],
        "status": ["on_track", "no_data"],
        "flags": [["stale", "lower_bound"], []],
        "value": [283.0, None],
        "source_date": [dt.date(2024, 6, 1), None],
    }
)


def read_csv(data: bytes) -> pl.DataFrame:
    texts = pl.col(pl.String)
    return pl.read_csv(data, try_parse_dates=True).with_columns(exports.unescaped(texts))


def read_xlsx(data: bytes) -> pl.DataFrame:
    days = {"来源日期": "date", "Source date": "date"}
    return fastexcel.read_excel(data).load_sheet(0, dtypes=days).to_polars()


def read_parquet(data: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(data))


# A carriage return alone is a line's end to XML and CSV readers; neither returns it.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t'=+-@＝"),
    max_size=30,
)
NUMBERS = st.floats(-1e300, 1e300, allow_nan=False)
WHOLE = st.integers(-(2**53), 2**53)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


def columns(data: st.DataObject, rows: int) -> pl.DataFrame:
    def drawn(values: st.SearchStrategy) -> list:
        return data.draw(st.lists(st.none() | values, min_size=rows, max_size=rows))

    return pl.DataFrame(
        {
            "a text": pl.Series(drawn(TEXTS), dtype=pl.String),
            "an amount": pl.Series(drawn(NUMBERS), dtype=pl.Float64),
            "a count": pl.Series(drawn(WHOLE), dtype=pl.Int64),
            "a day": pl.Series(drawn(DAYS), dtype=pl.Date),
            "yes": pl.Series(drawn(st.booleans()), dtype=pl.Boolean),
        }
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(1, 8))
def test_csv_and_parquet_read_back_as_they_were_written(data: st.DataObject, rows: int) -> None:
    frame = columns(data, rows)
    assert_frame_equal(
        read_parquet(exports.parquet(frame, HERE)).select(frame.columns), frame, check_exact=True
    )
    types = {**frame.schema, "publication": pl.Int64, "as_of": pl.String}
    raw = pl.read_csv(exports.csv(frame, HERE), schema_overrides=types)
    assert_frame_equal(
        raw.with_columns(exports.unescaped(pl.col(pl.String))).select(frame.columns), frame, check_exact=True
    )


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(1, 6))
def test_a_workbook_reads_back_as_it_was_written(data: st.DataObject, rows: int) -> None:
    frame = columns(data, rows)
    types = {
        name: {pl.String: "string", pl.Float64: "float", pl.Int64: "int", pl.Date: "date"}.get(
            kind, "boolean"
        )
        for name, kind in frame.schema.items()
    }
    back = fastexcel.read_excel(exports.xlsx(frame, HERE)).load_sheet(0, dtypes=types).to_polars()
    expected = frame.with_columns(pl.col("a text").replace("", None))
    assert_frame_equal(back.select(frame.columns), expected, rel_tol=1e-15, abs_tol=0)


@settings(deadline=None)
@given(st.lists(TEXTS | st.text("'=+-@＝ab", max_size=6), min_size=1))
def test_escaping_can_be_taken_back_and_leaves_no_formula(texts: list[str]) -> None:
    frame = pl.DataFrame({"text": texts})
    written = frame.select(exports.escaped(pl.col("text")))
    assert not any(text.startswith(tuple(exports.FORMULA_STARTS)) for text in written["text"])
    assert_frame_equal(written.select(exports.unescaped(pl.col("text"))), frame)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_file_says_where_its_rows_come_from(kind: str) -> None:
    data = WRITERS[kind](FIGURES, HERE)
    back = {"csv": read_csv, "xlsx": read_xlsx, "parquet": read_parquet}[kind](data)
    assert tuple(back.columns[-4:]) == PROVENANCE
    assert (
        back.select("publication", "as_of", "vintage", "workspace").rows()
        == [(7, "2024-Q2", "latest", "已发布数据")] * 2
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", WRITERS)
def test_headings_and_words_are_in_the_viewers_language(kind: str, language: str) -> None:
    data = WRITERS[kind](FIGURES, replace(HERE, language=language))
    back = {"csv": read_csv, "xlsx": read_xlsx, "parquet": read_parquet}[kind](data)
    headings = {
        "zh": ["地区代码", "地区", "状态", "标记", "实际值", "来源日期"],
        "en": ["Area code", "Area", "Status", "Flags", "Value", "Source date"],
    }
    words = {
        "zh": ["陕西省", "达到序时进度", "数据陈旧、下限值"],
        "en": ["Shaanxi", "On track", "old figure, lower bound"],
    }
    assert back.columns[:-4] == headings[language]
    assert list(back.row(0)[1:4]) == words[language]
    assert back.row(0)[4] == 283.0
    assert back.row(0)[5] == dt.date(2024, 6, 1)
    assert back.row(1)[4] is None


def test_csv_starts_with_a_mark_and_ends_lines_as_spreadsheets_expect() -> None:
    data = exports.csv(FIGURES, HERE)
    assert data.startswith(BOM)
    assert data.count(b"\r\n") == data.count(b"\n") == 3


def test_a_csv_text_is_no_formula_and_a_negative_number_stays_a_number() -> None:
    frame = pl.DataFrame({"note": ["=1+1", "@x", "'-2", "plain"], "gap": [-2.5, 1.0, -0.1, 0.0]})
    lines = exports.csv(frame, HERE).decode("utf-8-sig").split("\r\n")
    assert [line.split(",")[0] for line in lines[1:5]] == ["'=1+1", "'@x", "''-2", "plain"]
    assert [line.split(",")[1] for line in lines[1:5]] == ["-2.5", "1.0", "-0.1", "0.0"]


def test_a_heading_is_no_formula_either() -> None:
    first = exports.csv(pl.DataFrame({"=cmd": [1]}), HERE).decode("utf-8-sig").split(",")[0]
    assert first == "'=cmd"


def test_a_text_in_a_workbook_is_no_formula() -> None:
    data = exports.xlsx(pl.DataFrame({"note": ["=1+1", "{=A1}", "http://example.org"]}), HERE)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert read_xlsx(data).to_series(0).to_list() == ["=1+1", "{=A1}", "http://example.org"]


def test_chinese_columns_are_wide_enough() -> None:
    narrow, wide = (exports._width(pl.Series("x", [text])) for text in ("provincial", "地方标准化技术委员会"))
    assert wide == narrow + 10


def test_provenance_stands_in_the_properties_of_workbook_and_parquet() -> None:
    with zipfile.ZipFile(io.BytesIO(exports.xlsx(FIGURES, HERE))) as parts:
        own = parts.read("docProps/custom.xml").decode()
    assert "2024-Q2" in own
    assert "填报值" in own
    told = pl.read_parquet_metadata(io.BytesIO(exports.parquet(FIGURES, HERE)))
    assert told["dabiao.publication"] == "7"
    assert told["dabiao.title"] == "填报值"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_generated_figures_are_marked_in_every_file(language: str) -> None:
    demo = replace(DEMO, language=language)
    assert DEMO_MARK in exports.file_name(demo, "csv")
    for kind, back in (("csv", read_csv), ("xlsx", read_xlsx), ("parquet", read_parquet)):
        assert back(WRITERS[kind](FIGURES, demo))["workspace"].str.contains(DEMO_MARK).all()
    data = exports.xlsx(FIGURES, demo)
    assert fastexcel.read_excel(data).sheet_names == [DEMO_MARK]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert DEMO_MARK in parts.read("xl/worksheets/sheet1.xml").decode().split("<headerFooter>")[1]
    assert DEMO_MARK not in exports.file_name(HERE, "csv")


def test_a_file_name_is_one_everywhere() -> None:
    named = exports.file_name(replace(HERE, title='a/b: "填报值"?', vintage="2023-12-31"), "xlsx")
    assert named == "dabiao_published_publication-7_2024-Q2_vintage-2023-12-31_a b 填报值.xlsx"
    assert exports.file_name(replace(HERE, as_of=None), "csv") == "dabiao_published_publication-7_填报值.csv"


def test_moments_are_told_in_chinas_time() -> None:
    noon = dt.datetime(2026, 1, 5, 4, 0, tzinfo=dt.UTC)
    frame = pl.DataFrame({"published_at": [noon]}, schema={"published_at": pl.Datetime("us", "UTC")})
    assert b"2026-01-05T12:00:00+08:00" in exports.csv(frame, HERE)
    assert read_xlsx(exports.xlsx(frame, HERE)).item(0, 0) == dt.datetime(2026, 1, 5, 12)
    assert read_parquet(exports.parquet(frame, HERE)).item(0, 0) == noon.astimezone(CHINA)


@pytest.mark.parametrize("kind", WRITERS)
def test_nothing_but_headings_of_no_rows(kind: str) -> None:
    data = WRITERS[kind](FIGURES.clear(), HERE)
    back = {"csv": read_csv, "xlsx": read_xlsx, "parquet": read_parquet}[kind](data)
    assert back.height == 0
    assert len(back.columns) == 10


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        exports.csv(pl.DataFrame({"value": [float("nan")]}), HERE)


def test_more_than_a_sheet_holds_is_refused() -> None:
    with pytest.raises(exports.TooManyRowsError):
        exports.xlsx(pl.DataFrame({"x": range(exports.XLSX_ROWS + 1)}), HERE)
    with pytest.raises(ValueError, match="a cell holds"):
        exports.xlsx(pl.DataFrame({"x": ["长" * 40_000]}), HERE)


def test_no_two_columns_have_one_heading() -> None:
    for language in ("zh", "en"):
        names = [field_name(column, language) for column in FIELD_NAMES]
        assert len(names) == len(set(names))


def test_every_column_with_codes_has_a_name() -> None:
    assert CODE_NAMES.keys() <= FIELD_NAMES.keys()
    assert base("area_name_zh") == "area_name"
