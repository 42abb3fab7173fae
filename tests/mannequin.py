"""A drawn person who lifts, seen from the right: shaded limbs and clothes that MediaPipe takes for a person.

Nothing in it is footage. Each limb is a tapered cylinder lit from above; the joints are placed exactly, so
the reps and the angles are known.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, RATE_HZ = 480, 640, 30.0
REP_S, REST_S = 2.6, 0.6
LEG_PX = 118.0  # thigh and shank each
#: Angles at the bottom, degrees.
TRUNK_DEG, KNEE_DEG, SHANK_DEG = 64.0, 56.0, 14.0
HINGE_DEG = TRUNK_DEG + KNEE_DEG - SHANK_DEG

SKIN, HAIR, SHIRT, SHORTS, SHOE, IRON, DARK = (
    (178, 134, 110), (52, 36, 28), (150, 52, 48), (44, 48, 66), (225, 225, 228), (40, 40, 44), (40, 30, 30),
)  # fmt: skip
Point = NDArray[np.float64]
Joints = dict[str, Point]


def write_video(path: Path, reps: int = 1) -> Path:
    """Write `reps` hinges from standing to standing, 30 pictures a second."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), RATE_HZ, (WIDTH, HEIGHT))
    assert writer.isOpened()
    for depth in depths(reps):
        writer.write(cv2.cvtColor(picture(round(float(depth), 4)), cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def depths(reps: int) -> NDArray[np.float64]:
    """From 0 standing to 1 bent down, a value a frame; it comes up as it went down."""
    rest, count = np.zeros(round(REST_S * RATE_HZ)), round(REP_S * RATE_HZ)
    rep = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / count)
    return np.concatenate([rest, *[np.concatenate([rep, rest])] * reps])


@lru_cache(maxsize=64)
def picture(depth: float) -> NDArray[np.uint8]:
    """One picture, RGB [shape=(HEIGHT, WIDTH, 3)]."""
    canvas = _room()
    near, trunk = _joints(depth)
    beyond = np.array([9.0, -5.0])
    far = {name: place + beyond for name, place in near.items()}
    _arm(canvas, far, 0.72)
    _leg(canvas, far, 0.72)
    _leg(canvas, near, 1.0)
    _body(canvas, near, trunk)
    _limb(canvas, near["hand"] + (-6, 16), near["hand"] + (14, 16), 17, 17, IRON)
    _arm(canvas, near, 1.0)
    noise = np.random.default_rng(round(depth * 1e4)).normal(0, 2.0, canvas.shape)
    return np.clip(cv2.GaussianBlur(canvas, (3, 3), 0) + noise, 0, 255).astype(np.uint8)


def _joints(depth: float) -> tuple[Joints, float]:
    """Joints of the near side in pixels, and the trunk's lean in radians."""
    shank = np.radians(4 + (SHANK_DEG - 4) * depth)
    knee = np.radians(6 + (KNEE_DEG - 6) * depth)
    trunk = float(np.radians(2 + (TRUNK_DEG - 2) * depth))
    at: Joints = {"ankle": np.array([225.0, 560.0])}
    at["knee"] = at["ankle"] + LEG_PX * _up(shank)
    at["hip"] = at["knee"] + LEG_PX * _up(shank - knee)
    at["shoulder"] = at["hip"] + 142 * _up(trunk)
    at["neck"] = at["shoulder"] + 24 * _up(trunk * 0.95 + 0.1)
    at["head"] = at["neck"] + 30 * _up(trunk * 0.7 + 0.15)
    at["elbow"] = at["shoulder"] + 78 * _up(np.pi + 0.05)
    at["wrist"] = at["elbow"] + 70 * _up(np.pi - 0.06)
    at["hand"] = at["wrist"] + 16 * _up(np.pi - 0.06)
    return at, trunk


def _up(lean: float) -> Point:
    """Unit vector that leans forward, to the right, by `lean` from straight up."""
    return np.array([np.sin(lean), -np.cos(lean)])


def _room() -> NDArray[np.float32]:
    canvas = np.empty((HEIGHT, WIDTH, 3), np.float32)
    canvas[:] = np.linspace(205, 170, HEIGHT)[:, None, None] * np.array([1.0, 0.99, 0.96])
    canvas[575:] = np.linspace(120, 95, HEIGHT - 575)[:, None, None] * np.array([1.05, 0.95, 0.85])
    cv2.ellipse(canvas, (235, 582), (90, 10), 0, 0, 360, (80, 72, 66), -1)
    return canvas


def _leg(canvas: NDArray[np.float32], at: Joints, light: float) -> None:
    _limb(canvas, at["ankle"] + (-12, 12), at["ankle"] + (44, 16), 10, 7, SHOE, light)
    _limb(canvas, at["knee"], at["ankle"], 19, 11, SKIN, light)
    _limb(canvas, at["hip"], at["knee"], 33, 19, SKIN, light)
    _limb(canvas, at["hip"], at["hip"] * 0.4 + at["knee"] * 0.6, 36, 26, SHORTS, light)


def _body(canvas: NDArray[np.float32], at: Joints, trunk: float) -> None:
    along, back = _up(trunk), _up(trunk - np.pi / 2)
    _limb(canvas, at["shoulder"], at["neck"] + 8 * along, 17, 13, SKIN)
    _limb(canvas, at["hip"] + 4 * back, at["hip"] + 22 * along, 38, 32, SHORTS)
    _limb(canvas, at["hip"] + 34 * along, at["shoulder"] - 14 * along, 31, 35, SHIRT)
    head, crown = at["head"], _up(trunk * 0.7 + 0.15)
    ahead = np.array([-crown[1], crown[0]])
    _limb(canvas, head - 6 * crown, head + 8 * crown, 25, 26, SKIN)
    _limb(canvas, head + 12 * ahead - 14 * crown, head + 14 * ahead, 13, 14, SKIN)  # jaw
    _limb(canvas, head + 26 * ahead, head + 30 * ahead - 5 * crown, 4, 5, SKIN)  # nose
    _limb(canvas, head - 10 * ahead + 8 * crown, head + 10 * ahead + 20 * crown, 21, 12, HAIR)
    _limb(canvas, head - 3 * ahead - 4 * crown, head - 3 * ahead + 3 * crown, 5, 5, SKIN, 0.85)  # ear
    _limb(canvas, head + 19 * ahead + 3 * crown, head + 22 * ahead + 3 * crown, 2.5, 2.5, DARK)  # eye
    _limb(canvas, head + 20 * ahead - 14 * crown, head + 26 * ahead - 14 * crown, 1.8, 1.8, (140, 70, 70))


def _arm(canvas: NDArray[np.float32], at: Joints, light: float) -> None:
    _limb(canvas, at["wrist"], at["hand"], 8, 10, SKIN, light)
    _limb(canvas, at["elbow"], at["wrist"], 13, 8, SKIN, light)
    _limb(canvas, at["shoulder"], at["elbow"], 18, 13, SKIN, light)
    _limb(canvas, at["shoulder"], at["shoulder"] * 0.55 + at["elbow"] * 0.45, 22, 18, SHIRT, light * 0.93)


def _limb(
    canvas: NDArray[np.float32],
    start: Point,
    end: Point,
    start_px: float,
    end_px: float,
    colour: tuple[int, int, int],
    light: float = 1.0,
) -> None:
    """Tapered cylinder between two points, given its radius at each, lit from above left."""
    reach = max(start_px, end_px) + 2
    left, top = np.maximum(np.floor(np.minimum(start, end) - reach), 0).astype(int)
    right, bottom = np.minimum(np.ceil(np.maximum(start, end) + reach), (WIDTH, HEIGHT)).astype(int)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float64)
    axis = end - start
    along = np.clip(((x - start[0]) * axis[0] + (y - start[1]) * axis[1]) / (axis @ axis), 0, 1)
    off_x, off_y = x - start[0] - along * axis[0], y - start[1] - along * axis[1]
    radius = start_px + along * (end_px - start_px)
    apart = np.hypot(off_x, off_y) / radius
    facing = np.sqrt(np.clip(1 - apart**2, 0, 1))
    shade = 0.55 + 0.38 * facing - 0.16 * (0.5 * off_x + 0.8 * off_y) / radius
    cover = np.clip((1 - apart) * radius, 0, 1)[..., None]
    lit = np.clip(np.array(colour) * (shade * light)[..., None], 0, 255)
    part = canvas[top:bottom, left:right]
    part[:] = part * (1 - cover) + lit * cover
