"""Lumbar flexion over time and its share of the fold, from the back line and the joint angles.

Unavailable with a reason where the view hides the low back, or the outline is broken or unclear.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..arrays import Mask
from ..geometry import inclination_deg
from ..landmarks import SIDES, point
from ..learned.back_line import dorsal_direction
from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_TRUST
from ..phrases import N_, Phrase
from ..signals import lowest_rows
from ..tracking.cleaning import CleanTrack
from ..tracking.uncertainty import few_pixels_back_deg, soft_back_deg, unclear_back_deg
from ..tracking.view import BACK_VIEW_LIMIT_DEG
from ..types import Series, Unavailable, View
from .observation import Observation

#: Share of the back line between hip and shoulder that must have been found.
MIN_OUTLINE = 0.8
#: An estimate with a greater standard error than this says nothing.
MAX_SIGMA_DEG = 14.0

#: Share of a set's frames, those least folded, that show the lifter tall.
TALL_SHARE = 0.10
#: … and show her tall: no further folded than this, and than this beyond the set's least fold, degrees. In 60 sets of
#: real and rendered lifters the least hinge reads -9 to 25°; in two whose standing was cut off 91 and 99°.
TALL_DEG, TALL_WITHIN_DEG = 25.0, 8.0
#: The low back bends early: of what the reference is folded already so much may be its. And so much of the
#: reference's error counts, the rest is the same at the bottom and falls out: with this 72 % of 165 of the lab's reps
#: from the side lie within the error (all of it 79, none 60 %).
EARLY_SHARE, REFERENCE_OWN = 0.3, 0.6
#: Below this fold its parts are mostly error.
MIN_FOLD_DEG = 40.0

#: A wrist this far behind the hip–shoulder axis, and between these places along it, lies on the back or beside it, in
#: lengths of that axis. Hands that hang are 0.1 … 0.9 before it; with a hand on the low back it reads 0.26 behind.
HAND_BEHIND = 0.10
HAND_ALONG = (-0.3, 0.9)
#: … in a trunk that leans at least this far: from an upright one the hands hang beside the hips, behind a lean back.
LEANING_DEG = 30.0

COVERED = Unavailable(N_("an arm lies along the back: its outline is not the back's"))
NO_NETWORKS = Unavailable(
    N_("the low back's shape is told by networks: there are none, or this lift is unlike those they were fitted to")
)
LYING = Unavailable(N_("the low back lies on the bench or the floor: its line cannot be seen"))
TOO_FEW = Unavailable(N_("the low back is seen in too few frames to tell its share of the fold"))
NOT_TALL = Unavailable(
    N_("the low back is not seen while standing tall, which its share of the fold is measured from")
)
SHALLOW = Unavailable(
    Phrase(N_("the fold is below {fold:.0f}°: the low back's share of it cannot be told"), fold=MIN_FOLD_DEG)
)


def lumbar_measures(observed: Observation, hinge: Series, trunk: Series) -> dict[str, Series | Unavailable]:
    """``lumbar_flexion_deg`` and ``lumbar_share``, from hip hinge and trunk inclination of the working side."""
    estimates = _as_clear_as_it_is(observed)
    covered = hand_on_back(observed.points, observed.view)
    lumbar = lumbar_flexion(estimates, observed.view, covered, face_up=observed.face_up)
    if estimates is None or isinstance(lumbar, Unavailable):
        return {"lumbar_flexion_deg": lumbar, "lumbar_share": lumbar}
    return {"lumbar_flexion_deg": lumbar, "lumbar_share": lumbar_share(estimates, lumbar, hinge, trunk)}


def _as_clear_as_it_is(observed: Observation) -> FrameEstimates | None:
    """The estimates with the errors that an outline of few pixels, or of a soft or grainy picture, brings."""
    estimates, points = observed.estimates, observed.points
    besides_deg = math.hypot(
        few_pixels_back_deg(points.leg_px),
        soft_back_deg(points.detail_px),
        unclear_back_deg(points.unclear_back),
        observed.trembling_deg,
    )
    if estimates is None or not besides_deg:
        return estimates
    spine = estimates.spine
    return replace(estimates, spine=replace(spine, sigma=np.hypot(spine.sigma, besides_deg)))


def lumbar_flexion(
    estimates: FrameEstimates | None, view: View, covered: Mask, *, face_up: bool
) -> Series | Unavailable:
    """Lumbar flexion of every frame, or why there is none.

    Parameters
    ----------
    estimates : FrameEstimates or None
        None where no networks are at hand.
    view : View
    covered : array of bool [shape=(n,)]
        Rows in which something else than the back makes its outline; see `hand_on_back`.
    face_up : bool
        The lifter lies on the back.

    Returns
    -------
    Series or Unavailable
        Degrees from the lifter's own straight posture, positive rounding.
    """
    if estimates is None:
        return NO_NETWORKS
    if face_up:
        return LYING
    if view.off_side_deg > BACK_VIEW_LIMIT_DEG:
        return Unavailable(
            Phrase(
                N_("the low back's shape shows only from the side: the camera stands {off:.0f}° off it"),
                off=view.off_side_deg,
            )
        )
    value, sigma = estimates.spine.value[:, 0], estimates.spine.sigma[:, 0]
    whole, like = estimates.outline >= MIN_OUTLINE, estimates.spine.trust >= MIN_TRUST
    sure = sigma <= MAX_SIGMA_DEG
    good = np.isfinite(value) & whole & like & sure & estimates.in_frame[estimates.near]
    if good.any() and not (good & ~covered).any():
        return COVERED
    good &= ~covered
    if not good.any():
        return Unavailable(_reason(whole=bool(whole.any()), like=bool(like.any())))
    return Series(np.where(good, value, np.nan), np.where(good, sigma, np.nan), "deg")


def hand_on_back(points: CleanTrack, view: View) -> Mask:
    """Rows in which a hand lies behind the trunk, beside the low back or on it: the outline there is the arm's.

    Parameters
    ----------
    points : CleanTrack
    view : View

    Returns
    -------
    array of bool [shape=(n,)]
    """
    hip, shoulder = (points.image_px[:, point(view.near_side, joint)] for joint in ("HIP", "SHOULDER"))
    axis = shoulder - hip
    dorsal = dorsal_direction(axis, view.facing)
    squared = np.maximum(np.sum(axis**2, axis=-1), 1e-9)
    up = np.array([1.0, -1.0])  # pictures count downwards
    leans = np.abs(inclination_deg(hip * up, shoulder * up)) > LEANING_DEG
    covered = np.zeros(len(axis), dtype=bool)
    for side in SIDES:
        hand = points.image_px[:, point(side, "WRIST")] - hip
        along, behind = (np.sum(hand * direction, axis=-1) / squared for direction in (axis, dorsal))
        covered |= (behind > HAND_BEHIND) & (along > HAND_ALONG[0]) & (along < HAND_ALONG[1])
    return np.asarray(covered & leans)


def lumbar_share(estimates: FrameEstimates, lumbar: Series, hinge: Series, trunk: Series) -> Series | Unavailable:
    """The low back's part of the fold so far, frame by frame: lumbar over lumbar + hip, from the set's tall posture.

    Parameters
    ----------
    estimates : FrameEstimates
    lumbar, hinge, trunk : Series
        Lumbar flexion, hip hinge and trunk inclination of the working side.

    Returns
    -------
    Series or Unavailable
        No unit; only where the fold is at least `MIN_FOLD_DEG`, below which the share is mostly error.

    Notes
    -----
    Hip flexion is the pelvis's tilt plus the thigh's lean, hinge - trunk. Biomechanics reference, section 1.3:
    a plain forward bend is 37 % lumbar in all (Esola 1996). The error holds those of both flexions and of the tall
    posture that they are counted from.
    """
    hip = estimates.spine.value[:, 1] + hinge.value - trunk.value
    known = np.isfinite(lumbar.value) & np.isfinite(hip)
    tells = known & estimates.tells
    if tells.sum() < 10:
        return TOO_FEW
    tall = lowest_rows(np.where(tells, hinge.value, np.nan), TALL_SHARE, least=3)
    folded_deg = float(np.median(hinge.value[tall]))
    least_deg = float(np.nanpercentile(hinge.value[estimates.tells], 100.0 * TALL_SHARE / 2.0))
    if folded_deg > min(TALL_DEG, least_deg + TALL_WITHIN_DEG):
        return NOT_TALL
    back = lumbar.value - np.median(lumbar.value[tall])
    fold = back + hip - np.median(hip[tall])
    deep = np.isfinite(fold) & (fold >= MIN_FOLD_DEG)
    if not deep.any():
        return SHALLOW
    share = np.where(deep, back / np.where(deep, fold, 1.0), np.nan)
    reference_deg = np.hypot(REFERENCE_OWN * np.median(lumbar.sigma[tall]), EARLY_SHARE * max(folded_deg, 0.0))
    off_deg = np.sqrt(lumbar.sigma**2 + reference_deg**2 + (share * estimates.spine.sigma[:, 1]) ** 2)
    return Series(share, np.where(deep, off_deg / np.where(deep, fold, 1.0), np.nan), "")


def _reason(*, whole: bool, like: bool) -> str:
    if not whole:
        return N_("the outline of the back is broken: keep it free of arms, plates and other people")
    if not like:
        return N_("this picture is too unlike those the measure was fitted to")
    return N_("the outline of the back is not clear enough: close-fitting top, plain background, side view")
