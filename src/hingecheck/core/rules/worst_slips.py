"""How much wider than a frame's error that of a rep's greatest value is, by measure: it picks the worst slip."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import back, pelvis

#: Of 165 and 117 reps of the lab; see `back` and `pelvis`.
OF_GREATEST: Mapping[str, float] = MappingProxyType(
    {"lumbar_flexion_deg": back.GREATEST_SIGMA, "pelvis_rotation_deg": pelvis.GREATEST_SIGMA}
)


def times_wider(measure: str, which: str) -> float:
    """So many times a frame's error is that of one of a rep's numbers; `which` is a name of `core.types.Summary`.

    >>> times_wider("lumbar_flexion_deg", "max"), times_wider("lumbar_flexion_deg", "bottom")
    (1.45, 1.0)
    """
    return OF_GREATEST.get(measure, 1.0) if which == "max" else 1.0
