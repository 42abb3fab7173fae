"""What every measure is taken from: cleaned landmarks, network estimates, camera view, lying or standing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Floats
from ..learned.estimates import FrameEstimates, estimate, looks_face_up, refined_view
from ..learned.network import Estimate
from ..learned.networks import Learned
from ..tracking.cleaning import CleanTrack, clean
from ..tracking.joints import lies_face_up, stands_in_picture
from ..tracking.uncertainty import trembling_sigma_deg
from ..tracking.view import SIDE_VIEW_LIMIT_DEG, project_sagittal
from ..types import PoseTrack, View


@dataclass(frozen=True, slots=True)
class Observation:
    """One recording on an even time grid, before any angle is measured."""

    rate_hz: float
    points: CleanTrack
    estimates: FrameEstimates | None  #: None where no networks are at hand
    plane: Floats  #: landmarks in the sagittal plane, (forward, up) [shape=(n, 33, 2)]
    view: View  #: refined by the networks where they trust enough frames; `points.view` is the landmarks' own
    face_up: bool  #: the lifter lies or reclines on the back
    trembling_deg: float  #: standard error that angles have besides where landmarks tremble

    @property
    def side_view(self) -> bool:
        """By the landmarks the camera stands at the side: the sagittal plane is the picture's."""
        return self.points.view.off_side_deg <= SIDE_VIEW_LIMIT_DEG


def observe(track: PoseTrack, rate_hz: float, learned: Learned | None, grid_s: Floats | None = None) -> Observation:
    """Clean a raw track and let the networks estimate what they can from it.

    Parameters
    ----------
    track : PoseTrack
        At least two rows with a person in them.
    rate_hz : float
        Of the even grid that comes out.
    learned : Learned or None
    grid_s : array, optional
        Times of the grid, where they are not to begin with the track.
    """
    points = clean(track, rate_hz, grid_s)
    trembling_deg = trembling_sigma_deg(points.noise_px[points.tells], points.leg_px)
    plane = project_sagittal(points.image_px, points.world_m, points.view)
    upright = stands_in_picture(points.image_px, points.leg_px)
    face_up = lies_face_up(plane) and not upright
    if learned is None:
        return Observation(rate_hz, points, None, plane, points.view, face_up, trembling_deg)
    estimates = estimate(track, points, rate_hz, learned)
    face_up = looks_face_up(estimates, otherwise=face_up) and not upright
    view = refined_view(estimates, points.view)
    return Observation(rate_hz, points, estimates, plane, view, face_up, trembling_deg)


def without_hidden_feet(observed: Observation) -> Observation:
    """The same without what networks take from feet that the picture cuts off, or a post hides.

    Which leg works may be told all the same; how the feet are is not. Where the picture cuts them off, back and
    pelvis are not either: they take a whole body, and no network has seen such legs.
    """
    estimates, points = observed.estimates, observed.points
    if estimates is None or not (points.feet_cut_off or points.behind_post):
        return observed
    stance = _untrusted(estimates.stance)
    if not points.feet_cut_off:
        return replace(observed, estimates=replace(estimates, stance=stance))
    spine, pelvis = _untrusted(estimates.spine), _untrusted(estimates.pelvis)
    return replace(observed, estimates=replace(estimates, spine=spine, pelvis=pelvis, stance=stance))


def _untrusted(one: Estimate) -> Estimate:
    return replace(one, trust=np.zeros_like(one.trust))
