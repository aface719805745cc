"""Many people who type into the same returns at once, in one process: ``python -m tests.chaos.writers``.

Arguments: the database, the first writer's number, how many writers, for how many seconds, a seed. Writes
one JSON line: what each was told.
"""

import json
import random
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from dabiao import returns
from dabiao.returns import Conflict, Desk, Saved
from dabiao.returns.lines import Key
from dabiao.store import Store, open_store
from tests.chaos.office import COUNTIES, KEYS, reporter
from tests.store.returned import QUARTER, RULES, Clock, typed

SHARED = COUNTIES[:4]
"""Returns that all of them type into: few cells, so that they meet."""
PAUSE_S = (0.8, 2.0)
"""Between two cells of a fast typist."""
CHOICE_S = 0.2
"""Until somebody has chosen between two values."""

Cell = tuple[str, Key]


@dataclass
class Writer:
    """Somebody who types into any cell, and after a conflict again, over what the other one saved."""

    store: Store
    number: int
    seed: int
    ends_at: float
    saved: list[tuple[str, str, int, str]] = field(default_factory=list)
    """County, indicator, version, what was typed."""
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)

    def write(self) -> None:
        rng = random.Random(self.seed)
        desk = Desk(self.store, RULES, Clock())
        seen: dict[Cell, int] = {}
        while time.monotonic() < self.ends_at:
            time.sleep(rng.uniform(*PAUSE_S))
            cell = rng.choice(SHARED), rng.choice(KEYS)
            try:
                # Of both values they choose their own, at once.
                while not self.type(desk, cell, seen):
                    time.sleep(CHOICE_S)
            except Exception:
                self.errors.append(traceback.format_exc()[-2000:])

    def type(self, desk: Desk, cell: Cell, seen: dict[Cell, int]) -> bool:
        """Type into a cell; return whether it was saved."""
        county, key = cell
        given = str(self.number * 10**6 + len(self.saved))
        who = reporter(county, f"{self.number}")
        expected = seen.get(cell, 0)
        done = returns.save_cell(who, desk, county, QUARTER, key, typed(given), expected_version=expected)
        match done:
            case Saved():
                seen[cell] = done.version
                self.saved.append((county, key[0], done.version, given))
            case Conflict():
                assert done.theirs.version > expected
                assert done.theirs.done_by != who.user_id
                assert done.yours.given == given
                seen[cell] = done.theirs.version
                self.conflicts += 1
        return isinstance(done, Saved)


def main(database: str, first: str, count: str, seconds: str, seed: str) -> None:
    """Let them write and say what they were told."""
    store = open_store(database)
    ends_at = time.monotonic() + float(seconds)
    numbers = range(int(first), int(first) + int(count))
    writers = [Writer(store, number, int(seed) + number, ends_at) for number in numbers]
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    told: list[dict[str, Any]] = [
        {"number": one.number, "saved": one.saved, "conflicts": one.conflicts, "errors": one.errors}
        for one in writers
    ]
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
