"""A load made by hand over a stick figure's analysis, with numbers that are given; and outlines to find one by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, Side, point
from hingecheck.core.load.following import grips_of
from hingecheck.core.load_types import SHAPES_KEPT, LoadScale, LoadSeen, LoadShapes, LoadTrack, Measurement, RepLoad
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, PoseTrack, Series
from stick_figure import reps

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
    lifted = tuple(
        replace(rep, load=RepLoad(mean_concentric_m_s=Measurement(speed, 0.02)))
        for rep, speed in zip(analysis.reps, speeds_m_s, strict=True)
    )
    loss = Measurement(1.0 - speeds_m_s[-1] / max(speeds_m_s), 0.04)
    return replace(
        analysis,
        motion=replace(motion, load=seen, series={**motion.series, "load_x_m": ahead}),
        reps=lifted,
        sets=tuple(replace(one, speed_loss=loss) for one in analysis.sets),
    )


LEG_PX = 340.0
MOVE = reps(3)


def looked(track: PoseTrack, *outlines: np.ndarray, bar: float | np.ndarray | None = None) -> PoseTrack:
    """The track with outlines, and so much of a bar, in every second frame."""
    shapes = np.full((len(track), SHAPES_KEPT, 6), np.nan)
    for place, outline in enumerate(outlines):
        shapes[::2, place] = outline[::2]
    looks = np.arange(len(track)) % 2 == 0
    bars = None if bar is None else np.where(looks, bar, np.nan)
    return replace(track, loads=LoadShapes(shapes, looks, bars))


def beside(track: PoseTrack, side: Side, radius_leg: float, below_leg: float, ahead_leg: float = 0.03) -> np.ndarray:
    """Something round at one fist [shape=(n, 6)]."""
    centre = grips_of(track)[side] + np.array([ahead_leg, below_leg]) * LEG_PX
    size = np.full(len(track), radius_leg * LEG_PX)
    return np.stack([*centre.T, size, size, np.full(len(track), 0.9), np.full(len(track), 0.4)], axis=1)


def analysed(track: PoseTrack, lift: str = "rdl", **facts: object) -> Analysis:
    return analyse(LifterTrack(track, 0, 0), KnownFacts(lift=lift, **facts))  # type: ignore[arg-type]


def load_of(track: PoseTrack, lift: str = "rdl") -> LoadSeen:
    return analysed(track, lift).motion.load
