"""How a command gets its answer: from the database, or from the server that owns it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import typer

from dabiao import handover, troubles, workspaces
from dabiao.handover import Event, Job
from dabiao.locale import catalog
from dabiao.refusal import RefusalError
from dabiao.settings import Language, SettingsError, settings
from dabiao.store import Store, StoreError, StoreLockedError
from dabiao.workspaces import OtherWorkspaceError

REFUSED: Final = "refused"
"""Under which an answer carries why there is none, in the language of the one who asked."""

Answer = dict[str, Any]


def answering(work: Callable[[Store, Mapping[str, Any], Language], Answer]) -> Job:
    """Return ``work`` as a job that a server takes: what it refuses comes back as a text."""

    def job(store: Store, question: Mapping[str, Any], report: Callable[[Event], None]) -> Answer:
        language: Language = question["language"]
        try:
            workspaces.check(store, question["workspace"])
            return work(store, question, language)
        except (RefusalError, OtherWorkspaceError) as error:
            return {REFUSED: error.message(language)}

    return job


def ask(called: str, job: Job, database: str | None, language: Language | None, /, **question: Any) -> Answer:
    """Return what the job ``called`` answers; what goes wrong is said, and the command ends with code 2."""
    told: dict[str, Any] = {}
    try:
        chosen = settings()
        told = {"language": language or chosen.language, "workspace": chosen.workspace} | question
        answer = _answer(called, job, database or chosen.database, told)
    except StoreError as error:
        typer.echo(troubles.message(error, told["language"]), err=True)
        raise typer.Exit(2) from error
    except (SettingsError, handover.JobFailedError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if REFUSED in answer:
        typer.echo(answer[REFUSED], err=True)
        raise typer.Exit(2)
    return answer


def spoken(language: Language | None) -> Callable[[str], str]:
    """Return what translates into the language of the one who asks."""
    return catalog(language or settings().language).gettext


def _answer(called: str, job: Job, database: str, question: Mapping[str, Any]) -> Answer:
    try:
        store = workspaces.open_workspace(database, question["workspace"])
    except StoreLockedError:
        for event in handover.hand_over(database, called, question) or ():
            if "result" in event:
                return dict(event["result"])
        raise
    try:
        return dict(job(store, question, lambda event: None))
    finally:
        store.close()
