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
from dabiao.accounts import TooOftenError, attempts
from dabiao.briefing.content import Content, canonical
from dabiao.canonical import text as canonical_text
from dabiao.periods import CHINA
from dabiao.refusal import RefusalError
from dabiao.rights import COMMAND_LINE, EVERYWHERE, SIGN_IN_FIRST, Actor, DeniedError, may_read, require
from dabiao.settings import Language
from dabiao.store import Store, Transaction
from dabiao.terms import N_
from dabiao.views import SavedView

PREFIX: Final = "DB"
LONGEST_TITLE: Final = 200
TOO_MANY: Final = N_(
    "Too many documents were made from your network address without an account. Sign in, or try again in "
    "{minutes} min."
)


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
    views: tuple[SavedView, ...]
    """What it is of, each with its publication, in their order."""


def digest(contents: Sequence[Content]) -> str:
    """Return the SHA-256 over what contents say: over `canonical`, not over the bytes of a file."""
    return hashlib.sha256(canonical(contents).encode()).hexdigest()


def issue(
    store: Store, actor: Actor, kind: str, title: str, contents: Sequence[Content], *, address: str = ""
) -> Document:
    """Give contents a number, the one they have if they were issued under this title before.

    Args:
        store: where documents are on record.
        actor: who asks for it.
        kind: a word for what it is, such as ``briefing``.
        title: what stands on its cover. Who has no account chooses none: a document bears the name of this
            server, so theirs is called as its first content is.
        contents: what it says, at least one, all in one language.
        address: of the network, for which documents are counted of those who have no account: numbers take
            room in the database.

    Raises:
        DeniedError: ``actor`` may not read what the contents say.
        DocumentError: there is nothing to say, its title is too long, or too many were issued of late to
            this address without an account.
        StoreError: as `Store.run`.
    """
    if not all(may_read(actor, SavedView.of_text(content.view)) for content in contents):
        raise DeniedError(SIGN_IN_FIRST, "read_published")
    if contents and not _is_known(actor):
        title = contents[0].title
    told = " ".join("".join(one if one.isprintable() else " " for one in title).split())
    if not contents or not told:
        raise DocumentError(N_("A document needs a title and something to say."))
    if len(told) > LONGEST_TITLE:
        raise DocumentError(N_("A title has {most} characters at most."), most=LONGEST_TITLE)
    taken = digest(contents)
    if not _is_known(actor) and _held(store, kind, told, taken) is None:
        try:
            attempts.begin(store, attempts.at_documents(address), dt.datetime.now(dt.UTC))
        except TooOftenError as slowed:
            raise DocumentError(TOO_MANY, **slowed.values) from slowed
    return store.run(lambda tx: _issued(tx, actor, kind, told, contents, taken))


def _issued(
    tx: Transaction, actor: Actor, kind: str, title: str, contents: Sequence[Content], taken: str
) -> Document:
    held = _held(tx, kind, title, taken)
    if held is not None:
        return held
    now = dt.datetime.now(dt.UTC)
    year = now.astimezone(CHINA).year
    serial = tx.read("last_document", year).item() + 1
    row = {
        "number": f"{PREFIX}-{year}-{serial:06}",
        "issued_year": year,
        "serial": serial,
        "kind": kind,
        "title": title,
        "language": contents[0].language,
        "views": canonical_text([json.loads(content.view) for content in contents]),
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


def verify(store: Store, actor: Actor, number: str, digest_on_paper: str) -> Document | None:
    """Return the document issued under ``number`` if its contents have the digest on the paper.

    That proves nothing of the other figures on the paper: both can be copied onto another one. Who holds it
    compares them with the document's views.

    Raises:
        DeniedError: ``actor`` may not even read what is published.
    """
    require(actor, "read_published", EVERYWHERE)
    held = store.read("documents", number.strip(), None, None, 1).to_dicts()
    given = "".join(digest_on_paper.split()).lower().encode()
    found = (row for row in held if hmac.compare_digest(row["digest"].encode(), given))
    return next(map(_of_row, found), None)


def issued(store: Store, actor: Actor, *, publication: int | None = None, limit: int = 200) -> pl.DataFrame:
    """Return documents, the latest first, of one publication or of all: titles tell what meetings are about.

    Columns: number, kind, title, language, publication, digest, issued_at (UTC), issued_by (id of an account;
    null for somebody without one), issued_by_name.

    Raises:
        DeniedError: ``actor`` is no administrator of the whole server.
    """
    require(actor, "administer", EVERYWHERE)
    rows = store.read("documents", None, None, publication, limit)
    told = ("number", "kind", "title", "language", "publication", "digest", "issued_at")
    return rows.select(*told, "issued_by", "issued_by_name")


def is_number(text: str) -> bool:
    """Return whether a text looks like the number of a document, whether there is one or not."""
    return text.strip().upper().startswith(f"{PREFIX}-")


def _held(store: Store | Transaction, kind: str, title: str, taken: str) -> Document | None:
    """Return the document that was issued with this kind, title and digest."""
    rows = store.read("documents", None, taken, None, 1000).to_dicts()
    return next((_of_row(row) for row in rows if (row["kind"], row["title"]) == (kind, title)), None)


def _is_known(actor: Actor) -> bool:
    """Return whether somebody answers for what ``actor`` does: an account, or who has the server's shell."""
    return actor.user_id is not None or actor == COMMAND_LINE


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
        views=tuple(SavedView.of_text(canonical_text(view)) for view in json.loads(row["views"])),
    )
