"""Scores of a measure: error, coverage of its claimed sigma, and separation of low from high true values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Mask
from .comparison import ClipComparison

#: Measures that must tell two kinds of reps apart: at most … and at least … in the deep part of the true rep.
APART: dict[str, tuple[float, float]] = {"lumbar_flexion_deg": (12.0, 27.0), "pelvis_rotation_deg": (10.0, 28.0)}
#: Fewest reps of each kind that say anything about telling them apart.
MIN_APART = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles over clips."""

    p10: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class MeasureScore:
    """One measure over the true reps of a group of clips; errors are measured - true, in the measure's unit."""

    measure: str
    by: str
    group: str
    clips: int  #: with a truth for this measure
    clips_measured: int
    frames: int  #: inside true reps
    measured: int  #: of these with a value
    mae: float | None
    bias: float | None
    p95: float | None  #: 95th percentile of the absolute error
    within_1_sigma: float | None  #: share of errors no larger than the claimed standard error; 0.68 is honest
    within_2_sigma: float | None  #: the same for twice that; 0.95 is honest
    clip_mae: Spread | None  #: of each clip's own mean absolute error

    @property
    def coverage(self) -> float:
        """Share of the frames inside true reps that have a value."""
        return self.measured / self.frames


@dataclass(frozen=True, slots=True)
class SeparationScore:
    """How well a measure tells reps with a low true value from those with a high one."""

    measure: str
    by: str
    group: str
    low: float  #: a true value of at most this is low
    high: float  #: and of at least this is high
    low_reps: int
    high_reps: int
    low_measured: int
    high_measured: int
    auc: float | None  #: of a high and a low rep, how often the high one measures higher; None = too few


def score_measure(name: str, by: str, group: str, clips: Sequence[ClipComparison]) -> MeasureScore | None:
    """One measure over clips; None where none of them has a truth for it."""
    parts = [m for clip in clips for m in clip.measures if m.name == name]
    if not parts:
        return None
    error = np.concatenate([part.error for part in parts])
    sigma = np.concatenate([part.sigma for part in parts])
    off = np.abs(error)
    own = [float(np.abs(part.error).mean()) for part in parts if len(part.error)]
    return MeasureScore(
        measure=name,
        by=by,
        group=group,
        clips=len(parts),
        clips_measured=len(own),
        frames=sum(part.frames for part in parts),
        measured=len(error),
        mae=mean_of(off),
        bias=mean_of(error),
        p95=float(np.percentile(off, 95)) if len(off) else None,
        within_1_sigma=mean_of(off <= sigma),
        within_2_sigma=mean_of(off <= 2.0 * sigma),
        clip_mae=Spread(*(float(q) for q in np.percentile(own, (10, 50, 90)))) if own else None,
    )


def separation(measured: Floats, low_mask: Mask, high_mask: Mask) -> float | None:
    """How often a high one measures higher than a low one: the area under the ROC curve.

    Parameters
    ----------
    measured : array [shape=(n,)]
        NaN where it was not measured: left out.
    low_mask, high_mask : array of bool [shape=(n,)]
        Which are truly low and truly high.

    Returns
    -------
    float or None
        1 tells them apart, 0.5 is chance, ties count half; None where a group has fewer than three.
    """
    known = np.isfinite(measured)
    low, high = measured[low_mask & known], measured[high_mask & known]
    if min(len(low), len(high)) < MIN_APART:
        return None
    steps = np.sign(high[:, None] - low[None, :])
    return float(0.5 * (1.0 + steps.mean()))


def score_separation(name: str, by: str, group: str, clips: Sequence[ClipComparison]) -> SeparationScore | None:
    """How well a measure tells low from high true values, a value a rep; None where there is no truth for it."""
    parts = [m for clip in clips for m in clip.measures if m.name == name]
    if not parts:
        return None
    true = np.concatenate([part.deep_true for part in parts])
    measured = np.concatenate([part.deep_measured for part in parts])
    low, high = APART[name]
    is_low, is_high, known = true <= low, true >= high, np.isfinite(measured)
    return SeparationScore(
        measure=name, by=by, group=group, low=low, high=high,
        low_reps=int(is_low.sum()), high_reps=int(is_high.sum()),
        low_measured=int((is_low & known).sum()), high_measured=int((is_high & known).sum()),
        auc=separation(measured, is_low, is_high),
    )  # fmt: skip


def mean_of(values: Sequence[bool] | Floats | Mask) -> float | None:
    """Mean; None of nothing."""
    return float(np.mean(values)) if len(values) else None
