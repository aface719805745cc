"""The offline package: a publication's data, the rules, and a script that recomputes every status from both.

Who has the package needs neither this program nor a network to see that each status follows from the figures.
"""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any, Final, get_args

import polars as pl

from dabiao import exports, judgement, progress, publications, workspaces
from dabiao.judgement.parameters import PARAMETERS
from dabiao.locale import catalog
from dabiao.model import ROLL_UP
from dabiao.periods import CHINA
from dabiao.progress.judging import components_of, needed, targets_of
from dabiao.publications import Publication
from dabiao.refusal import RefusalError
from dabiao.rights import EVERYWHERE, Actor, require
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.wording import period

SCRIPT: Final = Path(__file__).with_name("recompute.py")

TARGETS: Final = (
    "area_code",
    "target_id",
    "framework_id",
    "indicator_code",
    "comparator",
    "value",
    "deadline",
    "basis",
    "series",
    "baseline_value",
    "baseline_period",
    "plan_start",
    "plan_start_status",
)
OBSERVATIONS: Final = ("area_code", "indicator_code", "series", "period", "value", "basis", "bound", "status")
STATUSES: Final = (
    "area_code",
    "area_name_zh",
    "area_name_en",
    "target_id",
    "indicator_name_zh",
    "indicator_name_en",
    "unit",
    "period",
    "value",
    "bound",
    "baseline",
    "attainment",
    "time_share",
    "pace_gap",
    "pace_ratio",
    "status",
    "roll_up",
)
"""Columns of the files; numbers are in the unit of the indicator, shares 1 for 100 %."""

ABOUT: Final = N_(
    "Publication No. {number} of {date}, as of {period}, figures known: {vintage}.\n\n"
    "targets.csv: what each target asks for. observations.csv: the published figures it may rest on. "
    "components.csv: which indicators are sums. statuses.csv: what was said of each target. "
    "rules.json: the numbers that the rules run on.\n\n"
    "To recompute every status and compare, with Python 3.9 or later and nothing else:\n\n"
    "    python recompute.py\n\n"
    "SHA256SUMS names the checksum of every file. In a text an apostrophe before = + - @ keeps spreadsheets "
    "from computing; take it off when reading."
)


OTHER_RULES: Final = N_(
    "Publication No. {number} was judged by rules version {old}; the script of the offline package "
    "recomputes by version {rules}, so no package of it is made."
)


class UnknownPackageError(RefusalError):
    """There is no such publication to make a package of, or the script does not have its rules."""


def obstacle(store: Store, publication: int) -> UnknownPackageError | None:
    """Return why no package is made of a publication; None where one is."""
    latest = publications.latest(store) or 0
    if not 1 <= publication <= latest:
        return UnknownPackageError(N_("There is no publication {number}."), number=publication)
    rules = publications.publication(store, publication).rules
    if rules == judgement.RULES_VERSION:
        return None
    return UnknownPackageError(OTHER_RULES, number=publication, old=rules, rules=judgement.RULES_VERSION)


def package(
    store: Store, actor: Actor, publication: int, as_of: str, vintage: str = progress.LATEST
) -> bytes:
    """Return the package as a ZIP: the same bytes for the same publication, as-of and vintage.

    Raises:
        DeniedError: ``actor`` may not read what is published.
        UnknownPackageError: there is no such publication, or it was judged by other rules than the script's.
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    require(actor, "read_published", EVERYWHERE)
    if (refusal := obstacle(store, publication)) is not None:
        raise refusal
    published = publications.publication(store, publication)
    workspace = workspaces.workspace(store)
    targets = targets_of(store, publication).sort("area_code", "target_id")
    components = components_of(store, publication)
    rules = {
        "publication": publication,
        "publication_digest": published.digest,
        "published_at": published.published_at.isoformat(),
        "as_of": as_of,
        "vintage": vintage,
        "workspace": workspace,
        **_rules(),
    }
    files = {
        "README.txt": _about(published, as_of, vintage, demo=workspace == "demo").encode(),
        "components.csv": _csv(components.select("indicator_code", "component_code")),
        "observations.csv": _csv(_observations(store, publication, vintage, targets, components)),
        "recompute.py": SCRIPT.read_bytes(),
        "rules.json": json.dumps(rules, ensure_ascii=False, indent=2, sort_keys=True).encode(),
        "statuses.csv": _csv(_statuses(store, publication, as_of, vintage)),
        "targets.csv": _csv(targets.select(TARGETS)),
    }
    sums = "".join(f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in sorted(files.items()))
    return _zipped(files | {"SHA256SUMS": sums.encode()}, published.published_at.timetuple()[:6])


def _about(published: Publication, as_of: str, vintage: str, *, demo: bool) -> str:
    """Return what the package is, in both languages."""
    languages: tuple[Language, ...] = get_args(Language)
    told = []
    for language in languages:
        _ = catalog(language).gettext
        known = _("all of this publication") if vintage == progress.LATEST else vintage
        text = _(ABOUT).format(
            number=published.number,
            date=published.published_at.astimezone(CHINA).date().isoformat(),
            period=period(as_of, language),
            vintage=known,
        )
        told.append(f"{exports.DEMO_MARK} {text}" if demo else text)
    return "\n\n".join(told) + "\n"


def _rules() -> dict[str, Any]:
    """Return the numbers that the rules run on, and what they are tried on in which order."""
    return {
        "rules_version": judgement.RULES_VERSION,
        "on_track": PARAMETERS.on_track,
        "lagging": PARAMETERS.lagging,
        "tolerance": PARAMETERS.tolerance,
        "near_months": PARAMETERS.near_months,
        "usable": {str(basis): [str(one) for one in held] for basis, held in judgement.USABLE.items()},
        "status_table": [str(rule.status) for rule in judgement.RULES],
        "roll_up": {str(status): str(group) for status, group in ROLL_UP.items()},
    }


def _observations(
    store: Store, publication: int, vintage: str, targets: pl.DataFrame, components: pl.DataFrame
) -> pl.DataFrame:
    areas = targets["area_code"].unique().sort().to_list()
    indicators = sorted(set(needed(targets, components)))
    rows = store.read("figures_to_judge", publication, areas, indicators, [vintage])
    return rows.sort("area_code", "indicator_code", "series", "end_month", "period").select(OBSERVATIONS)


def _statuses(store: Store, publication: int, as_of: str, vintage: str) -> pl.DataFrame:
    rows = progress.status(store, publication, as_of, vintage=vintage)
    return rows.sort("area_code", "target_id").select(STATUSES)


def _csv(frame: pl.DataFrame) -> bytes:
    file = BytesIO()
    frame.with_columns(exports.escaped(pl.col(pl.String))).write_csv(file, line_terminator="\r\n")
    return file.getvalue()


def _zipped(files: dict[str, bytes], moment: tuple[int, ...]) -> bytes:
    written = BytesIO()
    year, month, day, hour, minute, second = moment
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, held in sorted(files.items()):
            part = zipfile.ZipInfo(f"dabiao/{name}", (year, month, day, hour, minute, second))
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(part, held)
    return written.getvalue()
