"""Films cut within a way down or up: how long it took is not known, and no fault of haste is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import PoseTrack, Rep
from stick_figure import DEADLIFT, THRUST_BOTTOM, THRUST_TOP, figure, reps

TALL = reps(3, bottom=DEADLIFT)
LYING = reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor")


def cut(track: PoseTrack, first_s: float, last_s: float) -> tuple[PoseTrack, int]:
    """Without what lies between two moments, and the row of the first frame after."""
    keep = (track.time_s < first_s) | (track.time_s >= last_s)
    times = np.arange(int(keep.sum())) / 30.0
    names = ("frame_index", "image_px", "visibility", "world_m", "outline_px", "people")
    shorter = {name: getattr(track, name)[keep] for name in names}
    return replace(track, time_s=times, **shorter), int((track.time_s < first_s).sum())


def first_rep(track: PoseTrack, leaps: tuple[int, ...]) -> tuple[Rep, list[str]]:
    found = analyse(LifterTrack(track, 0, 0, leaps=leaps))
    return found.reps[0], [finding.rule for finding in found.findings]


@pytest.mark.parametrize("move", [TALL, LYING], ids=["stands", "lies"])
def test_a_way_down_that_is_cut_is_not_too_fast(move) -> None:
    whole = figure(move)
    rep, _ = first_rep(whole, ())
    lowering = rep.cycle.lowering
    assert lowering is not None
    middle = 0.5 * (lowering.first + lowering.last) / 30.0
    film, row = cut(whole, middle - 0.3 * len(lowering) / 30.0, middle + 0.3 * len(lowering) / 30.0)
    seen, rules = first_rep(film, (row,))
    assert seen.tempo.lowering_s is None
    assert "fast-lowering" not in rules
    assert seen.tempo.lifting_s == pytest.approx(rep.tempo.lifting_s, abs=0.2)


def test_a_way_up_that_is_cut_has_no_time() -> None:
    whole = figure(TALL)
    rep, _ = first_rep(whole, ())
    middle = 0.5 * (rep.cycle.lifting.first + rep.cycle.lifting.last) / 30.0
    film, row = cut(whole, middle - 0.2, middle + 0.2)
    seen, _ = first_rep(film, (row,))
    assert seen.tempo.lifting_s is None
    assert seen.tempo.lowering_s == pytest.approx(rep.tempo.lowering_s, abs=0.2)


def test_a_picture_that_leaps_while_the_body_goes_on_is_no_other_take() -> None:
    whole = figure(TALL)
    rep, rules = first_rep(whole, ())
    lowering = rep.cycle.lowering
    assert lowering is not None
    seen, same = first_rep(whole, ((lowering.first + lowering.last) // 2, rep.cycle.lifting.first + 10))
    assert seen.tempo == rep.tempo
    assert same == rules
