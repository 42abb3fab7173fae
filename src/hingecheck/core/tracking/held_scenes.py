"""The camera held still and upright scene by scene: a tripod in one and a phone in the hand in the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..camera import Background, HeldCamera
from ..types import CameraReport, PoseTrack
from .camera_motion import NOT_MOVED, straighten
from .held_camera import hold_camera
from .stretches import select_rows


@dataclass(frozen=True, slots=True)
class _Scene:
    """One scene, with its camera held."""

    track: PoseTrack
    camera: CameraReport

    @property
    def seen(self) -> int:
        """Frames that show the lifter."""
        return int(self.track.present.sum())


def hold_scenes(
    track: PoseTrack, background: Background | None, cuts: Sequence[int], roll_deg: float | None
) -> tuple[PoseTrack, CameraReport]:
    """Take the camera's motion and roll out of a track, out of each scene its own.

    Parameters
    ----------
    track : PoseTrack
        Raw, in each frame's own pixels.
    background : Background or None
        With a row a frame of the track.
    cuts : sequence of int
        Rows from which on the recording shows another scene, in order.
    roll_deg : float or None
        As the lifter told it.

    Returns
    -------
    PoseTrack
        As in `hold_camera`.
    CameraReport
        It moves where it does in any scene; its roll is that of the scene with most frames among those from which
        one was taken out, or among all where none was.
    """
    if not cuts:
        held, camera = hold_camera(track, background, roll_deg)
        return _as_known(held, background, [camera]), camera
    scenes = []
    for first, last in pairwise([0, *cuts, len(track)]):
        rows = np.arange(first, last)
        seen = None if background is None else _background_of(background, first, last)
        scenes.append(_Scene(*hold_camera(select_rows(track, rows), seen, roll_deg)))
    joined = _joined(track, scenes)
    return _as_known(joined, background, [scene.camera for scene in scenes if scene.seen]), _together(scenes)


def _as_known(track: PoseTrack, background: Background | None, cameras: Sequence[CameraReport]) -> PoseTrack:
    """The track, its place unknown where the background does not tell of each camera whether it moves."""
    unknown = background is not None and any(camera.moving is None for camera in cameras)
    return replace(track, place_unknown=True) if unknown else track


def _joined(track: PoseTrack, scenes: Sequence[_Scene]) -> PoseTrack:
    """The whole track, held as in its scenes."""
    if all(scene.track.camera is None for scene in scenes):
        return track
    held = [scene.track.camera or HeldCamera(np.tile(NOT_MOVED, (len(scene.track), 1))) for scene in scenes]
    joined = HeldCamera(
        np.concatenate([one.to_picture for one in held]),
        np.concatenate([np.full(len(one.to_picture), one.roll_sigma_deg) for one in held]),
        np.concatenate([np.full(len(one.to_picture), one.place_lost) for one in held]),
    )
    return straighten(track, joined)


def _background_of(background: Background, first: int, last: int) -> Background:
    """What was seen in one scene; how the picture went over to it, or from it, is no motion of a camera."""
    scene = background.rows(first, last)
    # looked at in every second frame, the step across lies beside the cut
    if first:
        scene.steps[:2] = np.nan
    if last < len(background.steps):
        scene.steps[-1:] = np.nan
    return scene


def _together(scenes: Sequence[_Scene]) -> CameraReport:
    """One report of all scenes that show the lifter."""
    shown = [scene for scene in scenes if scene.seen] or list(scenes)
    moving = [scene.camera.moving for scene in shown]
    lost = any(scene.camera.moving and not scene.camera.compensated for scene in shown)
    turned = [scene for scene in shown if scene.camera.turned]
    known = [scene for scene in shown if scene.camera.roll_deg is not None]
    lead = max(turned or known or shown, key=lambda scene: scene.seen).camera
    return CameraReport(
        roll_deg=lead.roll_deg,
        roll_sigma_deg=lead.roll_sigma_deg,
        moving=True if True in moving else None if None in moving else False,
        compensated=not lost and any(scene.camera.compensated for scene in shown),
        turned=bool(turned),
        unsettled_deg=max(scene.camera.unsettled_deg for scene in shown),
    )
