"""A load made by hand over a stick figure's analysis: it goes with the hands, and its numbers are given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.load_types import LoadScale, LoadSeen, LoadTrack, Measurement, RepLoad
from hingecheck.core.types import Analysis, Series

M_PER_PX = 0.002


def with_load(analysis: Analysis, *speeds_m_s: float, ahead_m: float = 0.05) -> Analysis:
    """The analysis with a barbell in the hands, and a mean speed of each rep."""
    motion = analysis.motion
    hands = motion.image_px[:, [point(side, "WRIST") for side in SIDES]].mean(axis=1)
    rows = len(hands)
    track = LoadTrack(
        side="both",
        centre_px=hands,
        sigma_px=np.full(rows, 1.0),
        radius_px=np.full((rows, 2), 112.5),
        seen=np.ones(rows, dtype=bool),
        by="outline",
    )
    seen = LoadSeen(
        kind="barbell",
        confidence=0.9,
        tracks=(track,),
        scale=LoadScale(M_PER_PX, 0.01 * M_PER_PX, "plate"),
        reason="",
        searched=True,
    )
    ahead = Series(np.full(rows, ahead_m), np.full(rows, 0.01), "m")
    reps = tuple(
        replace(rep, load=RepLoad(mean_concentric_m_s=Measurement(speed, 0.02)))
        for rep, speed in zip(analysis.reps, speeds_m_s, strict=True)
    )
    loss = Measurement(1.0 - speeds_m_s[-1] / max(speeds_m_s), 0.04)
    return replace(
        analysis,
        motion=replace(motion, load=seen, series={**motion.series, "load_x_m": ahead}),
        reps=reps,
        sets=tuple(replace(one, speed_loss=loss) for one in analysis.sets),
    )
