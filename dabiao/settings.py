"""Settings, read from the environment (``DABIAO_…``) and checked once."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT: Final = Path(__file__).resolve().parent.parent

Language = Literal["zh", "en"]

Workspace = Literal["published", "demo"]
"""What a database holds: published figures, or generated ones for demonstration."""

_PLACES: Final[dict[Workspace, dict[str, Any]]] = {
    "published": {
        "database": str(ROOT / "data" / "dabiao.duckdb"),
        "data": ROOT / "data",
        "port": 8501,
    },
    "demo": {
        "database": str(ROOT / "data" / "demo.duckdb"),
        "data": ROOT / "data" / "demo",
        "port": 8502,
    },
}


def _of_workspace(name: str) -> Any:
    return Field(default_factory=lambda known: _PLACES[known["workspace"]][name])


class Settings(BaseSettings):
    """Where things are and how the server listens; each workspace has places of its own."""

    model_config = SettingsConfigDict(env_prefix="DABIAO_", extra="ignore")

    workspace: Workspace = "published"
    database: str = _of_workspace("database")
    """Path of the DuckDB file, or a ``postgresql://`` address."""
    data: Path = _of_workspace("data")
    """Folder that holds ``catalog/`` and ``progress/``."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = _of_workspace("port")
    language: Language = "zh"
    open_to: Literal["machine", "everyone", "accounts"] = "machine"
    """Who reads published figures without an account: whoever comes while the server listens on this machine
    only, everyone wherever it listens, or nobody."""
    public_address: str | None = None
    """Where people reach the server, for links that are printed: http://localhost and the port by default."""
    fonts: Path | None = None
    """Folder with fonts for PDF beside those of the machine."""
    oidc_issuer: str | None = None
    """Address of the institution through which people may sign in (OpenID Connect)."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_claim: Literal["preferred_username", "email"] = "preferred_username"
    """What of the institution's statement is the name of the account, at the first sign-in."""
    oidc_name: str = ""
    """What people call the institution."""
    secret: SecretStr | None = None
    """Keys digests; made and kept beside the database where none is given."""

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
def settings(workspace: Workspace | None = None) -> Settings:
    """Return the settings of this process, or those it would have in ``workspace``.

    Raises:
        SettingsError: a variable has a value that cannot be used.
    """
    try:
        return Settings() if workspace is None else Settings(workspace=workspace)
    except ValidationError as error:
        faults = (
            f"{'_'.join(('DABIAO', *map(str, fault['loc']))).upper()}={fault['input']}: {fault['msg']}"
            for fault in error.errors()
            if fault["type"] != "default_factory_not_called"  # follows from a refused workspace
        )
        raise SettingsError("\n".join(faults)) from error
