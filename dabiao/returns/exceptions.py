"""Exceptions from the lock of a quarter: with a reason and an end, granted by an administrator."""

import datetime as dt

import polars as pl

from dabiao import audit
from dabiao.returns import reasons
from dabiao.returns.cells import subject
from dabiao.returns.desk import Desk
from dabiao.returns.errors import UnfitExceptionError
from dabiao.rights import EVERYWHERE, Actor, Place, could, require
from dabiao.store import Transaction


def grant_exception(
    actor: Actor, desk: Desk, area_code: str, quarter: str, *, ends_on: dt.date, reason: str
) -> dt.date:
    """Let an area hand in a quarter through ``ends_on`` although it is locked; return the day.

    The due date stays: what comes late stays late. A later exception stands for an earlier one.

    Raises:
        DeniedError: ``actor`` does not administer this area.
        ReasonNeededError: there is no reason.
        TooLongError: the reason has too many characters.
        UnfitExceptionError: the day has passed.
        StoreError: it is not recorded.
    """
    require(actor, "administer", desk.place(area_code))
    desk.quarter(quarter)
    why = reasons.needed(reason)
    if ends_on < desk.today:
        raise UnfitExceptionError(ends_on=ends_on.isoformat())

    def work(tx: Transaction) -> dt.date:
        number = tx.read("return_exceptions", area_code, quarter).height + 1
        row = {
            "area_code": area_code,
            "quarter": quarter,
            "exception": number,
            "ends_on": ends_on,
            "reason": why,
            "granted_by": actor.user_id or actor.name,
            "granted_by_name": actor.name,
            "granted_at": desk.now().astimezone(dt.UTC),
        }
        tx.insert("return_exception", pl.DataFrame([row]))
        detail = {"exception": number, "ends_on": ends_on.isoformat()}
        audit.record(tx, actor, "exception_granted", subject(area_code, quarter), detail)
        return ends_on

    return desk.store.run(work)


def exceptions(actor: Actor, desk: Desk, area_code: str | None = None) -> pl.DataFrame:
    """Return the exceptions of the areas whose returns ``actor`` sees to, by area, quarter and number.

    Columns: area_code, quarter, exception, ends_on, reason, granted_by, granted_by_name, granted_at.

    Raises:
        DeniedError: ``actor`` sees to none.
    """
    if area_code is not None or not (actor.grants or actor.kind == "machine"):
        place = desk.place(area_code) if area_code else EVERYWHERE
        if not _sees(actor, place):
            require(actor, "chase", place)
    rows = desk.store.read("return_exceptions", area_code, None)
    places = desk.places_of(rows["area_code"])
    seen = [code for code, place in places.items() if _sees(actor, place)]
    return rows.filter(pl.col("area_code").is_in(seen))


def _sees(actor: Actor, place: Place) -> bool:
    return could(actor, "chase", place) or could(actor, "enter", place)
