"""From series and reps to chart data for the page's SVG: paths, ticks, shades and marks, in shares of the plot.

A plot is stretched to the width it finds (``preserveAspectRatio="none"``), its text is not: so a path runs over
0 … `UNITS` each way, and everything with a shape or a text of its own stands at a percentage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.lifts import row_of
from ..core.rules.findings import UNIT_SIGNS
from ..core.types import Analysis, Finding, LiftSet, Motion, Rep, RepFault, Series, Severity
from ..languages.speaking import localised, tr
from .drawn_curves import CURVES, Curve
from .scales import (
    UNITS,
    Range,
    Tick,
    across,
    axis_of,
    band_path,
    down,
    number,
    path,
    percent,
    percent_down,
    round_values,
)
from .words import rep_count, rep_words, set_words

#: Rows of a curve beyond this are thinned out evenly: finer than a printed page.
MAX_POINTS = 1500
#: Seconds shown before the first rep and after the last one.
AROUND_S = 0.6
#: Points of a rep when reps are laid over each other, one a percent.
PERCENTS = 101


@dataclass(frozen=True, slots=True)
class Shade:
    """A phase of a rep, percent from the left."""

    left: float
    width: float
    phase: str  #: "lowering" or "lifting"


@dataclass(frozen=True, slots=True)
class CurveMark:
    """A fault at its time: its letter in the shape of its severity."""

    left: float
    top: float
    severity: Severity
    letter: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curve's path in units, broken where nothing was measured."""

    path: str
    points: int
    kind: str = "main"  #: "main", "first", "last" or "other"
    label: str = ""  #: what sets it apart in the legend


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """One plot."""

    title: str
    about: str
    alt: str
    lines: tuple[Line, ...]
    band: str  #: path of value ± sigma; empty where there is none
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    marks: tuple[CurveMark, ...] = ()
    limits: tuple[Tick, ...] = ()  #: lines that a fault passed, percent from the top: "limit A"


@dataclass(frozen=True, slots=True)
class Lane:
    """One finding along the time axis."""

    letter: str
    finding: Finding
    marks: tuple[CurveMark, ...]


@dataclass(frozen=True, slots=True)
class SetCharts:
    """All of one set over time; every plot shares time axis, shades and rep numbers."""

    index: int
    kind: str  #: lift and view, where sets differ; else empty
    span: Range  #: from the left edge to the right one, seconds
    panels: tuple[ChartPanel, ...]
    shades: tuple[Shade, ...]
    reps: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Reps of one lift laid over each other."""

    title: str  #: the lift, where there are several
    panels: tuple[ChartPanel, ...]
    left_out: str  #: reps that are not in the video from end to end; empty where all are


def letter_of(place: int) -> str:
    """Name of a finding on the page: A, B … Z, then A2.

    >>> letter_of(0), letter_of(27)
    ('A', 'B2')
    """
    again = place // 26 + 1
    return chr(ord("A") + place % 26) + (str(again) if again > 1 else "")


def time_charts(analysis: Analysis, lift_set: LiftSet) -> SetCharts:
    """The curves of one set over time, with reps shaded and faults marked."""
    motion = analysis.motion
    span = _span_of(analysis, lift_set)
    reps = [rep for rep in analysis.reps if rep.index in lift_set.reps]
    panels = (_time_panel(analysis, curve, span, len(reps)) for curve in CURVES)
    return SetCharts(
        index=lift_set.index,
        kind=set_words(lift_set, analysis),
        span=(round(span[0], 3), round(span[1], 3)),
        panels=tuple(panel for panel in panels if panel is not None),
        shades=tuple(shade for rep in reps for shade in _shades(rep, motion, span)),
        reps=tuple(Tick(percent(0.5 * (rep.start_s + rep.end_s), span), str(rep.index)) for rep in reps),
        lanes=tuple(_lanes(analysis.findings, span)),
    )


def _span_of(analysis: Analysis, lift_set: LiftSet) -> Range:
    """A set's time with a little around it, as far as its part reaches."""
    time_s = analysis.motion.time_s
    ends = [*(first for first, _ in analysis.parts[1:]), len(time_s)]
    last = next(end for end in ends if lift_set.start_s < time_s[end - 1]) - 1
    first = max((end for end in ends if end <= last), default=0)
    return (
        max(lift_set.start_s - AROUND_S, float(time_s[first])),
        min(lift_set.end_s + AROUND_S, float(time_s[last])),
    )


def overlays(analysis: Analysis) -> list[Overlay]:
    """Reps laid over each other, the lifts apart; a lift without two whole reps has none."""
    out = []
    names = dict.fromkeys(lift_set.lift.name for lift_set in analysis.sets)
    for name in names:
        members = {rep for lift_set in analysis.sets if lift_set.lift.name == name for rep in lift_set.reps}
        reps = [rep for rep in analysis.reps if rep.index in members]
        whole = whole_reps(reps)
        missing = [rep.index for rep in reps if rep not in whole]
        title = row_of(name).title if len(names) > 1 else ""
        panels = rep_chart(analysis, whole)
        if panels:
            out.append(Overlay(title, panels, rep_words(missing, len(reps)) if missing else ""))
    return out


def rep_chart(analysis: Analysis, whole: Sequence[Rep]) -> tuple[ChartPanel, ...]:
    """Whole reps laid over each other on percent of the rep; empty where there are fewer than two."""
    if len(whole) < 2:
        return ()
    panels = (_rep_panel(analysis.motion, curve, whole) for curve in CURVES)
    return tuple(panel for panel in panels if panel is not None)


def whole_reps(reps: Sequence[Rep]) -> tuple[Rep, ...]:
    """Reps with lowering and lifting both in the video from end to end."""
    return tuple(
        rep
        for rep in reps
        if rep.cycle.lowering is not None and not rep.cycle.lowering_cut and not rep.cycle.lifting_cut
    )


def _time_panel(analysis: Analysis, curve: Curve, span: Range, reps: int) -> ChartPanel | None:
    motion = analysis.motion
    series = motion.series.get(curve.measure)
    rows = np.flatnonzero((motion.time_s >= span[0]) & (motion.time_s <= span[1]))
    rows = rows[:: max(1, -(-len(rows) // MAX_POINTS))]
    if series is None or np.isfinite(series.value[rows]).sum() < 2:
        return None
    value, sigma = series.value[rows], np.nan_to_num(series.sigma[rows])
    known = np.isfinite(value)
    error = float(np.median(sigma[known]))
    axis, ticks = axis_of(value[known], error, series.unit)
    x = across(motion.time_s[rows], span)
    sign = tr(UNIT_SIGNS.get(series.unit, ""))
    low, high, give = (localised(number(float(v))) + sign for v in (value[known].min(), value[known].max(), error))
    alt = tr(
        "{curve} over {length:.0f} seconds with {reps}: from {low} to {high}, give or take {give}. {about}.",
        curve=tr(curve.title),
        length=span[1] - span[0],
        reps=rep_count(reps),
        low=low,
        high=high,
        give=give,
        about=tr(curve.about),
    )
    return ChartPanel(
        title=tr(curve.title),
        about=tr(curve.about),
        alt=alt,
        lines=(Line(path(x, down(value, axis)), int(known.sum())),),
        band=band_path(x, down(value - sigma, axis), down(value + sigma, axis)),
        x_ticks=tuple(Tick(percent(t, span), f"{localised(number(t))} s") for t in round_values(span, most=6)),
        y_ticks=ticks,
        marks=tuple(_curve_marks(analysis, curve, series, axis, span)),
        limits=tuple(_limits(analysis.findings, curve, axis, span)),
    )


def _rep_panel(motion: Motion, curve: Curve, reps: Sequence[Rep]) -> ChartPanel | None:
    series = motion.series.get(curve.measure)
    if series is None:
        return None
    drawn = {rep.index: _on_percent(series.value, rep) for rep in reps}
    drawn = {index: value for index, value in drawn.items() if np.isfinite(value).sum() >= 2}
    if len(drawn) < 2:
        return None
    every = np.concatenate(list(drawn.values()))
    axis, ticks = axis_of(every[np.isfinite(every)], 0.0, series.unit)
    first, last = min(drawn), max(drawn)
    x = np.linspace(0, UNITS, PERCENTS)
    order = [index for index in drawn if index not in (first, last)] + [first, last]
    lines = []
    for index in order:
        y = down(drawn[index], axis)
        kind = {first: "first", last: "last"}.get(index, "other")
        lines.append(Line(path(x, y), int(np.isfinite(y).sum()), kind, tr("rep {n}", n=index)))
    return ChartPanel(
        title=tr(curve.title),
        about=tr(curve.about),
        alt=tr(
            "{curve} of {reps} reps on percent of the rep: rep {first} solid, rep {last} dashed, the others thin.",
            curve=tr(curve.title),
            reps=len(drawn),
            first=first,
            last=last,
        ),
        lines=tuple(lines),
        band="",
        x_ticks=tuple(Tick(float(p), f"{p} %") for p in (0, 50, 100)),
        y_ticks=ticks,
    )


def _on_percent(value: Floats, rep: Rep) -> Floats:
    part = value[rep.cycle.first : rep.cycle.last]
    return np.interp(np.linspace(0, len(part) - 1, PERCENTS), np.arange(len(part)), part)


def _shades(rep: Rep, motion: Motion, span: Range) -> Iterator[Shade]:
    for phase, rows in (("lowering", rep.cycle.lowering), ("lifting", rep.cycle.lifting)):
        if rows is not None and len(rows):
            left, right = (percent(float(motion.time_s[row]), span) for row in (rows.first, rows.last - 1))
            yield Shade(left, round(right - left, 2), phase)


def _lanes(findings: Sequence[Finding], span: Range) -> Iterator[Lane]:
    for place, finding in enumerate(findings):
        letter = letter_of(place)
        marks = tuple(_mark(fault, finding, letter, span, 50.0) for fault in _within(finding, span))
        if marks:
            yield Lane(letter, finding, marks)


def _curve_marks(analysis: Analysis, curve: Curve, series: Series, axis: Range, span: Range) -> Iterator[CurveMark]:
    time_s = analysis.motion.time_s
    for place, finding in enumerate(analysis.findings):
        for fault in _within(finding, span) if finding.measure in curve.shows else ():
            value = float(series.value[np.abs(time_s - fault.at_s).argmin()])
            if np.isfinite(value):
                yield _mark(fault, finding, letter_of(place), span, percent_down(value, axis))


def _limits(findings: Sequence[Finding], curve: Curve, axis: Range, span: Range) -> Iterator[Tick]:
    for place, finding in enumerate(findings):
        if curve.limited and finding.measure == curve.measure and _within(finding, span):
            yield Tick(percent_down(finding.limit, axis), tr("limit {letter}", letter=letter_of(place)))


def _within(finding: Finding, span: Range) -> list[RepFault]:
    return [fault for fault in finding.by_rep if span[0] <= fault.at_s <= span[1]]


def _mark(fault: RepFault, finding: Finding, letter: str, span: Range, top: float) -> CurveMark:
    title = tr(
        "{letter}: {rule}, {severity}, rep {rep}, {at:.1f} s",
        letter=letter,
        rule=tr(finding.rule),
        severity=tr(fault.severity),
        rep=fault.rep,
        at=fault.at_s,
    )
    return CurveMark(percent(fault.at_s, span), top, fault.severity, letter, title)
