"""What tests let another process do with a store: hold it, write to it, fill its disk."""

import resource
import subprocess
import sys
from pathlib import Path

import polars as pl

from dabiao import publications
from dabiao.store import DiskFullError, open_store
from tests.store.sample import figure, put, rows

SMALL_DISK_BYTES = 4 << 20


def figures(first: int, count: int, value: float) -> dict[str, pl.DataFrame]:
    """Return ``count`` figures, each of its own series and long enough to need room."""
    frame = rows("observation", figure("2024", value))
    numbers = pl.int_range(first, first + count, eager=True)
    # A text that packs badly: its own digits over and over would take no room at all.
    noise = numbers.hash(seed=1).cast(pl.String) + numbers.hash(seed=2).cast(pl.String)
    many = frame.join(pl.DataFrame({"n": numbers, "noise": noise}), how="cross")
    return {
        "observation": many.with_columns(
            series=pl.format("s{}", "n"), note_zh=pl.col("noise"), note_en=pl.col("noise").str.reverse()
        ).select(frame.columns)
    }


def hold(database: str) -> None:
    """Keep the store open until told to end."""
    store = open_store(database)
    print("open", flush=True)
    sys.stdin.read()
    store.close()


def write(database: str) -> None:
    """Publish again and again, telling every number once it is in."""
    store = open_store(database)
    step = 0
    while True:
        step += 1
        print(put(store, figures(0, 3000, float(step))).publication, flush=True)


def fill(directory: str, disk: str, count: str) -> None:
    """Publish more than fits and tell what came of it and what is there afterwards."""
    path = Path(directory) / "dabiao.duckdb"
    if disk == "small":
        size = f"size={SMALL_DISK_BYTES}"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", directory], check=True)
    else:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK_BYTES, limits[1]))
    store = open_store(path)
    put(store, figures(0, 10, 1.0))
    try:
        for step in range(40):
            put(store, figures(0, int(count), float(step)))
        print("written")
    except DiskFullError as error:
        print("full", error)
    kept = publications.latest(store) or 0
    sound = publications.digest(store, kept) == publications.publication(store, kept).digest
    print("kept", kept, sound, publications.current(store, "observation", 1).height)
    store.close()
    store = open_store(path)
    sound = publications.digest(store, kept) == publications.publication(store, kept).digest
    print("reopened", publications.latest(store), sound, publications.current(store, "observation", 1).height)
    store.close()


if __name__ == "__main__":
    {"hold": hold, "write": write, "fill": fill}[sys.argv[1]](*sys.argv[2:])
