"""A comparison in words: lines that terminal and page share, and the JSON of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..core.comparison.compare import Comparison
from ..core.comparison.differences import Difference, RuleChange, SideValue
from ..core.comparison.sides import ComparedSide
from ..core.phrases import N_
from ..core.rules.findings import format_value
from ..languages.speaking import localised, tr, tr_data
from .json_report import tidy
from .words import lift_words, name_of, rep_count

SCHEMA = "hingecheck.comparison/1"
TITLES = {
    "then and now": N_("Then and now"),
    "reference": N_("Against the reference"),
    "legs": N_("Left and right leg"),
}

#: How a number has changed.
LONGER, SHORTER = (
    N_("{measure}: {size} longer ({before} → {after})"),
    N_("{measure}: {size} shorter ({before} → {after})"),
)
MORE, LESS = N_("{measure}: {size} more ({before} → {after})"), N_("{measure}: {size} less ({before} → {after})")
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
    return f"{tr(side.label)}: {lift_words(side.lift_set.lift)}, {rep_count(len(side.reps))}"


def measure_rows(comparison: Comparison) -> list[ComparedRow]:
    """Every measure, those that differ first."""
    ordered = sorted(comparison.measures, key=lambda one: (not one.counts, -abs(one.change) / max(one.sigma, 1e-9)))
    return [_row(one) for one in ordered]


def sections(comparison: Comparison) -> list[tuple[str, list[str]]]:
    """Headings and their lines, in order; without those that have none."""
    legs = comparison.kind == "legs"
    titled = (
        (tr("Better on the second") if legs else tr("Better"), _lines(comparison, better=True)),
        (tr("Worse on the second") if legs else tr("Worse"), _lines(comparison, better=False)),
        (
            tr("Other, neither better nor worse"),
            [_sentence(one) for one in comparison.differing if one.better is None],
        ),
    )
    return [(title, lines) for title, lines in titled if lines]


def alike_words(comparison: Comparison) -> str:
    """What can be said of the rest."""
    alike = [tr(one.about.title) for one in comparison.measures if not one.counts]
    alike += [_rule(one) for one in comparison.rules if one.within_error and one.before != one.after]
    return tr("Alike within the error: {measures}.", measures=", ".join(alike)) if alike else ""


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    plain = {
        "schema": SCHEMA,
        "kind": comparison.kind,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "doubts": [tr_data(doubt) for doubt in comparison.doubts],
        "measures": [_measure(one) for one in comparison.measures],
        "rules": [
            {
                "rule": one.rule,
                "before": one.before,
                "after": one.after,
                "better": one.better,
                "within_error": one.within_error,
            }
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
    view = side.lift_set.view
    return {
        "label": str(side.label),
        "lift": side.lift_set.lift.name,
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
    verdict = {True: N_("better"), False: N_("worse"), None: N_("other")}[one.better] if one.counts else ""
    unit = one.about.unit
    return ComparedRow(
        title=tr(one.about.title),
        before=_said(one.before.value, one.before.sigma, unit),
        after=_said(one.after.value, one.after.sigma, unit),
        change=("+" if one.change > 0 else "") + _said(one.change, one.sigma, unit),
        verdict=verdict,
    )


def _said(value: float, sigma: float | None, unit: str) -> str:
    """A number short enough for three columns."""
    value = value if abs(value) >= SMALLEST.get(unit, 0.005) else 0.0  # no "-0.0"
    if unit not in SMALLEST:
        return tr(format_value(value, sigma, unit))
    digits = 1 if unit == "s" else 2
    error = "" if sigma is None else localised(f" ± {sigma:.{digits}f}")
    return localised(f"{value:.{digits}f}") + f"{error} {tr(unit)}"


def _sentence(one: Difference) -> str:
    more, less = (LONGER, SHORTER) if one.about.unit == "s" else (MORE, LESS)
    unit = one.about.unit
    size = _said(abs(one.change), one.sigma, unit)
    before, after = (_said(side.value, None, unit) for side in (one.before, one.after))
    said = more if one.change > 0 else less
    return tr(said, measure=tr(one.about.title), size=size, before=before, after=after)


def _lines(comparison: Comparison, *, better: bool) -> list[str]:
    rules = [_rule(one) for one in comparison.rules if one.better is better]
    return rules + [_sentence(one) for one in comparison.differing if one.better is better]


def _rule(one: RuleChange) -> str:
    return f"{name_of(one.rule)}: {tr(one.before)} → {tr(one.after)}"
