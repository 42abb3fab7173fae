"""One picture of a set with the joints that were found in it, to be put in their places by hand."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from ...core.corrections import JointMoved
from ...core.landmarks import SIDES, Landmark, point
from ...core.pictures.keyframes import Box
from ...core.tracking.moved_joints import with_joints_moved
from ...errors import ConfigError, InputError
from ..correct import ResultFolder, recording_of, video_of

#: The joints that measures are read from; the rest of the face and the fingers help nobody.
PARTS = ("SHOULDER", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")
JOINTS = tuple(Landmark(point(side, part)) for side in SIDES for part in PARTS)
#: Joints nearer to where they were than this were not touched, pixels.
TOUCHED_PX = 0.75


@dataclass(frozen=True, slots=True)
class PlacedJoint:
    """A joint in a picture."""

    name: str  #: as `corrections.json` has it: left_knee
    x_px: float
    y_px: float


@dataclass(frozen=True, slots=True)
class JointMoment:
    """Where the joints were found in one picture."""

    time_s: float  #: of the picture: the nearest to what was asked for
    frame: int  #: its number in the video
    width: int
    height: int
    joints: tuple[PlacedJoint, ...]


@dataclass(frozen=True, slots=True)
class JointPicture:
    """The same, with the picture."""

    moment: JointMoment
    picture: str  #: data URI; empty where the video is not where it was


def joint_moment(result: ResultFolder, time_s: float) -> JointMoment:
    """The joints nearest to a time, as they are after what was corrected before.

    Raises
    ------
    InputError
        The poses are missing, or nobody was found in that picture.
    """
    recording = recording_of(result)
    speed_factor = result.facts.speed_factor or recording.time_hint or 1.0
    track = with_joints_moved(recording.lifter.track, result.corrections.joints, speed_factor)
    row = int(np.abs(track.time_s - time_s).argmin())
    places = track.image_px[row]
    if not np.isfinite(places[list(JOINTS)]).all():
        raise InputError("nobody was found at {time_s:.1f} s. Choose another moment.", time_s=time_s)
    return JointMoment(
        time_s=float(track.time_s[row]),
        frame=int(track.frame_index[row]),
        width=track.width_px,
        height=track.height_px,
        joints=tuple(
            PlacedJoint(joint.name.lower(), round(float(places[joint, 0]), 1), round(float(places[joint, 1]), 1))
            for joint in JOINTS
        ),
    )


def joint_picture(result: ResultFolder, time_s: float) -> JointPicture:
    """The same with its picture, for which the video is read again; errors are those of `joint_moment`."""
    from ...sources.video.keyframes import read_pictures

    moment, video, jpeg = joint_moment(result, time_s), video_of(result), None
    if video is not None:
        whole = Box(0, 0, moment.width, moment.height)
        with suppress(InputError):  # the joints alone then
            jpeg = read_pictures(video, {0: (moment.frame, whole)}).get(0)
    picture = "" if jpeg is None else "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii")
    return JointPicture(moment, picture)


def moved_joints(shown: JointMoment, form: dict[str, str]) -> tuple[JointMoved, ...]:
    """What a form says of joints: ``left_knee.x``, ``left_knee.y``; those that were not touched are left out.

    Raises
    ------
    ConfigError
        A place is no number.
    """
    moved = []
    for joint in shown.joints:
        try:
            x_px, y_px = (float(form.get(f"{joint.name}.{axis}", "")) for axis in ("x", "y"))
        except ValueError:
            raise ConfigError("{joint}: its place is no number.", joint=joint.name) from None
        if not np.hypot(x_px - joint.x_px, y_px - joint.y_px) < TOUCHED_PX:
            moved.append(JointMoved(shown.time_s, Landmark[joint.name.upper()], x_px, y_px))
    return tuple(moved)
