"""Changes of the lift within one view: moments between two reps at which the posture at the bottom becomes another.

A change of posture is a question, not an answer: tired reps have it too. Whether it is another lift, each part says
when it is measured by itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..signals import median
from ..types import Cycle, Motion
from .segmentation import Segmentation

#: Repetitions in a row that make another lift, not a slip.
MIN_REPS = 2
#: What tells lifts on one's feet apart at the bottom, and by how much: bend of knee, hip and trunk, degrees (deadlift
#: to RDL 15 to 55 at the knee); height of the hands over the feet (0.1 to 0.6) and one foot over and before the other
#: (0 to 0.7), leg lengths. Reps of one set of the samples differ by a fifth of that.
ANGLES = ("knee_flexion_deg", "hip_hinge_deg", "trunk_inclination_deg")
STEPS = np.array([15.0, 15.0, 15.0, 0.12, 0.12, 0.12])
#: So many times the spread within a part is taken off the step.
CLEARLY = 2.0
#: Where the picture leaps so much of a step is enough: wherever 46 real and 122 lab sets are parted, only two, whose
#: form drifts, are so far apart.
LEAP = 0.5
#: Rows either side of the bottom.
AROUND = 4


def lift_changes_s(motion: Motion, segmentation: Segmentation, leaps_s: Sequence[float] = ()) -> list[float]:
    """Moments between two reps at which another lift may begin, seconds; none where the camera walks round her.

    Parameters
    ----------
    motion : Motion
    segmentation : Segmentation
        Its reps.
    leaps_s : sequence of float, optional
        Moments at which the picture leaps. Where form changes between two reps with one between their bottoms, that
        is the moment: another take.
    """
    cycles = [cycle for cycle in segmentation.cycles if cycle.complete]
    if motion.face_up or motion.place_lost or len(cycles) < 2 * MIN_REPS:
        return []
    postures = np.array([_posture(motion, cycle) for cycle in cycles]) / STEPS
    moments = [
        np.nan,
        *(0.5 * float(motion.time_s[a.last - 1] + motion.time_s[b.first]) for a, b in pairwise(cycles)),
    ]
    leaps = {}
    for place, (a, b) in enumerate(pairwise(cycles), 1):
        between = [leap for leap in leaps_s if motion.time_s[a.bottom] < leap < motion.time_s[b.bottom]]
        if between:
            leaps[place] = min(between, key=lambda leap: abs(leap - moments[place]))
    return sorted(leaps.get(place, moments[place]) for place in _splits(postures, leaps.keys(), 0, len(cycles)))


def _posture(motion: Motion, cycle: Cycle) -> Floats:
    """What `STEPS` are of, at a rep's bottom; NaN where it is not seen [shape=(6,)]."""
    rows = slice(max(cycle.bottom - AROUND, 0), cycle.bottom + AROUND + 1)
    points = motion.image_px[rows] / max(motion.leg_px, 1.0)
    feet = points[:, both("ANKLE")]
    hands = points[:, both("WRIST")]
    # a foot that hides behind the other stands beside it
    apart = np.abs(feet[:, 0] - feet[:, 1])
    apart[np.isfinite(feet).all(axis=2).sum(axis=1) == 1] = 0.0
    floor = np.fmax(feet[:, 0, 1], feet[:, 1, 1])
    low = np.fmax(hands[:, 0, 1], hands[:, 1, 1])
    found = [*(motion.series[name].value[rows] for name in ANGLES), floor - low, apart[:, 1], apart[:, 0]]
    return np.array([median(v[np.isfinite(v)]) if np.isfinite(v).any() else np.nan for v in found])


def _splits(postures: Floats, leaps: Container[int], first: int, last: int) -> Iterator[int]:
    """Places at which reps fall into two kinds: the clearest, then those within either side."""
    places = range(first + MIN_REPS, last - MIN_REPS + 1)
    steps = {place: _step(postures[first:place], postures[place:last]) for place in places}
    steps = {place: step / (LEAP if place in leaps else 1.0) for place, step in steps.items()}
    best = max(steps, key=lambda place: steps[place], default=None)
    if best is not None and steps[best] >= 1.0:
        yield from _splits(postures, leaps, first, best)
        yield best
        yield from _splits(postures, leaps, best, last)


def _step(before: Floats, after: Floats) -> float:
    """How far two groups of reps lie apart beyond the spread within them, in steps, all that differs together."""
    seen = (np.isfinite(before).sum(axis=0) >= MIN_REPS) & (np.isfinite(after).sum(axis=0) >= MIN_REPS)
    if not seen.any():
        return 0.0
    a, b = before[:, seen], after[:, seen]
    apart = np.abs(np.nanmedian(a, axis=0) - np.nanmedian(b, axis=0))
    within = np.maximum(np.nanstd(a, axis=0), np.nanstd(b, axis=0))
    return float(np.maximum(apart - CLEARLY * within, 0.0).sum())
