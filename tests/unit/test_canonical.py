"""Texts that digests are taken over: as they always were, since papers and databases hold the digests."""

import datetime as dt

import pytest

from dabiao import audit, canonical, documents
from dabiao.briefing.content import Cell, Chart, Column, Content, Section, Series, Table, Tile
from dabiao.returns import receipts
from dabiao.views import SavedView

VIEW = SavedView.of("tasks", {"language": "zh", "area": "610000", "as_of": "2024-Q2", "q": 'a"b\\é'}, 7)
KEPT = (
    '{"choices":{"area":"610000","as_of":"2024-Q2","language":"zh","q":"a\\"b\\\\é"},'
    '"page":"tasks","publication":7}'
)
ENTRY = {
    "number": 12,
    "recorded_at": dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC),
    "actor_id": None,
    "actor_name": "李",
    "what": "document",
    "subject": "document:DB-2026-000012",
    "detail": '{"n":1}',
    "previous": audit.BEGINNING,
}
CONTENT = Content(
    title="标题",
    lead="一句话",
    provenance="出处",
    sections=(
        Section(
            "发现",
            ("句 [1]",),
            (Tile("已达成", 3, "#000000"),),
            Chart(
                "bars",
                ("甲", "乙"),
                (Series("达成率", (0.7075, None), texts=("70.8%", ""), colours=("#17507f",)),),
                "%",
                share=True,
            ),
            Table(
                "表",
                (Column("地区"), Column("值", "number")),
                ((Cell("甲", "甲"), Cell(283.0, "283项")),),
            ),
        ),
    ),
    sources=("来源",),
    view=VIEW.as_text(),
    publication=7,
    published_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC),
    as_of="2024-Q2",
    vintage="latest",
    language="zh",
    workspace="published",
)


def test_views_are_kept_as_before() -> None:
    assert VIEW.as_text() == KEPT
    assert SavedView.of_text(KEPT) == VIEW


def test_digests_are_those_of_before() -> None:
    assert audit._digest(ENTRY) == "8d9edb35466f9c4c1abfb4825ca8244e06e7a32d1a18325f7d6caae7b895ddd9"
    assert documents.digest([CONTENT]) == "f386d68e69b27e5e12a2acbfaba5d233b4c3084de7c67280c7f48aa942d38156"
    receipt = receipts.digest(receipts.canonical({"b": [1, 2.5, None], "a": "值 \u2028"}))
    assert receipt == "669bfc2d09796d90c3aaf9fe1ab698abc32475341b9e22c05e214ade6fce419c"


def test_what_is_no_number_has_no_text() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical.text([float("nan")])
