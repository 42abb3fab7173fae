"""From a raw track to clean landmarks on an even grid: swaps undone, hidden and stray points out, low-pass filter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask
from ..geometry import length
from ..landmarks import FOOT, LEG_JOINTS, SIDES, SOLE, both, point
from ..signals import even_grid, hampel_mask, jitter, low_pass, resample
from ..types import PoseTrack, View
from .edges import edges_px
from .swaps import find_swaps, undo_swaps
from .view import SIDE_VIEW_LIMIT_DEG, estimate_view

#: Below this visibility a joint counts as hidden: plates drive the ankle and knee landmarks off by a
#: quarter of the leg while their visibility reads 0.2 to 0.45 (seen on real deadlifts).
HIDDEN_BELOW = 0.5
#: A shank or thigh whose length in a side view leaves this band of its median has a misplaced end.
BONE_BAND = (0.72, 1.35)
#: A lifter whose trunk and knees stay within this share of her size of where they were at first (or in the end) …
STAYED = 0.08
#: … has not begun, or is done: as she is in the middle of this many frames.
IDLE_FRAMES = 5
#: Idle footage that is kept at each end, seconds: more than the lab's clips, and sets that are cut to the reps, have.
IDLE_S = 1.5
MOVING = np.array(both("SHOULDER", "WRIST", "HIP", "KNEE"))
#: A foot whose ankle lies below the picture in this share of the frames is cut off: feet stand still, and where the
#: ankle is put into the picture in the others, as she bends, it is not there. In six films with the shins cut off
#: ankles are below in 17 to 95 %, the rest squeezed in at a visibility of 0.9; in 46 real clips in none but one, in
#: 10 %; on 366 of the lab's in none.
#: Frames in which her trunk is longer than usual by this factor do not count.
CUT_OFF_SHARE, GROWN = 0.15, 1.2
#: Landmarks that measures read; only these are searched for outliers.
USED = np.array(both("EAR") + both("SHOULDER", "WRIST", "INDEX", "HIP", *LEG_JOINTS))


@dataclass(frozen=True, slots=True)
class CleanTrack:
    """Landmarks on an even grid, filtered; NaN where they are not known or not to be trusted."""

    time_s: Floats  #: [shape=(n,)]
    image_px: Floats  #: [shape=(n, 33, 2)]
    world_m: Floats  #: [shape=(n, 33, 3)]
    visibility: Floats  #: [shape=(n, 33)]
    #: the same with nothing taken out that was there: hidden points are guesses, and guesses tell something
    guessed_px: Floats  #: [shape=(n, 33, 2)]
    guessed_m: Floats  #: [shape=(n, 33, 3)]
    noise_px: Floats  #: noise of each used landmark [shape=(n, 33)]
    swapped: NDArray[np.bool_]  #: legs were exchanged here and put back [shape=(n,)]
    view: View
    leg_px: float
    outside: Mask  #: beyond the edge of the film's own picture: a guess, however sure the model is [shape=(n, 33)]
    feet_cut_off: bool = False  #: the picture leaves a foot out, and both count as hidden; see `CUT_OFF_SHARE`
    behind_post: bool = False  #: as the track's; heels and toes count as hidden: where they are put is a guess
    detail_px: float | None = None  #: as the track's
    unclear_back: float | None = None  #: as the track's
    #: rows that what holds for the whole recording is told from; see `without_idle_ends`
    busy: slice = field(default_factory=lambda: slice(0, None))

    @property
    def tells(self) -> NDArray[np.bool_]:
        """Rows of `busy` in which the lifter is there [shape=(n,)]."""
        there: NDArray[np.bool_] = np.isfinite(self.guessed_px[..., 0]).any(axis=1)
        there[: self.busy.start] = False
        there[len(there) if self.busy.stop is None else self.busy.stop :] = False
        return there


def clean(track: PoseTrack, rate_hz: float, grid_s: Floats | None = None) -> CleanTrack:
    """Clean a raw track.

    Parameters
    ----------
    track : PoseTrack
        At least two rows with a person in them.
    rate_hz : float
        Of the even grid that comes out.
    grid_s : array, optional
        That grid, where it is not to begin with the track: its times, `rate_hz` a second.
    """
    busy = without_idle_ends(track.time_s, track.image_px)
    leg_px = leg_length(track.image_px[busy], track.visibility[busy])
    swapped = find_swaps(track.image_px, leg_px, frames_a_second(track.time_s), busy)
    image, world = undo_swaps(track.image_px, swapped), undo_swaps(track.world_m, swapped)
    visibility = undo_swaps(track.visibility, swapped)
    view = estimate_view(image[busy], world[busy], visibility[busy])
    bad = _misplaced(image, visibility, leg_px, side_view=view.off_side_deg <= SIDE_VIEW_LIMIT_DEG)
    feet_cut_off = _cuts_feet_off(track, busy)
    if feet_cut_off:  # the other foot alone, as that of a free leg, would be taken for both
        bad[:, both(*FOOT)] = True
    elif track.behind_post:  # drawn to its side; how high the ankles are tells the lift all the same
        bad[:, both(*SOLE)] = True
    grid_s = even_grid(track.time_s, rate_hz) if grid_s is None else grid_s

    def even(points: Floats) -> Floats:
        return resample(track.time_s, points, grid_s)

    # one after the other, the largest first: an hour's landmarks are a tenth of a gigabyte
    guessed_m, world_m = (low_pass(even(points), rate_hz) for points in (world, _without(world, bad)))
    del world
    guessed_px = low_pass(even(image), rate_hz)
    trusted = even(_without(image, bad))
    del image
    smooth = low_pass(trusted, rate_hz)
    return CleanTrack(
        time_s=grid_s,
        image_px=smooth,
        world_m=world_m,
        visibility=np.clip(np.nan_to_num(even(visibility), nan=0.0), 0.0, 1.0),
        guessed_px=guessed_px,
        guessed_m=guessed_m,
        noise_px=_landmark_noise(trusted, smooth),
        swapped=_nearest(track.time_s, swapped, grid_s),
        view=view,
        leg_px=leg_px,
        outside=_outside(track, guessed_px, grid_s),
        feet_cut_off=feet_cut_off,
        behind_post=track.behind_post,
        detail_px=track.detail_px,
        unclear_back=track.unclear_back,
        busy=slice(*np.searchsorted(grid_s, [track.time_s[busy.start], track.time_s[busy.stop - 1] + 1e-6])),
    )


def _without(points: Floats, bad: NDArray[np.bool_]) -> Floats:
    return np.where(bad[..., None], np.nan, points)


def frames_a_second(time_s: Floats) -> float:
    """Rate of a recording's frames: by the middle step, so that a gap does not count."""
    return float(1.0 / np.median(np.diff(time_s))) if len(time_s) > 1 else np.inf


def without_idle_ends(time_s: Floats, image_px: Floats) -> slice:
    """Rows of a recording without the idle footage before and after, but for `IDLE_S` of it at each end.

    What holds for all of it (how long a leg is, where the feet stand, where the camera) is told from these: else a
    lifter who waits at the bottom for a minute has shorter legs than one who does not.

    Parameters
    ----------
    time_s : array [shape=(n,)]
    image_px : array [shape=(n, 33, 2)]
    """
    rows = np.flatnonzero(np.isfinite(image_px[:, MOVING]).all(axis=(1, 2)))
    if len(rows) < 2:
        return slice(0, len(time_s))
    places = image_px[rows][:, MOVING]
    size = float(np.median(np.ptp(places[..., 1], axis=1) + np.ptp(places[..., 0], axis=1)))
    ends = []
    for places_from_end, rows_from_end in ((places, rows), (places[::-1], rows[::-1])):
        stayed = np.median(places_from_end[:IDLE_FRAMES], axis=0)
        away = length(places_from_end, stayed).max(axis=1) > STAYED * size
        ends.append(rows_from_end[int(np.argmax(away))] if away.any() else rows_from_end[0])
    first, last = np.searchsorted(time_s, [time_s[ends[0]] - IDLE_S, time_s[ends[1]] + IDLE_S])
    return slice(int(first), min(int(last) + 1, len(time_s))) if first < last else slice(0, len(time_s))


#: Whose shoulder is no higher above the ankle than this, leg lengths, lies; it is no further from the knee than this:
#: in 47 of 48 rendered thrusts and bridges, the upper quartile of each. With plates before the hips their legs read
#: 0.64 to 0.97 of what they are without it.
LIES_LEG, MAX_SHOULDER_TO_KNEE_LEG = 0.6, 1.25


def leg_length(points: Floats, visibility: Floats) -> float:
    """Thigh + shank of the leg that shows longest: the 75th percentile over well-seen frames.

    A lying lifter's plates hide the hips, which are drawn at his hands then: his leg is no shorter than what shoulder
    and knee are apart says.

    Parameters
    ----------
    points : array [shape=(n, 33, k)]
        In any unit; the length comes out in the same.
    visibility : array [shape=(n, 33)]
    """
    best = 0.0
    for side in SIDES:
        shoulder, hip, knee, ankle = (point(side, joint) for joint in ("SHOULDER", "HIP", "KNEE", "ANKLE"))
        total = length(points[:, hip], points[:, knee]) + length(points[:, knee], points[:, ankle])
        reach = length(points[:, shoulder], points[:, knee]) / MAX_SHOULDER_TO_KNEE_LEG
        lies = points[:, ankle, 1] - points[:, shoulder, 1] < LIES_LEG * np.fmax(total, reach)
        total = np.where(lies, np.fmax(total, reach), total)
        ok = np.isfinite(total)
        well = ok & (visibility[:, [hip, knee, ankle]].min(axis=1) >= HIDDEN_BELOW)
        chosen = total[well if well.sum() >= 5 else ok]
        if len(chosen):
            best = max(best, float(np.percentile(chosen, 75)))
    return best


def _outside(track: PoseTrack, points_px: Floats, grid_s: Floats) -> Mask:
    """Points of each row of the grid that lie beyond the picture's edge [shape=(n, 33)]."""
    if track.camera is not None:
        points_px = track.camera.at(track.time_s, grid_s).in_picture(points_px)
    upper_left, lower_right = edges_px(track)
    return np.asarray(((points_px < upper_left) | (points_px > lower_right)).any(axis=-1))


def _cuts_feet_off(track: PoseTrack, busy: slice) -> bool:
    """Whether an ankle is below the picture for `CUT_OFF_SHARE` of the time or more.

    Who walks up to the camera, and grows, is no lifter without feet.
    """
    points = track.image_px if track.camera is None else track.camera.in_picture(track.image_px)
    points = points[busy][track.present[busy]]
    if not len(points):
        return False
    trunk = 0.5 * sum(length(points[:, point(side, "SHOULDER")], points[:, point(side, "HIP")]) for side in SIDES)
    usual = trunk <= GROWN * float(np.nanmedian(trunk))
    below = points[usual][:, both("ANKLE"), 1] >= edges_px(track)[1, 1]
    return bool(len(below)) and float(below.mean(axis=0).max()) >= CUT_OFF_SHARE


def _misplaced(image: Floats, visibility: Floats, leg_px: float, *, side_view: bool) -> NDArray[np.bool_]:
    """Landmarks not to be trusted: hidden, off the length of their bone, or out of line with their neighbours.

    Returns
    -------
    array of bool [shape=(n, 33)]
    """
    bad = ~np.isfinite(image).all(axis=-1)
    legs = both(*LEG_JOINTS)
    bad[:, legs] |= visibility[:, legs] < HIDDEN_BELOW
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


def _landmark_noise(raw: Floats, smooth: Floats) -> Floats:
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
