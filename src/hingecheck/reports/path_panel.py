"""The load's way up in each repetition of a set, laid over each other: ahead of the foot across, height up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.types import Motion, Rep
from ..languages.speaking import localised, tr
from .charts import ChartPanel, Line
from .scales import Range, Tick, across, down, number, path, percent, percent_down, round_values

#: Height of the plot, and its least width, pixels of the page: a straight way is a line, and its numbers need room.
HIGH_PX, MIN_WIDE_PX = 260, 150
#: Least width of the plot in metres, and room round the ways.
MIN_WIDE_M, ROOM_M = 0.24, 0.03
#: A way is drawn where so much of the lift is known.
MIN_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class PathPanel:
    """The ways up, as long across as upward on the page."""

    panel: ChartPanel
    width_px: int
    height_px: int
    foot: float  #: the line over the middle of the foot, percent from the left


def path_panel(motion: Motion, reps: Sequence[Rep]) -> PathPanel | None:
    """The ways up of a set's repetitions.

    Parameters
    ----------
    motion : Motion
    reps : sequence of Rep
        Of one set.

    Returns
    -------
    PathPanel or None
        None where how far the load is ahead, or how high, is not known in any of them.
    """
    ahead, height = motion.series.get("load_x_m"), motion.series.get("load_y_m")
    if ahead is None or height is None:
        return None
    ways = {rep.index: _way(ahead.value, height.value, rep) for rep in reps}
    known = {index: way for index, way in ways.items() if np.isfinite(way).all(axis=1).mean() >= MIN_KNOWN}
    if not known:
        return None
    x_axis, y_axis = _axes(np.concatenate(list(known.values())))
    rows = np.concatenate([np.arange(rep.cycle.lifting.first, rep.cycle.lifting.last) for rep in reps])
    give = float(np.nanmedian(ahead.sigma[rows]))
    panel = ChartPanel(
        title=tr("Way of the load"),
        about=tr("each way up; the upright line is the middle of the foot, known to {give:.2f} m; metres", give=give),
        alt=_alt(known, give),
        lines=_lines(known, x_axis, y_axis),
        band="",
        x_ticks=tuple(Tick(percent(x, x_axis), localised(number(x))) for x in round_values(x_axis, most=4)),
        y_ticks=tuple(Tick(percent_down(y, y_axis), localised(number(y))) for y in round_values(y_axis, most=6)),
    )
    shape = (x_axis[1] - x_axis[0]) / (y_axis[1] - y_axis[0])
    return PathPanel(panel, max(round(HIGH_PX * shape), MIN_WIDE_PX), HIGH_PX, percent(0.0, x_axis))


def _way(ahead: Floats, height: Floats, rep: Rep) -> Floats:
    rows = rep.cycle.lifting.rows
    return np.stack([ahead[rows], height[rows]], axis=1)


def _axes(places: Floats) -> tuple[Range, Range]:
    """What the plot holds: all ways and the middle of the foot, metres across and up."""
    left, right = min(float(np.nanmin(places[:, 0])), 0.0) - ROOM_M, max(float(np.nanmax(places[:, 0])), 0.0) + ROOM_M
    low, high = float(np.nanmin(places[:, 1])) - ROOM_M, float(np.nanmax(places[:, 1])) + ROOM_M
    wide = max(right - left, MIN_WIDE_M, (high - low) * MIN_WIDE_PX / HIGH_PX)
    middle = 0.5 * (left + right)
    return (middle - 0.5 * wide, middle + 0.5 * wide), (low, high)


def _lines(ways: dict[int, Floats], x_axis: Range, y_axis: Range) -> tuple[Line, ...]:
    first, last = min(ways), max(ways)
    kinds = {last: "last", first: "first"}
    order = [index for index in ways if index not in kinds] + [first] + ([last] if last != first else [])
    lines = []
    for index in order:
        way = ways[index]
        whole = np.where(np.isfinite(way).all(axis=1), way[:, 1], np.nan)
        drawn = path(across(way[:, 0], x_axis), down(whole, y_axis))
        lines.append(Line(drawn, int(np.isfinite(whole).sum()), kinds.get(index, "other"), tr("rep {n}", n=index)))
    return tuple(lines)


def _alt(ways: dict[int, Floats], give: float) -> str:
    every = np.concatenate(list(ways.values()))
    near, far = float(np.nanmin(every[:, 0])), float(np.nanmax(every[:, 0]))
    return tr(
        "Way of the load upward in {reps} reps: {near:.2f} to {far:.2f} m ahead of the middle of the foot, "
        "give or take {give:.2f} m.",
        reps=len(ways),
        near=near,
        far=far,
        give=give,
    )
