"""The policy documents of areas, and the areas that have targets."""

import polars as pl

from dabiao.store import Store


def areas(store: Store, publication: int) -> pl.DataFrame:
    """Return the areas that have a framework of their own, one row per framework.

    Columns: area_code, area_name_zh/en, level, province_code, framework_id, title_zh/en, short_zh/en,
    document_number, issuer_zh/en, issued_on, plan_start, plan_start_status, horizon, note_zh/en, targets
    (of the area itself), targets_below (the framework's for areas below it) and tasks (counts).
    """
    return store.read("areas_with_plans", publication)


def areas_with_targets(store: Store, publication: int) -> pl.DataFrame:
    """Return the areas that have a target, of their own document or of one above, by code.

    Columns: area_code, area_name_zh/en, level, province_code, city_code, targets (count).
    """
    return store.read("areas_with_targets", publication)
