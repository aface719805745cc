"""The offline package: whoever has it recomputes every status without this program."""

import csv
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dabiao import offline
from dabiao.offline import UnknownPackageError
from dabiao.periods import InvalidPeriodError
from dabiao.progress import RULES_VERSION, rejudge
from dabiao.rights import NOBODY, VISITOR, DeniedError
from dabiao.store import Store, open_store
from tests.demonstration import Demonstration
from tests.etl.folders import load_own
from tests.store.sample import content, put, put_judged_content

pytestmark = pytest.mark.begins(after=put_judged_content)


def unpacked(package: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(package)) as held:
        held.extractall(folder)
    return folder / "dabiao"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as somebody without the program would: isolated, from another place."""
    command = [sys.executable, "-I", str(folder / "recompute.py")]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder.parent.parent, check=False)


@pytest.fixture
def package(duckdb_database: str, tmp_path: Path) -> Path:
    store = open_store(duckdb_database)
    made = offline.package(store, VISITOR, 1, "2024-Q2")
    assert offline.package(store, VISITOR, 1, "2024-Q2") == made
    store.close()
    return unpacked(made, tmp_path / "package")


def test_every_status_of_the_demonstration_is_recomputed(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    """Its lines have every status, every basis, sums of components, gaps, bounds and late figures."""
    store = open_store(demonstration.database)
    latest = len(demonstration.reports)
    for place, (number, as_of) in enumerate([(latest, "2025-Q1"), (latest, "2021-Q3"), (9, "2023")]):
        done = run(unpacked(offline.package(store, VISITOR, number, as_of), tmp_path / str(place)))
        assert done.returncode == 0, done.stdout + done.stderr
        agreed, total = done.stdout.split(": ")[1].split(" agree")[0].split(" of ")
        assert agreed == total
        assert int(total) > 1000
    store.close()


@pytest.mark.begins(after=load_own)
def test_every_status_of_the_published_data_is_recomputed(duckdb_database: str, tmp_path: Path) -> None:
    store = open_store(duckdb_database)
    for place, (as_of, vintage) in enumerate(
        [("2024-Q2", "latest"), ("2025", "latest"), ("2024", "2023-12-31")]
    ):
        done = run(unpacked(offline.package(store, VISITOR, 1, as_of, vintage), tmp_path / str(place)))
        assert done.stdout == f"publication 1 as of {as_of}: 30 of 30 agree\n"
    store.close()


def test_of_a_publication_that_other_rules_judged_no_package_is_made(tmp_path: Path) -> None:
    store = open_store(tmp_path / "dabiao.duckdb")
    put(store, content(), judge=rejudge, rules=RULES_VERSION + 1)
    with pytest.raises(UnknownPackageError, match=r"was judged by rules version \d+; the script") as refused:
        offline.package(store, VISITOR, 1, "2024-Q2")
    store.close()
    assert "不提供该发布版本的离线数据包" in refused.value.message("zh")


def test_the_sample_is_recomputed_on_both_kinds_of_database(store: Store, tmp_path: Path) -> None:
    done = run(unpacked(offline.package(store, VISITOR, 1, "2024-Q2"), tmp_path / "package"))
    assert done.stdout == "publication 1 as of 2024-Q2: 3 of 3 agree\n"
    known = offline.package(store, VISITOR, 1, "2024-Q2", "2023-12-31")
    done = run(unpacked(known, tmp_path / "then"))
    assert done.stdout == "publication 1 as of 2024-Q2: 3 of 3 agree\n"


@pytest.mark.parametrize("name", ["statuses.csv", "observations.csv", "rules.json", "recompute.py"])
def test_an_altered_file_is_named(package: Path, name: str) -> None:
    (package / name).write_bytes((package / name).read_bytes() + b"\n")
    done = run(package)
    assert done.returncode == 1
    assert done.stdout == f"altered or missing: {name}\n"


def test_a_status_that_does_not_follow_is_named(package: Path) -> None:
    held = (package / "statuses.csv").read_text(encoding="utf-8")
    (package / "statuses.csv").write_text(held.replace("on_track", "achieved"), encoding="utf-8")
    (package / "SHA256SUMS").write_text("", encoding="ascii")  # as whoever alters a file would
    done = run(package)
    assert done.returncode == 1
    assert "610000 shaanxi-2022-local-standards: status" in done.stdout


ANOTHER = {"pace_gap": "0.9", "roll_up": "behind", "period": "2024-Q1", "bound": "~", "time_share": "0.5"}


def test_anything_else_that_does_not_follow_is_named(package: Path) -> None:
    with (package / "statuses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (package / "SHA256SUMS").write_text("", encoding="ascii")
    target = next(row for row in rows if row["target_id"] == "shaanxi-2022-local-standards")
    for name, wrong in ANOTHER.items():
        right, target[name] = target[name], wrong
        with (package / "statuses.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, list(rows[0]))
            written.writeheader()
            written.writerows(rows)
        target[name] = right
        done = run(package)
        assert done.returncode == 1
        assert f"610000 shaanxi-2022-local-standards: {name};" in done.stdout
        assert done.stdout.count("differs:") == 1


def test_a_package_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(DeniedError):
        offline.package(store, NOBODY, 1, "2024-Q2")
    with pytest.raises(UnknownPackageError):
        offline.package(store, VISITOR, 2, "2024-Q2")
    with pytest.raises(InvalidPeriodError):
        offline.package(store, VISITOR, 1, "2024-Q7")
