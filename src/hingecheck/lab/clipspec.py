"""Specification of one clip as plain data; rendering it again gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from .filming.camera import PinholeCamera
from .filming.outfit import Outfit
from .posing.body import BodySpec
from .posing.faults import Degree
from .posing.movement import Movement

#: Good but for the faults, or each angle drawn freely: see `hingecheck.lab.variety`.
Manner = Literal["good", "any"]

#: Counted up whenever the same data would pose or draw another clip: older ones are rendered anew.
LAB_VERSION = 2


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """A camera that frames the lifter."""

    azimuth_deg: float = 90.0
    fill: float = 0.72  #: share of the picture's height that the lifter fills standing
    height_m: float = 0.95
    fov_deg: float = 45.0
    roll_deg: float = 0.0
    off_centre: float = 0.0  #: lifter to the left or right of the middle, share of the width
    width_px: int = 640
    height_px: int = 360


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """Where it is filmed."""

    room_seed: int = 0
    bystander: bool = False
    light_deg: float = 30.0  #: azimuth of the main light
    brightness: float = 1.2


@dataclass(frozen=True, slots=True)
class FilmSpec:
    """What the camera makes of it."""

    rate_hz: float = 30.0
    blur_frames: int = 1  #: pictures averaged into one over half of its time: 1 is sharp
    noise: float = 2.0  #: standard deviation of the sensor's noise, of 255
    crf: int = 26  #: H.264 quality, more is worse


@dataclass(frozen=True, slots=True)
class ClipSpec:
    """One clip."""

    name: str
    seed: int = 0
    body: BodySpec = field(default_factory=BodySpec)
    outfit: Outfit = field(default_factory=Outfit)
    movement: Movement = field(default_factory=Movement)
    camera: CameraSpec = field(default_factory=CameraSpec)
    scene: SceneSpec = field(default_factory=SceneSpec)
    film: FilmSpec = field(default_factory=FilmSpec)
    faults: Mapping[str, Degree] = field(default_factory=dict)  #: what was dialled in; part of `movement` already
    manner: Manner = "good"
    lab_version: int = LAB_VERSION

    def as_dict(self) -> dict[str, Any]:
        """For a recipe or truth file."""
        data = asdict(self)
        if self.manner == "good":  # as truth files before there was another had it
            del data["manner"]
        return data


def from_dict(data: Mapping[str, Any]) -> ClipSpec:
    """Read a clip's data back.

    Raises
    ------
    pydantic.ValidationError
        A name or a value does not fit.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(ClipSpec).validate_python(dict(data))


def place_camera(spec: ClipSpec) -> PinholeCamera:
    """The camera at the distance that fills the picture as asked.

    A standing lifter is framed by her height; lying on a bench by the length of the lift, which is wider than
    it is high.
    """
    c, tall = spec.camera, spec.body.height_m
    thrust = spec.movement.lift == "hip-thrust"
    aim, half_high, middle_m = (
        ((0.0, -0.25), 0.42 * tall, 0.26 * tall) if thrust else ((0.0, 0.0), 0.5 * tall, 0.5 * tall)
    )
    if spec.movement.lift == "single-leg-rdl":
        aim, half_high = (0.0, 0.12), 0.56 * tall
    distance = half_high / (c.fill * np.tan(np.radians(0.5 * c.fov_deg)))
    half_wide_deg = np.degrees(np.arctan(np.tan(np.radians(0.5 * c.fov_deg)) * c.width_px / c.height_px))
    return PinholeCamera(
        azimuth_deg=c.azimuth_deg,
        distance_m=float(distance),
        height_m=c.height_m,
        fov_deg=c.fov_deg,
        width_px=c.width_px,
        height_px=c.height_px,
        tilt_deg=float(np.degrees(np.arctan2(c.height_m - middle_m, distance))),
        pan_deg=float(c.off_centre * 2.0 * half_wide_deg),
        roll_deg=c.roll_deg,
        aim_m=aim,
    )
