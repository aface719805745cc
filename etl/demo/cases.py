"""Deliberate lines: what the demonstration is sure to show, and where.

All other lines are left to chance. ``shows`` names statuses, flags, absences, bases and bounds by their
codes, as they are at the last publication, seen from the demonstration's last quarter; tests hold them to it.
"""

from dataclasses import dataclass
from typing import Final

NATIONAL: Final = "national-2021"
SHAANXI: Final = "shaanxi-2022"
HUBEI: Final = "hubei-2016"
CHENGXIANG: Final = "chengxiang-2021"


@dataclass(frozen=True)
class Case:
    """One line whose course is not left to chance."""

    framework: str
    area: str
    indicator: str
    shape: str
    habit: str = "punctual"
    shows: str = ""
    """Codes, separated by spaces."""
    bound: str = "="
    deadline: str | None = None
    """Instead of the document's; of generated targets only."""
    strength: float | None = None
    """Of the shape, where it is not left to chance."""
    start: float | None = None
    """Value at the plan's start, where it is not left to chance; of levels only."""
    unset: bool = False
    """Whether the target has no value."""
    recounted: bool = False
    """Whether a running total falls once."""
    missing_component: str | None = None

    @property
    def key(self) -> str:
        """What tells the line from others."""
        return f"{self.framework}/{self.area}/{self.indicator}"


OWN: Final = (
    Case(NATIONAL, "100000", "project-standards-share", "steady", shows="on_track assumed_plan_start level"),
    Case(NATIONAL, "100000", "national-standards-cycle", "lagging", shows="lagging"),
    Case(NATIONAL, "100000", "international-standards-adoption-rate", "early", shows="met_early"),
    Case(NATIONAL, "100000", "innovation-bases", "steady", shows="on_track running_total"),
    Case(SHAANXI, "610000", "national-and-sector-standards", "steady", shows="on_track flow"),
    Case(SHAANXI, "610000", "local-standards", "steady", shows="on_track running_total"),
    Case(SHAANXI, "610000", "project-standards-share", "lagging", shows="lagging"),
    Case(SHAANXI, "610000", "association-standards", "early", recounted=True, shows="met_early revised_down"),
    Case(SHAANXI, "610000", "front-runner-standards", "slow_start", shows="pace_change since_start"),
    Case(SHAANXI, "610000", "pilot-projects", "lagging", shows="lagging flow"),
    Case(SHAANXI, "610000", "secretariats-and-working-groups", "in_batches", shows="since_start"),
    Case(SHAANXI, "610000", "service-institutions", "stall", shows="far_behind year_to_date"),
    Case(SHAANXI, "610000", "standardization-professionals", "ahead", bound=">=", shows="lower_bound >="),
    Case(HUBEI, "420000", "national-standards", "ahead", shows="achieved"),
    Case(HUBEI, "420000", "sector-standards", "late", shows="missed met_late"),
    Case(HUBEI, "420000", "local-standards", "ahead", shows="achieved flow"),
    Case(HUBEI, "420000", "association-and-alliance-standards", "ahead", shows="achieved flow"),
    Case(HUBEI, "420000", "key-field-consistency", "steady", "silent", shows="no_data"),
    Case(HUBEI, "420000", "enterprise-standards", "ahead", bound="~", shows="achieved ~"),
    Case(HUBEI, "420000", "pilot-projects", "lagging", shows="missed"),
    Case(HUBEI, "420000", "service-standardization-rate", "lost", shows="achieved later_lost"),
    Case(HUBEI, "420000", "international-standards", "ahead", shows="achieved since_start"),
    Case(HUBEI, "420000", "internationally-active-bodies", "late", shows="missed met_late level"),
    Case(
        HUBEI,
        "420000",
        "committee-and-subcommittee-secretariats",
        "steady",
        "no_final",
        shows="pending_final O",
    ),
    Case(HUBEI, "420000", "provincial-technical-committees", "ahead", shows="achieved year_to_date"),
    Case(CHENGXIANG, "350302", "international-to-local-standards", "steady", shows="on_track"),
    Case(CHENGXIANG, "350302", "national-and-provincial-pilot-projects", "in_batches"),
    Case(CHENGXIANG, "350302", "association-standards", "early", shows="met_early"),
    Case(CHENGXIANG, "350302", "enterprise-standards", "lagging", shows="lagging"),
    Case(CHENGXIANG, "350302", "contribution-awards", "still", shows="far_behind"),
)
"""Every target that a document states."""

DERIVED: Final = (
    Case(SHAANXI, "610100", "local-standards", "lagging", strength=0.82, shows="on_track"),
    Case(SHAANXI, "610100", "front-runner-standards", "early", shows="met_early"),
    Case(SHAANXI, "610100", "pilot-projects", "early", deadline="2024", shows="achieved"),
    Case(SHAANXI, "610100", "project-standards-share", "steady", start=56.0, shows="baseline_meets_target"),
    Case(SHAANXI, "610100", "standardization-professionals", "ahead", "withheld_once", shows="Q"),
    Case(SHAANXI, "610200", "front-runner-standards", "steady", "unreported", shows="no_data O"),
    Case(SHAANXI, "610200", "pilot-projects", "steady", "one_gap", shows="partial_coverage O"),
    Case(SHAANXI, "610200", "local-standards", "steady", "half_yearly"),
    Case(SHAANXI, "610300", "local-standards", "steady", "late_start", shows="no_baseline"),
    Case(SHAANXI, "610300", "standardization-professionals", "steady", "stopped", shows="stale"),
    Case(SHAANXI, "610300", "project-standards-share", "far_behind", shows="far_behind"),
    Case(SHAANXI, "610400", "local-standards", "steady", "near_start", shows="baseline_near"),
    Case(SHAANXI, "610400", "project-standards-share", "away", shows="moving_away"),
    Case(SHAANXI, "610500", "association-standards", "steady", recounted=True, shows="revised_down"),
    Case(SHAANXI, "610500", "local-standards", "steady", shows="revised_down"),
    Case(SHAANXI, "610500", "project-standards-share", "lagging", "yearly", bound="<=", shows="<="),
    Case(SHAANXI, "610600", "project-standards-share", "steady", "baseline_only", shows="too_early O"),
    Case(SHAANXI, "610600", "front-runner-standards", "still", shows="far_behind 0"),
    Case(
        SHAANXI,
        "610700",
        "project-standards-share",
        "early",
        start=54.0,
        shows="moving_away baseline_meets_target",
    ),
    Case(
        SHAANXI, "610700", "pilot-projects", "steady", "before_final", deadline="2024", shows="awaiting_final"
    ),
    Case(SHAANXI, "610800", "project-standards-share", "steady", "withheld", shows="Q"),
    Case(SHAANXI, "610800", "standardization-professionals", "steady"),
    Case(SHAANXI, "610900", "front-runner-standards", "steady", "silent", shows="no_data"),
    Case(SHAANXI, "610900", "standardization-professionals", "steady", bound=">=", shows="lower_bound >="),
    Case(SHAANXI, "611000", "front-runner-standards", "steady", unset=True, shows="invalid_target"),
    Case(
        SHAANXI,
        "611000",
        "national-and-sector-standards",
        "steady",
        missing_component="sector-standards",
        shows="partial_coverage",
    ),
    Case(HUBEI, "420100", "national-standards", "steady", "no_final", shows="pending_final"),
    Case(HUBEI, "420500", "service-standardization-rate", "late", shows="missed met_late"),
    Case(HUBEI, "420600", "service-standardization-rate", "lost", shows="achieved later_lost"),
    Case(NATIONAL, "430000", "project-standards-share", "lagging"),
    Case(NATIONAL, "430112", "project-standards-share", "still", "not_applicable", shows="no_data M"),
    Case(NATIONAL, "430181", "project-standards-share", "steady", "yearly", shows="on_track"),
)
"""Targets of areas below, all of them generated."""

CASES: Final = {case.key: case for case in (*OWN, *DERIVED)}


@dataclass(frozen=True)
class Correction:
    """A published figure that the amendment changes."""

    area: str
    indicator: str
    series: str
    period: str
    times: float
    """What the figure is multiplied with."""


CORRECTIONS: Final = (
    Correction("610000", "local-standards", "published", "2025-Q1", 0.985),
    Correction("610500", "local-standards", "published", "2025-Q1", 0.97),
    Correction("610800", "standardization-professionals", "published", "2024-Q4", 0.85),
    Correction("430000", "project-standards-share", "published", "2025-Q1", 1.06),
    Correction("350302", "enterprise-standards", "published", "2024-Q4", 0.98),
)
"""Figures that the last publication corrects."""

LOWERED: Final = ("610100", "shaanxi-2022-local-standards", 0.8)
"""Area, target and factor of the target whose value the last publication changes."""

OVERDUE: Final = ("hubei-2016-01-2020-6", "hubei-2016-01-2020-7")
"""Tasks due in 2020 that are not done."""

SECOND_SERIES: Final = "press"
"""Series of figures for the same thing from a second publisher."""

DISPUTED: Final = (
    ("610000", "local-standards", 0.93),
    ("610100", "association-standards", 1.2),
    ("420000", "national-standards", 1.08),
)
"""Area, indicator and by how much the second publisher's yearly figures differ."""


@dataclass(frozen=True)
class Beside:
    """Yearly figures that no target is judged by."""

    area: str
    indicator: str
    unit: str
    series: str
    basis: str
    figures: tuple[tuple[str, int], ...]
    """Years and values."""


BESIDE: Final = (
    # A city above its province.
    Beside(
        *("610000", "international-standards", "项", "published-led-or-joined", "running_total"),
        (("2021", 41), ("2022", 49), ("2023", 58), ("2024", 66)),
    ),
    Beside(
        *("610100", "international-standards", "项", "published-led-or-joined", "running_total"),
        (("2021", 38), ("2022", 52), ("2023", 71), ("2024", 89)),
    ),
    # Components that add up to more than their sum.
    Beside("610000", "national-and-sector-standards", "项", SECOND_SERIES, "flow", (("2023", 19),)),
    Beside("610000", "national-standards", "项", SECOND_SERIES, "flow", (("2023", 13),)),
    Beside("610000", "sector-standards", "项", SECOND_SERIES, "flow", (("2023", 9),)),
    # A stock that goes on in another series at another height.
    Beside(
        *("610000", "provincial-technical-committees", "个", "published-to-2022", "level"),
        (("2021", 29), ("2022", 31)),
    ),
    Beside(
        *("610000", "provincial-technical-committees", "个", "published", "level"),
        (("2023", 52), ("2024", 55)),
    ),
)
"""Contradictions beyond those of `DISPUTED` and of lines that are counted anew."""

BROKEN: Final = ("2023-Q2", "2023-Q3")
"""Publication whose file holds rows that are rejected, and the one that mends them."""
