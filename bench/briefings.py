"""What a briefing of thirty targets takes: reading it, and writing it in each format."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.views import PUBLICATION
from dabiao import briefing, contents, progress
from dabiao.briefing.content import Content, Cover
from dabiao.rights import VISITOR
from dabiao.store import Store, open_store
from dabiao.views import SavedView

TARGETS: Final = 30
"""Of as many areas as they are of; each is a view of its own, with a chart and seven tables."""
AS_OF: Final = "2024-Q4"


def measure(database: Path, runs: int) -> list[dict[str, dict[str, float]]]:
    """Return seconds and processor seconds of reading and of each format, one row per repetition."""
    store = open_store(database)
    views = _views(store)
    written = [_once(store, views) for _ in range(runs)]
    store.close()
    return written


def _views(store: Store) -> list[SavedView]:
    rows = progress.status(store, PUBLICATION, AS_OF).select("area_code", "target_id")
    step = max(1, rows.height // TARGETS)
    return [
        SavedView.of("target", {"area": area, "target": target, "as_of": AS_OF}, PUBLICATION)
        for area, target in rows.gather_every(step).head(TARGETS).iter_rows()
    ]


def _once(store: Store, views: list[SavedView]) -> dict[str, dict[str, float]]:
    said: list[Content] = []

    def read() -> None:
        said.extend(contents.of_view(store, VISITOR, view, "zh") for view in views)

    found = {"read": _timed(read)}
    cover = Cover("简报", dt.date(2025, 1, 1), "达标", "zh", "published", said[0].published_at)
    for kind in briefing.FORMATS:

        def write(kind: briefing.Format = kind) -> None:
            briefing.written(kind, said, cover)

        found[kind] = _timed(write)
    return found


def _timed(work: Callable[[], Any]) -> dict[str, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - cpu}
