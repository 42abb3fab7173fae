"""What a batch gains from several processes, and that killing it loses nothing.

    python benchmarks/batch.py scaling sample_videos ../shared/footage
    python benchmarks/batch.py killed sample_videos ../shared/footage
    python benchmarks/batch.py killed sample_videos ../shared/footage -- --rate 5
    python benchmarks/batch.py memory CLIP...

`scaling` runs the command with one process, with two and with all cores over the same videos, and `check` on one
after another, the runs in turn; `killed` ends a batch ten times with SIGKILL at random moments, takes it up
again and compares every file with those of a batch that was left alone; `memory` gives the peak of a process a clip.
What stands after ``--`` is given to every command.

Beside each row of `scaling` stand the load average, and what the machine gave to as many processes of plain
arithmetic just before and after (as share of linear): with other work on it, the most that a batch could have had.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hingecheck.apps.machine import cores
from hingecheck.sources.video.discovery import find_videos
from hingecheck.sources.video.frames import open_frames

COMMAND = (sys.executable, "-m", "hingecheck")
KILLS = 10
SEED = 6
#: Some seconds of arithmetic that touches no memory and no file.
PLAIN_WORK = "sum(i * i for i in range(40_000_000))"
#: Given to every command: what stands after ``--``.
MORE: list[str] = []


def run(*args: object) -> tuple[float, float]:
    """Wall and processor seconds of the command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [*COMMAND, *map(str, args), *MORE], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wall_s, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def plain_work_s(processes: int) -> float:
    """Wall seconds of so many processes that each do the same plain arithmetic: what the machine itself gives."""
    start = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", PLAIN_WORK]) for _ in range(processes)]
    for process in running:
        process.wait()
    return time.perf_counter() - start


def scaling(paths: list[Path], work: Path) -> None:
    videos = find_videos(paths)
    minutes = sum(open_frames(video).duration_s for video in videos) / 60
    print(f"{len(videos)} videos, {minutes:.1f} minutes, {cores()} cores, load before {os.getloadavg()[0]:.1f}\n")
    print(
        "| run | wall s | processor s | processor s a video-minute | share of linear | of plain arithmetic | load |"
    )
    print("|---|---|---|---|---|---|---|")
    first: tuple[float, float] | None = None
    for jobs in sorted({1, 2, cores()}):
        plain_s = plain_work_s(jobs)
        wall_s, cpu_s = run("batch", *paths, "--out", work / f"jobs-{jobs}", "--jobs", jobs)
        plain_s = 0.5 * (plain_s + plain_work_s(jobs))
        one_s, plain_one_s = first = first or (wall_s, plain_s)
        shares = f"{one_s / wall_s / jobs:.2f} | {plain_one_s / plain_s:.2f}"
        print(f"| batch --jobs {jobs} | {costs(wall_s, cpu_s, minutes)} | {shares} | {load()} |", flush=True)
    spent = [run("check", video, "--out", work / "loop") for video in videos]
    wall_s, cpu_s = (sum(column) for column in zip(*spent, strict=True))
    print(f"| check in a loop | {costs(wall_s, cpu_s, minutes)} | | | {load()} |")


def costs(wall_s: float, cpu_s: float, minutes: float) -> str:
    return f"{wall_s:.0f} | {cpu_s:.0f} | {cpu_s / minutes:.1f}"


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def killed(paths: list[Path], work: Path) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"  # reports say when they were made
    whole, resumed = work / "whole", work / "resumed"
    wall_s, _ = run("batch", *paths, "--out", whole)
    print(f"left alone: {wall_s:.0f} s, {len(everything(whole))} files")
    chance = random.Random(SEED)
    kills = 0
    while kills < KILLS:
        after_s = chance.uniform(0.1, 0.6) * wall_s
        process = subprocess.Popen(
            [*COMMAND, "batch", *map(str, paths), "--out", str(resumed), *MORE],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            done = len(list(resumed.glob("*/batch.json")))
            parts = len(list(resumed.rglob("*.part")))
            print(f"kill {kills} after {after_s:.1f} s: {done} videos done, {parts} half-written files", flush=True)
        else:  # it came to its end: begin anew
            compare(whole, resumed)
            shutil.rmtree(resumed)
    wall_s, _ = run("batch", *paths, "--out", resumed)
    print(f"then left alone: {wall_s:.0f} s")
    compare(whole, resumed)


def compare(whole: Path, resumed: Path) -> None:
    one, other = everything(whole), everything(resumed)
    differ = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    print(f"compared: {len(other)} files, {f'DIFFER: {differ}' if differ else 'all byte-equal'}", flush=True)
    if differ:
        sys.exit(1)


def memory(paths: list[Path], work: Path) -> None:
    """The peak of the children so far: give the largest clip last."""
    for path in paths:
        run("check", path, "--out", work)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{path.name}: {peak:.0f} MiB")


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if "--" in given:
        MORE += given[given.index("--") + 1 :]
        given = given[: given.index("--")]
    folder = Path(tempfile.mkdtemp(prefix="hingecheck-batch-"))
    try:
        {"scaling": scaling, "killed": killed, "memory": memory}[what]([Path(path) for path in given], folder)
    finally:
        shutil.rmtree(folder)
