"""How much wider than a frame's error that of a rep's greatest value is, by measure: it picks the worst slip."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..types import Summary
from . import back, pelvis

#: Of 165 and 117 reps of the lab; see `back` and `pelvis`.
OF_GREATEST: Mapping[str, float] = MappingProxyType(
    {"lumbar_flexion_deg": back.GREATEST_SIGMA, "pelvis_rotation_deg": pelvis.GREATEST_SIGMA}
)


def error_of(summary: Summary, measure: str, which: str) -> float | None:
    """Standard error of one of a rep's numbers; `which` is a name of `core.types.Summary`.

    >>> bend = Summary(2.0, 30.0, 3.0, 0.0, 34.0, 12.0, 6.0, 1.0, {"start": 4.0, "bottom": 5.0, "top": 4.0})
    >>> error_of(bend, "lumbar_flexion_deg", "bottom"), error_of(bend, "lumbar_flexion_deg", "max")
    (5.0, 8.7)
    """
    sigma = summary.error(which)
    return None if sigma is None else sigma * (OF_GREATEST.get(measure, 1.0) if which == "max" else 1.0)
