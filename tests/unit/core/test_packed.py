"""A packed person is the person as poses on disk have it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.tracking.lifter import LifterTracker
from hingecheck.core.tracking.packed import PER_M, PER_PX, PackedPerson
from hingecheck.core.types import Person
from hingecheck.sources.pose.saved import SavedTrack, load_track, save_track
from stick_figure import figure, people_of, reps


def person(scale_px: float = 1.0) -> Person:
    one = people_of(figure(reps(1)))[40]
    angles = np.linspace(0, 6, 192)
    outline = 300 + 200 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return Person(one.image_px * scale_px, one.visibility * 0.7, one.world_m, outline * scale_px)


@pytest.mark.parametrize("scale_px", [1.0, 4.0])  # of a small picture, and of one whose pixels need 32 bits
def test_it_comes_back_rounded(scale_px: float) -> None:
    one = person(scale_px)
    packed = PackedPerson.of(one)
    assert packed.wide is (scale_px > 1)
    again = packed.person()
    assert np.abs(again.image_px - one.image_px).max() <= 0.5 / PER_PX
    assert np.abs(again.outline_px - one.outline_px).max() <= 0.5 / PER_PX + 1e-3
    assert np.abs(again.world_m - one.world_m).max() <= 0.5 / PER_M
    assert np.abs(again.visibility - one.visibility).max() <= 0.5 / 254
    assert PackedPerson.of(again) == packed
    assert len(PackedPerson.of(person()).points) < 1400


def test_missing_stays_missing() -> None:
    one = person()
    one.image_px[5] = np.nan
    bare = Person(one.image_px, one.visibility, one.world_m)
    again = PackedPerson.of(bare).person()
    assert np.isnan(again.outline_px).all()
    assert np.isnan(again.image_px[5]).all()
    assert np.isfinite(again.image_px[6]).all()


@pytest.mark.parametrize("some_wide", [False, True])
def test_a_track_of_packed_people_is_as_poses_on_disk(tmp_path: Path, *, some_wide: bool) -> None:
    """A tracker's track is the same after it was saved and loaded, whatever pixels its people need."""
    track = figure(reps(1))
    rng = np.random.default_rng(3)
    # just beside a half: single precision, which a track has, rounds to it
    outline = np.round(rng.uniform(0, 900, track.outline_px.shape) * PER_PX) / PER_PX + 0.5 / PER_PX - 1e-7
    outline[::3] += 2000.0 * some_wide
    image = track.image_px + rng.normal(size=track.image_px.shape)
    tracker = LifterTracker()
    for row, one in enumerate(zip(image, track.visibility, track.world_m, outline, strict=True)):
        tracker.add(row, float(track.time_s[row]), () if row % 7 == 0 else (Person(*one),))
    followed = tracker.finish(track.width_px, track.height_px).track
    save_track(tmp_path / "p.npz", SavedTrack(followed, {}, "full", ""))
    loaded = load_track(tmp_path / "p.npz").track
    for name in ("image_px", "visibility", "world_m", "outline_px"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(followed, name))
    np.testing.assert_allclose(followed.outline_px[1], outline[1], atol=0.5 / PER_PX + 1e-3)
    assert np.isnan(followed.image_px[7]).all()
