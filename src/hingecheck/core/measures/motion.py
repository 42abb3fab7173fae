"""From a raw track to a motion: every measure of the contract over time with its error, or why it is missing.

One pipeline: clean and estimate (`observation`) → angles of each leg (`angles`) → stance → angles of the working leg
→ their errors wider by the vertical's and by thighs too short, impossible rows left out → load offset, low back,
pelvis → all errors wider by the view, by frames too far apart and by landmarks that tremble → free foot → `Motion`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Floats
from ..known_facts import KnownFacts
from ..learned.networks import Learned
from ..learned.plausibility import implausible_rows, masked
from ..tracking.covered import FOOT_COVERED, foot_covered
from ..tracking.uncertainty import (
    IN_FRONT_LEG2,
    OUTLINED,
    Wider,
    all_wider,
    following_sigma_deg,
    of_angles,
    soft_sigma_deg,
)
from ..types import Motion, PoseTrack, Series, Unavailable
from .angles import corrected_angles, hidden_angles, raw_angles, working_leg_angles
from .feet import FREE_FOOT, free_foot_height, kickstand_probability, load_offsets
from .lumbar import lumbar_measures
from .observation import Observation, observe, without_hidden_feet
from .pelvis import pelvis_measures
from .short_thigh import doubts_of_short_thighs
from .stance import Stance, choose_stance, constant_stance
from .view_errors import doubts_of_view

#: How sure it is whether one leg works where the picture leaves out a foot: it tells nothing of the kind.
UNTOLD = 0.5
#: Angles against the vertical.
FROM_VERTICAL = ("trunk_inclination_deg", "shank_inclination_deg")


@dataclass(frozen=True, slots=True)
class HowToMeasure:
    """How a recording is to be measured, whichever stretch of it is."""

    rate_hz: float  #: of the even time grid the motion is put on
    facts: KnownFacts
    learned: Learned | None = None  #: see `build_motion`


def build_motion(
    track: PoseTrack,
    rate_hz: float,
    facts: KnownFacts | None = None,
    learned: Learned | None = None,
    grid_s: Floats | None = None,
) -> Motion:
    """Clean a raw track and take every measure it carries.

    Parameters
    ----------
    track : PoseTrack
        At least two rows with a person in them.
    rate_hz : float
        Of the even grid that comes out.
    facts : KnownFacts, optional
    learned : Learned, optional
        The lab's networks. Without them angles are the landmarks' own, and spine and pelvis are not measured.
    grid_s : array, optional
        Times to measure at, `rate_hz` a second, where they are not to begin with the track.

    Returns
    -------
    Motion
    """
    facts = facts or KnownFacts()
    observed = observe(track, rate_hz, learned, grid_s)
    raw = raw_angles(observed)
    by_side = corrected_angles(raw, observed)
    stance = _stance(by_side, observed, facts)
    working = working_leg_angles(raw, by_side, stance, observed, leg_given=facts.stance_leg is not None)
    vertical_sigma_deg = 0.0 if track.camera is None else track.camera.roll_sigma_deg
    # last of all, for the networks know nothing of it
    working, by_side = (_from_vertical(angles, vertical_sigma_deg) for angles in (working, by_side))
    working = all_wider(working, doubts_of_short_thighs(working, observed, stance))
    implausible = implausible_rows(working, rate_hz)
    observed = without_hidden_feet(observed)
    measures = _measures(masked(working, implausible), observed, stance, facts, vertical_sigma_deg)
    measures = all_wider(measures, doubts_of_view(observed.view))
    points = observed.points
    followed_deg = following_sigma_deg(track, points.leg_px, points.time_s)
    of_picture_deg = np.hypot(observed.trembling_deg, soft_sigma_deg(points.detail_px))
    shaken = of_angles(measures, Wider(besides=np.hypot(followed_deg, of_picture_deg)))
    # what grain and softness bring is in the back's own errors: `lumbar_measures`
    measures = all_wider(measures, {**shaken, OUTLINED: Wider(besides=followed_deg)})
    covered = stance.one_leg and foot_covered(track, points, stance.left)
    free_foot = FOOT_COVERED if covered else free_foot_height(observed.estimates, stance)
    return _motion(observed, stance, masked(by_side, implausible), measures, free_foot, track, vertical_sigma_deg)


def _from_vertical(angles: Mapping[str, Series], sigma_deg: float) -> dict[str, Series]:
    """Angles with the error of the vertical in those that are taken against it."""
    leans = Wider(besides=sigma_deg)
    return all_wider(angles, {name: leans for name in angles if name.startswith(FROM_VERTICAL)})


def _stance(by_side: Mapping[str, Series], observed: Observation, facts: KnownFacts) -> Stance:
    """The leg to measure from: what was given goes before what is seen."""
    points = observed.points
    found = choose_stance(by_side, points, observed.estimates, observed.rate_hz, face_up=observed.face_up)
    one_leg = found.one_leg if facts.one_leg is None else facts.one_leg
    confidence = found.confidence if facts.one_leg is None else 1.0
    if points.feet_cut_off and facts.one_leg is None:
        confidence = UNTOLD
    if facts.stance_leg is not None:
        return constant_stance(facts.stance_leg, len(found.left), one_leg=one_leg, confidence=confidence)
    if not one_leg:  # two legs: one side throughout
        return constant_stance(found.side, len(found.left), one_leg=False, confidence=confidence)
    return replace(found, one_leg=True, confidence=confidence)


def _measures(
    working: Mapping[str, Series],
    observed: Observation,
    stance: Stance,
    facts: KnownFacts,
    vertical_sigma_deg: float,
) -> dict[str, Series | Unavailable]:
    """The contract's measures by name, each as a series or with the reason why there is none."""
    angles = dict(working)
    raw_offset = angles.pop("load_offset_leg")
    return {
        **angles,
        **load_offsets(raw_offset, observed, stance, facts.height_m, vertical_sigma_deg),
        **lumbar_measures(observed, angles["hip_hinge_deg"], angles["trunk_inclination_deg"]),
        **pelvis_measures(observed, stance if stance.one_leg else None),
    }


def _motion(
    observed: Observation,
    stance: Stance,
    by_side: Mapping[str, Series],
    measures: Mapping[str, Series | Unavailable],
    free_foot: Series | Unavailable,
    track: PoseTrack,
    vertical_sigma_deg: float,
) -> Motion:
    """Everything put together; what the view hides is NaN and has its reason, for the whole pipeline reads it."""
    points, hidden = observed.points, hidden_angles(observed)
    series = {name: one for name, one in measures.items() if isinstance(one, Series)}
    reasons = {**measures, **hidden, "sway_leg": free_foot}
    nowhere = np.ones(len(points.time_s), dtype=bool)
    return Motion(
        time_s=points.time_s,
        rate_hz=observed.rate_hz,
        image_px=points.image_px,
        world_m=points.world_m,
        visibility=points.visibility,
        view=observed.view,
        leg_px=points.leg_px,
        working_side=stance.side if stance.one_leg else "both",
        face_up=observed.face_up,
        measured_side=stance.side,
        stands_left=stance.left,
        probabilities=_probabilities(stance, observed),
        swapped=points.swapped,
        series={**series, **masked({name: series[name] for name in hidden}, nowhere)},
        by_side={**by_side, FREE_FOOT: free_foot} if isinstance(free_foot, Series) else by_side,
        missing={name: one.reason for name, one in reasons.items() if isinstance(one, Unavailable)},
        corrected=observed.estimates is not None,
        place_lost=track.camera is not None and track.camera.place_lost,
        in_front=not observed.face_up and (track.in_front_leg2 or 0.0) >= IN_FRONT_LEG2,
        place_unknown=track.place_unknown,
        vertical_sigma_deg=vertical_sigma_deg,
    )


def _probabilities(stance: Stance, observed: Observation) -> dict[str, float]:
    """`Motion.probabilities`."""
    one_leg = stance.confidence if stance.one_leg else 1.0 - stance.confidence
    resting = kickstand_probability(observed.estimates)
    return {"one-leg": one_leg, **({} if resting is None else {"kickstand": resting})}
