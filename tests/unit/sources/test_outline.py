from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.types import OUTLINE_POINTS
from hingecheck.sources.pose.outline import trace_outline


def disc(size_px, centre, radius_px, edge_px):
    """Mask that falls from 1 to 0 over about `edge_px`, one half at the radius."""
    width, height = size_px
    y, x = np.mgrid[:height, :width] + 0.5
    away = np.hypot(x - centre[0], y - centre[1]) - radius_px
    return (1 / (1 + np.exp(np.clip(4 * away / edge_px, -60, 60)))).astype(np.float32)


def landmarks(centre, radius_px):
    angle = np.linspace(0, 2 * np.pi, 33)
    return np.stack([centre[0] + radius_px * np.cos(angle), centre[1] + radius_px * np.sin(angle)], axis=1)


@pytest.mark.parametrize(
    ("size_px", "radius_px", "edge_px"),
    [((640, 360), 100, 2), ((640, 360), 140, 8), ((1280, 720), 300, 6), ((200, 200), 60, 2), ((64, 64), 20, 2)],
)
def test_a_disc_to_a_fifth_of_a_pixel(size_px, radius_px, edge_px):
    centre = (size_px[0] * 0.48 + 0.3, size_px[1] * 0.5 + 0.2)
    got = trace_outline(disc(size_px, centre, radius_px, edge_px), landmarks(centre, radius_px * 0.8))
    assert got.shape == (OUTLINE_POINTS, 2)
    assert np.hypot(*(got - centre).T) == pytest.approx(radius_px, abs=0.2)
    steps = np.hypot(*np.diff(got, axis=0, append=got[:1]).T)
    assert steps == pytest.approx(2 * np.pi * radius_px / OUTLINE_POINTS, rel=0.1)


def test_the_largest_piece_near_the_person_counts():
    mask = disc((640, 360), (150, 180), 60, 2) + disc((640, 360), (260, 180), 15, 2)
    mask += disc((640, 360), (520, 180), 100, 2)  # larger, but somebody else's
    got = trace_outline(mask, landmarks((150, 180), 70))
    assert np.hypot(*(got - (150, 180)).T) == pytest.approx(60, abs=0.3)


def test_a_body_cut_by_the_pictures_edge_closes_along_it():
    got = trace_outline(disc((200, 200), (100, 195), 60, 2), landmarks((100, 195), 50))
    assert np.isfinite(got).all()
    assert got[:, 1].max() == pytest.approx(200, abs=0.6)
    upper = got[got[:, 1] < 195]
    assert np.hypot(*(upper - (100, 195)).T) == pytest.approx(60, abs=0.3)


@pytest.mark.parametrize(
    ("mask", "points"),
    [
        (np.zeros((100, 100), np.float32), landmarks((50, 50), 30)),
        (np.full((100, 100), np.nan, np.float32), landmarks((50, 50), 30)),
        (np.ones((100, 100), np.float32), np.full((33, 2), np.nan)),
        (np.ones((100, 100), np.float32), landmarks((500, 500), 30)),
    ],
    ids=["no body", "mask of NaN", "no landmarks", "landmarks outside"],
)
def test_nothing_to_trace_is_nan(mask, points):
    got = trace_outline(mask, points)
    assert got.shape == (OUTLINE_POINTS, 2)
    assert np.isnan(got).all()


def test_a_mask_full_of_body_is_the_pictures_frame():
    got = trace_outline(np.ones((80, 120), np.float32), landmarks((60, 40), 60))
    assert got.min(axis=0) == pytest.approx([0, 0], abs=0.6)
    assert got.max(axis=0) == pytest.approx([120, 80], abs=0.6)
