"""How late a rep is told at real pace on two cores that have nothing else to do, reckoned on a machine that has.

    python benchmarks/live_telling.py POSES.npz... [--slower 1.3]

Saved poses are played in the session's own time. What an analysis takes is measured first, in processor
seconds, the least of many rounds over the first clip and over its last eight seconds; in the replay each result is
handed over when it would be there by the straight line through the two, times `--slower`: poses and analyses share
one interpreter. Poses themselves, some 25 ms, are not in it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `hingecheck live` does, before numpy is there

import numpy as np
from live_reps import Kept, Pictures

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.live import analyst, coach, session
from hingecheck.apps.recording import load_recording
from hingecheck.core.analysis import DEFAULT_RATE_HZ, analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.live.windows import last_seconds
from hingecheck.core.load_types import LoadLook
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.sources.files.weights import default_weights
from hingecheck.sources.pose.pose_source import FakePoses

ROUNDS, SHORT_S = 40, 8.0


def least_s(task: Callable[[], object]) -> float:
    """Processor seconds of the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start_s = time.process_time()
        task()
        times.append(time.process_time() - start_s)
    return min(times)


class Costs:
    """What analyses take: of so many frames of the set, and of the middle of a rep."""

    def __init__(self, lifter: LifterTrack, slower: float) -> None:
        learned = default_weights()
        lifter = replace(lifter, background=None)  # a live set has none
        short = last_seconds(lifter, SHORT_S)
        counts = [len(one.track) for one in (short, lifter)]
        took = [
            least_s(lambda o=one: analyse(o, KnownFacts(), DEFAULT_RATE_HZ, (), learned)) for one in (short, lifter)
        ]
        middle = last_seconds(lifter, analyst.MID_REP_S).track
        self.middle_s = slower * least_s(lambda: build_motion(middle, DEFAULT_RATE_HZ, KnownFacts(), learned))
        self._per_frame = slower * (took[1] - took[0]) / (counts[1] - counts[0])
        self._base = slower * took[0] - counts[0] * self._per_frame
        print(
            f"an analysis takes {1e3 * took[0]:.0f} ms of the processor over {counts[0]} frames, {1e3 * took[1]:.0f} "
            f"over {counts[1]}, the middle of a rep {1e3 * self.middle_s / slower:.0f}"
        )

    def of(self, frames: int) -> float:
        """Seconds that an analysis of so many frames takes."""
        return self._base + frames * self._per_frame if frames else self.middle_s


class Later(Future[Any]):
    """What is there at a moment of the session."""

    def __init__(self, at_s: float, now_s: list[float]) -> None:
        super().__init__()
        self._at_s, self._now_s = at_s, now_s

    def done(self) -> bool:
        return self._now_s[0] >= self._at_s - 1e-9


class Reckoned:
    """Runs each task at once, and hands it over when it would be done."""

    def __init__(self, costs: Costs, frames: list[int], now_s: list[float]) -> None:
        self._costs, self._frames, self._now_s, self.cost_s = costs, frames, now_s, 0.0

    def run(self, task: Callable[[], Any]) -> Later:
        self._frames[0] = 0
        found = task()
        self.cost_s = self._costs.of(self._frames[0])
        job = Later(self._now_s[0] + self.cost_s, self._now_s)
        job.set_result(found)
        return job

    def close(self) -> None: ...


class Looks:
    """Looks near the hands as they were saved."""

    def __init__(self, track: PoseTrack) -> None:
        self._track, self._row = track, {int(index): row for row, index in enumerate(track.frame_index)}

    def look(self, frame: Frame, people: tuple[Person, ...]) -> LoadLook | None:
        loads, row = self._track.loads, self._row[frame.index]
        if loads is None or not loads.looked[row]:
            return None
        return LoadLook(loads.shapes[row].astype(np.float32), np.nan if loads.bar is None else float(loads.bar[row]))


def told_late_s(poses: Path, costs: Costs) -> list[float]:
    """How long after its end each rep of a clip is told."""
    lifter = load_recording(poses).lifter
    track, now_s, frames = lifter.track, [0.0], [0]
    people = {
        int(index): (Person(track.image_px[row], track.visibility[row], track.world_m[row], track.outline_px[row]),)
        for row, index in enumerate(track.frame_index)
        if track.present[row]
    }
    whole, frame_of, end_of = analyse, coach.Coach.frame, coach.Coach.end_set

    def counted(lifter: LifterTrack, *more: Any) -> Any:
        frames[0] = len(lifter.track)
        return whole(lifter, *more)

    def at_its_time(self: coach.Coach, frame: Frame, found: tuple[Person, ...], bright: float, at_s: float) -> Any:
        now_s[0] = at_s
        return frame_of(self, frame, found, bright, at_s)

    def in_the_end(self: coach.Coach, *more: Any) -> None:
        now_s[0] = np.inf  # what was under way is waited for
        end_of(self, *more)

    analyst.analyse, coach.Coach.frame, coach.Coach.end_set = counted, at_its_time, in_the_end
    session.InlineExecutor = lambda: Reckoned(costs, frames, now_s)
    session.LoadReader = lambda _: Looks(track)
    kept, job = Kept(), session.LiveJob(str(poses), CheckOptions(), fast=True)
    made = FakePoses(lambda frame: people.get(frame.index, ()))
    try:
        session.run_live(job, kept, camera=Pictures(track, 1), make_poses=lambda: made)
    finally:
        analyst.analyse, coach.Coach.frame, coach.Coach.end_set = whole, frame_of, end_of
    final = [rep["end_s"] for line in kept.lines if line["event"] == "set_end" for rep in line["report"]["reps"]]
    told = [line for line in kept.lines if line["event"] == "rep"]
    return [one["time_s"] - min(final, key=lambda end_s: abs(end_s - one["rep"]["end_s"])) for one in told]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("poses", type=Path, nargs="+")
    parser.add_argument("--slower", type=float, default=1.3)
    asked = parser.parse_args()
    costs = Costs(load_recording(asked.poses[0]).lifter, asked.slower)
    every: list[float] = []
    for poses in asked.poses:
        late = told_late_s(poses, costs)
        every += late
        print(f"{poses.stem}: told {', '.join(f'{s:.2f}' for s in late)} s after the end", flush=True)
    print(
        f"{len(every)} reps: median {np.median(every):.2f} s, 95th percentile {np.percentile(every, 95):.2f}, latest "
        f"{max(every):.2f}; {sum(s <= 0.5 for s in every)} within 0.5 s. Load of the machine {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
