"""Sentences about what stands side by side without being alike: related indicators, areas, documents."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import ALIKE, Relation, TargetBasis
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.fields import spoken
from dabiao.wording.figures import Row, attainment, name, rows, span
from dabiao.wording.joining import clauses, listed, statements
from dabiao.wording.series import series

TOLD_UP_TO: Final = 3
"""With more areas than this the first and the last are told; the chart has the others."""

RELATIONS: Final[Mapping[Relation, str]] = {
    Relation.PART: N_("a part of it"),
    Relation.WHOLE: N_("a sum it is part of"),
    Relation.OVERLAP: N_("a sum that also counts {shared}"),
}


def definition(indicator: Row, parts: Mapping[str, str], language: Language) -> list[str]:
    """Return what an indicator counts, in which unit, which way is better, and what it is the sum of.

    Args:
        indicator: its row of `dabiao.comparison.indicators`.
        parts: code → name of its components.
        language: of the texts.
    """
    _ = catalog(language).gettext
    texts = [
        str(indicator[f"definition_{language}"]),
        _("Unit: {unit}; {direction}.").format(
            unit=indicator[f"unit_name_{language}"],
            direction=spoken("direction", indicator["direction"], language),
        ),
    ]
    if parts:
        texts.append(_("It is the sum of: {parts}.").format(parts=listed(parts.values(), language)))
    return texts


def relation(kind: str, shared: Mapping[str, str], language: Language) -> str:
    """Return how an indicator overlaps with another; ``shared`` is code → name of what both count."""
    _ = catalog(language).gettext
    return _(RELATIONS[Relation(kind)]).format(shared=listed(shared.values(), language))


def related(others: pl.DataFrame, language: Language) -> str:
    """Return which related indicators other documents have targets on, the one with most targets first."""
    _ = catalog(language).gettext
    counted = others.group_by(f"indicator_name_{language}").len().sort("len", descending=True)
    return _("Related indicators with targets of their own: {names}").format(
        names=listed(counted.to_series().to_list()[:4], language)
    )


def apart(own: pl.DataFrame, others: pl.DataFrame, language: Language) -> list[str]:
    """Return why targets on related indicators are neither added up nor divided by each other.

    Args:
        own: status rows of the indicator looked at.
        others: status rows of related indicators with ``relation`` (`dabiao.comparison.related`).
        language: of the texts.
    """
    _ = catalog(language).gettext
    texts = [_("These targets stand side by side and are neither added up nor divided by each other:")]
    both = pl.concat([own, others], how="diagonal")
    if both["area_code"].n_unique() > 1:
        texts.append(_("They bind different areas: what one has done says nothing of the other’s target."))
    kinds_of_difference: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
        (
            "plan",
            _("They cover different plan periods ({found})."),
            lambda plan: span(plan["plan_start"], plan["deadline"], language),
        ),
        (
            "basis",
            _("Their values count differently ({found})."),
            lambda code: _(terms.TARGET_BASIS_NAMES[TargetBasis(code)]),
        ),
        (
            "series",
            _("Their figures are defined differently ({found})."),
            lambda code: series(code, language),
        ),
    )
    for column, sentence, say in kinds_of_difference:
        found = both.with_columns(plan=pl.struct("plan_start", "deadline"))[column]
        names = list(dict.fromkeys(say(code) for code in found.to_list()))
        if len(names) > 1:
            texts.append(sentence.format(found=statements(names, language)))
    kinds = set(others["relation"].to_list())
    if kinds & {Relation.PART, Relation.WHOLE}:
        texts.append(
            _("A target for a sum sets none for its parts: one may fall short if another makes up for it.")
        )
    if Relation.OVERLAP in kinds:
        texts.append(_("Both sums count some of the same things; added up, these would count twice."))
    return texts


def side_by_side(targets: pl.DataFrame, columns: int, key: str, language: Language) -> str:
    """Return how many indicators stand side by side and how many of them can be held against each other.

    Args:
        targets: status rows of what is compared.
        columns: how many areas or documents are compared.
        key: column that tells them apart.
        language: of the text.
    """
    catalogue = catalog(language)
    indicators = targets["indicator_code"].n_unique()
    common = _in_several(targets, ["indicator_code"], key)
    alike = _in_several(targets, list(ALIKE), key)
    text = catalogue.ngettext(
        "{count} indicator with a target among the {columns}; {common} in several, {alike} counted alike",
        "{count} indicators with a target among the {columns}; {common} in several, {alike} counted alike",
        indicators,
    )
    return text.format(count=indicators, columns=columns, common=common, alike=alike)


def _in_several(targets: pl.DataFrame, alike: list[str], key: str) -> int:
    members = pl.col(key).n_unique()
    groups = targets.group_by(alike).agg(pl.col("indicator_code").first().alias("code"), members=members)
    return groups.filter(pl.col("members") > 1)["code"].n_unique()


def leads(alike: pl.DataFrame, by: str, language: Language) -> list[str]:
    """Return who is ahead on every indicator that several have and count alike.

    Args:
        alike: rows of `dabiao.comparison.alike`.
        by: ``area`` or ``framework``: whose names are told.
        language: of the texts.
    """
    _ = catalog(language).gettext
    if alike.is_empty():
        return [
            _(
                "Nowhere: none of their targets with complete figures agree in what is counted, which way "
                "and in which plan period."
            )
        ]
    return [
        _lead(rows(group.sort("attainment", descending=True, maintain_order=True)), by, language)
        for _key, group in alike.group_by(*ALIKE, maintain_order=True)
    ]


def _lead(ordered: list[dict[str, Any]], by: str, language: Language) -> str:
    _ = catalog(language).gettext
    told = [f"{name(row, by, language)} {attainment(row, language)}" for row in ordered]
    indicator = name(ordered[0], "indicator", language)
    if len(told) <= TOLD_UP_TO:
        return _("{indicator}: {told}").format(indicator=indicator, told=clauses(told, language))
    return _("{indicator}: {first} is first, {last} last of {count}").format(
        indicator=indicator, first=told[0], last=told[-1], count=len(told)
    )


def compared_chart(known: pl.DataFrame, alike: pl.DataFrame, by: str, language: Language) -> str:
    """Return the finding of lanes side by side: whose attainment is known, the least and the greatest of it.

    Of what is not counted alike neither is named: it would be held against each other all the same.

    Args:
        known: status rows with an attainment.
        alike: those of them that are counted alike (`dabiao.comparison.alike`).
        by: ``area`` or ``framework``: whose names are told.
        language: of the text.
    """
    _ = catalog(language).gettext
    ordered = known.sort("attainment", descending=True, maintain_order=True)
    first, last = ordered.row(0, named=True), ordered.row(-1, named=True)

    def one(row: Mapping[str, Any]) -> str:
        return f"{name(row, by, language)} · {name(row, 'indicator', language)} {attainment(row, language)}"

    if known.height == 1:
        return _("Attainment is known of one target: {high}").format(high=one(first))
    if alike.height < known.height or known.select(ALIKE).n_unique() > 1:
        named = [name(row, by, language) for row in rows(known)]
        held = [f"{who} {count}" for who, count in Counter(named).items()]
        return _(
            "Attainment is known of {count} targets ({who}); they are not counted alike, so neither the "
            "least nor the greatest is named"
        ).format(count=known.height, who=listed(held, language))
    return _("Attainment is known of {count} targets: from {low} to {high}").format(
        count=known.height, low=one(last), high=one(first)
    )


def abreast(names: Sequence[str], language: Language) -> str:
    """Return the title of what stands side by side."""
    title = catalog(language).gettext("Compare")
    return " · ".join([title, listed(names, language)]) if names else title


def family(province: str, language: Language) -> str:
    """Return how a province is named together with its cities."""
    return catalog(language).gettext("{province} and its cities").format(province=province)
