"""The contract of the JSON report, as a validator: `problems(report)` is empty where all is well.

Written from the words of the contract alone, not from the code. More fields than the contract's are fine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

SCHEMA = "hingecheck.set-report/2"
LIFTS = ("deadlift", "rdl", "single-leg-rdl", "kickstand-rdl", "hip-thrust")
SIDES = ("left", "right")
SEVERITIES = ("mild", "moderate", "severe")
STANDING = LIFTS[:4]
ONE_LEG = ("single-leg-rdl", "kickstand-rdl")
RULES: dict[str, tuple[str, ...]] = {
    "hips-opening": ONE_LEG,
    "back-dominant": STANDING,
    "lumbar-rounding": STANDING,
    "balance-loss": ONE_LEG,
    "knee-locked": ("rdl", *ONE_LEG),
    "knee-dominant": STANDING,
    "hips-rise-first": ("deadlift",),
    "range-too-deep": ("rdl", *ONE_LEG),
    "load-drifting": ("deadlift", "rdl"),
    "incomplete-lockout": LIFTS,
    "overextended-lockout": LIFTS,
    "shin-angle": ("hip-thrust",),
    "uneven-sides": ("deadlift", "rdl", "hip-thrust"),
    "fast-lowering": LIFTS,
    "load-side": ("single-leg-rdl",),
    "form-drift": LIFTS,
    "felt": LIFTS,
}
MEASURES = (
    "hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg", "lumbar_flexion_deg",
    "pelvis_rotation_deg", "pelvis_drop_deg", "neck_extension_deg", "load_offset_m", "load_offset_leg",
    "sway_leg", "lumbar_share", "hip_moment_nm", "knee_moment_nm", "lumbosacral_moment_nm", "hip_work_share",
    "knee_work_share", "back_work_share", "load_x_m", "load_y_m", "load_speed_m_s",
)  # fmt: skip

Check = Callable[[Any], bool]


def _number(value: Any) -> bool:
    finite = isinstance(value, int | float) and value == value and abs(value) < float("inf")
    return finite and not isinstance(value, bool)


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _one_of(*values: object) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _not_below(least: float, most: float = float("inf")) -> Check:
    return lambda value: _number(value) and least <= value <= most


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _index(value: Any) -> bool:
    return _count(value) and value >= 1


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _sha256(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _moment(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _reps_or_all(value: Any) -> bool:
    return value == "all" or (isinstance(value, list) and bool(value) and all(map(_index, value)))


_KINDS = ("barbell", "dumbbells", "dumbbell", "kettlebell", "band", "none", "unknown")
_LOAD: dict[str, Check] = {
    "kind": _one_of(*_KINDS),
    "mass_kg": _or_null(_not_below(0)),
    "side": _or_null(_one_of(*SIDES, "both")),
    "scale_m_per_px": _or_null(_not_below(0)),
    "scale_source": _or_null(_one_of("plate", "height", "leg-length")),
    "scale_sigma": _or_null(_not_below(0)),
}


def _is_load(value: Any) -> bool:
    """What was told and seen of the load."""
    return isinstance(value, dict) and all(name in value and check(value[name]) for name, check in _LOAD.items())


_RULE = _one_of(*RULES)
_SEVERITY = _one_of(*SEVERITIES)
_TIME = _not_below(0)
_SUMMARY = dict.fromkeys(("start", "bottom", "top", "min", "max", "mean"), _or_null(_number))
_REP: dict[str, Any] = {
    "index": _index,
    "start_s": _TIME,
    "bottom_s": _TIME,
    "end_s": _TIME,
    "measures": lambda value: isinstance(value, dict),
    "tempo": dict.fromkeys(("lowering_s", "pause_s", "lifting_s"), _or_null(_TIME)),
}
_LIFT: dict[str, Any] = {
    "name": _one_of(*LIFTS),
    "given": _truth,
    "confidence": _not_below(0, 1),
    "working_side": _one_of(*SIDES, "both"),
}
_VIEW: dict[str, Any] = {
    "azimuth_deg": _not_below(-180, 180),
    "name": _one_of("front", "front-oblique", "side", "rear-oblique", "rear"),
    "near_side": _one_of(*SIDES),
}
SPEC: dict[str, Any] = {
    "schema": _one_of(SCHEMA),
    "source": {
        "path": _text,
        "sha256": _sha256,
        "width": _index,
        "height": _index,
        "duration_s": _TIME,
        "frame_rate_hz": _or_null(_not_below(0.1)),
        "frames_read": _index,
        "frames_with_pose": _count,
    },
    "lift": _LIFT,
    "view": _VIEW,
    "load": _or_null(_is_load),
    "sets": [
        {
            "index": _index,
            "start_s": _TIME,
            "end_s": _TIME,
            "reps": [_index],
            "lift": _LIFT,
            "view": _VIEW,
            "working_side": _one_of(*SIDES, "both"),
            "good": [_RULE],
            "speed_loss": _or_null(lambda value: set(value) == {"value", "sigma"}),
        }
    ],
    "reps": [_REP],
    "partial_reps": [_REP],
    "findings": [
        {
            "rule": _RULE,
            "set": _index,
            "severity": _SEVERITY,
            "reps": [_index],
            "measure": _text,
            "value": _number,
            "sigma": _not_below(0),
            "limit": _number,
            "unit": lambda value: isinstance(value, str),
            "at_s": [_TIME],
            "confidence": _not_below(0, 1),
            "message": _text,
            "cue": _text,
            "by_rep": [{"rep": _index, "severity": _SEVERITY, "value": _number, "at_s": _TIME}],
        }
    ],
    "not_assessable": [{"rule": _RULE, "set": _index, "reps": _reps_or_all, "reason": _text}],
    "good": [_RULE],
    "advice": [{"text": _text, "because": [_RULE]}],
    "time": {
        "speed_factor": _or_null(_not_below(0)),
        "source": _or_null(_one_of("told", "metadata", "estimated")),
    },
    "camera": {
        "roll_deg": _or_null(_number),
        "roll_sigma_deg": _or_null(_not_below(0)),
        "moving": _or_null(_truth),
        "compensated": _truth,
    },
    "quality": {"level": _one_of("good", "fair", "poor"), "problems": [_text]},
    "provenance": {
        "version": _text,
        "model": {"name": _text, "sha256": _sha256},
        "config_sha256": _sha256,
        "analysis_rate_hz": _not_below(1),
        "created": _moment,
    },
}


def problems(report: Any) -> list[str]:
    """Where a report breaks the contract."""
    shape = list(_walk(report, SPEC, "report"))
    if shape:
        return shape
    return [
        *_of_reps(report, "reps"),
        *_of_reps(report, "partial_reps"),
        *_of_sets(report),
        *_of_findings(report),
        *_of_rules(report),
        *_of_view(report["view"]),
        *(problem for entry in report["sets"] for problem in _of_view(entry["view"])),
    ]


def _walk(value: Any, spec: Any, path: str) -> Iterator[str]:
    """Keys and types."""
    if isinstance(spec, dict):
        if not isinstance(value, dict):
            yield f"{path}: no object but {value!r}"
            return
        for key, inner in spec.items():
            if key not in value:
                yield f"{path}.{key}: missing"
            else:
                yield from _walk(value[key], inner, f"{path}.{key}")
    elif isinstance(spec, list):
        if not isinstance(value, list):
            yield f"{path}: no list but {value!r}"
            return
        for place, item in enumerate(value):
            yield from _walk(item, spec[0], f"{path}[{place}]")
    elif not spec(value):
        yield f"{path}: {value!r}"


def _of_reps(report: Any, key: str) -> Iterator[str]:
    last_s = 0.0
    end_s = report["source"]["duration_s"] + 0.1
    for place, rep in enumerate(report[key], 1):
        where = f"{key}[{place - 1}]"
        if rep["index"] != place:
            yield f"{where}.index: {rep['index']}, wanted {place}"
        if not last_s <= rep["start_s"] <= rep["bottom_s"] <= rep["end_s"] <= end_s:
            yield f"{where}: times out of order"
        last_s = rep["start_s"]
        for name, summary in rep["measures"].items():
            if name not in MEASURES:
                yield f"{where}.measures.{name}: no measure of the contract"
            yield from _walk(summary, _SUMMARY, f"{where}.measures.{name}")
            low, mean, high = (summary.get(which) for which in ("min", "mean", "max"))
            if None not in (low, mean, high) and not low - 1e-3 <= mean <= high + 1e-3:
                yield f"{where}.measures.{name}: min, mean, max out of order"
            moments = [summary.get(which) for which in ("start", "bottom", "top")]
            if not all(value is None or low - 1e-3 <= value <= high + 1e-3 for value in moments):
                yield f"{where}.measures.{name}: start, bottom or top beyond min and max"


def _of_sets(report: Any) -> Iterator[str]:
    reps = {rep["index"]: rep for rep in report["reps"]}
    if [rep for s in report["sets"] for rep in s["reps"]] != sorted(reps):
        yield "sets: do not hold every rep once, in order"
        return
    if [s["index"] for s in report["sets"]] != list(range(1, len(report["sets"]) + 1)):
        yield "sets: not counted from 1"
    most = max(report["sets"], key=lambda entry: len(entry["reps"]), default=None)
    if most is not None and most["lift"]["name"] != report["lift"]["name"]:
        yield f"lift: {report['lift']['name']}, but most reps are {most['lift']['name']}"
    for entry in report["sets"]:
        inside = all(
            entry["start_s"] <= reps[r]["start_s"] and reps[r]["end_s"] <= entry["end_s"] for r in entry["reps"]
        )
        if not entry["reps"] or not inside:
            yield f"sets[{entry['index'] - 1}]: its times do not hold its reps"


def _of_findings(report: Any) -> Iterator[str]:
    reps_of = {entry["index"]: set(entry["reps"]) for entry in report["sets"]}
    ranks = [SEVERITIES.index(finding["severity"]) for finding in report["findings"]]
    if ranks != sorted(ranks, reverse=True):
        yield "findings: not the worst first"
    for finding, rank in zip(report["findings"], ranks, strict=True):
        where, by_rep = f"findings.{finding['rule']}", finding["by_rep"]
        told = finding["reps"] or "seen_from" in finding  # those of another recording may not be known in this one
        if not told or not set(finding["reps"]) <= reps_of.get(finding["set"], set()):
            yield f"{where}.reps: {finding['reps']}"
        if [f["rep"] for f in by_rep] != finding["reps"] or [f["at_s"] for f in by_rep] != finding["at_s"]:
            yield f"{where}: reps, at_s and by_rep do not agree"
        elif max((SEVERITIES.index(f["severity"]) for f in by_rep), default=rank) != rank:
            yield f"{where}.severity: not its worst rep's"


def _of_rules(report: Any) -> Iterator[str]:
    for entry in report["sets"]:
        yield from _of_rules_in_set(report, entry)
    fallen = {each["rule"] for each in (*report["findings"], *report["not_assessable"])}
    for rule in report["good"]:
        if rule in fallen:
            yield f"good: {rule} was found, or could not be assessed in some rep"
    if not 1 <= len(report["advice"]) <= 3:
        yield f"advice: {len(report['advice'])} steps, wanted one to three"


def _of_rules_in_set(report: Any, entry: Any) -> Iterator[str]:
    """Every rule that fits a set's lift is found, clean or not assessable in it: never silence."""
    lift, number = entry["lift"]["name"], entry["index"]
    found = [finding["rule"] for finding in report["findings"] if finding["set"] == number]
    unknown = [each for each in report["not_assessable"] if each["set"] == number]
    named = {*found, *(each["rule"] for each in unknown), *entry["good"]}
    if len(set(found)) != len(found):
        yield f"findings: a rule more than once in set {number}"
    yield from (f"{rule}: not a rule for {lift}" for rule in named if lift not in RULES[rule])
    for each in unknown:
        if each["reps"] != "all" and not set(each["reps"]) <= set(entry["reps"]):
            yield f"not_assessable.{each['rule']}: reps that are not of set {number}"
    for rule, lifts in RULES.items():
        if rule != "felt" and lift in lifts and rule not in named:
            yield f"{rule}: passed over in silence in set {number}"


def _of_view(view: Any) -> Iterator[str]:
    azimuth, name = view["azimuth_deg"], view["name"]
    if 10 < abs(azimuth) < 170 and view["near_side"] != ("left" if azimuth > 0 else "right"):
        yield f"view: near side {view['near_side']} at {azimuth}°"
    if name != "side" and name.startswith("front") != (abs(azimuth) < 90):
        yield f"view: {name} at {azimuth}°"
