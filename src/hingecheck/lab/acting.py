"""From a clip's specification to the posed body over time and everything true of it, without pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.landmarks import SIDES, Side
from ..core.lifts import ONE_LEG
from .clipspec import ClipSpec, place_camera
from .filming.camera import PinholeCamera
from .posing.body import Body, make_body
from .posing.mass import centre_of_mass
from .posing.measures import exact_measures
from .posing.movement import perform, setup_of
from .posing.pose import Posed
from .posing.timeline import Timeline
from .posing.verdicts import Evidence, true_hand_tilt_deg, verdicts
from .truth import Truth

#: Joint centres that the truth file holds, by MediaPipe's names.
TRUE_JOINTS = ("SHOULDER", "ELBOW", "WRIST", "INDEX", "HIP", "KNEE", "ANKLE")
#: Points of the surface that it holds as well.
TRUE_POINTS = ("EAR", "HEEL", "FOOT_INDEX")


@dataclass(frozen=True, slots=True)
class Act:
    """A posed set, ready to be filmed."""

    spec: ClipSpec
    body: Body
    timeline: Timeline
    posed: Posed
    camera: PinholeCamera
    truth: Truth
    by_side: Mapping[str, Floats]  #: ``"hip_hinge_deg.left"`` … of both legs: more than the truth file holds


def act(spec: ClipSpec) -> Act:
    """Pose a clip's set and work out its truth.

    Parameters
    ----------
    spec : ClipSpec
    """
    body, movement = make_body(spec.body), spec.movement
    timeline, posed = perform(body, movement, spec.film.rate_hz, spec.seed)
    camera = place_camera(spec)
    one_leg = movement.lift in ONE_LEG
    working: Side = movement.stance if one_leg else ("left" if camera.azimuth_deg >= 0 else "right")
    hands: tuple[Side, ...] = (movement.load.side,) if movement.load.kind == "dumbbell" else SIDES
    exact = exact_measures(posed, working, hands, one_leg=one_leg, face_up=movement.lift == "hip-thrust")
    evidence = Evidence(
        movement=movement,
        timeline=timeline,
        exact=exact,
        hand_tilt_deg=true_hand_tilt_deg(posed.hands_m),
        centre_leg=_centre_over_foot(posed, spec),
    )
    names, points = true_points(posed)
    truth = Truth(
        name=f"{spec.name}.mp4",
        lift=movement.lift,
        working_side=movement.stance if one_leg else "both",
        azimuth_deg=camera.azimuth_deg,
        width_px=camera.width_px,
        height_px=camera.height_px,
        time_s=timeline.time_s,
        series=exact.series,
        joints=names,
        joints_px=camera.project(points),
        reps=timeline.reps,
        verdicts=verdicts(evidence),
        recipe=spec.as_dict(),
    )
    return Act(spec, body, timeline, posed, camera, truth, exact.by_side)


def true_points(posed: Posed) -> tuple[tuple[str, ...], Floats]:
    """Joint centres and surface points by name, in the world [shape=(n, k, 3)]."""
    body, names, points = posed.body, [], []
    surface = {"EAR": body.ears, "HEEL": body.heels, "FOOT_INDEX": body.toes}
    for side in SIDES:
        for joint in TRUE_JOINTS:
            names.append(f"{side.upper()}_{joint}")
            points.append(posed.joint(joint, side))
        for point in TRUE_POINTS:
            names.append(f"{side.upper()}_{point}")
            points.append(posed.point(surface[point][side]))
    return tuple(names), np.stack(points, axis=1)


def _centre_over_foot(posed: Posed, spec: ClipSpec) -> Floats:
    """Centre of mass from the stance ankle, (forward, left), in leg lengths [shape=(n, 2)]."""
    setup = setup_of(posed.body, spec.movement)
    load_kg = setup.load.mass_kg if setup.load.kind != "none" else 0.0
    centre = centre_of_mass(posed.body.skeleton, posed.heads_m, setup.body_mass_kg, posed.load_m, load_kg)
    ankle = posed.joint("ANKLE", setup.stance)
    away = np.stack([ankle[:, 1] - centre[:, 1], centre[:, 0] - ankle[:, 0]], axis=-1)
    return np.asarray(away / posed.body.leg_m)
