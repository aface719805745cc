"""Recomputes what statuses.csv says of every target from the other files and compares; needs Python alone.

    python recompute.py [FOLDER]

This is a second implementation of the method, by design: it goes out with the data, shares no code with the
program that made the package, and agrees with it only if both follow the published rules. It says how many
targets agree; it ends with code 1 if a target differs or a file was altered. Figures are compared to 1e-9.
"""

import csv
import hashlib
import json
import math
import re
import sys
from pathlib import Path

PERIOD = re.compile(r"(\d{4})(?:-(?:([SQ])(\d)|(\d\d)))?")
ESCAPED = re.compile("^'('*[=+\\-@\t\r\n＝＋－＠])")
CLOSE = 1e-9
FLOWS = ("flow", "year_to_date")
FIGURES = ("value", "baseline", "attainment", "time_share", "pace_gap", "pace_ratio")
TEXTS = ("status", "roll_up", "period", "bound")
HIGHER, LOWER = 1, 2
OPEN = {"": 0, "=": 0, ">=": HIGHER, "<=": LOWER, "~": HIGHER | LOWER}  # to which side a figure is open
BOUNDS = ("=", ">=", "<=", "~")
TURNED = (0, LOWER, HIGHER, HIGHER | LOWER)  # what is subtracted is open to the other side


def end_month(period):
    """Return year * 12 + month of the last month of a period: 2024, 2024-S1, 2024-Q2, 2024-06."""
    year, kind, part, month = PERIOD.fullmatch(period).groups()
    months = {"S": 6, "Q": 3}
    return int(year) * 12 + (months[kind] * int(part) if kind else int(month or 12))


def length(period):
    """Return how many months a period has."""
    return {"": 12, "S": 6, "Q": 3}.get(period[5:6], 1)


def number(text):
    """Return a number of a CSV file; None for an empty field."""
    return float(text) if text else None


def read(folder, name):
    """Return the rows of a CSV file; an apostrophe that keeps a spreadsheet from computing is taken off."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return [{key: ESCAPED.sub(r"\1", text) for key, text in row.items()} for row in csv.DictReader(file)]


def usable(rows, target, rules):
    """Return the figures of one series that can be brought into the target's basis, one per month, in order.

    Of two that end in the same month the one that covers more counts. What was counted from before the plan's
    start into the plan says nothing of an increment since then.
    """
    start, deadline = target["start"], target["end"]
    found = {}
    for row in rows:
        value, end = number(row["value"]), end_month(row["period"])
        if row["status"] != "A" or value is None or row["basis"] not in rules["usable"][target["basis"]]:
            continue
        covered = (end - 1) % 12 + 1 if row["basis"] == "year_to_date" else length(row["period"])
        begins = end - covered
        if row["basis"] in FLOWS and begins < start < end <= deadline:
            continue
        piece = {
            "end": end,
            "begins": begins,
            "value": value,
            "basis": row["basis"],
            "months": length(row["period"]),
            "period": row["period"],
            "open": OPEN[row["bound"]],
        }
        rank = (covered, piece["months"])
        if end not in found or rank >= found[end][0]:
            found[end] = (rank, piece)
    return [found[end][1] for end in sorted(found)]


def in_basis(pieces, target, rules):
    """Return points: what each figure says in the target's basis; its value is None where nobody can know."""
    if target["basis"] != "in_period":
        return [point(one, one["value"], None, one["basis"] == "running_total") for one in pieces]
    start = target["start"]
    points = []
    totals = [one for one in pieces if one["basis"] == "running_total"]
    points += since_total(totals, start, rules["near_months"])
    points += since_start([one for one in pieces if one["basis"] in FLOWS], start, target["end"])
    for one in pieces:
        if one["basis"] == "since_start":
            points.append(point(one, one["value"] if one["end"] > start else None, 0.0, True))
    return sorted(points, key=lambda one: one["end"])


def point(piece, value, zero, grows, wide=None):
    """Return a figure in the target's basis, open to the sides of ``wide``, else to those of the figure."""
    known = {name: piece[name] for name in ("end", "period", "months")}
    sides = piece["open"] if wide is None else wide
    return known | {"value": value, "zero": zero, "grows": grows, "partial": False, "open": sides}


def since_total(totals, start, near):
    """Return running totals less the one at the plan's start, or the nearest to it within a quarter."""
    around = [one for one in totals if abs(one["end"] - start) <= near]
    base = min(around, key=lambda one: (abs(one["end"] - start), one["end"]), default=None)
    points = []
    for one in totals:
        if start - near <= one["end"] < start:
            # until the start is reached it is its own base
            points.append(point(one, 0.0, 0.0, True, one["open"] | TURNED[one["open"]]))
        elif one["end"] >= start and base is not None:
            wide = one["open"] | TURNED[base["open"]]
            points.append(point(one, one["value"] - base["value"], 0.0, True, wide))
        else:
            points.append(point(one, None, None, True))
    return points


def since_start(flows, start, deadline):
    """Return flows added up from the plan's start, each month once; after the deadline the last sum.

    Where months are missing from a sum, it is a lower bound.
    """
    sums = [(start, 0.0, 0)]
    points = []
    for one in flows:
        if one["end"] <= start:
            points.append(point(one, None, 0.0, True))
        elif one["end"] <= deadline:
            end, total, wide = [held for held in sums if held[0] <= one["begins"]][-1]
            wide |= one["open"] | (HIGHER if end < one["begins"] else 0)
            sums.append((one["end"], one["value"] + total, wide))
            points.append(point(one, sums[-1][1], 0.0, True, wide))
        else:
            end, total, wide = sums[-1]
            wide |= HIGHER if end < deadline else 0
            points.append(point(one, total if len(sums) > 1 else None, 0.0, True, wide))
    return points


def combined(parts):
    """Return the sums of components, a point per month in which one of them reported.

    A component that only grows counts with what it had last reported; a stock counts in its own month alone.
    """
    months = sorted({one["end"] for points in parts for one in points})
    summed = []
    for month in months:
        known = [[one for one in points if one["end"] <= month] for points in parts]
        latest = [points[-1] if points else None for points in known]
        held = [one for one in latest if one is not None]
        counted = [one for one in held if one["grows"] or one["end"] == month]
        valued = [one for one in counted if one["value"] is not None]
        values = [one["value"] for one in valued]
        whole = len(values) == len(parts) and all(one["end"] == month for one in held)
        zeros = [one["zero"] for one in held if one["zero"] is not None]
        wide = 0 if whole else HIGHER
        for one in valued:
            wide |= one["open"]
        summed.append(
            {
                "end": month,
                "period": max((one["months"], one["period"]) for one in held if one["end"] == month)[1],
                "open": wide,
                "value": sum(values) if values else None,
                "zero": max(zeros, default=None),
                "grows": all(one["grows"] for one in held),
                "partial": bool(values) and not whole,
            }
        )
    return summed


def line(target, figures, components, rules):
    """Return all points of a target, of its own series or else of the components of its indicator."""
    key = (target["area_code"], target["indicator_code"], target["series"])
    own = in_basis(usable(figures.get(key, []), target, rules), target, rules)
    if own or target["basis"] == "level":
        return own
    codes = components.get(target["indicator_code"], [])
    keys = [(target["area_code"], code, target["series"]) for code in codes]
    return combined([in_basis(usable(figures.get(one, []), target, rules), target, rules) for one in keys])


def meets(value, target):
    """Return whether a value is on the target's good side; None without a value."""
    wanted = target["value"]
    if value is None or wanted is None:
        return None
    good = 1.0 if target["comparator"] == ">=" else -1.0
    return good * (value - wanted) >= -CLOSE * (abs(value) + abs(wanted)) / 2


def judge(target, points, month, rules):
    """Return what is to be said of a target: the latest point up to a month, judged."""
    seen = [one for one in points if one["end"] <= month]
    latest = seen[-1] if seen else {"end": 0, "period": "", "value": None, "zero": 0.0}
    at_t0 = [one["value"] for one in seen if one["end"] == target["t0"] and not one["partial"]]
    stated, in_period = target["baseline_value"], target["basis"] == "in_period"
    baseline = None
    if not in_period or latest["zero"] is not None or not seen:
        found = (
            latest["zero"] if in_period else (at_t0[0] if at_t0 and latest["end"] >= target["t0"] else None)
        )
        baseline = stated if stated is not None else (found if seen else None)
    measures = measured(target, latest, baseline)
    finals = [one["value"] for one in seen if one["end"] == target["end"]]
    said = status(target, latest, baseline, measures["pace_ratio"], finals, rules)
    found = {
        "value": latest["value"],
        "baseline": baseline,
        "status": said,
        "roll_up": rules["roll_up"][said],
    }
    bound = "" if latest["value"] is None else BOUNDS[latest["open"]]
    return found | {"period": latest["period"], "bound": bound} | measures


def measured(target, latest, baseline):
    """Return attainment, time share, pace gap and pace ratio; None where one is undefined."""
    value, wanted, now = latest["value"], target["value"], latest["end"]
    t0, end = target["t0"], target["end"]
    attainment = time_share = gap = ratio = None
    if value is not None and baseline is not None and meets(baseline, target) is False:
        attainment = (value - baseline) / (wanted - baseline)
    if now and end > t0:
        time_share = min(max((now - t0) / (end - t0), 0.0), 1.0)
    if attainment is not None and time_share is not None:
        gap = 100.0 * (attainment - time_share)
    if gap is not None and t0 < now <= end:
        ratio = attainment / time_share
    return {"attainment": attainment, "time_share": time_share, "pace_gap": gap, "pace_ratio": ratio}


def status(target, latest, baseline, ratio, finals, rules):
    """Return the status: the first rule of the table that applies."""
    now, end, t0 = latest["end"], target["end"], target["t0"]
    if target["value"] is None or end <= t0:
        return "invalid_target"
    if not now:
        return "no_data"
    if now > end and not finals:
        return "pending_final"
    if now >= end and finals and meets(finals[0], target) is not None:
        return "achieved" if meets(finals[0], target) else "missed"
    if meets(latest["value"], target):
        return "met_early"
    if baseline is None:
        return "no_baseline"
    if now <= t0:
        return "too_early"
    if meets(baseline, target):
        return "moving_away"
    if ratio is None:
        return "too_early"
    steps = (("on_track", rules["on_track"]), ("lagging", rules["lagging"]), ("far_behind", 0.0))
    return next((name for name, least in steps if ratio >= least - CLOSE), "moving_away")


def with_times(row):
    """Return a row of targets.csv with its numbers and months."""
    start = end_month(row["plan_start"]) - length(row["plan_start"])
    stated = row["baseline_period"]
    return row | {
        "value": number(row["value"]),
        "baseline_value": number(row["baseline_value"]),
        "start": start,
        "t0": end_month(stated) if stated else start,
        "end": end_month(row["deadline"]),
    }


def altered(folder):
    """Return the files that are missing or have another checksum than SHA256SUMS names."""
    found = []
    for entry in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = entry.split("  ", 1)
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(name)
    return found


def differences(said, kept):
    """Return in what two judgements of a target differ."""
    found = [name for name in TEXTS if said[name] != kept[name]]
    for name in FIGURES:
        one, other = said[name], number(kept[name])
        if one is None or other is None:
            same = one is other
        else:
            same = math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
        found += [] if same else [name]
    return found


def grouped(rows, *names):
    """Return rows by the values of some columns."""
    found = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        found.setdefault(key[0] if len(key) == 1 else key, []).append(row)
    return found


def main(folder):
    """Recompute and compare; return the code to end with."""
    if wrong := altered(folder):
        print(f"altered or missing: {', '.join(wrong)}")
        return 1
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    figures = grouped(read(folder, "observations.csv"), "area_code", "indicator_code", "series")
    parts = grouped(read(folder, "components.csv"), "indicator_code")
    components = {code: [row["component_code"] for row in rows] for code, rows in parts.items()}
    kept = {(row["area_code"], row["target_id"]): row for row in read(folder, "statuses.csv")}
    month, agreed, differing = end_month(rules["as_of"]), 0, []
    for row in read(folder, "targets.csv"):
        target = with_times(row)
        said = judge(target, line(target, figures, components, rules), month, rules)
        key = (row["area_code"], row["target_id"])
        found = differences(said, kept.pop(key)) if key in kept else ["missing"]
        agreed += not found
        differing += [(key, found, said)] if found else []
    for key, found, said in differing:
        print(f"differs: {key[0]} {key[1]}: {', '.join(found)}; recomputed {said}")
    for area, name in kept:
        print(f"no such target: {area} {name}")
    total = agreed + len(differing)
    print(f"publication {rules['publication']} as of {rules['as_of']}: {agreed} of {total} agree")
    return 1 if differing or kept else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))
