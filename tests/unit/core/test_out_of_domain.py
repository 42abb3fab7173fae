"""The networks that come with the package, on bodies unlike those they were fitted to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.learned.estimates import estimate
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.tracking.cleaning import clean
from hingecheck.sources.files.weights import default_weights
from hingecheck.sources.pose.saved import load_track
from stick_figure import PoseTrack, figure, mirror, reps

MEASURES = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg")
QUICK = Path(__file__).parents[3] / "benchmarks" / "quick"
NAMES = ("rdl-side-00000", "deadlift-oblique-06000", "single-leg-rdl-side-10000")


@pytest.fixture(scope="module", params=NAMES)
def track(request: pytest.FixtureRequest) -> PoseTrack:
    """A clip of the lab as the pose model saw it, with its outline."""
    return load_track(QUICK / f"{request.param}.poses.npz").track


def flipped(track: PoseTrack) -> PoseTrack:
    """The same video in a mirror."""
    out = mirror(track)
    outline = track.outline_px.copy()
    outline[..., 0] = track.width_px - outline[..., 0]
    return replace(out, outline_px=outline)


def upside_down(track: PoseTrack) -> PoseTrack:
    """A lifter who hangs from the ceiling: nothing like it was ever seen in the lab."""
    image, world = track.image_px.copy(), track.world_m.copy()
    image[..., 1] = track.height_px - image[..., 1]
    world[..., 1] *= -1.0
    outline = track.outline_px.copy()
    outline[..., 1] = track.height_px - outline[..., 1]
    return replace(track, image_px=image, world_m=world, outline_px=outline)


@pytest.mark.parametrize("azimuth_deg", [90.0, -50.0])
def test_without_an_outline_the_raw_angles_stand(azimuth_deg: float) -> None:
    track = figure(reps(2), azimuth_deg=azimuth_deg)
    raw, corrected = build_motion(track, 30.0), build_motion(track, 30.0, None, default_weights())
    for name in MEASURES:
        assert np.array_equal(raw.series[name].value, corrected.series[name].value, equal_nan=True)
    assert "lumbar_flexion_deg" in corrected.missing


def test_far_outside_the_raw_angles_stand(track: PoseTrack) -> None:
    track = upside_down(track)
    seen = estimate(track, clean(track, 30.0), 30.0, default_weights())
    assert seen.joints.trust.mean() < 0.15
    raw, corrected = build_motion(track, 30.0), build_motion(track, 30.0, None, default_weights())
    let_go = seen.joints.trust == 0.0
    for name in MEASURES:
        # rows beside angles of no body are blank (`bodyfit`), and raw and corrected ones are so in different rows
        both = let_go & np.isfinite(raw.series[name].value) & np.isfinite(corrected.series[name].value)
        assert both.sum() > 0.25 * let_go.sum()
        assert np.array_equal(raw.series[name].value[both], corrected.series[name].value[both])
        assert np.array_equal(raw.series[name].sigma[both], corrected.series[name].sigma[both])


def test_mirrored_it_says_the_mirrored(track: PoseTrack) -> None:
    here, there = (build_motion(t, 30.0, None, default_weights()) for t in (track, flipped(track)))
    assert there.view.azimuth_deg == pytest.approx(-here.view.azimuth_deg, abs=1e-3)
    assert there.view.near_side != here.view.near_side
    for name in MEASURES:
        assert there.series[name].value == pytest.approx(here.series[name].value, abs=1e-3, nan_ok=True)
        assert there.series[name].sigma == pytest.approx(here.series[name].sigma, abs=1e-3, nan_ok=True)


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_nearer_or_further_it_says_the_same(track: PoseTrack, scale: float) -> None:
    scaled = replace(
        track,
        image_px=scale * track.image_px,
        outline_px=(scale * track.outline_px).astype(np.float32),
        width_px=round(scale * track.width_px),
        height_px=round(scale * track.height_px),
    )
    here, there = (build_motion(t, 30.0, None, default_weights()) for t in (track, scaled))
    for name in MEASURES:
        assert there.series[name].value == pytest.approx(here.series[name].value, abs=0.05)


def test_identity_of_the_angles_holds(track: PoseTrack) -> None:
    series = build_motion(track, 30.0, None, default_weights()).series
    hinge, knee, trunk, shank = (series[name].value for name in MEASURES)
    assert hinge == pytest.approx(trunk + knee - shank, abs=0.05)
