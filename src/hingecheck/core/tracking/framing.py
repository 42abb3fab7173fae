"""What of the lifter the picture leaves out: head and feet beyond its edges, stretches in which she is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Floats, Mask
from ..geometry import length
from ..landmarks import FOOT, SIDES, Landmark, both, point
from ..phrases import N_, Phrase, joined
from ..signals import MAX_GAP_S, runs
from ..types import PoseTrack
from .cleaning import LIES_LEG, leg_length
from .edges import edges_px

FEET = both(*FOOT)
#: From the ankle to the nose of one who stands, in lengths of the leg (thigh and shank) and of the trunk: 1.8 and 3.0
#: by de Leva's segments. With less than this above the ankles the head leaves the picture as she stands up; the trunk
#: is asked too, as legs hide behind plates.
NOSE_LEG, NOSE_TRUNK = 1.7, 2.8
#: A nose so near to the upper edge is cut off, leg lengths: in a film whose picture ends at the nose it was beyond it
#: in 10 % of the frames, and within this of it in 29 % more. In 43 of 46 real clips, and all 366 of the lab's, it
#: never is. Measured at no other edge.
NOSE_AT_LEG = 0.02
#: Who bends with her head at the edge may be lost when she stands up: without a head nobody is found. Lost for less
#: than this is a slip, seconds.
LOST_S = 0.5
#: Within so long of where she is lost or found again, seconds, her nose is this near to the upper edge, leg lengths,
#: if it was there that she went: 0.15 at most in six films with the head cut off, 0.3 and more in seven in which she
#: is lost otherwise. A picture that zooms has no one size by which she would fit.
BESIDE_S, GOES_OUT_LEG = 0.2, 0.2
#: Share of the frames that is worth a line.
WORTH_SAYING = 0.1
#: More stretches than this are not told one by one.
MAX_STRETCHES = 3

#: Pictures further apart than this, seconds and so many of a recording's usual steps, leave something out: phones
#: that stop and go on lose half a second, the longest step of the real clips is 0.2 s.
LEFT_OUT_S, LEFT_OUT_STEPS = 1.0, 5.0
NO_PICTURE = N_("there is no picture from {times}: what went on then is not known")
#: … and those too far apart to be joined are said where they make up `WORTH_SAYING` of the time.
GONE = N_(
    "for {share:.0%} of the time there are no pictures, a moment here and there: use the video as it was filmed"
)

HEAD_CUT = N_("the head is cut off in {share:.0%} of the frames: step back or tilt the camera up")
FEET_CUT = N_("the feet are cut off in {share:.0%} of the frames: step back or tilt the camera down")
#: … where it is at the left or right edge that they leave it most often.
FEET_CUT_ASIDE = N_(
    "the feet are cut off at the side in {share:.0%} of the frames: step back or turn the camera towards them"
)


def feet_cut_share(track: PoseTrack) -> float:
    """Share of frames with the lifter in which a foot lies beyond the picture's edge."""
    return _share_beyond(track, FEET)


def _feet_leave_aside(track: PoseTrack) -> bool:
    """Whether feet lie beyond the picture's left or right edge more often than below it."""
    aside, below = _outside(track, FEET).any(axis=1).sum(axis=0)
    return bool(aside > below)


def head_cut_share(track: PoseTrack) -> float:
    """Share of frames with the lifter whose nose lies beyond the picture's edge, or at the upper one."""
    return _share_beyond(track, [Landmark.NOSE], NOSE_AT_LEG * leg_length(track.image_px, track.visibility))


def _share_beyond(track: PoseTrack, joints: list[int], below_top_px: float = 0.0) -> float:
    outside = _outside(track, joints, below_top_px)
    return float(outside.any(axis=(1, 2)).mean()) if len(outside) else 0.0


def _outside(track: PoseTrack, joints: list[int], below_top_px: float = 0.0) -> Mask:
    """Which joints lie beyond the picture's edges, across and up or down [shape=(frames with her, joints, 2)]."""
    points = track.image_px[track.present][:, joints]
    upper_left, lower_right = edges_px(track)
    upper_left[1] += below_top_px
    return np.asarray((points < upper_left) | (points >= lower_right))


def too_low_to_stand(track: PoseTrack) -> bool:
    """Whether a lifter who is lost for a while would have her head above the picture if she stood up."""
    lost_s = lost_stretches_s(track)
    return bool(lost_s) and (leaves_no_room(track) or _goes_out_above(track, lost_s))


def _goes_out_above(track: PoseTrack, lost_s: Sequence[tuple[float, float]]) -> bool:
    """Whether the head of a lifter who does not lie is at the upper edge as she is lost, or found again."""
    if not track.present.any() or _lies(track):
        return False
    moments_s = np.array(lost_s).ravel()
    beside = (np.abs(track.time_s - moments_s[:, None]) <= BESIDE_S).any(axis=0)
    nose = track.image_px[beside & track.present, Landmark.NOSE, 1] - edges_px(track)[0, 1]
    return bool((nose < GOES_OUT_LEG * leg_length(track.image_px, track.visibility)).any())


def leaves_no_room(track: PoseTrack) -> bool:
    """Whether the head of a lifter who does not lie would be above the picture if she stood up."""
    if not track.present.any() or _lies(track):
        return False
    ankles = track.image_px[track.present][:, both("ANKLE"), 1]
    leg_px = leg_length(track.image_px, track.visibility)
    trunk_px = max(
        float(
            np.nanpercentile(length(track.image_px[:, point(s, "SHOULDER")], track.image_px[:, point(s, "HIP")]), 75)
        )
        for s in SIDES
    )
    above_px = float(np.nanmedian(ankles.max(axis=1))) - edges_px(track)[0, 1]
    return bool(above_px < max(NOSE_LEG * leg_px, NOSE_TRUNK * trunk_px))


def _lies(track: PoseTrack) -> bool:
    """Whether the shoulders are never far above the feet."""
    image = track.image_px[track.present]
    ankles, shoulders = (image[:, both(joint), 1].mean(axis=1) for joint in ("ANKLE", "SHOULDER"))
    return bool(np.nanpercentile(ankles - shoulders, 90) < LIES_LEG * leg_length(track.image_px, track.visibility))


def lost_stretches_s(track: PoseTrack) -> list[tuple[float, float]]:
    """Stretches of `LOST_S` or more in which the lifter is not found, seconds, in order."""
    lost = [(float(track.time_s[a]), float(track.time_s[min(b, len(track) - 1)])) for a, b in runs(~track.present)]
    return [(from_s, to_s) for from_s, to_s in lost if to_s - from_s >= LOST_S]


def cut_off(track: PoseTrack) -> list[str]:
    """What lies beyond the picture's edges, in words."""
    lines: list[str] = []
    head, feet = head_cut_share(track), feet_cut_share(track)
    if head > WORTH_SAYING:
        lines.append(Phrase(HEAD_CUT, share=head))
    elif too_low_to_stand(track):
        lines.append(N_("standing, the head leaves the picture: step back or tilt the camera up"))
    if feet > WORTH_SAYING:
        lines.append(Phrase(FEET_CUT_ASIDE if _feet_leave_aside(track) else FEET_CUT, share=feet))
    return lines


def left_out(track: PoseTrack) -> str:
    """Why a lift may not show, where the picture leaves out part of the lifter; empty where it does not."""
    stretches = lost_stretches_s(track)
    lines = cut_off(track)
    if stretches and 1.0 - float(track.present.mean()) > WORTH_SAYING:
        lines.insert(0, Phrase(N_("the lifter is lost from {times}"), times=spans_said(stretches)))
    return joined(lines, "; ") if lines else ""


def no_picture(time_s: Floats) -> tuple[str, ...]:
    """What to say where the stamps go on without pictures; nothing where they do not.

    >>> no_picture(np.array([0.0, 0.1, 0.2, 3.2, 3.3]))
    ('there is no picture from 0.2 to 3.2 s: what went on then is not known',)
    """
    steps_s = np.diff(time_s)
    least_s = LEFT_OUT_STEPS * float(np.median(steps_s)) if len(steps_s) else 0.0
    long = steps_s > max(LEFT_OUT_S, least_s)
    spans_s = [(float(time_s[row]), float(time_s[row + 1])) for row in np.flatnonzero(long)]
    gone_s = float(steps_s[~long & (steps_s > max(MAX_GAP_S, least_s))].sum())
    share = gone_s / max(float(steps_s[~long].sum()), 1e-9)
    return (
        *((Phrase(NO_PICTURE, times=spans_said(spans_s)),) if spans_s else ()),
        *((Phrase(GONE, share=share),) if share > WORTH_SAYING else ()),
    )


def spans_said(spans_s: Sequence[tuple[float, float]]) -> str:
    """The first `MAX_STRETCHES` of some stretches of time, in words, and whether there are more.

    >>> spans_said([(0.0, 1.25), (4.0, 5.5)])
    '0.0 to 1.2 s, 4.0 to 5.5 s'
    >>> spans_said([(0.0, 1.0), (2.0, 3.0), (4.0, 5.0), (6.0, 7.0)])
    '0.0 to 1.0 s, 2.0 to 3.0 s, 4.0 to 5.0 s and later'
    """
    span = N_("{first:.1f} to {last:.1f} s")
    told = joined([Phrase(span, first=from_s, last=to_s) for from_s, to_s in spans_s[:MAX_STRETCHES]])
    return Phrase(N_("{times} and later"), times=told) if len(spans_s) > MAX_STRETCHES else told
