"""The load in a live session: speed a rep, its loss, and the word that the set is over."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.live.announcer import Announcer
from hingecheck.apps.live.frontends import Silence, Windowed, event_words, spoken
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.live.events import Cued
from hingecheck.core.live.windows import since
from hingecheck.core.load.speeds import speed_loss
from hingecheck.core.load_types import LoadLook, LoadShapes, Measurement, RepLoad
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.reports.live_events import to_line
from hingecheck.reports.live_words import STOP
from hingecheck.sources.load.load_source import FakeLoads
from hingecheck.sources.video.camera import FakeCamera
from stick_figure import figure, follow, reps

from .conftest import FakeFrontend, Ran, frames_of, poses_of
from .test_frontends import FakePrinter, FakeWindow, _shown

#: Two lifts and two slower ones: the third rep has lost enough, at the fourth it is not said again.
TIRING = follow(reps(2), reps(2, lifting_s=2.0))


def plate(frame: Frame, person: Person) -> np.ndarray:
    """A plate that hangs from the hands."""
    x, y = person.image_px[[15, 16, 19, 20]].mean(axis=0)
    return np.array([[x, y + 60.0, 140.0, 140.0, 0.9, 0.4]])


def trained(track: PoseTrack, stop_at_loss: float | None) -> Ran:
    out = FakeFrontend()
    options = CheckOptions(facts=KnownFacts(lift="rdl"), raw=True)
    job = LiveJob("0", options, fast=True, stop_at_loss=stop_at_loss)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hingecheck.apps.live.session.RoundOutlines", lambda: FakeLoads(plate))
        patch.setattr("hingecheck.apps.live.schedule.REPS_EVERY_S", 0.4)
        patch.setattr("hingecheck.apps.live.schedule.REPS_AT_LEAST_EVERY_S", 3.0)
        status = run_live(job, out, camera=FakeCamera(frames_of(track)), make_poses=poses_of(track))
    return Ran(status, out)


@pytest.fixture(scope="module")
def tiring() -> Ran:
    return trained(figure(TIRING), 0.2)


def test_each_rep_has_the_loads_speed_as_the_report_gives_it(tiring: Ran) -> None:
    assert len(tiring.reps) == 4
    (ended,) = tiring.sets
    assert ended.report.analysis.motion.load.kind == "barbell"
    for told, reported in zip(tiring.reps, ended.report.analysis.reps, strict=True):
        assert told.rep.load is not None
        assert reported.load is not None
        live, later = told.rep.load.mean_concentric_m_s, reported.load.mean_concentric_m_s
        assert live is not None
        assert later is not None
        assert live.value == pytest.approx(later.value, rel=0.05)


def test_the_set_is_said_to_be_over_once_the_speed_has_fallen(tiring: Ran) -> None:
    assert [rep.stop for rep in tiring.reps] == [False, False, True, False]
    stop = tiring.reps[2]
    assert stop.speed_loss is not None
    assert stop.speed_loss.value == pytest.approx(0.4, abs=0.08)
    assert STOP in str(spoken(stop))
    assert f"{STOP}: the last rep is {stop.speed_loss.value:.0%}" in str(event_words(stop))
    assert stop.time_s not in [cued.time_s for cued in tiring.out.of(Cued)]  # no cue beside it
    line = json.loads(to_line(stop))
    assert line["stop"] is True
    assert line["speed_loss"]["value"] == pytest.approx(stop.speed_loss.value, abs=1e-3)


@pytest.mark.parametrize(("lost", "stopped"), [(0.0, (0.0, 0.05)), (0.2, (0.99, 1.0))])
def test_even_sets_go_on_and_sets_that_lose_twice_as_much_are_over(
    tiring: Ran, lost: float, stopped: tuple[float, float]
) -> None:
    """Ten reps whose speeds are known to 3 %."""
    rng, sets, over = np.random.default_rng(3), 400, 0
    for _ in range(sets):
        announcer = Announcer(lambda event: None, stop_at_loss=0.1)
        speeds = 0.5 * (1.0 - lost * np.linspace(0.0, 1.0, 10)) * (1.0 + 0.0314 * rng.normal(size=10))
        loads = [RepLoad(mean_concentric_m_s=Measurement(v, 0.05, 0.0314 * v)) for v in speeds.tolist()]
        done = [replace(tiring.reps[0].rep, load=load) for load in loads]
        losses = [speed_loss(done[:count]) for count in range(3, 11)]
        over += any(announcer.is_enough(loss) for loss in losses)
    assert stopped[0] <= over / sets <= stopped[1]


def test_nobody_is_stopped_unless_asked(tiring: Ran) -> None:
    unasked = trained(figure(TIRING), None).reps
    assert [rep.stop for rep in unasked] == [False] * 4
    assert unasked[2].speed_loss == tiring.reps[2].speed_loss
    assert json.loads(to_line(tiring.reps[0]))["speed_loss"] is None


def test_the_window_has_the_speed_beside_the_count_and_says_enough(tiring: Ran) -> None:
    window = FakeWindow()
    frontend = Windowed(window, FakePrinter(), Silence(), lambda: None)  # type: ignore[arg-type]
    for rep in tiring.reps[:3]:
        frontend.event(rep)
    frontend.show(_shown())
    assert window.panels[-1].speed == event_words(tiring.reps[2]).split(", ")[-1].split(". ")[0]  # type: ignore[union-attr]
    assert window.panels[-1].speed.endswith(" m/s")
    assert window.panels[-1].headline == STOP
    frontend.event(tiring.sets[0])
    frontend.show(_shown())
    assert window.panels[-1].headline != STOP


def test_rows_of_a_window_keep_what_was_seen() -> None:
    track = figure(TIRING)
    looks = [LoadLook(np.full((1, 6), row, dtype=np.float32), 0.0) for row in range(len(track))]
    later = since(LifterTrack(replace(track, loads=LoadShapes.of(looks)), 0, 0), 2.0).track
    assert later.loads is not None
    assert later.loads.shapes[0, 0, 0] == len(track) - len(later)
