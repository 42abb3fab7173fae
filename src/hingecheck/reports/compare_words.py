"""A comparison in words: lines that terminal and page share, and the JSON of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..core.comparison.compare import Comparison
from ..core.comparison.differences import Difference, RuleChange, SideValue
from ..core.comparison.sides import ComparedSide
from ..core.rules.findings import format_value
from .json_report import tidy
from .words import count, lift_words

SCHEMA = "hingecheck.comparison/1"
TITLES = {"then and now": "Then and now", "reference": "Against the reference", "legs": "Left and right leg"}

#: Units with words of their own here, and what rounds to nothing in them.
SMALLEST = {"s": 0.05, "leg": 0.005}


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A number of both sides in words."""

    title: str
    before: str
    after: str
    change: str
    verdict: str  #: "better", "worse", "other", or "" where it does not count


def side_words(side: ComparedSide) -> str:
    """A side: "anna.mp4, rep 3: Deadlift, 1 rep"."""
    return f"{side.label}: {lift_words(side.analysis.lift)}, {count(len(side.reps), 'rep')}"


def measure_rows(comparison: Comparison) -> list[ComparedRow]:
    """Every measure, those that differ first."""
    ordered = sorted(comparison.measures, key=lambda one: (not one.counts, -abs(one.change) / max(one.sigma, 1e-9)))
    return [_row(one) for one in ordered]


def sections(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Headings and their lines, in order; without those that have none."""
    second = " on the second" if comparison.kind == "legs" else ""
    titled = (
        (f"Better{second}", _lines(comparison, better=True)),
        (f"Worse{second}", _lines(comparison, better=False)),
        ("Other, neither better nor worse", [_sentence(one) for one in comparison.differing if one.better is None]),
    )
    return [(title, lines) for title, lines in titled if lines]


def alike_words(comparison: Comparison) -> str:
    """What can be said of the rest."""
    alike = [one.about.title for one in comparison.measures if not one.counts]
    return f"Alike within the error: {', '.join(alike)}." if alike else ""


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    plain = {
        "schema": SCHEMA,
        "kind": comparison.kind,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "doubts": list(comparison.doubts),
        "measures": [_measure(one) for one in comparison.measures],
        "rules": [
            {"rule": one.rule, "before": one.before, "after": one.after, "better": one.better}
            for one in comparison.rules
        ],
        "phases": list(comparison.phases),
        "curves": [
            {
                "measure": one.measure,
                "unit": one.unit,
                "before": one.before.tolist(),
                "after": one.after.tolist(),
                "sigma": one.sigma.tolist(),
            }
            for one in comparison.curves
        ],
    }
    out: dict[str, Any] = tidy(plain)
    return out


def to_json(comparison: Comparison) -> str:
    """One JSON object in one line."""
    return json.dumps(to_dict(comparison), allow_nan=False, ensure_ascii=False)


def _side(side: ComparedSide) -> dict[str, Any]:
    view = side.analysis.motion.view
    return {
        "label": side.label,
        "lift": side.analysis.lift.name,
        "reps": [rep.index for rep in side.reps],
        "leg": side.leg,
        "view": {"azimuth_deg": view.azimuth_deg, "name": view.name},
    }


def _measure(one: Difference) -> dict[str, Any]:
    return {
        "measure": one.about.measure,
        "which": one.about.which,
        "unit": one.about.unit,
        "before": _value(one.before),
        "after": _value(one.after),
        "change": one.change,
        "sigma": one.sigma,
        "counts": one.counts,
        "better": one.better,
    }


def _value(value: SideValue) -> dict[str, Any]:
    return {"value": value.value, "sigma": value.sigma, "reps": value.reps}


def _row(one: Difference) -> ComparedRow:
    verdict = {True: "better", False: "worse", None: "other"}[one.better] if one.counts else ""
    unit = one.about.unit
    return ComparedRow(
        title=one.about.title,
        before=_said(one.before.value, one.before.sigma, unit),
        after=_said(one.after.value, one.after.sigma, unit),
        change=("+" if one.change > 0 else "") + _said(one.change, one.sigma, unit),
        verdict=verdict,
    )


def _said(value: float, sigma: float | None, unit: str) -> str:
    """A number short enough for three columns."""
    value = value if abs(value) >= SMALLEST.get(unit, 0.005) else 0.0  # no "-0.0"
    if unit not in SMALLEST:
        return format_value(value, sigma, unit)
    digits = 1 if unit == "s" else 2
    error = "" if sigma is None else f" ± {sigma:.{digits}f}"
    return f"{value:.{digits}f}{error} {unit}"


def _sentence(one: Difference) -> str:
    more, less = ("longer", "shorter") if one.about.unit == "s" else ("more", "less")
    unit = one.about.unit
    size = _said(abs(one.change), one.sigma, unit)
    before, after = (_said(side.value, None, unit) for side in (one.before, one.after))
    return f"{one.about.title}: {size} {more if one.change > 0 else less} ({before} → {after})"


def _lines(comparison: Comparison, *, better: bool) -> list[str]:
    rules = [_rule(one) for one in comparison.rules if one.better is better]
    return rules + [_sentence(one) for one in comparison.differing if one.better is better]


def _rule(one: RuleChange) -> str:
    return f"{one.rule.replace('-', ' ')}: {one.before} → {one.after}"
