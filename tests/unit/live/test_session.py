"""A session by hand: reps told in time, two sets, faults of the camera, and the report of `check` at the end."""

from __future__ import annotations

import errno
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pytest

from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.live.coach import Coach
from hingecheck.apps.live.executors import AnalysisExecutor, InlineExecutor, Job
from hingecheck.apps.live.finish import Origin, SetFinisher
from hingecheck.apps.recording import load_recording
from hingecheck.core.live.events import Cued, Event, Found, Ready, RepEnded, SetEnded, SetStarted
from hingecheck.core.live.reported_reps import SETTLED_S
from hingecheck.errors import InputError, OutputError
from hingecheck.reports.json_report import to_dict
from hingecheck.reports.live_events import to_line
from stick_figure import (
    DEADLIFT,
    LEG_M,
    RDL,
    SQUATTED_RDL,
    TALL,
    cut,
    figure,
    follow,
    glide,
    lose,
    people_of,
    reps,
)

from .conftest import FakeFrontend, Ran, frames_of

Live = Callable[..., Ran]
LATE_S = 0.5


@pytest.mark.parametrize("starts", ["tall", "floor"])
def test_reps_are_told_when_they_end(live_often: Live, starts: str) -> None:
    move = reps(2, bottom=RDL if starts == "tall" else DEADLIFT, starts=starts)  # type: ignore[arg-type]
    ran = live_often(figure(move))
    assert ran.status == 0
    assert [event.rep.index for event in ran.reps] == [1, 2]
    assert [event.count for event in ran.reps] == [1, 2]
    for event, phase in zip(ran.reps, move.phases, strict=True):
        end_s = max(phase.lifting_s[1], phase.lowering_s[1])
        assert -0.3 < event.time_s - end_s <= LATE_S


def test_the_events_come_in_order(live_often: Live) -> None:
    ran = live_often(figure(reps(2)))
    kinds = [type(event) for event in ran.out.events if not isinstance(event, Cued | Found)]
    assert kinds == [Ready, SetStarted, RepEnded, RepEnded, SetEnded]


def test_the_last_rep_is_told_where_the_pictures_end_in_it(live: Live) -> None:
    ran = live(cut(figure(reps(2)), until_s=1.0 + 4.2 * 2 - 1.0 - 0.1))
    assert len(ran.reps) == len(ran.sets[0].report.analysis.reps) == 2


def test_two_sets_make_two_reports(live: Live, tmp_path: Path) -> None:
    move = follow(reps(1), glide(TALL, (16.0, TALL)), reps(2))
    ran = live(figure(move), folder=tmp_path)
    assert [len(event.report.analysis.reps) for event in ran.sets] == [1, 2]
    assert [event.number for event in ran.sets] == [1, 2]
    assert [event.rep.index for event in ran.reps] == [1, 1, 2]
    assert ran.sets[0].why == "no rep for a while"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set-1", "set-2"]
    second = ran.sets[1]
    assert second.zero_s > 10.0  # its times begin with its own recording
    assert second.report.analysis.reps[0].start_s < 10.0


def test_walking_away_ends_the_set(live: Live) -> None:
    move = follow(reps(2), glide(TALL, (6.0, TALL)))
    across = 2.0 * LEG_M * np.clip((move.time_s - 10.0) / 2.0, 0.0, 1.0)
    ran = live(figure(move, across_m=across))
    assert [event.why for event in ran.sets] == ["you walked away"]


def test_leaving_the_picture_ends_the_set(live: Live) -> None:
    move = follow(reps(2), glide(TALL, (8.0, TALL)))
    ran = live(lose(figure(move), slice(300, None)))
    assert [event.why for event in ran.sets] == ["you left the picture"]
    assert ran.sets[0].time_s == pytest.approx(10.0 + 3.0, abs=0.2)


def test_what_is_saved_gives_the_same_report(live: Live, tmp_path: Path) -> None:
    ran = live(figure(reps(3, bottom=SQUATTED_RDL)), folder=tmp_path, lift="rdl")
    folder = tmp_path / "set-1"
    recording = load_recording(folder / "poses.npz")
    options = CheckOptions(raw=True)
    again = to_dict(report_on(recording, replace(options, facts=replace(options.facts, lift="rdl"))))
    live_report = json.loads((folder / "report.json").read_text())
    for report in (again, live_report):
        report["provenance"].pop("created")
    assert live_report == again
    assert ran.sets[0].folder == str(folder)
    assert {path.name for path in folder.iterdir()} == {"poses.npz", "report.json", "series.csv", "report.html"}
    assert "--record keeps its video" in (folder / "report.html").read_text()
    assert any(event.finding.rule == "knee-dominant" for event in ran.out.of(Found))


def test_a_second_session_does_not_overwrite_the_first(live: Live, tmp_path: Path) -> None:
    track = figure(reps(1))
    live(track, folder=tmp_path)
    before = (tmp_path / "set-1" / "poses.npz").read_bytes()
    assert live(track, folder=tmp_path).sets[0].folder == str(tmp_path / "set-2")
    assert (tmp_path / "set-1" / "poses.npz").read_bytes() == before


def test_unplugged_in_mid_set_saves_the_set(live: Live, tmp_path: Path) -> None:
    track = figure(reps(3))
    script = [*frames_of(track)[:300], InputError("camera 0: no more pictures come from it. Is it unplugged?")]
    ran = live(track, script, folder=tmp_path)
    assert ran.status == 3
    assert len(ran.sets[0].report.analysis.reps) == 2
    assert (tmp_path / "set-1" / "poses.npz").exists()
    assert any("unplugged" in text for text in ran.problems)
    assert ran.sets[0].why == "the camera was lost"


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="limits a file's size as POSIX does")
def test_a_full_disk_is_a_problem_and_the_session_goes_on(live: Live, tmp_path: Path) -> None:
    """Both sets are reported all the same; the status says that they were not saved."""
    import resource

    track = figure(follow(reps(2), glide(TALL, (16.5, TALL)), reps(2)))
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        ran = live(track, folder=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert ran.status == 3
    assert [(ended.number, ended.folder) for ended in ran.sets] == [(1, None), (2, None)]
    told = [text for text in ran.problems if "was not saved" in text]
    assert [text.split(":")[0] for text in told] == ["set 1 was not saved", "set 2 was not saved"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_where_standard_output_takes_no_more_the_set_is_kept(live: Live, tmp_path: Path) -> None:
    class Full(FakeFrontend):
        def event(self, event: Event) -> None:
            super().event(event)
            if isinstance(event, RepEnded):
                raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        live(figure(reps(3)), folder=tmp_path, frontend=Full())
    assert (tmp_path / "set-1" / "report.json").exists()


def test_a_clock_that_jumps_back_is_said_and_set_right(live: Live) -> None:
    track = figure(reps(3))
    jump = [replace(f, time_s=f.time_s - 100.0) if f.index > 170 else f for f in frames_of(track)]
    ran = live(track, jump)
    assert len(ran.sets[0].report.analysis.reps) == 3
    assert any("went back by 100.0 s" in text for text in ran.problems)


def test_a_laptop_that_slept_ends_the_set(live: Live) -> None:
    track = figure(follow(reps(1), reps(1)))
    slept = [replace(f, time_s=f.time_s + 3600.0) if f.index > 156 else f for f in frames_of(track)]
    ran = live(track, slept)
    assert [len(event.report.analysis.reps) for event in ran.sets] == [1, 1]
    assert any("no picture came for 3600 s" in text for text in ran.problems)
    assert ran.sets[0].why == "no picture came for a while"


def test_a_camera_that_was_busy_for_some_seconds_ends_no_set(live: Live) -> None:
    track = figure(reps(4))
    busy = [replace(f, time_s=f.time_s + 5.0) if f.index > 285 else f for f in frames_of(track)]
    ran = live(track, busy)
    assert [len(event.report.analysis.reps) for event in ran.sets] == [4]
    assert len(ran.sets[0].report.analysis.sets) == 1
    assert any("no picture came for 5 s" in text for text in ran.problems)


def test_another_resolution_in_mid_set(live: Live) -> None:
    track = figure(reps(1))
    small = np.full((640, 480, 3), 120, np.uint8)
    script = [replace(f, rgb=small) if f.index > 60 else f for f in frames_of(track)]
    ran = live(track, script)
    assert len(ran.sets[0].report.analysis.reps) == 1
    assert any("changed to 480 x 640" in text for text in ran.problems)


def test_nobody_is_status_4(live: Live, tmp_path: Path) -> None:
    track = figure(reps(1))
    ran = live(lose(track, slice(0, None)), folder=tmp_path)
    assert ran.status == 4
    assert not ran.sets
    assert not list(tmp_path.iterdir())


def test_standing_about_is_status_4_and_keeps_the_poses(live: Live, tmp_path: Path) -> None:
    ran = live(figure(glide(TALL, (5.0, TALL))), folder=tmp_path)
    assert ran.status == 4
    assert [path.name for path in (tmp_path / "set-1").iterdir()] == ["poses.npz"]


def test_waiting_before_the_set_is_forgotten(live: Live, tmp_path: Path) -> None:
    ran = live(figure(follow(glide(TALL, (18.0, TALL)), reps(1))), folder=tmp_path)
    report = ran.sets[0].report
    assert len(report.analysis.reps) == 1
    assert report.source.frames_read < 30 * (8.0 + 2.0 + 5.2) + 30  # of 23 s


def test_a_bend_that_was_no_rep_is_taken_back(live_often: Live) -> None:
    crouch = glide(TALL, (1.5, (25.0, 95.0, 30.0)), (1.0, (25.0, 95.0, 30.0)), (1.0, TALL), (1.0, TALL))
    ran = live_often(figure(follow(crouch, reps(4))))
    assert len(ran.sets[0].report.analysis.reps) == 4
    assert any("none after all" in text for text in ran.problems)
    assert (ran.reps[-1].count, ran.reps[-1].rep.index) == (4, 4)  # as the report counts it


def test_restart_forgets_the_set(live: Live) -> None:
    track = figure(follow(reps(1), reps(2)))
    done = []

    def restart(loop: object) -> bool:
        return False

    frontend = FakeFrontend(until=restart)

    def script() -> object:
        for frame in frames_of(track):
            if frame.index == 156:
                done.append(True)
                frontend.loop.controls.restart = True  # type: ignore[attr-defined]
            yield frame

    def watch(loop: object) -> bool:
        frontend.loop = loop  # type: ignore[attr-defined]
        return False

    frontend.until = watch
    ran = live(track, script(), frontend=frontend)
    assert done
    assert [len(event.report.analysis.reps) for event in ran.sets] == [2]
    assert any("restarted" in text for text in ran.problems)


@pytest.mark.parametrize(("paused_s", "sets"), [(8.0, 1), (20.0, 2)])
def test_a_pause_ends_the_set_only_when_it_is_long(paused_s: float, sets: int, seldom: None) -> None:
    """Space, and space again: nobody looks in between, not even where she is."""
    track, events = figure(follow(reps(2), glide(TALL, (paused_s - 1.0, TALL)), reps(2))), []
    coach = coach_of(events, InlineExecutor())
    for frame, person in zip(frames_of(track), people_of(track), strict=True):
        if 10.0 <= frame.time_s < 9.0 + paused_s:
            coach.idle(frame)
        else:
            coach.frame(frame, (person,), 120.0, frame.time_s)
    coach.end_set("", float(track.time_s[-1]))
    ended = [event for event in events if isinstance(event, SetEnded)]
    assert [len(event.report.analysis.reps) for event in ended] == [4 // sets] * sets
    assert [len(event.report.analysis.sets) for event in ended] == [1] * sets


@pytest.mark.parametrize("late", [False, True])
def test_a_rep_is_told_though_space_is_pressed_just_after_it(late: bool, seldom: None) -> None:
    """In the pause, once the analysis that runs is done: not after it, when its cue would be of a rep long ago."""
    move, events = reps(2), []
    track, work = figure(move), Late() if late else InlineExecutor()
    coach, told_s = coach_of(events, work), []
    pressed_s = move.phases[1].lifting_s[1]
    for frame, person in zip(frames_of(track), people_of(track), strict=True):
        if frame.time_s < pressed_s:
            coach.frame(frame, (person,), 120.0, frame.time_s)
        else:
            coach.idle(frame)
        if isinstance(work, Late) and frame.index % 10 == 0:
            work.catch_up()
        told_s += [frame.time_s] * (len([e for e in events if isinstance(e, RepEnded)]) - len(told_s))
    assert len(told_s) == 2
    assert 0.9 * SETTLED_S <= told_s[1] - pressed_s <= 0.9


def test_no_cue_is_given_for_a_rep_of_long_ago(live: Live) -> None:
    """It ended as the camera stalled."""
    track = figure(reps(3, bottom=SQUATTED_RDL))
    busy = [replace(f, time_s=f.time_s + 5.0) if f.time_s > 4.25 else f for f in frames_of(track)]
    ran = live(track, busy, lift="rdl")
    late = [rep for rep in ran.reps if rep.time_s - rep.zero_s - rep.rep.end_s > 2.0]
    assert len(late) == 1
    assert late[0].cue is None
    assert late[0].time_s not in [cued.time_s for cued in ran.out.of(Cued)]


def test_where_it_was_felt_shapes_the_advice(live: Live) -> None:
    ran = live(figure(reps(1)), frontend=FakeFrontend(answer="pain"))
    assert [step.because for step in ran.sets[0].report.analysis.advice] == [("felt",)]


def test_events_are_strict_json_lines(live: Live) -> None:
    ran = live(figure(reps(3, bottom=SQUATTED_RDL)), lift="rdl")
    lines = [json.loads(to_line(event)) for event in ran.out.events]
    assert {line["event"] for line in lines} == {"ready", "set_start", "rep", "finding", "cue", "set_end"}
    assert all(line["time_s"] >= 0 for line in lines)
    rep = next(line for line in lines if line["event"] == "rep")["rep"]
    report = lines[-1]["report"]
    assert rep.keys() == report["reps"][0].keys()
    found = next(line for line in lines if line["event"] == "finding")["finding"]
    assert found.keys() == report["findings"][0].keys()


def test_ctrl_c_reports_the_set_first(live: Live) -> None:
    class Interrupted(FakeFrontend):
        def keys(self, loop: object) -> bool:
            if len(self.of(RepEnded)) >= 1:
                raise KeyboardInterrupt
            return True

    frontend = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        live(figure(reps(3)), frontend=frontend)
    assert len(frontend.of(SetEnded)) == 1
    assert frontend.closed


def test_ctrl_c_while_the_report_is_made_does_not_lose_it(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    finish = SetFinisher.finish

    def pressed(self: SetFinisher, *args: Any, **kwargs: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
        return finish(self, *args, **kwargs)

    monkeypatch.setattr(SetFinisher, "finish", pressed)
    frontend = FakeFrontend()
    with pytest.raises(KeyboardInterrupt):
        live(figure(reps(2)), frontend=frontend)
    assert len(frontend.of(SetEnded)) == 1
    assert frontend.closed


def coach_of(events: list[Event], work: AnalysisExecutor) -> Coach:
    options = CheckOptions(raw=True)
    finisher = SetFinisher(options, Origin("x", "0", None, "fake", "0"), folder=None, now_s=lambda: 0.0)
    return Coach(options, None, finisher, work, events.append, own_times=True)


class Late(InlineExecutor):
    """Does nothing before it is told to: a machine that is busy elsewhere."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Job, Callable[[], object]]] = []

    def run(self, task: Callable[[], object]) -> Job:
        self.waiting.append((Job(), task))
        return self.waiting[-1][0]

    def catch_up(self) -> None:
        while self.waiting:
            job, task = self.waiting.pop(0)
            job.set_result(task())


def test_a_rep_that_the_last_look_found_is_told_though_the_set_is_over(seldom: None) -> None:
    """The analysis was under way when the pictures ended: the rep it reported must not get lost."""
    track, events, work = figure(reps(2)), [], Late()
    coach = coach_of(events, work)
    for frame, person in zip(frames_of(track), people_of(track), strict=True):
        coach.frame(frame, (person,), 120.0, frame.time_s)
        if frame.time_s < track.time_s[-1] - 1.0:
            work.catch_up()
    assert len([event for event in events if isinstance(event, RepEnded)]) == 1
    assert work.waiting
    coach.end_set("the pictures ended", float(track.time_s[-1]))
    work.catch_up()
    assert [event.rep.index for event in events if isinstance(event, RepEnded)] == [1, 2]
    assert isinstance(events[-1], SetEnded)
    assert len(events[-1].report.analysis.reps) == 2


def test_beside_the_loop_every_rep_of_the_report_was_told(live: Live) -> None:
    """With threads, and frames that come when they are due."""
    import time

    track = figure(reps(1, lowering_s=0.8, pause_s=0.2, lifting_s=0.6, stand_s=0.3))

    def paced() -> object:
        start_s = time.monotonic()
        for frame in frames_of(track):
            time.sleep(max(start_s + frame.time_s - time.monotonic(), 0.0))
            yield frame

    ran = live(track, paced(), fast=False)
    assert ran.out.shown
    assert ran.status in (0, 4)  # a machine that is busy drops frames, and may with them lose the rep
    assert len(ran.reps) == sum(len(event.report.analysis.reps) for event in ran.sets)


def test_the_video_of_a_set_is_kept(live: Live, tmp_path: Path) -> None:
    import hashlib

    from hingecheck.sources.video.frames import open_frames

    ran = live(figure(reps(1)), folder=tmp_path, record=True)
    video = tmp_path / "set-1" / "video.mp4"
    source = ran.sets[0].report.source
    assert source.path == str(video)
    assert source.sha256 == hashlib.sha256(video.read_bytes()).hexdigest()
    recording = load_recording(tmp_path / "set-1" / "poses.npz", video)
    film = open_frames(video)
    count = sum(1 for _ in film.frames(None))
    assert count == pytest.approx(len(recording.lifter.track), abs=3)
    assert recording.lifter.track.frame_index[-1] <= count


def test_a_video_that_cannot_be_written_is_told_by_the_status_and_leaves_no_half(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def full(film: BinaryIO, file: BinaryIO, _: int) -> None:
        file.write(film.read(100))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("hingecheck.drawing.set_recorder.shutil.copyfileobj", full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    ran = live(figure(reps(1)), folder=tmp_path / "out", record=True)
    assert ran.status == 3
    assert any("video.mp4: the video could not be written" in problem for problem in ran.problems)
    left = [path.name for path in (tmp_path / "out" / "set-1").iterdir()]
    assert "report.json" in left
    assert not [name for name in left if "video" in name]
    assert not list((tmp_path / "temporary").iterdir())


def test_a_film_that_cannot_be_made_costs_no_set(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("hingecheck.drawing.set_recorder.tempfile.mkstemp", full)
    ran = live(figure(reps(3)), folder=tmp_path, record=True)
    assert ran.status == 3
    assert len(ran.sets) == 1
    (said,) = [problem for problem in ran.problems if "video.mp4" in problem]
    assert os.strerror(errno.ENOSPC) in said


def test_the_film_of_a_set_that_is_not_saved_is_thrown_away(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    def full(path: Path) -> None:
        raise OutputError("{path}: cannot be written ({why}).", path=path, why="No space left on device")

    monkeypatch.setattr("hingecheck.apps.live.finish.make_folder", full)
    ran = live(figure(reps(1)), folder=tmp_path / "out", record=True)
    assert (ran.status, len(ran.sets)) == (3, 1)
    assert not list((tmp_path / "temporary").iterdir())
