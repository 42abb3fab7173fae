"""From raw landmarks to a clean motion: swaps, hidden joints, outliers, even grid, filter, measures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .geometry import length
from .joints import choose_side, lies_face_up, measure_sides
from .landmarks import SIDES, Landmark, Side, point
from .signals import even_grid, hampel_mask, jitter, low_pass, resample
from .swaps import find_swaps, put_back
from .types import Motion, PoseTrack, Series
from .view import SIDE_VIEW_LIMIT_DEG, estimate_view, sagittal

Floats = NDArray[np.float64]

#: Below this visibility a joint counts as hidden: plates drive the ankle and knee landmarks off by a
#: quarter of the leg while their visibility reads 0.2 to 0.45 (seen on real deadlifts).
HIDDEN_BELOW = 0.5
#: A shank or thigh whose length in a side view leaves this band of its median has a misplaced end.
BONE_BAND = (0.72, 1.35)
#: Landmarks that measures read; only these are searched for outliers.
USED = np.array(
    [Landmark.LEFT_EAR, Landmark.RIGHT_EAR]
    + [
        point(side, joint)
        for side in SIDES
        for joint in ("SHOULDER", "WRIST", "INDEX", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")
    ]
)

#: Measures that this version does not take yet, with what to tell the lifter.
NOT_YET: dict[str, str] = {
    "lumbar_flexion_deg": "this version does not measure the low back's shape yet",
    "pelvis_rotation_deg": "this version does not measure pelvis rotation yet",
    "pelvis_drop_deg": "this version does not measure pelvis drop yet",
    "sway_leg": "this version does not measure balance yet",
    "lumbar_share": "this version does not measure the low back's share of the fold yet",
}


def build_motion(
    track: PoseTrack, rate_hz: float, height_m: float | None = None, stance: Side | None = None
) -> Motion:
    """Clean a raw track and take every measure it carries.

    Parameters
    ----------
    track : PoseTrack
        At least two rows with a person in them.
    rate_hz : float
        Of the even grid that comes out.
    height_m : float, optional
        The lifter's height; with it load offset is in metres.
    stance : "left" or "right", optional
        The leg to measure, where the lifter said so.

    Returns
    -------
    Motion
    """
    leg_px = leg_length(track.image_px, track.visibility)
    swapped = find_swaps(track.image_px, leg_px)
    image, world = put_back(track.image_px, swapped), put_back(track.world_m, swapped)
    seen = put_back(track.visibility, swapped)
    view = estimate_view(image, world, seen)
    bad = _misplaced(image, seen, leg_px, side_view=view.off_side_deg <= SIDE_VIEW_LIMIT_DEG)
    image, world = (np.where(bad[..., None], np.nan, points) for points in (image, world))

    grid_s = even_grid(track.time_s, rate_hz)
    image_grid = resample(track.time_s, image, grid_s)
    image_smooth = low_pass(image_grid, rate_hz)
    world_smooth = low_pass(resample(track.time_s, world, grid_s), rate_hz)
    seen_grid = np.clip(np.nan_to_num(resample(track.time_s, seen, grid_s), nan=0.0), 0.0, 1.0)
    shake_px = _shake(image_grid, image_smooth)

    plane = sagittal(image_smooth, world_smooth, view)
    in_picture = view.off_side_deg <= SIDE_VIEW_LIMIT_DEG
    leg = leg_px if in_picture else leg_length(world_smooth, seen_grid)
    face_up = lies_face_up(plane)
    by_side = measure_sides(plane, view, seen_grid, shake_px, leg=leg, leg_px=leg_px, face_up=face_up)
    guess, one_leg = choose_side(by_side, view, seen_grid)
    side = stance or guess
    series = {name.removesuffix(f".{side}"): s for name, s in by_side.items() if name.endswith(f".{side}")}
    series, missing = _load_offset_unit(series, in_picture=in_picture, height_m=height_m)
    return Motion(
        time_s=grid_s,
        rate_hz=rate_hz,
        image_px=image_smooth,
        world_m=world_smooth,
        visibility=seen_grid,
        view=view,
        leg_px=leg_px,
        working_side=side if one_leg else "both",
        face_up=face_up,
        measured_side=side,
        swapped=_nearest(track.time_s, swapped, grid_s),
        series=series,
        by_side=by_side,
        missing={**NOT_YET, **missing},
    )


def leg_length(points: Floats, visibility: Floats) -> float:
    """Thigh + shank of the leg that shows longest: the 75th percentile over well-seen frames.

    Parameters
    ----------
    points : array [shape=(n, 33, k)]
        In any unit; the length comes out in the same.
    visibility : array [shape=(n, 33)]
    """
    best = 0.0
    for side in SIDES:
        hip, knee, ankle = (point(side, joint) for joint in ("HIP", "KNEE", "ANKLE"))
        total = length(points[:, hip], points[:, knee]) + length(points[:, knee], points[:, ankle])
        ok = np.isfinite(total)
        well = ok & (visibility[:, [hip, knee, ankle]].min(axis=1) >= HIDDEN_BELOW)
        chosen = total[well if well.sum() >= 5 else ok]
        if len(chosen):
            best = max(best, float(np.percentile(chosen, 75)))
    return best


def _misplaced(image: Floats, seen: Floats, leg_px: float, *, side_view: bool) -> NDArray[np.bool_]:
    """Landmarks not to be trusted: hidden, off the length of their bone, or out of line with their neighbours.

    Returns
    -------
    array of bool [shape=(n, 33)]
    """
    bad = ~np.isfinite(image).all(axis=-1)
    legs = [point(side, joint) for side in SIDES for joint in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX")]
    bad[:, legs] |= seen[:, legs] < HIDDEN_BELOW
    if side_view:
        for side in SIDES:
            for upper, lower in (("HIP", "KNEE"), ("KNEE", "ANKLE")):
                a, b = point(side, upper), point(side, lower)
                bad[:, b] |= _off_length(length(image[:, a], image[:, b]), bad[:, a] | bad[:, b])
    for index in USED:
        bad[:, index] |= hampel_mask(
            np.where(bad[:, index, None], np.nan, image[:, index]), half_window=4, floor=0.02 * leg_px
        )
    return np.asarray(bad)


def _off_length(bone: Floats, bad: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows in which a bone's length leaves its band round the median of the good rows."""
    good = bone[~bad & np.isfinite(bone)]
    if len(good) < 10:
        return np.zeros(len(bone), dtype=bool)
    ratio = np.nan_to_num(bone / np.median(good), nan=1.0)
    return np.asarray((ratio < BONE_BAND[0]) | (ratio > BONE_BAND[1]))


def _shake(raw: Floats, smooth: Floats) -> Floats:
    """Noise of each used landmark, pixels [shape=(n, 33)]."""
    out = np.zeros(raw.shape[:2])
    for index in USED:
        out[:, index] = np.hypot(*(jitter(raw[:, index, k], smooth[:, index, k]) for k in (0, 1)))
    return out


def _nearest(time_s: Floats, mask: NDArray[np.bool_], grid_s: Floats) -> NDArray[np.bool_]:
    """`mask` read at the row nearest to each grid time."""
    right = np.searchsorted(time_s, grid_s).clip(1, max(len(time_s) - 1, 1))
    if len(time_s) < 2:
        return np.repeat(mask[:1], len(grid_s))
    nearer_left = grid_s - time_s[right - 1] < time_s[right] - grid_s
    return np.asarray(mask[np.where(nearer_left, right - 1, right)])


def _load_offset_unit(
    series: dict[str, Series], *, in_picture: bool, height_m: float | None
) -> tuple[dict[str, Series], dict[str, str]]:
    """Load offset in metres where the height is known; left out where the camera is not at the side."""
    out = dict(series)
    offset = out.pop("load_offset_leg")
    missing: dict[str, str] = {}
    if not in_picture:
        missing["load_offset_m"] = "how far the load is from the feet shows only from the side"
        missing["load_offset_leg"] = missing["load_offset_m"]
        return out, missing
    if height_m is None:
        out["load_offset_leg"] = offset
        missing["load_offset_m"] = "give --height to have it in metres"
        return out, missing
    leg_m = LEG_TO_HEIGHT * height_m
    out["load_offset_leg"] = offset
    out["load_offset_m"] = replace(offset, value=offset.value * leg_m, sigma=offset.sigma * leg_m, unit="m")
    return out, missing


#: Thigh + shank (hip centre to ankle) as a share of height: de Leva 1996, (0.4222 + 0.4403) / 1.741 for
#: men and (0.3685 + 0.4386) / 1.735 for women, mean of the two.
LEG_TO_HEIGHT = 0.480
