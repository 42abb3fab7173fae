"""The camera held still and upright: whether it moves or is turned, and that taken out of the lifter's track."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Mask
from ..camera import Background, HeldCamera
from ..landmarks import both
from ..signals import runs
from ..types import CameraReport, PoseTrack
from .camera_motion import NOT_MOVED, after, camera_path, reframings, shift_at, still_lines, straighten, upright
from .camera_roll import Roll, Witnesses, agreed, roll_witnesses, unsettled_deg
from .cleaning import leg_length

#: A lean of this and of more than so many of its errors is too small to be turned by, and is in the errors of what is
#: taken against the vertical: of a film that leant by 4.6°, read as 3.6 ± 0.9, it made a mild fault a moderate one.
TOLD_DEG, TOLD_SIGMAS = 3.0, 3.0
#: Before a bare wall nothing tells how level the camera is: it is as people's are, one standard deviation, degrees.
#: Of 30 real clips whose rooms tell, 1.8; by the balance of who stands there one that leans by 8° read 3.7 ± 4.
BLANK_DEG = 2.5
#: A camera that carries the lifter's place further than this moves, leg lengths: a quarter of a sway that is a fault.
#: On tripods the path of whole clips strays by up to half a pixel, a hundredth of a small lifter's leg.
MOVES_LEG = 0.03
#: Share of the frames whose step must be known for a motion to be taken out, and to say that there is none.
MIN_KNOWN, MIN_KNOWN_STILL = 0.9, 0.5
#: A background that goes by while her feet stay where they are in the picture, within this many leg lengths, is
#: something else that moves: machines, people, a mirror …
STAYS_LEG = 0.03
#: … unless it goes further than this: then the phone walks round her.
WALKS_LEG = 0.5
#: Steps that are not known count as none. Where as many of the known ones on end carry the lifter by more than this,
#: leg lengths, in the root of the sum of squares, it is not known where she is: 0.06 at most of 20 films panned,
#: zoomed, tipped or knocked; 0.3 of one shaken by as much, whose path strayed by 0.4 and read a severe sway.
STRAYS_LEG = 0.1
#: Where most steps are not known, those that are say that the camera moves only if they explain so much of how the
#: feet go from frame to frame, share of its squares: before a white wall head and plates were taken for the room in
#: a third of the frames, and of the feet's moves, plates before them, they explained 0.02 to 0.11.
GO_ALONG = 0.5
#: Fewest rows in which a camera is away that tell whether it is.
MIN_AWAY = 3
#: A roll beyond this, and beyond so many of its errors, is taken out. What lies below is in the error of trunk and
#: shank as it is: of a level camera that looks on from 45° the room's edges say up to 5.8 ± 2.8°, and taking that
#: out parts its trunk from the side camera's by 1.3° more. Of 365 clips of the lab and 40 real ones that are level
#: none is turned; of 183 and 42 turned by 8°, 109 and 22.
ACT_DEG, ACT_SIGMAS = 5.0, 3.5


def hold_camera(
    track: PoseTrack, background: Background | None, roll_deg: float | None
) -> tuple[PoseTrack, CameraReport]:
    """Take the camera's motion and roll out of a track.

    Parameters
    ----------
    track : PoseTrack
        Raw, in each frame's own pixels.
    background : Background or None
        With a row a frame of the track.
    roll_deg : float or None
        As the lifter told it.

    Returns
    -------
    PoseTrack
        As a still and upright camera would have it; the same object where there is nothing to take out.
    CameraReport
        What was found and done.
    """
    leg_px = leg_length(track.image_px, track.visibility)
    path, moving, compensated = _path(track, background, leg_px)
    lost = bool(moving) and not compensated
    moved = track if not compensated else straighten(track, HeldCamera(path))
    roll = None if roll_deg is None else Roll(roll_deg, 0.0)
    told = Witnesses()
    if roll is None and background is not None and not lost:
        told = roll_witnesses(still_lines(background.lines, path), moved, leg_px)
        roll = agreed(*told)
    taken_out = roll if roll is not None and (roll_deg is not None or _is_sure(roll)) else None
    camera = CameraReport(
        roll_deg=None if roll is None else roll.roll_deg,
        roll_sigma_deg=None if roll is None else roll.sigma_deg,
        moving=moving,
        compensated=compensated or (taken_out is not None and not lost),
        turned=taken_out is not None,
        unsettled_deg=0.0 if taken_out is not None else unsettled_deg(told, roll),
    )
    blank = roll_deg is None and background is not None and not lost and told.upright is told.level is None
    left_in = Roll(0.0, max(camera.unsettled_deg, _left_in_deg(roll), BLANK_DEG if blank else 0.0))
    if not (camera.turned or compensated or lost or left_in.sigma_deg):
        return track, camera
    turned = taken_out or left_in
    # the turn of a camera that is not held is in the picture still
    leans_deg = _leans_deg(background.steps) if lost and background is not None else 0.0
    turn = upright(turned.roll_deg, track.width_px, track.height_px, len(track))
    sigmas_deg, lost_rows = np.full(len(track), np.hypot(turned.sigma_deg, leans_deg)), np.full(len(track), lost)
    return straighten(track, HeldCamera(after(turn, path), sigmas_deg, lost_rows)), camera


def _is_sure(roll: Roll) -> bool:
    """Whether an estimate is worth turning the picture by."""
    return abs(roll.roll_deg) > max(ACT_DEG, ACT_SIGMAS * roll.sigma_deg)


def _left_in_deg(roll: Roll | None) -> float:
    """What an estimate that is not taken out says the picture leans by, where that is surely not nothing."""
    if roll is None or abs(roll.roll_deg) <= max(TOLD_DEG, TOLD_SIGMAS * roll.sigma_deg):
        return 0.0
    return abs(roll.roll_deg)


def _path(track: PoseTrack, background: Background | None, leg_px: float) -> tuple[Floats, bool | None, bool]:
    """The path to take out, whether the camera moves (None: not known), and whether it can be taken out."""
    still = np.tile(NOT_MOVED, (len(track), 1))
    present = track.present
    if background is None or leg_px <= 0 or present.sum() < 2:
        return still, None, False
    known = np.isfinite(background.steps[1:]).all(axis=1)
    path = camera_path(background.steps)
    feet = _feet(track)
    place = np.nanmedian(feet[present], axis=0)
    if not len(known) or not np.isfinite(place).all():
        return still, None, False
    carried_px = _carried_px(path, place, present)
    few = bool(known.mean() < MIN_KNOWN_STILL)
    if carried_px <= MOVES_LEG * leg_px:
        return still, None if few else False, False
    if few and not _go_along(feet, background.steps):
        return still, None, False
    held = _feet(straighten(track, HeldCamera(path)))
    away = present & _is_away(shift_at(path, place), MOVES_LEG * leg_px, present)
    wanders_px = _wandering(feet, present, away)
    sure = known.mean() >= MIN_KNOWN and _strays_px(background.steps, place) <= STRAYS_LEG * leg_px
    if sure and _wandering(held, present, away) < wanders_px:
        filmed_px = _carried_px(camera_path(_as_filmed(background.steps, track)), place, present)
        return path, filmed_px > MOVES_LEG * leg_px, True
    stays = wanders_px < STAYS_LEG * leg_px and carried_px < WALKS_LEG * leg_px
    if stays:
        return still, None if few else False, False
    return still, True, False


def _carried_px(path: Floats, place: Floats, present: Mask) -> float:
    """How far a path carries a place, across or down, while the lifter is there."""
    return float(np.ptp(shift_at(path, place)[present], axis=0).max())


def _as_filmed(steps: Floats, track: PoseTrack) -> Floats:
    """The camera's own steps: where the picture is cropped otherwise is an editor's."""
    filmed = steps.copy()
    filmed[reframings(steps, track.width_px, track.height_px)] = NOT_MOVED
    return filmed


def _feet(track: PoseTrack) -> Floats:
    """The lower ankle: the foot that carries [shape=(n, 2)]."""
    ankles = track.image_px[:, both("ANKLE")]
    lower = np.nan_to_num(ankles[..., 1], nan=-np.inf).argmax(axis=1)
    return np.asarray(np.take_along_axis(ankles, lower[:, None, None], axis=1)[:, 0])


def _go_along(feet: Floats, steps: Floats) -> bool:
    """Whether the feet go from frame to frame as the background's steps, where they are known, would carry them."""
    carried = feet[:-1] + shift_at(steps[1:], feet[:-1])
    known = np.isfinite(carried).all(axis=1) & np.isfinite(feet[1:]).all(axis=1)
    left, whole = feet[1:][known] - carried[known], np.diff(feet, axis=0)[known]
    return float((left**2).sum()) < (1.0 - GO_ALONG) * float((whole**2).sum())


def _strays_px(steps: Floats, place: Floats) -> float:
    """How far the steps that are not known may have carried a place, by as many that are known."""
    shifts = shift_at(steps[1:], place)
    known = np.isfinite(shifts).all(axis=1)
    gone = np.cumsum(np.where(known[:, None], shifts, 0.0), axis=0)
    squares = 0.0
    for count in (last - first for first, last in runs(~known)):
        whole = ~np.convolve(~known, np.ones(count), "valid").astype(bool)
        ends = np.flatnonzero(whole) + count - 1
        went = gone[ends] - gone[ends - count + 1] + shifts[ends - count + 1]
        squares += float((went**2).sum(axis=1).mean()) if len(ends) else np.inf
    return float(np.sqrt(squares))


def _leans_deg(steps: Floats) -> float:
    """How far the picture leans now to one side and now to the other, standard deviation."""
    path = camera_path(steps)
    return float(np.degrees(np.std(np.unwrap(np.arctan2(path[:, 1], path[:, 0])))))


def _is_away(shifts: Floats, by_px: float, present: Mask) -> Mask:
    """Rows in which the camera carries the lifter away from where she mostly is, as by a knock; all, if in none."""
    off_px = np.linalg.norm(shifts - np.median(shifts[present], axis=0), axis=1)
    away = off_px > 0.5 * by_px
    return np.asarray(away if (away & present).sum() >= MIN_AWAY else np.ones_like(away))


def _wandering(places: Floats, present: Mask, rows: Mask) -> float:
    """How far a foot is in some rows from its middle place in all of them, in the median, pixels."""
    middle = np.nanmedian(places[present], axis=0)
    return float(np.nanmedian(np.linalg.norm(places[present & rows] - middle, axis=1)))
