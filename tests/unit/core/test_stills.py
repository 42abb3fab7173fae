"""Pictures that are no film: postures are measured, nothing is judged."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.rules import RULES
from hingecheck.core.stills import NO_REP, analyse_stills, are_stills
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.stretches import select_rows
from stick_figure import PoseTrack, figure, reps

RATES_HZ = [10.0, 30.0, 60.0]


def pictures(*moments_s: float) -> PoseTrack:
    """Some moments of a set as pictures a second apart: 0 is the top, 2.5 s the bottom of the first rep."""
    film = figure(reps(2))
    track = select_rows(film, np.array([int(np.abs(film.time_s - s).argmin()) for s in moments_s]))
    track.time_s[:] = np.arange(len(moments_s))
    return track


def hinges(track: PoseTrack, rate_hz: float = 30.0) -> list[float]:
    stills = analyse_stills(LifterTrack(track, 0, 0), rate_hz=rate_hz).stills
    return [still.measures["hip_hinge_deg"].bottom or 0.0 for still in stills]


def deepest_s() -> float:
    film = figure(reps(2))
    return float(film.time_s[int(np.argmax(film.image_px[:, 11, 1]))])  # the left shoulder is lowest


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_each_picture_reads_as_its_moment_of_the_film(rate_hz: float) -> None:
    tall, bent = hinges(pictures(0.0, deepest_s()), rate_hz)
    assert tall == pytest.approx(4.0, abs=4.0)
    assert bent > 70.0
    assert hinges(pictures(deepest_s(), 0.0), rate_hz) == pytest.approx([bent, tall], abs=0.5)


def test_one_picture_is_enough() -> None:
    alone, beside = hinges(pictures(deepest_s())), hinges(pictures(deepest_s(), 0.0))
    assert alone[0] == pytest.approx(beside[0], abs=0.5)


def test_nothing_is_judged_and_nothing_passed_as_good() -> None:
    analysis = analyse_stills(LifterTrack(pictures(0.0, deepest_s()), 0, 0))
    assert (analysis.reps, analysis.findings, analysis.good, analysis.sets) == ((), (), (), ())
    said = {entry.rule for entry in analysis.not_assessable}
    assert said == {rule.id for rule in RULES if analysis.lift.name in rule.lifts}
    assert {entry.reason for entry in analysis.not_assessable} == {NO_REP}
    assert len(analysis.advice) == 1


def test_the_floor_does_not_show_in_a_picture() -> None:
    lift = analyse_stills(LifterTrack(pictures(0.0, deepest_s()), 0, 0)).lift
    assert lift.confidence <= 0.6
    assert {lift.name, lift.runner_up} == {"deadlift", "rdl"}


def test_pictures_without_the_lifter_are_left_out() -> None:
    track = pictures(0.0, 1.0, deepest_s())
    track.image_px[1] = np.nan
    analysis = analyse_stills(LifterTrack(track, 0, 0))
    assert [still.bottom_s for still in analysis.stills] == [0.0, 2.0]


def test_a_video_is_never_taken_for_pictures() -> None:
    track = pictures(0.0, deepest_s())
    assert are_stills(track, None)
    assert not are_stills(track, 30.0)
    assert not are_stills(figure(reps(1)), None)
    track.image_px[:] = np.nan
    assert not are_stills(track, None)


@pytest.mark.parametrize("beside", ["lifting", "stacked"])
def test_nobody_else_lifts_in_pictures_beside_her_or_above(beside: str) -> None:
    track = pictures(0.0, deepest_s())
    alone = analyse_stills(LifterTrack(track, 0, 0))
    others = analyse_stills(LifterTrack(track, 0, 0, **{beside: (1, 0)}))  # type: ignore[arg-type]
    assert others.quality == alone.quality
