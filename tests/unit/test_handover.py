import stat
from pathlib import Path

from dabiao import handover


def test_the_key_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    database = str(tmp_path / "figures.duckdb")
    door = handover.open_door(database, "127.0.0.1", 8501)
    path = handover.key_file(database)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(door.key) >= 43
    handover.close_door(database)
    assert not path.exists()


def test_every_start_makes_a_new_key(tmp_path: Path) -> None:
    database = str(tmp_path / "figures.duckdb")
    first, second = (handover.open_door(database, "127.0.0.1", 8501) for _ in range(2))
    assert first.key != second.key


def test_half_a_key_is_no_key(tmp_path: Path) -> None:
    database = str(tmp_path / "figures.duckdb")
    path = handover.key_file(database)
    assert path is not None
    path.write_text('{"host": "127.', encoding="utf-8")
    assert handover.hand_over(database, "status", {}) is None


def test_a_key_that_outlived_its_server_is_no_server(tmp_path: Path) -> None:
    database = str(tmp_path / "figures.duckdb")
    handover.open_door(database, "127.0.0.1", 1)  # nothing listens on port 1
    assert handover.hand_over(database, "status", {}) is None


def test_postgresql_needs_no_key() -> None:
    assert handover.key_file("postgresql://localhost/figures") is None
    assert handover.hand_over("postgresql://localhost/figures", "status", {}) is None
