"""What became of a target, in words."""

from dabiao.model import Change, Status
from dabiao.wording.changes import change

SIDE = ("target", "deadline", "value", "bound", "attainment", "roll_up")


def test_newer_figure_that_cannot_be_counted_either_is_told_by_its_period() -> None:
    row = dict.fromkeys([*SIDE, *(f"{name}_before" for name in SIDE)])
    row |= {"change": Change.VALUE, "status": Status.NO_BASELINE, "status_before": Status.NO_BASELINE}
    row |= {"period": "2025-Q3", "period_before": "2024-Q2"}
    assert change(row, "en") == "◇ Baseline missing (Q2 2024) → ◇ Baseline missing (Q3 2025)"
    assert change(row | {"period_before": None}, "zh") == "◇ 缺基期值 → ◇ 缺基期值（2025年第3季度）"
