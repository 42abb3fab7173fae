"""Joint angles over time, of each leg and of the working leg: from the landmarks, corrected by the networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..landmarks import point
from ..phrases import N_
from ..tracking.cleaning import CleanTrack, leg_length
from ..tracking.joints import JOINTS, measure_sides
from ..tracking.uncertainty import Wider, all_wider
from ..tracking.view import LYING_VIEW_LIMIT_DEG
from ..types import Series, Unavailable
from .belief import belief_in
from .corrector import correct_sides, correct_working
from .leg_as_seen import with_leg_as_seen
from .observation import Observation
from .stance import Stance

#: A lying lifter's trunk and shins point at a camera before the feet: how far they lean does not show there.
HIDDEN_LYING = ("trunk_inclination_deg", "knee_flexion_deg")
#: What a leg that the picture cuts off, or a post hides, does not show, and the error that its hinge has besides: the
#: knee goes up with what is squeezed in below it. Hinges of three films with the shins cut off differ from those of
#: the whole ones by 4 to 12° standing, and by 6, 10 and 48° in the fold (root mean squares).
OF_SHANK, CUT_OFF_SIGMA_DEG = ("knee_flexion_deg", "shank_inclination_deg"), 10.0
#: A post draws hips and shoulders to its side as well: trunks of eight films with one differ by 2 to 18° from those
#: of the films without (root mean squares; all eight 8), where their own errors said 2 to 5.
POST_TRUNK_SIGMA_DEG = 8.0
#: Joints that are looked for beyond the picture's edge: without the head nobody is found. Ankles lie there in 2 of 46
#: real clips, in 10 % of their frames, no joint does in any of 366 of the lab's.
LEG = ("HIP", "KNEE", "ANKLE")
LYING_FROM_FEET = Unavailable(N_("lying down it shows only from the side, or at 45°"))


def raw_angles(observed: Observation) -> dict[str, Series]:
    """Every joint measure of both sides as the landmarks have it: ``"hip_hinge_deg.left"`` and so on.

    An angle of which a joint of the leg lies beyond the picture's edge is not known.
    """
    points = observed.points
    leg = points.leg_px if observed.side_view else leg_length(points.world_m, points.visibility)
    found = measure_sides(
        observed.plane,
        points.view,
        points.visibility,
        points.noise_px,
        leg=leg,
        leg_px=points.leg_px,
        face_up=observed.face_up,
    )
    return {name: _within_picture(one, name, points) for name, one in found.items()}


def _within_picture(series: Series, name: str, points: CleanTrack) -> Series:
    measure, _, side = name.partition(".")
    outside = points.outside[:, [point(side, joint) for joint in JOINTS[measure] if joint in LEG]].any(axis=1)
    return replace(series, value=np.where(outside & (series.unit == "deg"), np.nan, series.value))


def corrected_angles(raw: Mapping[str, Series], observed: Observation) -> dict[str, Series]:
    """Both legs' angles blended with the networks'; as they are where no networks are at hand."""
    estimates, out = observed.estimates, dict(raw)
    if estimates is not None:
        usable, belief = estimates.in_frame, belief_in(observed)
        out = correct_sides(raw, estimates.joints, estimates.near, usable, belief, face_up=observed.face_up)
    return _as_far_as_shown(out, observed)


def working_leg_angles(
    raw: Mapping[str, Series],
    corrected: Mapping[str, Series],
    stance: Stance,
    observed: Observation,
    *,
    leg_given: bool,
) -> dict[str, Series]:
    """The working leg's series by the contract's names: ``"hip_hinge_deg"`` and so on.

    The networks have outputs of their own for the leg that works; where the lifter named the leg (`leg_given`), that
    leg's corrected angles count.
    """
    estimates, own = observed.estimates, _select_leg(raw, stance)
    if estimates is None or leg_given:
        return with_leg_as_seen(_select_leg(corrected, stance), own, observed, stance)
    in_frame = np.where(stance.left, estimates.in_frame["left"], estimates.in_frame["right"])
    belief = belief_in(observed)
    found = correct_working(own, estimates.joints, in_frame, stance.left, belief, face_up=observed.face_up)
    return _as_far_as_shown(with_leg_as_seen(found, own, observed, stance), observed)


def hidden_angles(observed: Observation) -> dict[str, Unavailable]:
    """The working leg's angles that this view does not show, with the reason."""
    if observed.face_up and observed.view.off_side_deg > LYING_VIEW_LIMIT_DEG:
        return dict.fromkeys(HIDDEN_LYING, LYING_FROM_FEET)
    return {}


def _as_far_as_shown(angles: Mapping[str, Series], observed: Observation) -> dict[str, Series]:
    """Angles of legs cut off or behind a post: without those of the shank, the others less sure."""
    if not (observed.points.feet_cut_off or observed.points.behind_post):
        return dict(angles)
    besides_deg = {"hip_hinge_deg": CUT_OFF_SIGMA_DEG}
    if observed.points.behind_post:
        besides_deg["trunk_inclination_deg"] = POST_TRUNK_SIGMA_DEG
    shown = {
        name: replace(one, value=np.full_like(one.value, np.nan)) if name.startswith(OF_SHANK) else one
        for name, one in angles.items()
    }
    doubts = {name: Wider(besides=deg) for name in angles for of, deg in besides_deg.items() if name.startswith(of)}
    return all_wider(shown, doubts)


def _select_leg(by_side: Mapping[str, Series], stance: Stance) -> dict[str, Series]:
    """The series of the leg that is measured in each row."""
    out = {}
    for name in [key.removesuffix(".left") for key in by_side if key.endswith(".left")]:
        left, right = by_side[f"{name}.left"], by_side[f"{name}.right"]
        value = np.where(stance.left, left.value, right.value)
        out[name] = Series(value, np.where(stance.left, left.sigma, right.sigma), left.unit)
    return out
