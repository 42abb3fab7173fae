"""A pinhole camera anywhere round the lifter: position and angles to projection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats


@dataclass(frozen=True, slots=True)
class PinholeCamera:
    """Where the camera stands and what its lens shows.

    Azimuth follows the contract: 0 = before the lifter, 90 = the lifter's left side towards the camera,
    -90 = right, 180 = behind. It looks level at first, then is turned by `tilt_deg`, `pan_deg` and `roll_deg`.
    """

    azimuth_deg: float
    distance_m: float  #: level distance from `aim_m`
    height_m: float  #: of the lens above the floor
    fov_deg: float  #: vertical field of view
    width_px: int
    height_px: int
    tilt_deg: float = 0.0  #: down is positive
    pan_deg: float = 0.0  #: to the picture's right is positive
    roll_deg: float = 0.0  #: clockwise, as the photographer turns the camera
    aim_m: tuple[float, float] = (0.0, 0.0)  #: point of the floor (x, y) that it faces

    @property
    def focal_px(self) -> float:
        """Focal length in pixels (square pixels, principal point in the middle)."""
        return float(0.5 * self.height_px / np.tan(np.radians(0.5 * self.fov_deg)))

    @property
    def position_m(self) -> Floats:
        """The lens in the lab's world [shape=(3,)]."""
        a = np.radians(self.azimuth_deg)
        x, y = self.aim_m
        return np.array([x + self.distance_m * np.sin(a), y - self.distance_m * np.cos(a), self.height_m])

    @property
    def rotation(self) -> Floats:
        """Rows are the picture's right, its down and the viewing direction in the world [shape=(3, 3)]."""
        a = np.radians(self.azimuth_deg)
        level = np.array([[np.cos(a), np.sin(a), 0.0], [0.0, 0.0, -1.0], [-np.sin(a), np.cos(a), 0.0]])
        tilt, pan, roll = np.radians([self.tilt_deg, self.pan_deg, self.roll_deg])
        c, s = np.cos(tilt), np.sin(tilt)
        about_right = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
        c, s = np.cos(pan), np.sin(pan)
        about_down = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
        c, s = np.cos(roll), np.sin(roll)
        about_view = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
        return np.asarray(about_view @ about_right @ about_down @ level)

    def project(self, points_m: Floats) -> Floats:
        """World points to pixels.

        Parameters
        ----------
        points_m : array [shape=(..., 3)]

        Returns
        -------
        array [shape=(..., 2)]
            x to the right, y down; NaN for points behind the lens.
        """
        seen = (points_m - self.position_m) @ self.rotation.T
        depth = np.where(seen[..., 2:] > 1e-6, seen[..., 2:], np.nan)
        middle = np.array([0.5 * self.width_px, 0.5 * self.height_px])
        return np.asarray(seen[..., :2] / depth * self.focal_px + middle)
