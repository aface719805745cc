"""Settings, read from the environment (``DABIAO_…``) and checked once."""

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).resolve().parent.parent

Language = Literal["zh", "en"]


class Settings(BaseSettings):
    """Where things are and how the server listens."""

    model_config = SettingsConfigDict(env_prefix="DABIAO_", extra="ignore")

    database: str = str(ROOT / "data" / "dabiao.duckdb")
    """Path of the DuckDB file, or a ``postgresql://`` address."""
    data: Path = ROOT / "data"
    """Folder that holds ``catalog/`` and ``progress/``."""
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    language: Language = "zh"

    @field_validator("database")
    @classmethod
    def _absolute(cls, database: str) -> str:
        # The server changes its folder; the file is the one meant where the command was typed.
        return database if "://" in database else str(Path(database).resolve())

    @field_validator("data")
    @classmethod
    def _absolute_folder(cls, data: Path) -> Path:
        return data.resolve()


class SettingsError(ValueError):
    """One or more variables have a value that cannot be used; the message names each."""


@lru_cache
def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a variable has a value that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = (
            f"{'_'.join(('DABIAO', *map(str, fault['loc']))).upper()}={fault['input']}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SettingsError("\n".join(faults)) from error
