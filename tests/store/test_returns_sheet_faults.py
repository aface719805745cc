"""What of a filled-in sheet or a paste is refused, each fault at its place; figures as sheets hold them."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from dabiao import returns
from dabiao.returns import Desk, sheet_guard, sheets
from dabiao.returns.amounts import DECIMAL, number, spelled
from dabiao.store import open_store
from tests.store.filled import downloaded, filled, kept, looked_at, opened, pasted, told
from tests.store.returned import QUARTER, SHAANXI, ZHANG, desk_of, put_world


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which nothing is saved: refusing needs one database for all."""
    store = open_store(str(tmp_path_factory.mktemp("sheets") / "dabiao.duckdb"))
    put_world(store)
    yield desk_of(store)
    store.close()


@pytest.fixture(scope="module")
def form(desk: Desk) -> bytes:
    return downloaded(desk)


PARTS: dict[str, tuple[dict[str, Any], str]] = {
    "formula": ({"given_6": "=1+1"}, "I6: A formula; put the figure or text itself in its place."),
    "error": ({"given_6": "#REF!"}, "I6: The cell holds the error #REF!."),
    "date": (
        {"given_6": dt.date(2025, 3, 1)},
        "I6: Excel has made a date of what was typed; type the figure anew, into a cell of "
        "a number's format.",
    ),
    "truth": ({"given_6": True}, "I6: “True” is no number."),
    "words": ({"given_6": "about 5"}, "I6: “about 5” is no number."),
    "separators in odd places": ({"given_6": "23,20"}, "I6: “23,20” is no number."),
    "choice": (
        {"absence_6": "none"},
        "G6: “none” is none of the choices: figure / reported zero / not applicable / withheld.",
    ),
    "count": (
        {"mode_6": "both", "given_6": 1},
        "H6: “both” is none of the choices: running total / added this quarter.",
    ),
    "no count": (
        {"mode_6": None, "given_6": 1},
        "H6: Say what the figure is: running total / added this quarter.",
    ),
    "choice and figure": (
        {"absence_6": "不适用", "given_6": 5},
        "I6: “not applicable” is chosen and a figure given; take one of them out.",
    ),
    "digits": ({"given_6": "1" * 61}, "I6: 61 characters; at most 60 are kept."),
    "source": ({"source_6": "源" * 201}, "J6: 201 characters; at most 200 are kept."),
    "explanation": ({"explanation_6": "x" * 2001}, "K6: 2001 characters; at most 2000 are kept."),
    "twice": ({"key_7": '["local-standards", "press", 0]'}, "I7: The line stands in row 6 as well."),
    "unknown": ({"key_7": '["gdp", "press", 0]'}, "I7: The return has no line “gdp/press”."),
    "version": (
        {"key_6": '["local-standards", "press", 9]', "given_6": 1},
        "I6: The line was not downloaded from this database as it says; download the form anew.",
    ),
    "no line": (
        {"given_9": 5},
        "I9: The row belongs to no line of the form; put what it says into the line's own row.",
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_fault_is_named_at_its_cell(desk: Desk, form: bytes, case: str) -> None:
    cells, message = PARTS[case]
    intake = looked_at(desk, filled(form, **cells))
    assert told(intake) == [message]
    assert intake.faults[0].message("zh") != intake.faults[0].message("en")
    with pytest.raises(returns.FaultsLeftError):
        returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)


def test_all_faults_are_named_at_once(desk: Desk, form: bytes) -> None:
    content = filled(form, given_5="x", absence_6="?", given_7="=2", source_6="s" * 201)
    assert [fault.spot and fault.spot.cell for fault in looked_at(desk, content).faults] == [
        "I5",
        "G6",
        "I7",
    ]


def test_merged_field_is_not_read_as_cleared(desk: Desk, form: bytes) -> None:
    book, sheet = opened(filled(form, given_5=3))
    sheet.merge_cells("I5:I6")
    assert told(looked_at(desk, kept(book))) == ["I6: The cell is merged with another one; undo that."]
    back = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, kept(book), "en")
    assert back is not None
    assert "merged" in str(opened(back)[1]["L6"].value)


def test_file_that_cannot_be_written_again_comes_back_as_its_messages_alone(desk: Desk, form: bytes) -> None:
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(filled(form, given_5="x"))) as before,
        zipfile.ZipFile(content, "w") as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b'state="visible"', b'state="hidden"'))
    back = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, content.getvalue(), "en")
    assert back is not None
    rows = list(load_workbook(BytesIO(back)).worksheets[0].values)
    assert rows[1] == ("I5", "“x” is no number.")


def test_per_cent_sign_is_not_read_as_a_hundredth(desk: Desk, form: bytes) -> None:
    book, sheet = opened(form)
    sheet["I7"], sheet["I7"].number_format = 0.445, "0.0%"
    assert told(looked_at(desk, kept(book))) == [
        "I7: Excel keeps 44.5% as 0.445; type it without the per cent sign."
    ]


def test_sheet_of_another_return_is_refused(desk: Desk, form: bytes) -> None:
    assert told(looked_at(desk, form, quarter="2025-Q2")) == [
        "The form is for Q3 2025, this is the return for Q2 2025."
    ]
    other = filled(
        form, key_1='{"form": "dabiao-return", "format": 1, "workspace": "demo", "area": "610100"}'
    )
    assert told(looked_at(desk, other))[:2] == [
        "The form was downloaded from the demonstration, or from the published data beside it.",
        "The form is that of 610100, this is the return of 610000.",
    ]
    older = filled(form, key_1='{"form": "dabiao-return", "format": 0}')
    assert told(looked_at(desk, older)) == [
        "The form is of an earlier or later version of this program; download it anew."
    ]
    missing = filled(form, source_1=None)
    assert told(looked_at(desk, missing)) == ["The column “source” is missing; download the form anew."]
    assert returns.handed_back(ZHANG, desk, SHAANXI, "2025-Q2", form, "en") is None


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_part(
    content: bytes, name: str, change: Callable[[bytes], bytes], packed: int = zipfile.ZIP_DEFLATED
) -> bytes:
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", packed) as after,
    ):
        for part in before.namelist():
            data = before.read(part)
            after.writestr(part, change(data) if part == name else data)
    return file.getvalue()


def with_comment(content: bytes, reference: str) -> bytes:
    book, sheet = opened(content)
    sheet["B2"].comment = Comment("said", "who")
    return with_part(
        kept(book),
        "xl/comments/comment1.xml",
        lambda data: data.replace(b'ref="B2"', f'ref="{reference}"'.encode()),
    )


SHEET_PART = "xl/worksheets/sheet1.xml"

FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda _: b"indicator,figure\n", "no_workbook"),
    "another archive": (lambda _: zipped(a=b"b"), "no_workbook"),
    "old workbook": (lambda _: b"\xd0\xcf\x11\xe0" + bytes(600), "old_or_locked"),
    "cut off": (lambda content: content[: len(content) // 2], "no_workbook"),
    "a byte changed": (
        lambda content: content[:2000] + bytes([content[2000] ^ 255]) + content[2001:],
        "damaged",
    ),
    "half a sheet": (
        lambda content: with_part(content, SHEET_PART, lambda data: data[: len(data) // 2]),
        "damaged",
    ),
    "too large": (lambda content: content + bytes(sheet_guard.BYTES), "too_large"),
    "zeros for gigabytes": (
        lambda content: with_part(content, SHEET_PART, lambda data: data + b" " * sheet_guard.UNPACKED),
        "too_much",
    ),
    "cells without end": (
        lambda content: with_part(content, SHEET_PART, lambda data: b"<a>" + b"<c/>" * sheet_guard.ELEMENTS),
        "too_much",
    ),
    "one merged range": (
        lambda content: with_part(
            content,
            SHEET_PART,
            lambda data: data.replace(
                b'<mergeCell ref="', b'<mergeCell ref="A1:XFD1048576"/><mergeCell ref="'
            ),
        ),
        "too_much",
    ),
    "one comment on all cells": (
        lambda content: with_comment(content, "A1:XFD1048576"),
        "too_much",
    ),
    "one formula for many cells": (
        lambda content: with_part(
            content,
            SHEET_PART,
            lambda data: data.replace(
                b"<sheetData>",
                b'<sheetData><row r="1"><c r="A1"><f t="shared" si="0">%s</f></c></row>' % (b"A1+" * 30_000)
                + b'<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>' * 12,
            ),
        ),
        "too_much",
    ),
    "one sheet a hundred times": (
        lambda content: with_part(
            with_part(
                content,
                SHEET_PART,
                lambda data: data.replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 4000),
            ),
            "xl/workbook.xml",
            lambda data: re.sub(rb"<sheet [^>]*/>", lambda found: found[0] * 100, data),
        ),
        "too_much",
    ),
    "a part that names itself": (
        lambda content: with_part(
            content,
            "xl/_rels/workbook.xml.rels",
            lambda data: data.replace(b"worksheets/sheet1.xml", b"workbook.xml"),
        ),
        "damaged",
    ),
    "packed in another way": (
        lambda content: with_part(content, SHEET_PART, lambda data: data, packed=zipfile.ZIP_LZMA),
        "damaged",
    ),
    "a part with a broken name": (
        lambda content: zipped(**{"é": b"a"}).replace("é".encode(), b"\xff\xff"),
        "damaged",
    ),
    "entities": (
        lambda content: with_part(
            content, SHEET_PART, lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
        ),
        "damaged",
    ),
    "no form": (lambda _: kept(Workbook()), "no_form"),
}


@pytest.mark.parametrize("case", FILES)
def test_file_that_is_no_form_is_refused_before_it_is_parsed(desk: Desk, form: bytes, case: str) -> None:
    change, rule = FILES[case]
    intake = looked_at(desk, change(form))
    assert [fault.rule for fault in intake.faults] == [rule]
    assert intake.faults[0].message("zh") != intake.faults[0].message("en")


def test_form_that_stands_in_the_workbook_twice_is_refused(desk: Desk, form: bytes) -> None:
    book, sheet = opened(form)
    book.copy_worksheet(sheet).title = "copy"
    assert [fault.rule for fault in looked_at(desk, kept(book)).faults] == ["two_forms"]


def test_rows_without_end_are_not_read(desk: Desk, form: bytes) -> None:
    assert [f.rule for f in looked_at(desk, filled(form, source_9000="x")).faults] == ["too_many_rows"]


FIGURES: st.SearchStrategy[str] = st.one_of(
    st.from_regex(DECIMAL, fullmatch=True).filter(lambda text: len(text) <= 60),
    st.integers(-(10**17), 10**17).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13).map(
        lambda amount: f"{amount:f}"
    ),
)


@given(FIGURES)
@settings(max_examples=60, deadline=None)
def test_figure_written_and_read_back_is_the_same_text(figure: str) -> None:
    book = Workbook()
    written = sheets.figure(figure)
    if isinstance(written, str):
        sheets.put(book.active["A1"], written)
    else:
        book.active["A1"] = written
    read = opened(kept(book))[1]["A1"].value
    text = read if isinstance(read, str) else sheets.read_number(read)
    assert text == figure
    assert number(spelled(text)) == Decimal(figure)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,234", "1234"),
        ("-12,345,678.90", "-12345678.90"),
        ("１２３．５", "123.5"),
        ("１，２３４", "1234"),
        ("−5", "-5"),
        (" 7 ", "7"),
        ("12,34", "12,34"),
        ("1 234", "1 234"),
        ("5％", "5％"),
        ("10²", "10²"),
        ("三十", "三十"),
        ("", ""),
    ],
)
def test_number_as_text_is_read_as_the_field_has_it(text: str, read: str) -> None:
    assert spelled(text) == read


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_number_that_is_none_is_not_read(value: float) -> None:
    with pytest.raises(ValueError, match="no number"):
        sheets.read_number(value)


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("gdp\t5", "row 1, column 1", "unknown_line"),
        ("local-standards\t5\nlocal-standards\t6", "row 2, column 1", "twice"),
        ("local-standards\tfive", "row 1, column 2", "no_number"),
        ("local-standards\t5\ta\tb\tc", "row 1, column 5", "too_many_columns"),
        ("local-standards\t5\t" + "s" * 201, "row 1, column 3", "too_long"),
        ('local-standards\t5\t"a\nassociation-standards\t6', "row 1, column 3", "open_quote"),
        ("\n \t\n", None, "nothing_read"),
        ("x" * 200_001, None, "too_long_paste"),
        ("\n" * 2001, None, "too_many_rows"),
    ],
)
def test_fault_of_a_paste_names_row_and_column(desk: Desk, text: str, place: str | None, rule: str) -> None:
    (fault,) = pasted(desk, text).faults
    assert (fault.spot and fault.spot.told("en"), fault.rule) == (place, rule)
    assert fault.message("zh") != fault.message("en")
