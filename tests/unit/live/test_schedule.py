"""When the set under way is analysed: at once where a rep has settled, seldom in the middle of a movement."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from hingecheck.apps.live.analyst import WINDOW_S, SetProgress
from hingecheck.apps.live.executors import Job
from hingecheck.apps.live.schedule import ENOUGH_S, MOVING_EVERY_S, AnalysisSchedule
from hingecheck.core.live.causal import Moment, Phase
from hingecheck.core.live.reported_reps import RepChanges
from hingecheck.core.types import Cycle, Rep, Span, Tempo


class Asked:
    """An analyst that notes what it is asked for, and an executor that takes a given time."""

    def __init__(self, cost_s: float = 0.1) -> None:
        self.cost_s = cost_s
        self.notes: list[float | str] = []
        self.settles_s: float | None = None
        self.told: tuple[Rep, ...] = ()

    def reps(self, set_recording: object, enough_s: float, now_s: float) -> SetProgress:
        self.notes.append(enough_s)
        return SetProgress(10.0, RepChanges(self.told, settles_s=self.settles_s))

    def mid_rep(self, set_recording: object) -> SetProgress:
        self.notes.append("mid-rep")
        return SetProgress(10.0)

    def run(self, task: Callable[[], Any]) -> Job:
        job: Job = Future()
        job.set_result(task())
        return job

    def close(self) -> None: ...


def play(
    asked: Asked,
    schedule: AnalysisSchedule,
    first_s: float,
    last_s: float,
    phase: Phase,
    ended_at_s: float,
    *,
    hinge_deg: float = 60.0,
    ended: Phase | None = None,
) -> list[float]:
    """Ask a hundred times a second; the moments at which an analysis of the set began."""
    began = []
    for hundredth in range(round(100 * first_s), round(100 * last_s)):
        time_s, before = hundredth / 100.0, len(asked.notes)
        moment = Moment(time_s, hinge_deg, 0.0, 90.0, phase, time_s - ended_at_s, ended)
        schedule.ask(asked, None, moment, time_s, -1e9)  # type: ignore[arg-type]
        schedule.result()
        began += [time_s for note in asked.notes[before:] if note != "mid-rep"]
    return began


def test_where_a_rep_may_have_ended_a_short_part_is_analysed_again_and_again() -> None:
    asked = Asked()
    began = play(asked, AnalysisSchedule(asked, mid_rep=True), 50.0, 51.0, "top", 49.9)
    assert len(began) == 5
    assert set(asked.notes) == {ENOUGH_S}


def test_in_the_middle_of_a_movement_the_set_is_left_alone() -> None:
    """And where it is looked at after all, as much as there is."""
    asked = Asked()
    began = play(asked, AnalysisSchedule(asked, mid_rep=True), 50.0, 50.0 + 2 * MOVING_EVERY_S, "lifting", 48.0)
    assert began == [50.0, pytest.approx(50.0 + MOVING_EVERY_S + 0.4, abs=0.011)]
    assert asked.notes.count(WINDOW_S) == 2
    assert asked.notes.count("mid-rep") > 5


def test_a_rep_that_seems_over_is_looked_at_when_it_has_settled_and_nothing_before() -> None:
    asked = Asked(cost_s=1.0)
    schedule = AnalysisSchedule(asked, mid_rep=True)
    asked.settles_s = 40.25  # of the set, which began ten seconds into the session
    assert play(asked, schedule, 50.0, 50.02, "lifting", 48.0) == [50.0]
    asked.settles_s, asked.notes[:] = None, []
    assert play(asked, schedule, 50.02, 50.6, "lifting", 48.0) == [50.25]
    assert asked.notes[0] == ENOUGH_S


def test_what_just_ended_is_left_to_settle() -> None:
    asked = Asked()
    began = play(asked, AnalysisSchedule(asked, mid_rep=True), 50.0, 50.3, "top", 50.0)
    assert began == [50.07]
    assert set(asked.notes) == {ENOUGH_S}


def test_a_trunk_that_is_nearly_upright_is_not_looked_at_in_mid_rep() -> None:
    asked = Asked()
    play(asked, AnalysisSchedule(asked, mid_rep=True), 50.0, 51.0, "lifting", 48.0, hinge_deg=30.0)
    assert "mid-rep" not in asked.notes


@pytest.mark.parametrize(
    ("lowering", "ends_with", "else_with"), [(0, "lifting", "lowering"), (9, "lowering", "lifting")]
)
def test_reps_of_a_set_end_as_the_last_one_did(lowering: int, ends_with: Phase, else_with: Phase) -> None:
    asked = Asked()
    schedule = AnalysisSchedule(asked, mid_rep=True)
    cycle = Cycle(5, 9, Span(lowering, lowering + 4), Span(5, 9), complete=True)
    asked.told = (Rep(1, 0.0, 1.0, 2.0, {}, Tempo(1.0, 0.0, 1.0), cycle),)
    play(asked, schedule, 50.0, 50.02, "top", 49.9, ended=ends_with)
    asked.told, asked.notes[:] = (), []
    assert play(asked, schedule, 50.5, 51.2, "lifting", 50.6, ended=else_with) == []
    assert play(asked, schedule, 51.5, 51.8, "top", 51.5, ended=ends_with) == [51.57]


def test_the_next_set_may_end_its_reps_otherwise() -> None:
    asked = Asked()
    schedule = AnalysisSchedule(asked, mid_rep=True)
    asked.told = (
        Rep(1, 0.0, 1.0, 2.0, {}, Tempo(1.0, 0.0, 1.0), Cycle(5, 9, Span(5, 9), Span(0, 5), complete=True)),
    )
    play(asked, schedule, 50.0, 50.02, "top", 49.9)
    schedule.release()
    asked.told = ()
    assert play(asked, schedule, 60.0, 60.3, "top", 60.0, ended="lifting") == [60.07]
