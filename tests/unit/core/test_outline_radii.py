"""Radii of the outline against rays drawn one by one."""

from __future__ import annotations

import numpy as np

from hingecheck.core.learned.outline_radii import DIRECTIONS_DEG, FARTHEST_LEG, outline_radii


def by_hand(centre: np.ndarray, outline: np.ndarray, angle_deg: float, leg_px: float, toward: float) -> float:
    """The nearest crossing of one ray with any edge, by solving for each."""
    points = (outline - centre) * np.array([toward, -1.0]) / leg_px
    ray = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    near = np.inf
    for a, b in zip(points, np.roll(points, -1, axis=0), strict=True):
        way = b - a
        turned = way[0] * ray[1] - way[1] * ray[0]
        if turned == 0.0:
            continue
        share = (ray[0] * a[1] - ray[1] * a[0]) / turned
        along = (way[0] * a[1] - way[1] * a[0]) / turned
        if 0.0 <= share < 1.0 and along > 0.0:
            near = min(near, along)
    return min(near, FARTHEST_LEG) if np.isfinite(near) else np.nan


def test_every_ray_finds_its_nearest_edge() -> None:
    """Outlines that fold back, with the middle inside and outside, on either side."""
    random = np.random.default_rng(8)
    turn = np.linspace(0.0, 2.0 * np.pi, 40, endpoint=False)
    for toward in (1.0, -1.0):
        far = 100.0 + 60.0 * random.random((3, 40))
        outline = np.stack([far * np.cos(turn), far * np.sin(turn)], axis=-1) + random.normal(0.0, 12.0, (3, 40, 2))
        centre = np.array([[3.0, 1.0], [80.0, 20.0], [300.0, 10.0]])
        found = outline_radii(centre, outline, 110.0, toward)
        wanted = [
            [by_hand(c, o, a, 110.0, toward) for a in DIRECTIONS_DEG] for c, o in zip(centre, outline, strict=True)
        ]
        assert np.allclose(found, wanted, atol=1e-9, equal_nan=True)
        assert np.isnan(found[2]).any()
        assert np.isfinite(found[0]).all()


def test_points_on_rays_count_once() -> None:
    """A square whose corners and edges' middles lie on the axes."""
    square = np.array([[[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]])
    found = outline_radii(np.zeros((1, 2)), square, 2.0, 1.0)
    assert np.allclose(found[0, [0, 9, 18, 27]], 1.0)
    assert np.isfinite(found).all()


def test_no_outline_no_radii() -> None:
    outline = np.full((2, 8, 2), np.nan)
    assert np.isnan(outline_radii(np.zeros((2, 2)), outline, 100.0, 1.0)).all()
