"""From a raw track to a motion: cleaned, measured on both sides, the working side chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .cleaning import CleanTrack, clean, leg_length
from .corrector import correct_sides, correct_working
from .insight import Insight, look, looks_face_up, refined_view
from .joints import choose_side, lies_face_up, measure_sides
from .landmarks import Side
from .learned import Learned
from .pelvis import rotation_and_drop, working_leg
from .spine import lumbar_flexion, lumbar_share
from .types import Floats, Motion, PoseTrack, Series, View
from .view import SIDE_VIEW_LIMIT_DEG, sagittal

#: Measures that this version does not take yet, with what to tell the lifter.
NOT_YET: dict[str, str] = {"sway_leg": "this version does not measure balance yet"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the lifter said that bears on measuring."""

    height_m: float | None = None  #: with it load offset is in metres
    stance: Side | None = None  #: the leg to measure
    one_leg: bool | None = None  #: whether one leg works; None = find out


def build_motion(
    track: PoseTrack, rate_hz: float, told: Told | None = None, learned: Learned | None = None
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

    Returns
    -------
    Motion
    """
    told = told or Told()
    points = clean(track, rate_hz)
    view = points.view
    seen = None if learned is None else look(track, points, rate_hz, learned)
    plane = sagittal(points.image_px, points.world_m, view)
    face_up = lies_face_up(plane) if seen is None else looks_face_up(seen, otherwise=lies_face_up(plane))
    raw = by_side = measure_raw(points, plane, face_up=face_up)
    if seen is not None:
        by_side = correct_sides(raw, seen.joints, seen.near, seen.framed, face_up=face_up)
        view = refined_view(seen, view)
    side, one_leg = _choose(by_side, points, seen, told, face_up=face_up)
    series = _of_side(by_side, side)
    if seen is not None and told.stance is None:
        series = correct_working(_of_side(raw, side), seen.joints, seen.framed[side], face_up=face_up)
    series, missing = _load_offset_unit(
        series, in_picture=points.view.off_side_deg <= SIDE_VIEW_LIMIT_DEG, height_m=told.height_m
    )
    body, lacking = _body_measures(seen, series, view, side if one_leg else None, face_up=face_up)
    return Motion(
        time_s=points.time_s,
        rate_hz=rate_hz,
        image_px=points.image_px,
        world_m=points.world_m,
        visibility=points.visibility,
        view=view,
        leg_px=points.leg_px,
        working_side=side if one_leg else "both",
        face_up=face_up,
        measured_side=side,
        swapped=points.swapped,
        series={**series, **body},
        by_side=by_side,
        missing={**NOT_YET, **missing, **lacking},
        corrected=learned is not None,
    )


def _of_side(by_side: Mapping[str, Series], side: Side) -> dict[str, Series]:
    """One side's series, by the contract's names."""
    return {name.removesuffix(f".{side}"): s for name, s in by_side.items() if name.endswith(f".{side}")}


def _choose(
    by_side: Mapping[str, Series], points: CleanTrack, seen: Insight | None, told: Told, *, face_up: bool
) -> tuple[Side, bool]:
    """The leg to measure from, and whether it works alone: told, else learnt, else from the angles."""
    side, one_leg = choose_side(by_side, points.view, points.visibility)
    if seen is not None and not face_up:
        learnt = working_leg(seen)
        if learnt is not None:
            leg, _ = learnt
            side, one_leg = (leg, True) if leg is not None else (seen.near, False)
    return told.stance or side, one_leg if told.one_leg is None else told.one_leg


def _body_measures(
    seen: Insight | None, series: Mapping[str, Series], view: View, working: Side | None, *, face_up: bool
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
    pelvis = rotation_and_drop(seen, view, working)
    if isinstance(pelvis, str):
        missing["pelvis_rotation_deg"] = missing["pelvis_drop_deg"] = pelvis
    else:
        out["pelvis_rotation_deg"], out["pelvis_drop_deg"] = pelvis
    return out, missing


def measure_raw(points: CleanTrack, plane: Floats, *, face_up: bool) -> dict[str, Series]:
    """Every joint measure of both sides as the landmarks have it."""
    view = points.view
    in_picture = view.off_side_deg <= SIDE_VIEW_LIMIT_DEG
    leg = points.leg_px if in_picture else leg_length(points.world_m, points.visibility)
    return measure_sides(
        plane, view, points.visibility, points.shake_px, leg=leg, leg_px=points.leg_px, face_up=face_up
    )


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
