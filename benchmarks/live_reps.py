"""Reps told live against those of `check`, clip by clip; see `benchmarks/live.py`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.apps.recording import load_recording
from hingecheck.core.analysis import DEFAULT_RATE_HZ
from hingecheck.core.live.events import Event
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.reports.json_report import to_json
from hingecheck.reports.live_events import to_line
from hingecheck.sources.pose.pose_source import FakePoses

REPO = Path(__file__).parents[1]


def command_json(*args: object) -> list[dict]:
    """What a command prints, a JSON object a line; an exit status of 4 (nothing measured) prints none."""
    done = subprocess.run(
        [sys.executable, "-m", "hingecheck", *map(str, args)], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 4):
        raise RuntimeError(f"{args}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def faults(report: dict) -> list[tuple[str, list[int]]]:
    """What was found in which reps."""
    return sorted((finding["rule"], finding["reps"]) for finding in report["findings"])


def measured(report: dict) -> dict:
    """A report without when it was made and from what file."""
    same = {key: value for key, value in report.items() if key != "source"}
    return {**same, "provenance": {**report["provenance"], "created": None}}


def told(clip: Path, checked: dict, *more: object) -> dict[str, object]:
    """Reps told live against those of `check`, and the latest telling."""
    return row_of(checked, command_json("live", "--headless", "--camera", clip, *more))


def row_of(checked: dict, lines: list[dict]) -> dict[str, object]:
    """A session's events against the report of `check`."""
    ends = {line["set"]: line["report"] for line in lines if line["event"] == "set_end"}
    reps = [line for line in lines if line["event"] == "rep"]
    over_s = max((rep["end_s"] for report in ends.values() for rep in report["reps"]), default=0.0)
    late = []
    for line in reps:
        final = min(ends[line["set"]]["reps"], key=lambda rep: abs(rep["bottom_s"] - line["rep"]["bottom_s"]))
        late.append(line["time_s"] - line["set_zero_s"] - final["end_s"])
    return {
        "check": len(checked["reps"]),
        "told": len(reps) - sum("none after all" in line.get("text", "") for line in lines),
        "in_sets": sum(len(report["reps"]) for report in ends.values()),
        "sets": len(ends),
        "last_end_s": over_s,
        "late_s": [round(s, 3) for s in late],
        "same_faults": len(ends) == 1 and all(faults(report) == faults(checked) for report in ends.values()),
        "problems": [line["text"] for line in lines if line["event"] == "problem"],
    }


def agreement(clip: Path, checked: dict, folder: Path) -> dict[str, object]:
    """As fast as it goes: reps told, and whether a check of what was recorded gives the live report again."""
    row = told(clip, checked, "--fast", "--record", "--out", folder)
    again, seen = [], []
    for place in sorted(folder.iterdir()):
        report = json.loads((place / "report.json").read_text())
        (poses,) = command_json("check", "--pose", place / "poses.npz", "--json", "-")
        again.append(measured(poses) == measured(report))
        video = command_json("check", place / "video.mp4", "--json", "-")
        seen.append(
            [
                len(report["reps"]),
                *([len(video[0]["reps"]), faults(video[0]) == faults(report)] if video else [0, False]),
            ]
        )
    return {**row, "poses_agree": all(again), "videos": seen}


def clips_of(footage: Path | None) -> list[Path]:
    """Every clip of the footage and the samples."""
    found = sorted((REPO / "sample_videos").glob("*.mp4"))
    return (sorted(footage.glob("*.mp4")) if footage else []) + found


def reps_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Every clip as fast as it goes, every frame of it looked at."""
    rows = {}
    for clip in clips_of(args.footage):
        (checked,) = command_json("check", clip, "--json", "-")
        rows[clip.stem] = agreement(clip, checked, folder / clip.stem)
        print(clip.stem, rows[clip.stem], file=sys.stderr, flush=True)
    return {"rows": rows}


class Pictures:
    """A camera that gives a grey picture for each row of a track, or every so manyth."""

    def __init__(self, track: PoseTrack, every: int) -> None:
        grey = np.full((track.height_px, track.width_px, 3), 120, np.uint8)
        self._frames = (
            Frame(int(index), float(time_s), grey)
            for index, time_s in zip(track.frame_index[::every], track.time_s[::every], strict=True)
        )

    def read(self) -> Frame | None:
        return next(self._frames, None)


class Kept:
    """Keeps events."""

    def __init__(self) -> None:
        self.lines: list[dict] = []

    def event(self, event: Event) -> None:
        self.lines.append(json.loads(to_line(event)))

    def show(self, shown: object) -> None: ...

    def keys(self, loop: object) -> bool:
        return True

    def felt(self) -> None: ...

    def close(self) -> None: ...


#: Every so manyth frame of a clip of 30 a second is looked at on a slow machine.
EVERY = (2, 4, 6)


def replay(poses: Path, clip: Path, *, every: int = 1, outlines: bool = True) -> tuple[dict, list[dict]]:
    """The report of saved poses, and the events of a session that sees them, or some of them."""
    recording = load_recording(poses, clip)
    track = recording.lifter.track
    if not outlines:
        track = replace(track, outline_px=np.full_like(track.outline_px, np.nan))
    people = {
        int(index): (Person(track.image_px[row], track.visibility[row], track.world_m[row], track.outline_px[row]),)
        for row, index in enumerate(track.frame_index)
        if track.present[row]
    }
    kept = Kept()
    job = LiveJob(str(clip), CheckOptions(), fast=True)
    made = FakePoses(lambda frame: people.get(frame.index, ()))
    run_live(job, kept, camera=Pictures(track, every), make_poses=lambda: made)
    return json.loads(to_json(report_on(recording))), kept.lines


def replay_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Every clip from its saved poses (NAME.poses.npz in --poses), as fast as it goes."""
    rows = {}
    for clip in clips_of(args.footage):
        checked, lines = replay(args.poses / f"{clip.stem}.poses.npz", clip)
        rows[clip.stem] = row_of(checked, lines)
        print(clip.stem, rows[clip.stem], file=sys.stderr, flush=True)
    return {"rows": rows}


def slow_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Reps of all clips, from saved poses, where only so many frames a second are looked at."""
    rows, clips = [], clips_of(args.footage)
    for every in EVERY:
        for outlines in (True, False):
            row = {"rate_hz": DEFAULT_RATE_HZ / every, "outlines": outlines, "check": 0, "told": 0, "in_sets": 0}
            wrong = []
            for clip in clips:
                checked, lines = replay(args.poses / f"{clip.stem}.poses.npz", clip, every=every, outlines=outlines)
                found = row_of(checked, lines)
                for name in ("check", "told", "in_sets"):
                    row[name] += found[name]
                if not found["check"] == found["told"] == found["in_sets"]:
                    wrong.append(clip.stem)
            rows.append({**row, "clips": len(clips), "wrong": wrong})
            print(rows[-1], file=sys.stderr, flush=True)
    return {"rows": rows}


def paced_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Every clip at its own pace, as a webcam gives it."""
    rows = {}
    for clip in clips_of(args.footage):
        (checked,) = command_json("check", clip, "--json", "-")
        rows[clip.stem] = told(clip, checked)
        print(clip.stem, rows[clip.stem], file=sys.stderr, flush=True)
    return {"rows": rows}
