"""The measures over time as CSV: one row a frame of the analysis, empty where missing."""

from __future__ import annotations

import csv
import io

import numpy as np
from numpy.typing import NDArray

from ..core.types import Analysis, Motion, Rep

#: The contract's measures in its order; each has a column whether or not this video carries it.
MEASURES = (
    "hip_hinge_deg",
    "knee_flexion_deg",
    "trunk_inclination_deg",
    "shank_inclination_deg",
    "lumbar_flexion_deg",
    "pelvis_rotation_deg",
    "pelvis_drop_deg",
    "neck_extension_deg",
    "load_offset_m",
    "load_offset_leg",
    "sway_leg",
    "lumbar_share",
    "hip_moment_nm",
    "knee_moment_nm",
    "lumbosacral_moment_nm",
    "hip_work_share",
    "knee_work_share",
    "back_work_share",
)
#: Further ones, each only where the video gives it: a load that is followed, from the side.
LOAD_MEASURES = ("load_x_m", "load_y_m", "load_speed_m_s")


def measures_of(motion: Motion) -> tuple[str, ...]:
    """The measures that have columns: those of every video, and those of the load that are known."""
    return (*MEASURES, *(name for name in LOAD_MEASURES if name in motion.series))


def to_csv(analysis: Analysis, frame_time_s: NDArray[np.float64], frame_index: NDArray[np.int64]) -> str:
    """Time series as CSV text.

    Parameters
    ----------
    analysis : Analysis
    frame_time_s, frame_index : array [shape=(n_frames,)]
        Times and numbers of the video's analysed frames: each row names the nearest.

    Returns
    -------
    str
        Header ``time_s,frame,rep,phase,`` then each measure and its ``_sigma``.
    """
    motion = analysis.motion
    measures = measures_of(motion)
    rep_of, phase_of = labels(analysis.reps, len(motion))
    right = np.searchsorted(frame_time_s, motion.time_s).clip(0, len(frame_time_s) - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(motion.time_s - frame_time_s[left] <= frame_time_s[right] - motion.time_s, left, right)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["time_s", "frame", "rep", "phase"] + [c for m in measures for c in (m, f"{m}_sigma")])
    for row in range(len(motion)):
        cells: list[object] = [
            f"{motion.time_s[row]:.4f}",
            int(frame_index[nearest[row]]),
            rep_of[row] or "",
            phase_of[row],
        ]
        for name in measures:
            series = motion.series.get(name)
            known = series is not None and np.isfinite(series.value[row])
            cells += [f"{series.value[row]:.3f}", f"{series.sigma[row]:.3f}"] if series and known else ["", ""]
        writer.writerow(cells)
    return out.getvalue()


def labels(reps: tuple[Rep, ...], rows: int) -> tuple[list[int], list[str]]:
    """Rep number (0 = none) and phase of each row."""
    rep_of, phase_of = [0] * rows, [""] * rows
    for rep in reps:
        cycle = rep.cycle
        for row in range(cycle.first, cycle.last):
            rep_of[row] = rep.index
            lowering = cycle.lowering
            if row in range(cycle.lifting.first, cycle.lifting.last):
                phase_of[row] = "lifting"
            elif lowering is not None and row in range(lowering.first, lowering.last):
                phase_of[row] = "lowering"
            else:
                phase_of[row] = "bottom" if row < cycle.lifting.first else "top"
    return rep_of, phase_of
