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
class JointPicture:
    """A picture and its joints."""

    time_s: float  #: of the picture: the nearest to what was asked for
    width: int
    height: int
    picture: str  #: data URI; empty where the video is not where it was
    joints: tuple[PlacedJoint, ...]


def joint_picture(result: ResultFolder, time_s: float) -> JointPicture:
    """The picture nearest to a time, with its joints as they are after what was corrected before.

    Raises
    ------
    InputError
        The poses are missing, or nobody was found in that picture.
    """
    from ...sources.video.keyframes import read_pictures

    recording = recording_of(result)
    track = with_joints_moved(recording.lifter.track, result.corrections.joints)
    row = int(np.abs(track.time_s - time_s).argmin())
    places = track.image_px[row]
    if not np.isfinite(places[list(JOINTS)]).all():
        raise InputError(f"nobody was found at {time_s:.1f} s. Choose another moment.")
    video = video_of(result)
    jpeg = None
    if video is not None:
        whole = Box(0, 0, track.width_px, track.height_px)
        with suppress(InputError):  # the joints alone then
            jpeg = read_pictures(video, {0: (int(track.frame_index[row]), whole)}).get(0)
    return JointPicture(
        time_s=float(track.time_s[row]),
        width=track.width_px,
        height=track.height_px,
        picture="" if jpeg is None else "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii"),
        joints=tuple(
            PlacedJoint(joint.name.lower(), round(float(places[joint, 0]), 1), round(float(places[joint, 1]), 1))
            for joint in JOINTS
        ),
    )


def moved_joints(shown: JointPicture, form: dict[str, str]) -> tuple[JointMoved, ...]:
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
            raise ConfigError(f"{joint.name}: its place is no number.") from None
        if not np.hypot(x_px - joint.x_px, y_px - joint.y_px) < TOUCHED_PX:
            moved.append(JointMoved(shown.time_s, Landmark[joint.name.upper()], x_px, y_px))
    return tuple(moved)
