"""Receipts: what was handed in, when, by whom, and how to tell whether a paper still says the same."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dabiao.audit import Head
from dabiao.canonical import text as canonical_text
from dabiao.returns.desk import Desk
from dabiao.returns.errors import UnknownReceiptError
from dabiao.rights import EVERYWHERE, Actor, Place, may, require


@dataclass(frozen=True)
class Receipt:
    """What is printed on a return that was handed in."""

    number: str
    area_code: str
    quarter: str
    submission: int
    submitted_at: dt.datetime
    """In UTC."""
    submitted_by: str
    """The name shown."""
    digest: str
    """SHA-256 of ``content``."""
    content: str
    """What was handed in: JSON with its keys in order."""
    head: Head
    """Of the audit trail, with this hand-in as its last entry."""
    replayed: bool = False
    """Whether it had been handed in before; the same receipt is given again."""

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells as handed in.

        Each with indicator_code, series, unit, basis, version, given, mode, absence, amount, other_amount,
        explanation, source and rules.
        """
        cells: list[dict[str, Any]] = json.loads(self.content)["cells"]
        return cells


@dataclass(frozen=True)
class Verification:
    """What became of holding a paper against what is stored."""

    receipt: Receipt
    intact: bool
    """Whether the stored content still has the digest that was given for it."""
    matches: bool
    """Whether the digest on the paper is that of the stored content."""
    superseded_by: str | None
    """Number of a later receipt for the same return."""


def canonical(content: Mapping[str, Any]) -> str:
    """Return content as the one text that its digest is made of."""
    return canonical_text(content)


def digest(content: str) -> str:
    """Return the SHA-256 of content."""
    return hashlib.sha256(content.encode()).hexdigest()


def number(area_code: str, quarter: str, submission: int) -> str:
    """Return the number of a receipt: area, quarter and how often it was handed in."""
    return f"{area_code}-{quarter.replace('-', '')}-{submission:02}"


def of_row(row: Mapping[str, Any], *, replayed: bool = False) -> Receipt:
    """Return a row of ``return_submission`` as a receipt."""
    return Receipt(
        number=row["receipt"],
        area_code=row["area_code"],
        quarter=row["quarter"],
        submission=row["submission"],
        submitted_at=row["submitted_at"],
        submitted_by=row["submitted_by_name"],
        digest=row["digest"],
        content=row["content"],
        head=Head(row["audit_number"], row["audit_digest"]),
        replayed=replayed,
    )


def receipt(actor: Actor, desk: Desk, number: str) -> Receipt:
    """Return a receipt to those who may read what was handed in under it.

    Raises:
        DeniedError: ``actor`` may not.
        UnknownReceiptError: there is none with that number.
    """
    # Before it is told whether there is such a receipt.
    if not actor.grants:
        require(actor, "read_unapproved", EVERYWHERE, "submitted")
    found = _receipt(desk, number)
    require(actor, "read_unapproved", _place(desk, found), "submitted")
    return found


def verify(actor: Actor, desk: Desk, number: str, digest_on_paper: str) -> Verification:
    """Hold the digest on a paper against what is stored under the number of its receipt.

    Who has the paper has its figures: the content is given only to those to whom `receipt` gives it.

    Raises:
        DeniedError: ``actor`` may not even read what is published.
        UnknownReceiptError: there is no such receipt.
    """
    require(actor, "read_published", EVERYWHERE)
    found = _receipt(desk, number)
    intact = digest(found.content) == found.digest
    matches = hmac.compare_digest(found.digest.encode(), digest_on_paper.strip().lower().encode())
    rows = desk.store.read("return_submissions", found.area_code, found.quarter, None, None)
    latest = rows["receipt"][-1]
    if not may(actor, "read_unapproved", _place(desk, found), "submitted"):
        found = replace(found, content=canonical({"cells": []}))
    return Verification(found, intact, matches, None if latest == number else latest)


def _place(desk: Desk, found: Receipt) -> Place:
    """Return where the area of a receipt lies, or last lay: papers outlive areas."""
    return desk.places_of([found.area_code])[found.area_code]


def _receipt(desk: Desk, number: str) -> Receipt:
    rows = desk.store.read("return_submissions", None, None, None, number)
    if rows.is_empty():
        raise UnknownReceiptError(receipt=number)
    return of_row(rows.row(0, named=True))
