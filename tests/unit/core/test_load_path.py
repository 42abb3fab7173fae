"""Where the load went, over a picture: this rep's way, those before it, the middle of the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.load.following import hands_of
from hingecheck.core.load_types import LoadShapes
from hingecheck.core.pictures.load_path import EARLIER, NO_PATH, LoadPaths
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, PoseTrack
from joined_tracks import ROWS
from loads import M_PER_PX, looked, with_load
from stick_figure import DEADLIFT, figure, reps

Check = Callable[..., Analysis]


@pytest.fixture
def lifted(check: Check) -> Analysis:
    return with_load(check(figure(reps(3), hands_ahead_m=0.03)), 0.6, 0.5, 0.4)


def test_the_path_grows_through_the_rep_and_stays_for_the_next(lifted: Analysis) -> None:
    second = lifted.reps[1]
    early = LoadPaths(lifted).until(second.cycle.first + 10)
    late = LoadPaths(lifted).until(second.cycle.last - 1)
    assert np.ptp(early.now[0], axis=0)[1] < np.ptp(late.now[0], axis=0)[1]
    assert len(late.earlier) == 1
    places = lifted.motion.load.tracks[0].centre_px
    assert early.now[0][0] == pytest.approx(places[second.cycle.first])
    assert early.now[0][-1] == pytest.approx(places[second.cycle.first + 10])
    whole = LoadPaths(lifted).of(second).now[0]
    assert whole[-1] == pytest.approx(late.now[0][-1])


def test_between_reps_and_without_a_load_nothing_is_drawn(check: Check, lifted: Analysis) -> None:
    assert LoadPaths(lifted).until(0) is NO_PATH
    bare = check(figure(reps(2), hands_ahead_m=0.03))
    assert LoadPaths(bare).of(bare.reps[0]) == NO_PATH


def test_a_gap_is_not_drawn_over(lifted: Analysis) -> None:
    rep = lifted.reps[0]
    track = lifted.motion.load.tracks[0]
    places = track.centre_px.copy()
    middle = (rep.cycle.first + rep.cycle.last) // 2
    places[middle - 3 : middle + 3] = np.nan
    hidden = replace(track, centre_px=places)
    motion = replace(lifted.motion, load=replace(lifted.motion.load, tracks=(hidden,)))
    lines = LoadPaths(replace(lifted, motion=motion)).of(rep).now
    assert len(lines) == 2
    assert all(np.isfinite(line).all() for line in lines)


def test_only_the_last_few_before_it_are_drawn(check: Check) -> None:
    count = EARLIER + 3
    lifted = with_load(check(figure(reps(count), hands_ahead_m=0.03)), *([0.5] * count))
    assert len(LoadPaths(lifted).of(lifted.reps[-1]).earlier) == EARLIER


def test_where_the_camera_moves_no_earlier_path_is_where_it_was(lifted: Analysis) -> None:
    moved = replace(lifted, motion=replace(lifted.motion, place_lost=True))
    kept, alone = (LoadPaths(one).of(one.reps[-1]) for one in (lifted, moved))
    assert kept.earlier
    assert not alone.earlier
    assert len(alone.now) == len(kept.now)


@pytest.mark.parametrize(("azimuth_deg", "facing"), [(90.0, -1.0), (-90.0, 1.0)])
def test_the_mid_foot_is_where_the_measure_has_it(check: Check, azimuth_deg: float, facing: float) -> None:
    lifted = with_load(check(figure(reps(2), azimuth_deg, hands_ahead_m=0.03)), 0.5, 0.5, ahead_m=0.08)
    rep = lifted.reps[0]
    line = LoadPaths(lifted).of(rep).mid_foot
    assert line is not None
    rows = slice(rep.cycle.first, rep.cycle.last)
    load_x = float(np.nanmedian(lifted.motion.load.tracks[0].centre_px[rows, 0]))
    assert line[0, 0] == line[1, 0] == pytest.approx(load_x - facing * 0.08 / M_PER_PX, abs=0.1)
    assert line[0, 1] > line[1, 1]


def test_from_the_front_there_is_no_line_over_the_foot(check: Check) -> None:
    lifted = with_load(check(figure(reps(2), 0.0, hands_ahead_m=0.03)), 0.5, 0.5)
    assert LoadPaths(lifted).of(lifted.reps[0]).mid_foot is None


def scene(px_per_m: float) -> PoseTrack:
    """Lifts of a full plate that hangs from the hands."""
    track = figure(reps(3, bottom=DEADLIFT), px_per_m=px_per_m, hands_ahead_m=0.03)
    size, shows, sigma = (np.full(len(track), one) for one in (0.225 * px_per_m * 1.1, 0.9, 0.4))
    centre = hands_of(track) + np.array([0.0, 0.15 * px_per_m])
    return looked(track, np.stack([*centre.T, size, size, shows, sigma], axis=1))


def test_each_of_two_scenes_has_its_own_load_and_scale() -> None:
    scenes = [scene(400.0), scene(250.0)]
    starts_s = [0.0, float(scenes[0].time_s[-1]) + 1.0 / 30.0]
    rows = {name: np.concatenate([getattr(one, name) for one in scenes]) for name in ROWS}
    loads = [one.loads for one in scenes if one.loads is not None]
    cut = len(scenes[0])
    track = replace(
        scenes[0],
        time_s=np.concatenate([one.time_s + start for one, start in zip(scenes, starts_s, strict=True)]),
        frame_index=np.arange(sum(map(len, scenes))),
        loads=LoadShapes(*(np.concatenate([getattr(one, name) for one in loads]) for name in ("shapes", "looked"))),
        **rows,
    )
    facts = KnownFacts(lift="deadlift")
    both = analyse(LifterTrack(track, 0, 0, cuts=(cut,)), facts)
    assert len(both.reps) == 6
    for rep, scene_of in ((both.reps[1], scenes[0]), (both.reps[4], scenes[1])):
        alone = analyse(LifterTrack(scene_of, 0, 0), facts)
        (load, want) = (one.load for one in (both.motion_at(rep.cycle.bottom), alone.motion))
        assert load.scale == want.scale
        assert load.kind == want.kind == "barbell"
        line, line_alone = LoadPaths(both).of(rep).mid_foot, LoadPaths(alone).of(alone.reps[1]).mid_foot
        assert line is not None
        assert line_alone is not None
        assert line[0] == pytest.approx(line_alone[0], abs=1.0)
        assert len(LoadPaths(both).of(rep).now[0]) > 10
    assert both.motion.load.scale == both.motion_at(0).load.scale
