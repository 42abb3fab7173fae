"""The networks that come with the package, on bodies unlike those they were fitted to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.cleaning import clean
from hingecheck.core.insight import look
from hingecheck.core.motion import build_motion
from hingecheck.sources.weights import default_weights
from stick_figure import DEADLIFT, PoseTrack, figure, mirror, reps

MEASURES = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg")
SETS = (figure(reps(2)), figure(reps(2), azimuth_deg=-50.0), figure(reps(2, bottom=DEADLIFT, starts="floor")))


def upside_down(track: PoseTrack) -> PoseTrack:
    """A lifter who hangs from the ceiling: nothing like it was ever seen in the lab."""
    image, world = track.image_px.copy(), track.world_m.copy()
    image[..., 1] = track.height_px - image[..., 1]
    world[..., 1] *= -1.0
    return replace(track, image_px=image, world_m=world)


@pytest.mark.parametrize("track", SETS, ids=["rdl", "oblique", "deadlift"])
def test_a_stick_figure_without_an_outline_stays_within_the_error_that_is_claimed(track: PoseTrack) -> None:
    raw, corrected = build_motion(track, 30.0), build_motion(track, 30.0, None, default_weights())
    for name in MEASURES:
        off = np.abs(corrected.series[name].value - raw.series[name].value)
        assert (off <= 2.0 * corrected.series[name].sigma).mean() > 0.9, name
    assert "lumbar_flexion_deg" in corrected.missing  # no outline, no back line


def test_far_outside_the_raw_angles_stand() -> None:
    track = upside_down(SETS[0])
    seen = look(track, clean(track, 30.0), 30.0, default_weights())
    assert seen.joints.trust.max() == 0.0
    raw, corrected = build_motion(track, 30.0), build_motion(track, 30.0, None, default_weights())
    for name in MEASURES:
        assert np.array_equal(raw.series[name].value, corrected.series[name].value, equal_nan=True)
        assert np.array_equal(raw.series[name].sigma, corrected.series[name].sigma, equal_nan=True)


@pytest.mark.parametrize("track", SETS, ids=["rdl", "oblique", "deadlift"])
def test_mirrored_it_says_the_mirrored(track: PoseTrack) -> None:
    here, there = (build_motion(t, 30.0, None, default_weights()) for t in (track, mirror(track)))
    assert there.view.azimuth_deg == pytest.approx(-here.view.azimuth_deg, abs=1e-3)
    assert there.view.near_side != here.view.near_side
    for name in MEASURES:
        assert there.series[name].value == pytest.approx(here.series[name].value, abs=1e-3, nan_ok=True)
        assert there.series[name].sigma == pytest.approx(here.series[name].sigma, abs=1e-3, nan_ok=True)


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_nearer_or_further_it_says_the_same(scale: float) -> None:
    track = SETS[0]
    scaled = replace(
        track,
        image_px=scale * track.image_px,
        width_px=round(scale * track.width_px),
        height_px=round(scale * track.height_px),
    )
    here, there = (build_motion(t, 30.0, None, default_weights()) for t in (track, scaled))
    for name in MEASURES:
        assert there.series[name].value == pytest.approx(here.series[name].value, abs=0.05)


def test_identity_of_the_angles_holds() -> None:
    series = build_motion(SETS[0], 30.0, None, default_weights()).series
    hinge, knee, trunk, shank = (series[name].value for name in MEASURES)
    assert hinge == pytest.approx(trunk + knee - shank, abs=0.05)
