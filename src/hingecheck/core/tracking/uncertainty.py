"""Standard error of each joint measure, from view, visibility, jitter and how far apart the frames are.

The base errors are of a first trial with rendered bodies, against exact joint centres (mean absolute error × 1.25 =
standard deviation of a normal error), with plates before the hips in part of the clips.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..types import Motion, PoseTrack, Series, Unavailable, View
from .view import SIDE_VIEW_LIMIT_DEG

Measured = TypeVar("Measured", Series, Series | Unavailable)

#: A hidden joint may sit this share of the leg length away from where the model puts it.
HIDDEN_JOINT_ERROR_LEG = 0.10


@dataclass(frozen=True, slots=True)
class BaseError:
    """Standard error of one measure when every joint is plainly seen, by view, in the measure's unit."""

    side: float
    oblique: float
    front: float
    rear_oblique: float
    rear: float

    def at(self, view: View) -> float:
        """Error for `view`; between a true side view and its limit it grows with the angle off."""
        if view.name == "side":
            return float(self.side * (1.0 + 0.5 * view.off_side_deg / SIDE_VIEW_LIMIT_DEG))
        if view.from_behind:
            return self.rear if view.name == "rear" else self.rear_oblique
        return self.front if view.name == "front" else self.oblique


#: Hinge, knee and trunk: angles of landmarks against joint centres of rendered bodies. Shank and neck were not
#: measured then, and theirs are assumed; blended with the networks' they hold: 72 and 95 % of the lab's shanks lie
#: within one and two standard errors, 67 and 95 % of its necks (benchmarks/accuracy.md).
BASE_ERRORS: dict[str, BaseError] = {
    "hip_hinge_deg": BaseError(side=5.0, oblique=8.5, front=9.5, rear_oblique=11.5, rear=24.0),
    "knee_flexion_deg": BaseError(side=6.5, oblique=10.0, front=11.0, rear_oblique=12.0, rear=24.0),
    "trunk_inclination_deg": BaseError(side=3.8, oblique=6.5, front=8.0, rear_oblique=9.0, rear=20.0),
    "shank_inclination_deg": BaseError(side=5.0, oblique=8.0, front=9.0, rear_oblique=10.0, rear=20.0),
    "neck_extension_deg": BaseError(side=8.0, oblique=12.0, front=14.0, rear_oblique=18.0, rear=30.0),
    "load_offset_leg": BaseError(side=0.05, oblique=0.12, front=0.2, rear_oblique=0.2, rear=0.3),
}
#: The same from the side of a lifter who lies. Hinge: root mean square at the tops of real thrusts and bridges, 6,
#: and of the lab's, 9, whose landmarks err otherwise (see `measures.belief`); the rest the lab's without plates.
LYING_SIDE_ERRORS = {
    "hip_hinge_deg": 7.5,
    "knee_flexion_deg": 5.5,
    "trunk_inclination_deg": 5.5,
    "shank_inclination_deg": 3.5,
}


def base_error(name: str, view: View, *, face_up: bool) -> float:
    """Standard error of a measure from `view` with every joint seen, of a lifter who stands or who lies face up."""
    error = BASE_ERRORS[name]
    return replace(error, side=LYING_SIDE_ERRORS.get(name, error.side) if face_up else error.side).at(view)


def angle_sigma_deg(base_deg: float, visibility: Floats, jitter_px: Floats, segment_px: float) -> Floats:
    """Standard error of an angle between segments.

    Parameters
    ----------
    base_deg : float
        Error with every joint seen.
    visibility : array [shape=(n, k)]
        Of the joints the angle is made of.
    jitter_px : array [shape=(n,)]
        Frame-to-frame noise of those joints.
    segment_px : float
        Length of the shorter segment: the same slip turns a short segment further.

    Returns
    -------
    array [shape=(n,)]
        Root of the sum of squares of base, visibility and jitter parts.
    """
    unseen = 1.0 - np.clip(np.nan_to_num(visibility, nan=0.0).min(axis=1), 0.0, 1.0)
    hidden_deg = np.degrees(HIDDEN_JOINT_ERROR_LEG * 2.0 * unseen)
    shake_deg = np.degrees(np.arctan2(np.nan_to_num(jitter_px), max(segment_px, 1e-6)))
    return np.asarray(np.sqrt(base_deg**2 + hidden_deg**2 + shake_deg**2))


#: The pose model looks for the lifter where she was in the frame before. Frames further apart than this, seconds …
FOLLOWED_S = 0.05
#: … in which she moves further than this, leg lengths, have her landmarks amiss by what lies beyond: measured on 5, 8
#: and 10 frames a second against 30, steps of 0.1 to 0.2 miss by 0.05 (9 of 10 by 0.2), of 0.2 to 0.3 by 0.13 to 0.2.
#: Poses thinned to 5 a second, found at 30, err no more than all of them: it is the following that fails.
FREE_STEP_LEG = 0.08
#: The trunk from hip to shoulder, leg lengths: how far a miss turns it.
TRUNK_LEG = 0.6
#: Landmarks by which a step is measured.
STEPPING = both("SHOULDER", "HIP", "KNEE")


def following_sigma_deg(track: PoseTrack, leg_px: float, grid_s: Floats) -> Floats:
    """Standard error that an angle has besides where frames are too far apart for the movement [shape=(n,)].

    Parameters
    ----------
    track : PoseTrack
        As it was found, frame by frame.
    leg_px : float
    grid_s : array [shape=(n,)]
        Moments to know it for: the worse of the frames before and after counts.
    """
    found = np.flatnonzero(track.present)
    if len(found) < 2 or not leg_px > 0:
        return np.zeros(len(grid_s))
    time_s = track.time_s[found]
    moved = np.linalg.norm(np.diff(track.image_px[found][:, STEPPING], axis=0), axis=-1).max(axis=1) / leg_px
    missed = np.where(np.diff(time_s) > FOLLOWED_S, np.maximum(moved - FREE_STEP_LEG, 0.0), 0.0)
    amiss = np.concatenate([missed[:1], missed])
    after = np.searchsorted(time_s, grid_s).clip(0, len(found) - 1)
    worse = np.maximum(amiss[after], amiss[np.maximum(after - 1, 0)])
    return np.asarray(np.degrees(np.arctan2(np.nan_to_num(worse), TRUNK_LEG)))


#: A leg of fewer pixels is read amiss: hinges of four lab films made small differ from those of the films themselves
#: by 5 to 44° (root mean square, the middle one 15) where it has 33 to 39, by 22 to 61° where it has 24 to 31. Error
#: where a leg has half as many pixels.
ENOUGH_LEG_PX, HALF_AS_MANY_DEG = 60.0, 20.0
#: The same of the low back's shape, which is told from the outline: of six lab films made small it differs from that
#: of the films themselves by 3° (root mean square, as with all pixels) where a leg has 70 and more, by 6 where it has
#: 55, by 9 where it has 35 to 47 (18 in one, called moderately back-dominant ± 0.05), by 14 where it has 28.
ENOUGH_FOR_BACK_PX, BACK_HALF_AS_MANY_DEG = 80.0, 12.0
#: The measure that it is the error of; others that are told from landmarks have the first.
OUTLINED = "lumbar_flexion_deg"


def few_pixels_back_deg(leg_px: float) -> float:
    """Standard error that the shape of the low back has besides where the lifter is seen in few pixels.

    >>> few_pixels_back_deg(40.0), few_pixels_back_deg(90.0)
    (12.0, 0.0)
    """
    return _few_pixels_deg(leg_px, ENOUGH_FOR_BACK_PX, BACK_HALF_AS_MANY_DEG)


def few_pixels_sigma_deg(leg_px: float) -> float:
    """Standard error that an angle has besides where the lifter is seen in few pixels.

    >>> few_pixels_sigma_deg(30.0), few_pixels_sigma_deg(90.0)
    (20.0, 0.0)
    """
    return _few_pixels_deg(leg_px, ENOUGH_LEG_PX, HALF_AS_MANY_DEG)


#: Pictures that show fewer pixels along the lifter than this, however many they have: 204 and more in 46 real clips,
#: 201 in 123 of the lab and 206 in the samples. In twelve of these scaled up from 120 lines it is 115 to 158, from
#: 180 lines 120 to 196, sent on three times as by messengers 109 to 183 (one 219), at crf 42 188 to 298. Hinges of 45
#: films below differ from those of the films themselves by 5° (root mean square; the middle one 4) but for six, most
#: behind plates, in which the pose fails, by 13 to 38; the low back's shape by 7 (3). In 21 from here to 260 they do
#: by 4.5 (2) and 3 (2). How blocky a picture is tells no more: faint edges lie level or upright as often in clips
#: that nobody sent on. Error where the pictures show half as much, of angles and of the back.
ENOUGH_DETAIL_PX, HALF_THE_DETAIL_DEG, BACK_HALF_THE_DETAIL_DEG = 190.0, 10.0, 15.0


def soft_sigma_deg(detail_px: float | None) -> float:
    """Standard error that an angle has besides where the picture is soft; see `PoseTrack.detail_px`.

    >>> soft_sigma_deg(95.0), soft_sigma_deg(250.0), soft_sigma_deg(None)
    (10.0, 0.0, 0.0)
    """
    return 0.0 if detail_px is None else _few_pixels_deg(detail_px, ENOUGH_DETAIL_PX, HALF_THE_DETAIL_DEG)


def soft_back_deg(detail_px: float | None) -> float:
    """Standard error that the shape of the low back has besides where the picture is soft.

    >>> soft_back_deg(95.0), soft_back_deg(250.0), soft_back_deg(None)
    (15.0, 0.0, 0.0)
    """
    return 0.0 if detail_px is None else _few_pixels_deg(detail_px, ENOUGH_DETAIL_PX, BACK_HALF_THE_DETAIL_DEG)


#: Backs with more of their edge hidden than this, and what their shape errs besides for each share more, degrees,
#: up to a greatest. Where 0.09 to 0.24 was hidden, in seven real films made darker, it was read up to 18° otherwise
#: than in the films themselves (root mean square 10), where less is in thirteen up to 7 (4). The lab's 53 with less
#: are off by 4 to 5° in the fold, eleven with 0.15 to 0.57 by 7, of 4 that are claimed.
HIDDEN_EDGE, HIDDEN_EDGE_DEG, GREATEST_HIDDEN_DEG = 0.04, 50.0, 10.0
#: Something is before hips and thighs where edges stay over so much, squares of a leg: of 46 real clips the most is
#: 0.005, of 190 rendered and odd ones 0.006 but for one who lies, with a bar on the hips that hardly moves (0.021).
#: Of 46 films with captions, counters, posts or plants before the lifter 27 have more, among them eight of 14 with
#: captions and counters in which lift, reps or faults came out wrong.
IN_FRONT_LEG2 = 0.009
#: A dark shape before what is lit has an edge, and nothing in it, which `PoseTrack.unclear_back` says so: of six the
#: shape of the back is not told.
DARK_SHAPE, DARK_SHAPE_DEG = 1.0, 14.0


def unclear_back_deg(unclear: float | None) -> float:
    """Standard error that the shape of the low back has besides where its edge does not show.

    >>> unclear_back_deg(0.14), unclear_back_deg(0.6), unclear_back_deg(0.02), unclear_back_deg(1.0)
    (5.0, 10.0, 0.0, 14.0)
    """
    if unclear is None:
        return 0.0
    if unclear >= DARK_SHAPE:
        return DARK_SHAPE_DEG
    return min(HIDDEN_EDGE_DEG * max(round(unclear - HIDDEN_EDGE, 9), 0.0), GREATEST_HIDDEN_DEG)


def _few_pixels_deg(leg_px: float, enough_px: float, half_as_many_deg: float) -> float:
    return max(half_as_many_deg * (enough_px / max(leg_px, 1.0) - 1.0), 0.0)


#: Landmarks of a grainy picture tremble. Where they do by more than this share of a leg, as the median over time of
#: the middle one of shoulders, hips, knees and ankles (0.010 at most in 46 real clips), angles err besides by so many
#: degrees for each hundredth of a leg more: trunks of six noisy films, 0.016 to 0.055, err by 1 to 21° where 2.5 to
#: 11° were claimed, low backs by 6 to 10° where it was 4 to 7°.
TREMBLES_LEG, TREMBLING_DEG = 0.0125, 2.5
TREMBLING = both("SHOULDER", "HIP", "KNEE", "ANKLE")


def trembling_sigma_deg(noise_px: Floats, leg_px: float) -> float:
    """Standard error that an angle has besides where landmarks tremble.

    Parameters
    ----------
    noise_px : array [shape=(n, 33)]
        Of each landmark, as `CleanTrack.noise_px`.
    leg_px : float

    Examples
    --------
    >>> round(trembling_sigma_deg(np.full((9, 33), 3.25), 100.0), 6)
    5.0
    """
    known = noise_px[np.isfinite(noise_px[:, TREMBLING]).all(axis=1)][:, TREMBLING]
    if not len(known) or not leg_px > 0:
        return 0.0
    trembles_leg = float(np.median(np.median(known, axis=0))) / leg_px
    return 100.0 * TREMBLING_DEG * max(trembles_leg - TREMBLES_LEG, 0.0)


class Wider(NamedTuple):
    """So many times the standard error of a measure, and so much besides, in its unit; of each row, or of all."""

    times: Floats | float = 1.0
    besides: Floats | float = 0.0


def wider(series: Series, by: Wider) -> Series:
    """A measure with a wider error.

    >>> wider(Series(np.array([40.0]), np.array([1.5]), "deg"), Wider(2.0, besides=4.0)).sigma.tolist()
    [5.0]
    """
    return replace(series, sigma=np.hypot(by.times * series.sigma, by.besides))


def all_wider(measures: Mapping[str, Measured], by: Mapping[str, Wider]) -> dict[str, Measured]:
    """Measures with wider errors; those that `by` does not name, and those that are unavailable, as they are."""
    return {
        name: wider(one, by[name]) if name in by and isinstance(one, Series) else one
        for name, one in measures.items()
    }


def of_angles(measures: Mapping[str, Series] | Mapping[str, Series | Unavailable], by: Wider) -> dict[str, Wider]:
    """The same for every measure in degrees."""
    return {name: by for name, one in measures.items() if isinstance(one, Series) and one.unit == "deg"}


def less_sure(motion: Motion, by: Mapping[str, Wider]) -> Motion:
    """A motion whose measures have wider errors; as it is where `by` names none."""
    return replace(motion, series=all_wider(motion.series, by)) if by else motion
