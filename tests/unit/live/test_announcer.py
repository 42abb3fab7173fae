"""What is told of a set under way, from analyses one after the other."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from hingecheck.apps.live.analyst import SetProgress, findings_of
from hingecheck.apps.live.announcer import Announcer
from hingecheck.apps.live.finish import Finished
from hingecheck.apps.live.state import SetUnderWay
from hingecheck.core.live.boundaries import SetBounds
from hingecheck.core.live.events import Event, Problem, SetEnded
from hingecheck.core.live.reported_reps import ReportedReps
from stick_figure import SQUATTED_RDL, figure, reps

from .conftest import session_of


@pytest.fixture(scope="module")
def ended() -> SetEnded:
    """The end of a set of three reps, the knees bending too much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hingecheck.apps.live.schedule.REPS_AT_LEAST_EVERY_S", 3.0)
        return session_of(figure(reps(3, bottom=SQUATTED_RDL)), lift="rdl").sets[0]


def set_under_way(reported: ReportedReps) -> SetUnderWay:
    analyst = SimpleNamespace(reported_reps=reported, target_depth_deg=None)
    return SetUnderWay(1, None, analyst, SetBounds(0.0))  # type: ignore[arg-type]


def test_a_fault_that_was_told_and_is_not_in_the_report_is_taken_back(ended: SetEnded) -> None:
    events: list[Event] = []
    announcer, reported = Announcer(events.append), ReportedReps()
    current, analysis = set_under_way(reported), ended.report.analysis
    changes = reported.update(analysis, 20.0, -1e9)
    announcer.progress(current, SetProgress(0.0, changes, findings_of(changes, analysis.findings)), 20.0)
    announcer.progress(current, SetProgress(0.0), 20.1)  # a look at the middle of a rep
    told = [(finding.rule, finding.reps[0]) for finding in current.found]
    assert ("knee-dominant", 2) in told
    whole = replace(analysis, reps=analysis.reps[1:], findings=analysis.findings[1:])  # the first was none
    whole = replace(whole, reps=tuple(replace(rep, index=rep.index - 1) for rep in whole.reps))
    end = replace(ended, report=replace(ended.report, analysis=whole))
    announcer.finished(current, Finished(SetProgress(0.0, reported.close(whole), final=True), end), 21.0)
    said = [event.text for event in events if isinstance(event, Problem)]
    assert said[0].startswith("rep 1, at ")
    assert said[1].startswith("rep 1: knee-dominant was told, but the whole set does not show it")
    assert said[2].startswith("rep 2: knee-dominant")
    assert len(said) == len(told)
    assert isinstance(events[-1], SetEnded)


def test_what_the_report_has_too_stands(ended: SetEnded) -> None:
    events: list[Event] = []
    announcer, reported = Announcer(events.append), ReportedReps()
    current, analysis = set_under_way(reported), ended.report.analysis
    changes = reported.update(analysis, 20.0, -1e9)
    announcer.progress(current, SetProgress(0.0, changes, findings_of(changes, analysis.findings)), 20.0)
    announcer.finished(current, Finished(SetProgress(0.0, reported.close(analysis), final=True), ended), 21.0)
    assert not [event for event in events if isinstance(event, Problem)]
