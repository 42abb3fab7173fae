"""Plot scales: axis ranges, round ticks, and SVG paths with gaps where values are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.rules.findings import UNIT_SIGNS
from ..languages.speaking import localised

#: Side of the square that paths are drawn in; the page stretches it to the plot.
UNITS = 1000
#: An axis spans at least this much, so that noise does not look like movement.
MIN_SPAN_DEG, MIN_SPAN = 20.0, 0.1
STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 90.0, 120.0, 300.0, 600.0)

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, percent from the left or the top, and its text."""

    at: float
    text: str


def axis_of(known: Floats, error: float, unit: str) -> tuple[Range, tuple[Tick, ...]]:
    """Lowest and highest value of an axis that shows `known` values give or take `error`, and its ticks."""
    low, high = float(known.min()) - error, float(known.max()) + error
    least = MIN_SPAN_DEG if unit == "deg" else MIN_SPAN
    if high - low < least:
        low, high = 0.5 * (low + high - least), 0.5 * (low + high + least)
    room = 0.04 * (high - low)
    axis = (low - room, high + room)
    sign = UNIT_SIGNS["deg"] if unit == "deg" else ""
    return axis, tuple(Tick(percent_down(t, axis), localised(number(t)) + sign) for t in round_values(axis, most=6))


def round_values(span: Range, most: int) -> list[float]:
    """Round numbers in a range, at most `most` and one.

    >>> round_values((-3.0, 121.0), 5)
    [0.0, 30.0, 60.0, 90.0, 120.0]
    """
    low, high = span
    step = next((s for s in STEPS if (high - low) / s <= most), (high - low) / most)
    first = int(np.ceil(low / step - 1e-9))
    return [k * step for k in range(first, int(np.floor(high / step + 1e-9)) + 1)]


def percent(value: float, span: Range) -> float:
    """Place along a range, percent from its start."""
    return round(100 * (value - span[0]) / max(span[1] - span[0], 1e-9), 2)


def percent_down(value: float, axis: Range) -> float:
    """Place on an upright axis, percent from its top."""
    return round(100 * (axis[1] - value) / (axis[1] - axis[0]), 2)


def across(values: Floats, span: Range) -> Floats:
    """Values as units from the left."""
    return UNITS * (values - span[0]) / max(span[1] - span[0], 1e-9)


def down(values: Floats, axis: Range) -> Floats:
    """Values as units from the top."""
    return UNITS * (axis[1] - values) / (axis[1] - axis[0])


def path(x: Floats, y: Floats) -> str:
    """A line as SVG path data, broken where `y` is NaN.

    >>> path(np.array([0.0, 1.0, 2.0, 3.0]), np.array([5.0, 6.25, np.nan, 7.0]))
    'M0,5 1,6.2M3,7'
    """
    return "".join(f"M{_points(x[run], y[run])}" for run in _runs(y))


def band_path(x: Floats, low: Floats, high: Floats) -> str:
    """The area between two lines as SVG path data."""
    return "".join(f"M{_points(x[r], high[r])} {_points(x[r][::-1], low[r][::-1])}Z" for r in _runs(low))


def number(value: float) -> str:
    """A number with one decimal at most, two below one, as short as can be.

    >>> number(12.0), number(-0.01), number(0.25), number(3.14159)
    ('12', '-0.01', '0.25', '3.1')
    """
    text = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _runs(y: Floats) -> Iterator[slice]:
    """Stretches of known values."""
    known = np.concatenate([[False], np.isfinite(y), [False]])
    edges = np.flatnonzero(np.diff(known.astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(first), int(last))


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{number(a)},{number(b)}" for a, b in zip(x, y, strict=True))
