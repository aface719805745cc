"""What may be a password, and what may be the server's secret."""

import os
import stat
from pathlib import Path

import pytest

from dabiao.accounts import WeakPasswordError
from dabiao.accounts.passwords import check_strength, hashed, matches
from dabiao.accounts.secret import EXAMPLE, is_fit, server_secret
from dabiao.settings import Settings, SettingsError

GOOD = ["kettle oblique harbour", "四个互不相关的词语放在一起", "T7#vRq9!mZp2", "correct horse battery"]
WEAK = {
    "kettle": "at least 12",
    "": "at least 12",
    "x" * 300: "at most 256",
    "aaaaaaaaaaaaab": "at least 5 different",
    "112211221122112": "at least 5 different",
    "kettle wangwei harbour": "name of its account",
    "kettle WangWei harbour": "name of its account",
    "password1234": "strung together",
    "Password@2025": "strung together",
    "admin123456admin": "strung together",
    "qwertyuiop12345": "strung together",
    "1q2w3e4r5t6y123": "strung together",
    "woaini1314520": "strung together",
    "Zhongguo2026!": "strung together",
}


@pytest.mark.parametrize("password", GOOD)
def test_good_password_is_accepted(password: str) -> None:
    check_strength(password, "wangwei")


@pytest.mark.parametrize(("password", "reason"), WEAK.items())
def test_weak_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPasswordError) as refused:
        check_strength(password, "wangwei")
    assert reason in refused.value.message("en")
    assert "密码" in refused.value.message("zh")


@pytest.mark.usefixtures("real_hashes")
def test_password_matches_its_own_hash_alone() -> None:
    kept = hashed(GOOD[0])
    assert GOOD[0] not in kept
    assert kept != hashed(GOOD[0]), "each has a salt of its own"
    assert matches(GOOD[0], kept)
    assert not matches(GOOD[2], kept)
    assert not matches(GOOD[0], None)
    assert not matches("", None)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "x" * 64,
        "0f3k9",
        EXAMPLE,
        "changeme-changeme-changeme-changeme-1234567",
        "my-secret-key-my-secret-key-my-secret-key-12",
        "01" * 40,
    ],
)
def test_unfit_secret_is_refused_and_not_told(secret: str, tmp_path: Path) -> None:
    assert not is_fit(secret)
    chosen = Settings(database=str(tmp_path / "a.duckdb"), secret=secret, language="en")  # type: ignore[arg-type]
    with pytest.raises(SettingsError) as refused:
        server_secret(chosen)
    assert "DABIAO_SECRET" in str(refused.value)
    assert not secret or secret not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    chosen = Settings(database=str(tmp_path / "a.duckdb"), language="en")
    secret = server_secret(chosen)
    file = tmp_path / "a.duckdb.secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert server_secret(chosen) == secret
    assert is_fit(secret.decode())
    assert server_secret(Settings(database=str(tmp_path / "b.duckdb"))) != secret
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="can be read by others"):
        server_secret(chosen)


def test_secret_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Set DABIAO_SECRET"):
        server_secret(Settings(database=str(tmp_path / "no folder" / "a.duckdb"), language="en"))


def test_secret_that_was_cut_off_while_it_was_made_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb.secret"
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
    assert is_fit(server_secret(Settings(database=str(tmp_path / "a.duckdb"))).decode())


def test_several_servers_must_be_given_their_secret() -> None:
    with pytest.raises(SettingsError, match="DABIAO_SECRET is needed"):
        server_secret(Settings(database="postgresql://db/dabiao", host="0.0.0.0", language="en"))
