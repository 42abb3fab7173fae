"""Harmless changes of a recording, made on its saved poses: what may not change what is reported of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hingecheck.core.landmarks import MIRROR
from hingecheck.core.types import PoseTrack


def mirrored(track: PoseTrack) -> PoseTrack:
    """What the same pose model would say of the mirrored picture, were it exact."""
    order = np.asarray(MIRROR)
    image, world, outline = track.image_px[:, order].copy(), track.world_m[:, order].copy(), track.outline_px.copy()
    image[..., 0] = track.width_px - image[..., 0]
    world[..., 0] *= -1.0
    outline[..., 0] = track.width_px - outline[..., 0]
    return replace(track, image_px=image, world_m=world, visibility=track.visibility[:, order], outline_px=outline)


def scaled(track: PoseTrack, by: float) -> PoseTrack:
    """The picture made larger or smaller."""
    return replace(
        track,
        image_px=track.image_px * by,
        outline_px=(track.outline_px * by).astype(np.float32),
        width_px=round(track.width_px * by),
        height_px=round(track.height_px * by),
    )


def moved(track: PoseTrack, right_px: float, down_px: float) -> PoseTrack:
    """A border left and above, and the same right and below."""
    by = np.array([right_px, down_px])
    return replace(
        track,
        image_px=track.image_px + by,
        outline_px=(track.outline_px + by).astype(np.float32),
        width_px=round(track.width_px + 2 * right_px),
        height_px=round(track.height_px + 2 * down_px),
    )


def at_rows(track: PoseTrack, rows: np.ndarray, time_s: np.ndarray) -> PoseTrack:
    """Rows of a track, some left out or given twice, at these times."""
    return replace(
        track,
        time_s=np.asarray(time_s, dtype=float),
        frame_index=np.arange(len(rows)),
        image_px=track.image_px[rows],
        visibility=track.visibility[rows],
        world_m=track.world_m[rows],
        outline_px=track.outline_px[rows],
        people=track.people[rows],
    )


def thinned(track: PoseTrack, rate_hz: float) -> PoseTrack:
    """As many frames a second as `ffmpeg -vf fps=` would leave: the nearest to each tick, at the tick's time."""
    ticks = np.arange(int((track.time_s[-1] - track.time_s[0]) * rate_hz) + 1) / rate_hz + track.time_s[0]
    rows = np.abs(track.time_s[:, None] - ticks[None]).argmin(axis=0)
    return at_rows(track, rows, ticks)


def resampled(track: PoseTrack, rate_hz: float) -> PoseTrack:
    """Filmed at another rate: poses between the frames, on straight lines."""
    time_s = np.arange(int((track.time_s[-1] - track.time_s[0]) * rate_hz) + 1) / rate_hz + track.time_s[0]
    right = np.searchsorted(track.time_s, time_s).clip(1, len(track) - 1)
    share = (time_s - track.time_s[right - 1]) / (track.time_s[right] - track.time_s[right - 1])
    near = at_rows(track, np.where(share < 0.5, right - 1, right), time_s)

    def between(values: np.ndarray) -> np.ndarray:
        part = share.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray((1 - part) * values[right - 1] + part * values[right])

    return replace(
        near,
        image_px=between(track.image_px),
        world_m=between(track.world_m),
        visibility=between(track.visibility),
    )


def with_idle_ends(track: PoseTrack, before_s: float, after_s: float, noise_px: float = 0.3) -> PoseTrack:
    """The first and the last frame held, each held frame read a little differently."""
    step_s = float(np.median(np.diff(track.time_s)))
    before, after = round(before_s / step_s), round(after_s / step_s)
    rows = np.concatenate([np.zeros(before, int), np.arange(len(track)), np.full(after, len(track) - 1)])
    start_s = np.arange(before) * step_s
    end_s = track.time_s[-1] + before * step_s + step_s * np.arange(1, after + 1)
    held = at_rows(track, rows, np.concatenate([start_s, track.time_s - track.time_s[0] + before * step_s, end_s]))
    idle = np.ones(len(rows), dtype=bool)
    idle[before : before + len(track)] = False
    return noisy(held, noise_px, only=idle)


def noisy(track: PoseTrack, noise_px: float, *, seed: int = 7, only: np.ndarray | None = None) -> PoseTrack:
    """Landmarks as a re-encoded picture gives them: each its own small error in each frame."""
    rng = np.random.default_rng(seed)
    rows = np.ones(len(track), dtype=bool) if only is None else only
    per_m = 1.0 / max(float(np.nanmedian(np.ptp(track.image_px[..., 1], axis=1))) / 1.6, 1.0)
    amount = noise_px * rows[:, None, None]
    image = track.image_px + amount * rng.normal(size=track.image_px.shape)
    world = track.world_m + amount * per_m * rng.normal(size=track.world_m.shape)
    outline = track.outline_px + (amount * rng.normal(size=(len(track), 1, 2))).astype(np.float32)
    return replace(track, image_px=image, world_m=world, outline_px=outline)


def with_nobody_first(track: PoseTrack, before_s: float) -> PoseTrack:
    """A title card or colour bars first: nobody is found in them."""
    held = with_idle_ends(track, before_s, 0.0, 0.0)
    gone = np.arange(len(held)) < len(held) - len(track)
    image, world = held.image_px.copy(), held.world_m.copy()
    visibility, outline = held.visibility.copy(), held.outline_px.copy()
    for values in (image, world, visibility, outline):
        values[gone] = np.nan
    people = held.people.copy()
    people[gone] = 0
    return replace(held, image_px=image, world_m=world, visibility=visibility, outline_px=outline, people=people)
