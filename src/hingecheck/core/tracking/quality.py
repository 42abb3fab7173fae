"""Recording quality, graded from gaps, size, framing, hidden legs, swaps and bystanders, with problems in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..landmarks import point
from ..phrases import N_, Phrase
from ..signals import MAX_GAP_S, runs
from ..types import CameraReport, Motion, PoseTrack, Quality
from .cleaning import HIDDEN_BELOW, frames_a_second
from .covered import FOOT_COVERED
from .framing import WORTH_SAYING, cut_off
from .lifter import LifterTrack
from .uncertainty import DARK_SHAPE, ENOUGH_DETAIL_PX, ENOUGH_LEG_PX
from .view import BACK_VIEW_LIMIT_DEG

#: A lifter whose leg is shorter than this share of the picture's height is small: MediaPipe finds people at
#: 25-33 % only when they are a tenth of the picture, as found on rendered bodies.
SMALL_LEG = 0.12
#: … and at `ENOUGH_LEG_PX` pixels angles begin to jitter by degrees. Where a leg is so much of the picture's height
#: all the same, it is the picture that is small.
FILLING_LEG = 0.25
#: Below this who bends fast may be lost: of deadlifts at 8 and 5 frames a second mediapipe's tracker lost half of the
#: frames, at 10 none; ours, which reads such frames twice, keeps hinges of 5 a second within 3° of those of 30.
MIN_FOLLOWED_HZ = 9.5
#: … and is not to be trusted where it lost her in this share of the frames.
MUCH_LOST = 0.25

#: A lifter who is not seen in more than this share of the frames in which she is about is not followed …
MOSTLY_LOST = 0.4
#: … and where she is not seen for longer than this, seconds, she is not about: titles and black parts, a rest
#: elsewhere. How well she is measured in the others does not hang on them.
AWAY_S = 3.0

SOFT = N_(
    "the picture is soft or blocky and shows the lifter roughly: give the file as the camera wrote it, not made "
    "smaller by a messenger or an editor"
)
SOMETHING_BEFORE = N_(
    "something stays before hips and thighs while they move, as captions or counters drawn over the film, or a post: "
    "what is behind it is a guess. Use the film without them, or move the camera so that nothing stands between"
)
NOT_SEEN = N_("the lifter was not found in {share:.0%} of the frames")
FROM_BEHIND = N_("seen from behind, angles are rough: film from the side")
#: Of a back with this share of its edge hidden it is said.
HARDLY_SHOWS = 0.15
BACK_HARDLY_SHOWS = N_(
    "much of the back hardly shows before what is behind it: film before something of another colour, and its shape "
    "can be judged"
)
FEW_FRAMES = N_("only {rate:.0f} frames a second: too few to follow a lift surely; film 24 or more")
#: Who is measured of several who lift, by whether others do left of the lifter in the picture, and right.
MEASURED = {
    (False, True): N_(
        "more than one person lifts in the picture, or a mirror shows the lifter: the one on the left is measured. "
        "For another one, crop the video to that person"
    ),
    (True, False): N_(
        "more than one person lifts in the picture, or a mirror shows the lifter: the one on the right is measured. "
        "For another one, crop the video to that person"
    ),
    (True, True): N_(
        "more than one person lifts in the picture, on both sides of the one in the middle, who is measured. "
        "For another one, crop the video to that person"
    ),
}
#: … and above and below, where nobody does beside her.
MEASURED_OF_STACKED = {
    (False, True): N_(
        "more than one person lifts in the picture, one above the other: the one at the top is measured. "
        "For another one, crop the video to that person"
    ),
    (True, False): N_(
        "more than one person lifts in the picture, one above the other: the one at the bottom is measured. "
        "For another one, crop the video to that person"
    ),
    (True, True): N_(
        "more than one person lifts in the picture, one above the other: the one in the middle is measured. "
        "For another one, crop the video to that person"
    ),
}
CLOCKWISE = N_("the picture leans {lean:.0f}° clockwise: taken out")
ANTICLOCKWISE = N_("the picture leans {lean:.0f}° anticlockwise: taken out")


def judge_quality(
    lifter: LifterTrack,
    motion: Motion,
    *,
    source_problems: Sequence[str] = (),
    camera: CameraReport | None = None,
) -> Quality:
    """Grade a recording and list what to do better.

    Parameters
    ----------
    lifter : LifterTrack
    motion : Motion
    source_problems : sequence of str
        What the reader of the file had to say.
    camera : CameraReport, optional
    """
    track = lifter.track
    serious: list[str] = []
    slight: list[str] = []
    lost = 1.0 - float(track.present.mean())
    if _lost_about(track) > MOSTLY_LOST:
        serious.append(Phrase(NOT_SEEN, share=lost))
    elif lost > WORTH_SAYING:
        slight.append(Phrase(NOT_SEEN, share=lost))
    if is_small(motion, track):
        serious.append(_small(motion, track))
    else:
        slight += roughly_shown(track)
    slight += [*_few_frames(track), *cut_off(track), *_hidden_leg(motion)]
    if lifter.jumps:
        serious.append(
            Phrase(
                N_("the track jumped to somebody or something else {n} time"),
                N_("the track jumped to somebody or something else {n} times"),
                n=lifter.jumps,
            )
        )
    if lifter.others:
        slight.append(
            Phrase(
                N_("{n} more person was in the picture"), N_("{n} more people were in the picture"), n=lifter.others
            )
        )
    if any(lifter.lifting):
        left, right = lifter.lifting
        slight.append(MEASURED[bool(left), bool(right)])
    elif any(lifter.stacked):
        above, below = lifter.stacked
        slight.append(MEASURED_OF_STACKED[bool(above), bool(below)])
    swapped = float(motion.swapped.mean())
    if swapped > 0.02:
        slight.append(
            Phrase(N_("left and right leg were confused in {share:.0%} of the frames and put back"), share=swapped)
        )
    slight += [*_hard_to_see(track, motion), *_camera_problems(camera or CameraReport())]
    problems = (*source_problems, *serious, *slight)
    level = "poor" if serious else "fair" if problems else "good"
    return Quality(level, problems)  # type: ignore[arg-type]


def roughly_shown(track: PoseTrack) -> tuple[str, ...]:
    """That the pictures show the lifter roughly, said; nothing where they do not, or nobody looked."""
    return (SOFT,) if track.detail_px is not None and track.detail_px < ENOUGH_DETAIL_PX else ()


def _hard_to_see(track: PoseTrack, motion: Motion) -> list[str]:
    """That a back which the view would show has no edge, or that the view is rough, said.

    Of a dark shape it is said elsewhere what to do about the light.
    """
    view, unclear = motion.view, track.unclear_back or 0.0
    would_show = not motion.face_up and view.off_side_deg <= BACK_VIEW_LIMIT_DEG
    hardly = [BACK_HARDLY_SHOWS] if would_show and HARDLY_SHOWS <= unclear < DARK_SHAPE else []
    before = [SOMETHING_BEFORE] if motion.in_front else []
    return [*before, *hardly, *([FROM_BEHIND] if view.from_behind else [])]


def _lost_about(track: PoseTrack) -> float:
    """Share of the frames in which the lifter is not seen, of those in which she is about."""
    about = np.ones(len(track), dtype=bool)
    for first, last in runs(~track.present):
        about[first:last] = track.time_s[last - 1] - track.time_s[first] <= AWAY_S
    return 1.0 - float(track.present[about].mean()) if about.any() else 1.0


def _hidden_leg(motion: Motion) -> list[str]:
    """That something is before a leg, or the foot that stands, said."""
    covered = [FOOT_COVERED.reason] if motion.missing.get("sway_leg") == FOOT_COVERED.reason else []
    hidden = _hidden_leg_share(motion)
    if hidden <= 0.25:
        return covered
    said = N_("knee or ankle is hidden in {share:.0%} of the frames, by plates or the picture's edge")
    return [*covered, Phrase(said, share=hidden)]


def _camera_problems(camera: CameraReport) -> list[str]:
    """How the camera was held, where it is worth a line."""
    lines = []
    if camera.moving and not camera.compensated:
        lines.append(
            N_("the camera moves, and the room does not show how: stand it somewhere, or balance cannot be judged")
        )
    elif camera.moving:
        lines.append(N_("the camera moves: measured against the room behind. Standing still it would see more"))
    if camera.turned and camera.roll_deg is not None and abs(camera.roll_deg) >= 0.5:
        leans = CLOCKWISE if camera.roll_deg > 0 else ANTICLOCKWISE
        lines.append(Phrase(leans, lean=abs(camera.roll_deg)))
    return lines


def too_seldom(track: PoseTrack) -> str:
    """Why nothing is to be judged where frames lie so far apart that the lifter is lost; empty where she is not."""
    found = np.flatnonzero(track.present)
    rate_hz, lost = frames_a_second(track.time_s), 1.0 - float(track.present[found[0] : found[-1] + 1].mean())
    if rate_hz >= MIN_FOLLOWED_HZ or lost < MUCH_LOST:
        return ""
    return Phrase(
        N_("at {rate:.0f} frames a second the lifter is lost in {share:.0%} of them: film 24 or more a second"),
        rate=rate_hz,
        share=lost,
    )


def too_far_apart(track: PoseTrack) -> str:
    """Why nothing can be measured where frames lie too far apart to be joined; empty where they do not."""
    rate_hz = frames_a_second(track.time_s)
    return Phrase(FEW_FRAMES, rate=rate_hz) if rate_hz * MAX_GAP_S < 1.0 - 1e-6 else ""


def _few_frames(track: PoseTrack) -> list[str]:
    """Too few frames a second to measure well, said."""
    rate_hz = frames_a_second(track.time_s)
    return [Phrase(FEW_FRAMES, rate=rate_hz)] if rate_hz < MIN_FOLLOWED_HZ else []


def _small(motion: Motion, track: PoseTrack) -> str:
    """That the lifter, or the whole picture, is small."""
    if motion.leg_px < FILLING_LEG * track.height_px:
        return N_("the lifter is small in the picture: come closer, head to feet should fill it")
    return Phrase(
        N_("the picture is only {height} pixels high, too few to see joints in: give it as large as it was filmed"),
        height=track.height_px,
    )


def is_small(motion: Motion, track: PoseTrack) -> bool:
    """Whether the lifter fills too little of the picture."""
    return motion.leg_px < max(ENOUGH_LEG_PX, SMALL_LEG * track.height_px)


def _hidden_leg_share(motion: Motion) -> float:
    """Share of the rows with the lifter in which knee or ankle of the measured leg is hidden."""
    joints = [point(motion.measured_side, joint) for joint in ("KNEE", "ANKLE")]
    there = motion.visibility.any(axis=1)
    return float((motion.visibility[there][:, joints].min(axis=1) < HIDDEN_BELOW).mean()) if there.any() else 0.0
