"""From a raw track to a motion: cleaned, measured on both sides, the working side chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Floats
from ..landmarks import Side
from ..learned.estimates import FrameEstimates, estimate, looks_face_up, refined_view
from ..learned.networks import Learned
from ..learned.plausibility import implausible_rows, masked
from ..tracking.cleaning import CleanTrack, clean, leg_length
from ..tracking.joints import lies_face_up, measure_sides
from ..tracking.view import LYING_VIEW_LIMIT_DEG, SIDE_VIEW_LIMIT_DEG, sagittal
from ..types import Motion, PoseTrack, Series, View
from .corrector import correct_sides, correct_working
from .feet import foot_measures, kickstand_probability, load_offset
from .lumbar import lumbar_flexion, lumbar_share
from .pelvis import rotation_and_drop
from .stance import Stance, always, choose_stance


@dataclass(frozen=True, slots=True)
class Told:
    """What the lifter said that bears on measuring."""

    height_m: float | None = None  #: with it load offset is in metres
    stance: Side | None = None  #: the leg to measure
    one_leg: bool | None = None  #: whether one leg works; None = find out


def build_motion(
    track: PoseTrack,
    rate_hz: float,
    told: Told | None = None,
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
    told : Told, optional
    learned : Learned, optional
        The lab's networks. Without them angles are the landmarks' own, and spine and pelvis are not measured.
    grid_s : array, optional
        Times to measure at, `rate_hz` a second, where they are not to begin with the track.

    Returns
    -------
    Motion
    """
    told = told or Told()
    points = clean(track, rate_hz, grid_s)
    view = points.view
    seen = None if learned is None else estimate(track, points, rate_hz, learned)
    plane = sagittal(points.image_px, points.world_m, view)
    face_up = lies_face_up(plane) if seen is None else looks_face_up(seen, otherwise=lies_face_up(plane))
    raw = by_side = measure_raw(points, plane, face_up=face_up)
    if seen is not None:
        by_side = correct_sides(raw, seen.joints, seen.near, seen.framed, face_up=face_up)
        view = refined_view(seen, view)
    stance = _stance(by_side, points, seen, rate_hz, told, face_up=face_up)
    series = _of_working_leg(raw, by_side, stance, seen, told, face_up=face_up)
    nowhere = implausible_rows(series, rate_hz)
    series, by_side = masked(series, nowhere), masked(by_side, nowhere)
    in_picture = points.view.off_side_deg <= SIDE_VIEW_LIMIT_DEG
    series, missing = _with_load_offset(series, seen, view, in_picture=in_picture, told=told, face_up=face_up)
    if face_up and view.off_side_deg > LYING_VIEW_LIMIT_DEG:
        series, missing = _without_depth(series, missing)
    body, lacking = _body_measures(seen, series, view, stance, face_up=face_up)
    feet, unseen = _foot_measures(seen, stance)
    return Motion(
        time_s=points.time_s,
        rate_hz=rate_hz,
        image_px=points.image_px,
        world_m=points.world_m,
        visibility=points.visibility,
        view=view,
        leg_px=points.leg_px,
        working_side=stance.side if stance.one_leg else "both",
        face_up=face_up,
        measured_side=stance.side,
        stands_left=stance.left,
        probabilities=_probabilities(stance, seen),
        swapped=points.swapped,
        series={**series, **body},
        by_side={**by_side, **feet},
        missing={**missing, **lacking, **unseen},
        corrected=learned is not None,
    )


def _without_depth(series: dict[str, Series], missing: dict[str, str]) -> tuple[dict[str, Series], dict[str, str]]:
    """A lying lifter's trunk and shins point at a camera before the feet: how far they lean does not show."""
    out = dict(series)
    for name in ("trunk_inclination_deg", "knee_flexion_deg"):
        nothing = np.full_like(series[name].value, np.nan)
        out[name] = Series(nothing, nothing, series[name].unit)
        missing = {**missing, name: "lying down it shows only from the side, or at 45°"}
    return out, missing


def _probabilities(stance: Stance, seen: FrameEstimates | None) -> dict[str, float]:
    """`Motion.odds`."""
    one_leg = stance.confidence if stance.one_leg else 1.0 - stance.confidence
    resting = kickstand_probability(seen)
    return {"one-leg": one_leg, **({} if resting is None else {"kickstand": resting})}


def _of_leg(by_side: Mapping[str, Series], stance: Stance) -> dict[str, Series]:
    """The series of the leg that is measured in each row, by the contract's names."""
    out = {}
    for name in [key.removesuffix(".left") for key in by_side if key.endswith(".left")]:
        left, right = by_side[f"{name}.left"], by_side[f"{name}.right"]
        value = np.where(stance.left, left.value, right.value)
        out[name] = Series(value, np.where(stance.left, left.sigma, right.sigma), left.unit)
    return out


def _of_working_leg(
    raw: Mapping[str, Series],
    by_side: Mapping[str, Series],
    stance: Stance,
    seen: FrameEstimates | None,
    told: Told,
    *,
    face_up: bool,
) -> dict[str, Series]:
    """The series of the leg that works: the networks know it as such, unless it was told."""
    if seen is None or told.stance is not None:
        return _of_leg(by_side, stance)
    framed = np.where(stance.left, seen.framed["left"], seen.framed["right"])
    return correct_working(_of_leg(raw, stance), seen.joints, framed, face_up=face_up)


def _stance(
    by_side: Mapping[str, Series],
    points: CleanTrack,
    seen: FrameEstimates | None,
    rate_hz: float,
    told: Told,
    *,
    face_up: bool,
) -> Stance:
    """The leg to measure from: what was told goes before what is seen."""
    found = choose_stance(by_side, points.view, points.visibility, seen, rate_hz, face_up=face_up)
    one_leg = found.one_leg if told.one_leg is None else told.one_leg
    confidence = found.confidence if told.one_leg is None else 1.0
    if told.stance is not None:
        return always(told.stance, len(found.left), one_leg=one_leg, confidence=confidence)
    if not one_leg:  # two legs: one side throughout
        return always(found.side, len(found.left), one_leg=False, confidence=confidence)
    return replace(found, one_leg=True, confidence=confidence)


def _body_measures(
    seen: FrameEstimates | None, series: Mapping[str, Series], view: View, stance: Stance, *, face_up: bool
) -> tuple[dict[str, Series], dict[str, str]]:
    """Spine and pelvis: what could be measured, and why the rest could not."""
    out: dict[str, Series] = {}
    missing: dict[str, str] = {}
    lumbar = lumbar_flexion(seen, view, face_up=face_up)
    if isinstance(lumbar, str) or seen is None:
        missing["lumbar_flexion_deg"] = missing["lumbar_share"] = str(lumbar)
    else:
        out["lumbar_flexion_deg"] = lumbar
        share = lumbar_share(seen, lumbar, series["hip_hinge_deg"], series["trunk_inclination_deg"])
        if isinstance(share, str):
            missing["lumbar_share"] = share
        else:
            out["lumbar_share"] = share
    pelvis = rotation_and_drop(seen, view, stance if stance.one_leg else None)
    if isinstance(pelvis, str):
        missing["pelvis_rotation_deg"] = missing["pelvis_drop_deg"] = pelvis
    else:
        out["pelvis_rotation_deg"], out["pelvis_drop_deg"] = pelvis
    return out, missing


def _foot_measures(seen: FrameEstimates | None, stance: Stance) -> tuple[Mapping[str, Series], dict[str, str]]:
    """The feet's measures, or why there are none."""
    feet = foot_measures(seen, stance)
    return ({}, {"sway_leg": feet}) if isinstance(feet, str) else (feet, {})


def measure_raw(points: CleanTrack, plane: Floats, *, face_up: bool) -> dict[str, Series]:
    """Every joint measure of both sides as the landmarks have it."""
    view = points.view
    in_picture = view.off_side_deg <= SIDE_VIEW_LIMIT_DEG
    leg = points.leg_px if in_picture else leg_length(points.world_m, points.visibility)
    return measure_sides(
        plane, view, points.visibility, points.shake_px, leg=leg, leg_px=points.leg_px, face_up=face_up
    )


def _with_load_offset(
    series: dict[str, Series], seen: FrameEstimates | None, view: View, *, in_picture: bool, told: Told, face_up: bool
) -> tuple[dict[str, Series], dict[str, str]]:
    """Load offset as learnt, or from the picture of a side view; in metres too where the height is known."""
    out = dict(series)
    raw = out.pop("load_offset_leg")
    shown = raw if in_picture else replace(raw, value=np.full_like(raw.value, np.nan))
    offset = shown if in_picture else None
    if seen is not None and not face_up:
        offset = load_offset(seen, shown, view)
    missing: dict[str, str] = {}
    if offset is None:
        missing["load_offset_m"] = "how far the load is from the feet shows from the side, and at 45°"
        missing["load_offset_leg"] = missing["load_offset_m"]
        return out, missing
    out["load_offset_leg"] = offset
    if told.height_m is None:
        missing["load_offset_m"] = "give --height to have it in metres"
        return out, missing
    leg_m = LEG_TO_HEIGHT * told.height_m
    out["load_offset_m"] = replace(offset, value=offset.value * leg_m, sigma=offset.sigma * leg_m, unit="m")
    return out, missing


#: Thigh + shank (hip centre to ankle) as a share of height: de Leva 1996, (0.4222 + 0.4403) / 1.741 for
#: men and (0.3685 + 0.4386) / 1.735 for women, mean of the two.
LEG_TO_HEIGHT = 0.480
