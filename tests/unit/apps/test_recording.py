"""Saved poses: what they say of their recording must be possible."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.apps.check import report_on
from hingecheck.apps.recording import Recording, load_recording, save_recording
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Source
from hingecheck.errors import InputError, NothingMeasuredError
from stick_figure import figure, reps


def saved(
    path: Path,
    rate_hz: float = 30.0,
    time_hint: float | None = None,
    cuts: tuple[int, ...] = (),
    leaps: tuple[int, ...] = (),
    lifting: tuple[int, int] = (0, 0),
    stacked: tuple[int, int] = (0, 0),
    **changes: object,
) -> Path:
    track = figure(reps(1))
    facts = {
        "path": "a.mp4",
        "sha256": "0" * 64,
        "width": 960,
        "height": 1280,
        "duration_s": 5.0,
        "frame_rate_hz": 30.0,
        "frames_read": len(track),
        "frames_with_pose": len(track),
    }
    source = Source(**{**facts, **changes})  # type: ignore[arg-type]
    lifter = LifterTrack(track, 0, 0, None, cuts, leaps, lifting, stacked)
    save_recording(path, Recording(lifter, source, "full", "", rate_hz=rate_hz, time_hint=time_hint))
    return path


def test_comes_back(tmp_path: Path) -> None:
    again = load_recording(saved(tmp_path / "p.npz"))
    assert (again.rate_hz, again.source.width, again.time_hint) == (30.0, 960, None)
    assert np.isfinite(again.lifter.track.image_px).all()


def test_what_it_says_is_plain_text(tmp_path: Path) -> None:
    """A file from elsewhere may say anything, and the terminal shows it."""
    lifter = LifterTrack(figure(reps(1)), 0, 0, None)
    source = load_recording(saved(tmp_path / "p.npz")).source
    odd = Recording(lifter, replace(source, sha256="\x1b[2J"), "full\x07", "\x9b", problems=("set \x1b[31m1\x00",))
    save_recording(tmp_path / "q.npz", odd)
    again = load_recording(tmp_path / "q.npz")
    said = (again.source.sha256, again.model_name, again.model_sha256, *again.problems)
    assert said == ("\\x1b[2J", "full\\x07", "\\x9b", "set \\x1b[31m1\\x00")


ODD = [float("nan"), 0.0, -30.0, float("inf")]


@pytest.mark.parametrize("rate_hz", ODD)
def test_a_rate_that_cannot_be(tmp_path: Path, rate_hz: float) -> None:
    refused(saved(tmp_path / "p.npz", rate_hz=rate_hz))
    refused(saved(tmp_path / "q.npz", frame_rate_hz=rate_hz))
    refused(saved(tmp_path / "r.npz", time_hint=rate_hz))


@pytest.mark.parametrize("rate_hz", [1e9, 1e-9])
def test_a_rate_that_nobody_analyses_at(tmp_path: Path, rate_hz: float) -> None:
    refused(saved(tmp_path / "p.npz", rate_hz=rate_hz))


@pytest.mark.parametrize("name", ["width", "height", "duration_s", "frames_read", "frames_with_pose"])
def test_a_size_that_cannot_be(tmp_path: Path, name: str) -> None:
    refused(saved(tmp_path / "p.npz", **{name: -1}))


def refused(path: Path) -> None:
    with pytest.raises(InputError, match="says nothing usable of the video it is from") as caught:
        load_recording(path)
    assert "\n" not in str(caught.value)


def test_scenes_come_back(tmp_path: Path) -> None:
    assert load_recording(saved(tmp_path / "p.npz", cuts=(3, 7))).lifter.cuts == (3, 7)
    assert load_recording(saved(tmp_path / "q.npz", leaps=(3, 7))).lifter.leaps == (3, 7)
    assert load_recording(saved(tmp_path / "r.npz", lifting=(0, 2))).lifter.lifting == (0, 2)
    assert load_recording(saved(tmp_path / "s.npz", stacked=(1, 0))).lifter.stacked == (1, 0)


@pytest.mark.parametrize("cuts", [(0,), (7, 3), (3, 3), (10**9,), (-1,)])
def test_scenes_that_cannot_be(tmp_path: Path, cuts: tuple[int, ...]) -> None:
    refused(saved(tmp_path / "p.npz", cuts=cuts))
    refused(saved(tmp_path / "q.npz", leaps=cuts))


def test_where_nothing_is_measured_it_is_said_that_the_picture_is_soft(tmp_path: Path) -> None:
    again = load_recording(saved(tmp_path / "p.npz"))
    track = again.lifter.track
    still = replace(track, image_px=track.image_px[:1].repeat(len(track), axis=0))
    for detail_px, said in ((120.0, True), (250.0, False)):
        lifter = replace(again.lifter, track=replace(still, detail_px=detail_px))
        with pytest.raises(NothingMeasuredError) as error:
            report_on(replace(again, lifter=lifter))
        assert ("Also: the picture is soft" in str(error.value)) == said
