"""Long use, on Linux: live stays as small as it began, and a batch that is killed ends as if it had not been.

    make soak                                                  # all of it, about 50 minutes
    python scripts/soak.py live [--minutes 30]                 # sets and pauses before the real networks
    python scripts/soak.py batch [--videos 500] [--kills 10] [--cuts 10]

`live` plays a film of sets with pauses between them at its own pace and looks at the process every few seconds:
memory, threads, open files. `batch` kills a batch and its processes that often, then "cuts the power" that often
(files that were written last are emptied, as a file system does that had not yet kept them), and compares what comes
of it with a batch that was left alone, byte for byte. Ends with status 1 where something grew, was left, or differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "hingecheck")
SAMPLE = REPO / "sample_videos" / "deadlift-clean.mp4"
#: Nobody is there so long after each set, seconds: longer than the 15 that end one.
PAUSE_S = 18
EVERY_S = 5.0
#: Start and first sets, whose libraries take what they keep: not compared.
WARM_S = 120.0
#: Memory at the end may lie that far above that of the first minutes.
MAY_GROW_MB = 20.0
#: Results of one day, so that they can be compared.
DAY = {"SOURCE_DATE_EPOCH": "1700000000"}


@dataclass(frozen=True)
class Look:
    """A process at one moment."""

    at_s: float
    memory_mb: float
    threads: int
    files: int


def look(pid: int, since: float) -> Look:
    """Look at a running process."""
    said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    memory_mb = int(said["VmRSS"].split()[0]) / 1024
    files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return Look(time.monotonic() - since, memory_mb, int(said["Threads"]), files)


def live(minutes: float) -> bool:
    """Play sets for so long; whether the process stayed as it was."""
    with tempfile.TemporaryDirectory(prefix="hingecheck-soak-") as place:
        folder = Path(place)
        film = _film(folder, minutes)
        args = ["live", "--camera", str(film), "--headless", "--out", str(folder / "out")]
        with (folder / "events").open("w") as events, (folder / "said").open("w") as said:
            looks, status = _watched([*COMMAND, *args], events, said)
        ended = [json.loads(line) for line in (folder / "events").read_text().splitlines()]
        sets = sum(event["event"] == "set_end" for event in ended)
        troubles = [event["text"] for event in ended if event["event"] == "problem"]
        words = (folder / "said").read_text()
    warm = min(WARM_S, minutes * 15)
    steady = [found for found in looks if found.at_s > warm][:-1]
    if not steady:
        print(f"live: ended at once, status {status}: {words[-500:]}")
        return False
    part = max(len(steady) // 6, 1)
    first, last = steady[:part], steady[-part:]
    grown = {
        "memory, MB": (_median(first, "memory_mb"), _median(last, "memory_mb"), MAY_GROW_MB),
        "threads": (_median(first, "threads"), _median(last, "threads"), 0),
        "open files": (_median(first, "files"), _median(last, "files"), 0),
    }
    for what, (before, after, _) in grown.items():
        print(f"live: {what}: {before:.0f} in the first minutes, {after:.0f} in the last")
    most = max(found.memory_mb for found in steady)
    print(f"live: {minutes:g} min, {sets} sets, status {status}, {len(troubles)} problems, at most {most:.0f} MB")
    return status == 0 and sets > 0 and all(after - before <= may for before, after, may in grown.values())


def _watched(command: list[str], events: object, said: object) -> tuple[list[Look], int]:
    looks, began = [], time.monotonic()
    with subprocess.Popen(command, stdout=events, stderr=said, stdin=subprocess.DEVNULL) as process:  # type: ignore[call-overload]
        while process.poll() is None:
            time.sleep(EVERY_S)
            try:
                looks.append(look(process.pid, began))
            except (OSError, KeyError):  # it has just ended
                break
        return looks, process.wait()


def _median(looks: list[Look], field: str) -> float:
    return statistics.median(getattr(found, field) for found in looks)


def _film(folder: Path, minutes: float) -> Path:
    """Sets with pauses in which nobody is there, over and over."""
    from imageio_ffmpeg import get_ffmpeg_exe

    def ffmpeg(*args: str) -> None:
        subprocess.run([get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *args], check=True)

    cycle, film = folder / "cycle.mp4", folder / "film.mp4"
    pause = f"tpad=stop_duration={PAUSE_S}:color=gray"
    ffmpeg("-i", str(SAMPLE), "-vf", pause, "-an", "-c:v", "libx264", "-preset", "veryfast", str(cycle))
    ffmpeg("-stream_loop", "-1", "-i", str(cycle), "-t", str(60 * minutes), "-c", "copy", str(film))
    return film


def batch(videos: int, kills: int, cuts: int) -> bool:
    """Kill and cut the power of a batch; whether it ends as one that was left alone."""
    chance = random.Random(6)
    with tempfile.TemporaryDirectory(prefix="hingecheck-soak-") as place:
        folder = Path(place)
        _clips(folder / "clips", videos)
        began = time.monotonic()
        _batch(folder, "whole")
        took_s = time.monotonic() - began
        killed = sum(_killed(folder, took_s * chance.uniform(0.2, 0.8) / (kills + cuts + 1)) for _ in range(kills))
        emptied = 0
        for _ in range(cuts):
            killed += _killed(folder, took_s * chance.uniform(0.2, 0.8) / (kills + cuts + 1))
            emptied += _power_cut(folder / "resumed", chance)
        _batch(folder, "resumed")
        whole, resumed = everything(folder / "whole"), everything(folder / "resumed")
    differ = sorted(name for name in whole.keys() | resumed.keys() if whole.get(name) != resumed.get(name))
    print(
        f"batch: {videos} videos in {took_s:.0f} s; {killed} kills, {emptied} files emptied; "
        f"{len(differ)} of {len(whole)} files differ{': ' if differ else ''}{', '.join(differ[:10])}"
    )
    return not differ


def everything(folder: Path) -> dict[str, bytes]:
    """All files in a folder but the lock's."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _clips(folder: Path, count: int) -> None:
    """A sample's first seconds, each file a little different, as far as its bytes go."""
    from imageio_ffmpeg import get_ffmpeg_exe

    folder.mkdir()
    small = folder / "0.mp4"
    cut = ("-ss", "2", "-t", "5", "-i", str(SAMPLE), "-vf", "scale=-2:240,fps=5", "-c:v", "libx264", str(small))
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *cut], check=True)
    for number in range(1, count):
        shutil.copy(small, folder / f"{number}.mp4")
        with (folder / f"{number}.mp4").open("ab") as file:
            file.write(b"\0\0\0\x0cfree" + number.to_bytes(4, "big"))


def _command(out: str) -> list[str]:
    return [*COMMAND, "batch", "clips", "--out", out, "--rate", "5", "--jobs", "2"]


def _batch(folder: Path, out: str) -> None:
    done = subprocess.run(_command(out), cwd=folder, env={**os.environ, **DAY}, capture_output=True, check=False)
    if done.returncode not in (0, 4):
        raise SystemExit(f"the batch ended with {done.returncode}: {done.stderr.decode()[-500:]}")


def _killed(folder: Path, after_s: float) -> bool:
    """Kill a batch with all its processes once it has done some more; whether it was still running."""
    out = folder / "resumed"
    before = len(list(out.glob("*/batch.json")))
    process = subprocess.Popen(
        _command("resumed"),
        cwd=folder,
        env={**os.environ, **DAY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until = time.monotonic() + 300
    while len(list(out.glob("*/batch.json"))) <= before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(after_s)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def _power_cut(folder: Path, chance: random.Random) -> int:
    """Empty some of the files that were written last; how many."""
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime_ns)
    hit = [path for path in files[-12:] if chance.random() < 0.5]
    for path in hit:
        os.truncate(path, 0)
    return len(hit)


def main() -> int:
    """Do what was asked; the exit status."""
    parser = argparse.ArgumentParser(prog="soak", description="Long use.")
    parser.add_argument("what", choices=("live", "batch"))
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--videos", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--cuts", type=int, default=10)
    asked = parser.parse_args()
    held = live(asked.minutes) if asked.what == "live" else batch(asked.videos, asked.kills, asked.cuts)
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
