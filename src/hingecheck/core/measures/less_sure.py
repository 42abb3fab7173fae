"""Angles with wider errors where the camera was walked about, and where the lifter is seen in few pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..landmarks import SIDES, point
from ..tracking.joints import usual_place
from ..tracking.uncertainty import few_pixels_sigma_deg
from ..types import Motion

#: Filmed in walking, the view changes under way, and phones are held high: who stands read 33 to 53 ± 8°.
WIDER_WALKING = 2.0
#: A camera that is not known to stand was walked, or swung, about where it carries the feet so far through the
#: picture, leg lengths, between the tenth and the ninetieth of hundred moments, shaking left out: 0.5 and 0.95 of two
#: clips filmed in walking, 0.4 and 0.7 of a man who steps back; 0.05 at most of five films shaken by 0.1 to 0.3.
#: Joint angles of twelve films shaken so err no more than those of the films themselves: 3.0° hinge, 3.5° knee, 2.7°
#: the pelvis's turn (root mean squares; before 3.1, 3.3 and 2.4, of errors of 5.5, 5.6 and 3.3).
WALKED_LEG = 0.2


def less_sure(motion: Motion) -> Motion:
    """The motion with the errors that its angles have by how it was filmed."""
    times = WIDER_WALKING if motion.place_lost and walked_about(motion) else 1.0
    besides_deg = few_pixels_sigma_deg(motion.leg_px)
    if times == 1.0 and not besides_deg:
        return motion
    angles = {name: series for name, series in motion.series.items() if series.unit == "deg"}
    wider = {name: replace(s, sigma=np.hypot(times * s.sigma, besides_deg)) for name, s in angles.items()}
    return replace(motion, series={**motion.series, **wider})


def walked_about(motion: Motion) -> bool:
    """Whether the lower foot goes through the picture more slowly than by shaking; so too where no foot is seen."""
    ankles = motion.image_px[:, [point(side, "ANKLE") for side in SIDES]]
    lower = np.nan_to_num(ankles[..., 1], nan=-np.inf).argmax(axis=1)
    foot = np.take_along_axis(ankles, lower[:, None, None], axis=1)[:, 0]
    places = np.stack([usual_place(foot[:, axis]) for axis in (0, 1)], axis=1)
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return True
    low, high = np.percentile(places, [10, 90], axis=0)
    return bool((high - low).max() > WALKED_LEG * motion.leg_px)
