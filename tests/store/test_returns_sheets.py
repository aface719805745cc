"""A return as a workbook: what is downloaded, filled in and handed over again, and what is refused of it."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl.comments import Comment

from dabiao import audit, publications, returns
from dabiao.returns import Desk, Saved, Typed, sheets
from dabiao.returns.handing_back import MARK
from dabiao.returns.lines import Key
from dabiao.rights import Actor, DeniedError, Grant
from dabiao.settings import Language
from dabiao.store import Store
from tests.store.filled import ROWS, downloaded, filled, kept, looked_at, opened, pasted, stored, told
from tests.store.returned import (
    GROUP,
    LEADER,
    LI,
    LOCAL,
    QUARTER,
    SHAANXI,
    SHARE,
    ZHANG,
    ZHAO,
    desk_of,
    put_world,
    typed,
)

pytestmark = pytest.mark.begins(after=put_world)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def save(desk: Desk, key: Key, what: Typed, *, version: int = 0, actor: Actor = ZHANG) -> None:
    answer = returns.save_cell(actor, desk, SHAANXI, QUARTER, key, what, expected_version=version)
    assert isinstance(answer, Saved)


def trail(desk: Desk) -> int:
    return audit.head(desk.store).number


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sheet_says_what_it_is_and_lets_only_fields_be_filled(desk: Desk, language: Language) -> None:
    save(desk, GROUP, typed("450", "increment"))
    _book, sheet = opened(downloaded(desk, language))
    assert sheet.protection.sheet
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "C5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    fields = {f"{sheets.column(name)}{row}" for name in sheets.FIELDS for row in ROWS.values()}
    assert open_cells == fields - {f"{sheets.column('mode')}7"}, "a rate has no increment to choose"
    texts = [str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    heading, unit, before = {
        "zh": ("地区6100002025年第3季度报表", "项", "2,290项（2025年第2季度）"),
        "en": ("610000: return for Q3 2025", "items", "2,290 items in Q2 2025"),
    }[language]
    assert {heading, unit, before} <= set(texts)
    assert sheet["I5"].value == 450
    assert sheet["H5"].value == ("本季新增" if language == "zh" else "added this quarter")


def test_fields_have_lists_and_limits_by_unit(desk: Desk) -> None:
    _book, sheet = opened(downloaded(desk))
    checks = {
        cell: (check.type, check.formula1, check.formula2)
        for check in sheet.data_validations.dataValidation
        for cell in (f"{sheets.column(name)}{row}" for name in sheets.FIELDS for row in ROWS.values())
        if cell in check.sqref
    }
    assert checks["G6"] == ("list", '"数字,报告为零,不适用,不予公布"', None)
    assert checks["H6"] == ("list", '"历史累计,本季新增"', None)
    assert checks["I6"][:1] == ("whole",)
    assert checks["I7"] == ("decimal", "0", "100")
    assert checks["J7"] == ("textLength", "200", None)
    assert "H7" not in checks


def test_filled_sheet_is_looked_at_and_then_taken_over_at_once(desk: Desk) -> None:
    content = filled(
        downloaded(desk),
        given_6=2320,
        source_6="陕市监〔2025〕8号",
        mode_5="本季新增",
        given_5="1,234",
        explanation_5="集中发布",
    )
    content = filled(content, absence_7="不适用", explanation_7="机构改革，本季不统计")
    before = trail(desk)
    intake = looked_at(desk, content)
    assert intake.faults == ()
    assert {change.key: change.after for change in intake.changes} == {
        GROUP: Typed("1234", "increment", explanation="集中发布"),
        LOCAL: Typed("2320", "total", source="陕市监〔2025〕8号"),
        SHARE: Typed(None, "total", "M", "机构改革，本季不统计"),
    }
    assert all(change.before.empty for change in intake.changes)
    said = [(one.rule, one.blocks) for one in intake.findings if one.indicator_code == GROUP[0]]
    assert said == [("no-source", True), ("looks-like-total", False)]
    assert trail(desk) == before
    assert returns.form(ZHANG, desk, SHAANXI, QUARTER).state == "open"
    taken = returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    noted = desk.store.read("audit_entries", None, "figure_saved", None, None, 20)["detail"].to_list()
    assert {json.loads(detail)["way"] for detail in noted[: len(taken.saved)]} == {"sheet"}
    assert {key: one.version for key, one in taken.saved.items()} == dict.fromkeys(ROWS, 1)
    assert len({one.saved_at for one in taken.saved.values()}) == 1
    assert stored(desk, GROUP) == Typed("1234", "increment", explanation="集中发布")
    assert trail(desk) == before + 3
    assert audit.verify(desk.store).fault is None
    assert looked_at(desk, content).changes == ()


def test_rows_may_be_moved_and_columns_put_in(desk: Desk) -> None:
    book, sheet = opened(filled(downloaded(desk, "en"), given_6=2320))
    rows = {row: [cell.value for cell in sheet[row]] for row in (5, 6)}
    for row, other in ((5, 6), (6, 5)):
        for cell, value in zip(sheet[row], rows[other], strict=True):
            cell.value = value
    sheet.insert_cols(4, 2)
    sheet.insert_rows(5)
    book.create_sheet("notes")["A1"] = "=1+1"
    (change,) = looked_at(desk, kept(book)).changes
    assert (change.key, change.after.given) == (LOCAL, "2320")
    assert change.spots["given"].cell == "K6"


def test_unchanged_line_is_left_alone_whatever_became_of_it(desk: Desk) -> None:
    save(desk, LOCAL, typed("2310"))
    content = filled(downloaded(desk), given_5=451, source_5="a")
    save(desk, LOCAL, typed("2315"), version=1, actor=ZHAO)
    intake = looked_at(desk, content)
    assert [change.key for change in intake.changes] == [GROUP]
    returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    assert stored(desk, LOCAL).given == "2315"


def test_line_that_somebody_else_changed_too_has_to_be_chosen(desk: Desk) -> None:
    save(desk, LOCAL, typed("2310"))
    content = filled(downloaded(desk), given_6=2320, given_5=451, source_5="a")
    save(desk, LOCAL, typed("2315"), version=1, actor=ZHAO)
    intake = looked_at(desk, content)
    (conflict,) = intake.conflicts
    assert conflict.theirs is not None
    assert (conflict.theirs.typed.given, conflict.theirs.done_by_name) == ("2315", "赵")
    with pytest.raises(returns.ChoiceNeededError):
        returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake, {LOCAL: "theirs"})
    assert (stored(desk, LOCAL).given, stored(desk, GROUP).given) == ("2315", "451")
    again = looked_at(desk, content)
    assert [change.key for change in again.changes] == [LOCAL]
    returns.take_over(ZHANG, desk, SHAANXI, QUARTER, again, {LOCAL: "mine"})
    assert stored(desk, LOCAL).given == "2320"
    same = returns.figure_history(ZHANG, desk, SHAANXI, QUARTER, LOCAL)["given"].to_list()
    assert same == ["2310", "2315", "2320"]


def test_change_between_look_and_take_over_saves_nothing_of_it(desk: Desk) -> None:
    intake = looked_at(desk, filled(downloaded(desk), given_6=2320, given_5=451))
    save(desk, LOCAL, typed("2315"), actor=ZHAO)
    taken = returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    assert taken.saved == {}
    assert taken.conflicts[LOCAL].theirs.typed.given == "2315"
    assert stored(desk, GROUP).empty


def test_of_two_who_take_over_at_once_one_is_told(desk: Desk) -> None:
    first = looked_at(desk, filled(downloaded(desk), given_6=2320, given_5=451))
    later = looked_at(desk, filled(downloaded(desk), given_6=2330, given_7=46))
    with ThreadPoolExecutor(2) as pool:
        taken = list(
            pool.map(lambda one: returns.take_over(ZHANG, desk, SHAANXI, QUARTER, one), (first, later))
        )
    assert sorted((len(one.saved), len(one.conflicts)) for one in taken) == [(0, 1), (2, 0)]
    assert stored(desk, GROUP).empty != stored(desk, SHARE).empty
    assert audit.verify(desk.store).fault is None


def test_what_was_settled_or_locked_meanwhile_is_refused_at_its_cell(desk: Desk) -> None:
    for key, figure in ((LOCAL, "2320"), (GROUP, "451"), (SHARE, "46")):
        save(desk, key, replace(typed(figure), explanation="b"))
    content = filled(downloaded(desk), given_6=2321)
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    assert told(looked_at(desk, content)) == ["I6: This cannot be done to the return as it stands now."]
    assert told(looked_at(desk, downloaded(desk))) == []
    _book, sheet = opened(downloaded(desk))
    assert all(sheet[f"I{row}"].protection.locked for row in ROWS.values())


def test_reporter_of_one_indicator_gets_that_line_alone(desk: Desk) -> None:
    content = filled(downloaded(desk), given_6=2320, given_5=451)
    narrow = Actor("u-qian", "钱", (Grant("reporter", SHAANXI, frozenset({LOCAL[0]})),))
    _book, sheet = opened(returns.workbook(narrow, desk, SHAANXI, QUARTER, "zh"))
    assert sheet.max_row == 5
    intake = returns.read_sheet(narrow, desk, SHAANXI, QUARTER, content)
    assert [fault.rule for fault in intake.faults] == ["unknown_line", "unknown_line"]
    assert {one.indicator_code for one in intake.findings} <= {LOCAL[0]}
    for actor in (LI, LEADER):
        with pytest.raises(DeniedError):
            returns.read_sheet(actor, desk, SHAANXI, QUARTER, content)
        with pytest.raises(DeniedError):
            returns.handed_back(actor, desk, SHAANXI, QUARTER, content, "en")
        with pytest.raises(DeniedError):
            returns.take_over(actor, desk, SHAANXI, QUARTER, looked_at(desk, content))


def test_look_tells_a_reviewer_nothing_of_what_is_being_typed(desk: Desk) -> None:
    for key, figure in ((LOCAL, "2320"), (GROUP, "451"), (SHARE, "46")):
        save(desk, key, replace(typed(figure), explanation="b"))
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    returns.send_back(LI, desk, SHAANXI, QUARTER, submission=1, reason="c")
    version = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(SHARE).version
    save(desk, SHARE, typed("146"), version=version)
    grants = (Grant("reporter", SHAANXI, frozenset({LOCAL[0]})), Grant("reviewer", SHAANXI))
    both = Actor("u-both", "孙", grants)
    intake = returns.read_paste(both, desk, SHAANXI, QUARTER, "local-standards\t2321")
    assert [change.key for change in intake.changes] == [LOCAL]
    assert "146" not in "".join(finding.message("en") for finding in intake.findings)
    assert intake.seen == returns.form(both, desk, SHAANXI, QUARTER).seen


def test_text_never_becomes_a_formula(desk: Desk) -> None:
    starts = ["=", "+", "-", "@", "\t=", "＝"]
    texts = [f"{start}cmd|' /C calc'!A0" for start in starts]
    for key, (source, explanation) in zip(ROWS, zip(texts[::2], texts[1::2], strict=True), strict=True):
        save(desk, key, Typed("=1+1", source=source, explanation=explanation))
    content = downloaded(desk)
    again = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, content, "en")
    assert again is not None
    for one in (content, again):
        _book, sheet = opened(one)
        cells = [sheet[f"{column}{row}"] for row in ROWS.values() for column in "JK"]
        assert [cell.value for cell in cells] == [text.strip() for text in texts]
        assert {(cell.data_type, cell.quotePrefix, cell.number_format) for cell in cells} == {
            ("s", True, "@")
        }
        assert [(sheet[f"I{row}"].value, sheet[f"I{row}"].data_type) for row in ROWS.values()] == [
            ("=1+1", "s")
        ] * 3
    assert looked_at(desk, content).changes == ()


@pytest.fixture
def marked(desk: Desk) -> tuple[Desk, bytes, bytes]:
    book, sheet = opened(filled(downloaded(desk, "en"), given_5="x", given_7=101, source_7="a"))
    sheet["I5"].comment = Comment("mine", "Zhang")
    sheet["N9"] = "=SUM(I5:I7)"
    notes = book.create_sheet("own notes")
    notes["B2"] = "kept"
    content = kept(book)
    back = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, content, "en")
    assert back is not None
    return desk, content, back


def test_own_file_comes_back_with_messages_at_the_cells(marked: tuple[Desk, bytes, bytes]) -> None:
    _desk, _content, back = marked
    book, sheet = opened(back)
    assert book["own notes"]["B2"].value == "kept"
    assert sheet["N9"].value == "=SUM(I5:I7)"
    assert sheet["I5"].comment.text == f"mine\n{MARK}\n“x” is no number."
    assert "A percentage is not above 100; this is 101" in sheet["I7"].comment.text
    assert sheet["I5"].fill.fgColor.rgb == sheet["I7"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["I6"].comment is None
    assert sheet["O4"].value == "What is to be settled"
    assert sheet["O5"].value == "“x” is no number."
    assert "must be corrected" in sheet["O7"].value
    assert sheet.protection.sheet


def test_file_handed_back_is_corrected_and_taken_over(marked: tuple[Desk, bytes, bytes]) -> None:
    desk, _content, back = marked
    corrected = filled(back, given_5=451, source_5="a", given_7=46)
    intake = looked_at(desk, corrected)
    assert intake.faults == ()
    again = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, corrected, "en")
    assert again is not None
    _book, sheet = opened(again)
    assert sheet["I5"].comment.text == "mine"
    assert sheet["I5"].fill.fgColor.rgb == "FFFFF8DC"
    assert (sheet["I7"].comment, sheet["O5"].value, sheet["O7"].value) == (None, None, None)
    returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    assert (stored(desk, GROUP).given, stored(desk, SHARE).given) == ("451", "46")


def test_merged_messages_are_written_anew(marked: tuple[Desk, bytes, bytes]) -> None:
    desk, _content, back = marked
    book, sheet = opened(back)
    sheet.merge_cells("O5:O7")
    again = returns.handed_back(ZHANG, desk, SHAANXI, QUARTER, kept(book), "en")
    assert again is not None
    _book, sheet = opened(again)
    assert sheet["O5"].value == "“x” is no number."
    assert "must be corrected" in sheet["O7"].value


def test_form_sheet_and_paste_read_a_figure_alike(desk: Desk) -> None:
    form = downloaded(desk)
    for written, read in (
        ("２，３２０", "2320"),
        ("−　１２", "-12"),
        ("2,320", "2320"),
        ("2320．5", "2320.5"),
    ):
        for intake in (
            looked_at(desk, filled(form, given_6=written)),
            pasted(desk, f"{LOCAL[0]}\t{written}"),
        ):
            assert [change.after.given for change in intake.changes] == [read]
    save(desk, LOCAL, typed("２，３２０"))
    entry = returns.form(ZHANG, desk, SHAANXI, QUARTER).cell(LOCAL).entry
    assert (entry.typed.given, entry.amount_text, entry.number) == ("２，３２０", "2320", Decimal(2320))
    assert looked_at(desk, downloaded(desk)).changes == (), "a sheet that nobody touched changes nothing"
    returns.submit(ZHANG, desk, SHAANXI, QUARTER, client_key="k")
    number = returns.approve(LI, desk, SHAANXI, QUARTER, submission=1).publication
    rows = publications.current(desk.store, "observation", number)
    told = rows.filter(period=QUARTER, indicator_code=LOCAL[0])
    assert told.select("value_reported", "value").row(0) == ("2320", 2320.0)


def test_pasted_rows_go_the_same_way(desk: Desk) -> None:
    save(desk, GROUP, typed("450"))
    text = (
        "指标\t数字\nlocal-standards/press\t１，２３４\t陕市监〔2025〕8号\n"
        'group-standards\t\t\t"two\nlines"\n\n占比\t不适用\n'
    )
    intake = pasted(desk, text, counted="increment")
    assert intake.faults == ()
    assert {change.key: change.after for change in intake.changes} == {
        LOCAL: Typed("1234", "increment", source="陕市监〔2025〕8号"),
        GROUP: replace(typed("450"), explanation="two\nlines"),
        SHARE: Typed(absence="M"),
    }
    returns.take_over(ZHANG, desk, SHAANXI, QUARTER, intake)
    assert stored(desk, SHARE).absence == "M"
    assert pasted(desk, text, counted="increment").changes == ()
