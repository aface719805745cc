"""Documents that were issued: the number each bears, and whether a paper says what was issued under it.

What a document says is a function of its views, their publications and the language; its digest is taken over
that, not over the bytes of a file, so the same figures in any format bear one number.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from dabiao import audit
from dabiao.briefing.content import Content, canonical
from dabiao.periods import CHINA
from dabiao.refusal import RefusalError
from dabiao.rights import COMMAND_LINE, EVERYWHERE, SIGN_IN_FIRST, Actor, DeniedError, may_read, require
from dabiao.settings import Language
from dabiao.store import Store, Transaction
from dabiao.terms import N_
from dabiao.views import SavedView

PREFIX: Final = "DB"
UNSIGNED_A_DAY: Final = 500
"""Documents that those without an account may have numbered in a day: numbers take room in the database."""
LONGEST_TITLE: Final = 200


class DocumentError(RefusalError):
    """The document is not issued; the message says why."""


@dataclass(frozen=True)
class Document:
    """A document as it was issued."""

    number: str
    kind: str
    title: str
    language: Language
    publication: int
    """The latest of those of its views."""
    digest: str
    issued_at: dt.datetime
    """In UTC."""
    issued_by: str
    """The name shown; empty for somebody without an account."""


def digest(contents: Sequence[Content]) -> str:
    """Return the SHA-256 over what contents say."""
    return hashlib.sha256(canonical(contents).encode()).hexdigest()


def issue(store: Store, actor: Actor, kind: str, title: str, contents: Sequence[Content]) -> Document:
    """Give contents a number, the one they have if they were issued under this title before.

    Args:
        store: where documents are on record.
        actor: who asks for it.
        kind: a word for what it is, such as ``briefing``.
        title: what stands on its cover.
        contents: what it says, at least one, all in one language.

    Raises:
        DeniedError: ``actor`` may not read what the contents say.
        DocumentError: there is nothing to say, its title is too long, or too many were issued today to those
            who have no account.
        StoreError: as `Store.run`.
    """
    if not all(may_read(actor, SavedView.of_text(content.view)) for content in contents):
        raise DeniedError(SIGN_IN_FIRST, "read_published")
    told = " ".join("".join(one if one.isprintable() else " " for one in title).split())
    if not contents or not told:
        raise DocumentError(N_("A document needs a title and something to say."))
    if len(told) > LONGEST_TITLE:
        raise DocumentError(N_("A title has {most} characters at most."), most=LONGEST_TITLE)
    taken = digest(contents)
    return store.run(lambda tx: _issued(tx, actor, kind, told, contents, taken))


def _issued(
    tx: Transaction, actor: Actor, kind: str, title: str, contents: Sequence[Content], taken: str
) -> Document:
    for row in tx.read("documents", None, taken, None, 1000).to_dicts():
        if (row["kind"], row["title"]) == (kind, title):
            return _of_row(row)
    now = dt.datetime.now(dt.UTC)
    year = now.astimezone(CHINA).year
    last = tx.read("last_document", year, now - dt.timedelta(days=1), COMMAND_LINE.name).row(0, named=True)
    if actor.user_id is None and actor != COMMAND_LINE and last["unsigned"] >= UNSIGNED_A_DAY:
        raise DocumentError(
            N_("Too many documents were issued without an account today. Sign in, or come back tomorrow.")
        )
    serial = last["serial"] + 1
    row = {
        "number": f"{PREFIX}-{year}-{serial:06}",
        "issued_year": year,
        "serial": serial,
        "kind": kind,
        "title": title,
        "language": contents[0].language,
        "views": _text([json.loads(content.view) for content in contents]),
        "publication": max(content.publication for content in contents),
        "digest": taken,
        "issued_at": now,
        "issued_by": actor.user_id,
        "issued_by_name": actor.name,
    }
    frame = pl.DataFrame([row], schema_overrides={"issued_by": pl.String, "issued_year": pl.Int32})
    tx.insert("document", frame.with_columns(pl.col("serial").cast(pl.Int32)))
    detail = {"kind": kind, "digest": taken, "publication": row["publication"]}
    audit.record(tx, actor, "document", f"document:{row['number']}", detail)
    return _of_row(row)


def verify(store: Store, actor: Actor, number: str, digest_on_paper: str) -> bool:
    """Return whether a document was issued under ``number`` whose contents have the digest on the paper.

    Raises:
        DeniedError: ``actor`` may not even read what is published.
    """
    require(actor, "read_published", EVERYWHERE)
    held = [row["digest"] for row in store.read("documents", number.strip(), None, None, 1).to_dicts()]
    given = "".join(digest_on_paper.split()).lower().encode()
    return any(hmac.compare_digest(one.encode(), given) for one in held)


def issued(store: Store, actor: Actor, *, publication: int | None = None, limit: int = 200) -> pl.DataFrame:
    """Return documents, the latest first, of one publication or of all: titles tell what meetings are about.

    Columns: number, kind, title, language, publication, digest, issued_at (UTC), issued_by_name.

    Raises:
        DeniedError: ``actor`` is no administrator of the whole server.
    """
    require(actor, "administer", EVERYWHERE)
    rows = store.read("documents", None, None, publication, limit)
    return rows.select(
        "number", "kind", "title", "language", "publication", "digest", "issued_at", "issued_by_name"
    )


def is_number(text: str) -> bool:
    """Return whether a text looks like the number of a document, whether there is one or not."""
    return text.strip().upper().startswith(f"{PREFIX}-")


def _of_row(row: dict[str, Any]) -> Document:
    return Document(
        number=row["number"],
        kind=row["kind"],
        title=row["title"],
        language=row["language"],
        publication=row["publication"],
        digest=row["digest"],
        issued_at=row["issued_at"],
        issued_by=row["issued_by_name"],
    )


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
