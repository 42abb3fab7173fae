"""The same film changed in ways that leave the lift as it is: what comes out otherwise, and by how much.

    python benchmarks/harmless.py --work DIR [--only TEXT,TEXT] [--json OUT]

Every kind of change over every sample video, read anew; films and poses stay in DIR, so a second run only analyses
again (``--anew`` reads the poses anew). A table by sample: how many changes give other reps, another lift or other
faults, how far borders and the deepest hinge move against the film as it is, and their spread and bias against the
truth. Ends with status 1 where reps, lift or faults came out otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, before numpy is there

import imageio_ffmpeg
import numpy as np

from hingecheck.apps.check import record, report_on
from hingecheck.apps.recording import load_recording, save_recording
from hingecheck.core.types import Analysis

SAMPLES = Path(__file__).resolve().parents[1] / "sample_videos"
ENCODED = ("-c:v", "libx264", "-crf", "25", "-preset", "veryfast", "-an", "-loglevel", "error")
#: Kind → how the film ends, its filter, how much later it is then.
KINDS = {
    "encoded": (".mp4", "null", 0.0),
    "container": (".mkv", "null", 0.0),
    "mirrored": (".mp4", "hflip", 0.0),
    "bordered": (".mp4", "pad=iw+160:ih+120:80:60:gray", 0.0),
    "brighter": (".mp4", "eq=brightness=0.06", 0.0),
    "half": (".mp4", "scale=iw/2:ih/2", 0.0),
    "double": (".mp4", "scale=iw*2:ih*2", 0.0),
    "24": (".mp4", "fps=24", 0.0),
    "25": (".mp4", "fps=25", 0.0),
    "50": (".mp4", "fps=50", 0.0),
    "60": (".mp4", "fps=60", 0.0),
    "120": (".mp4", "fps=120", 0.0),
    "idle-first": (".mp4", "tpad=start_mode=clone:start_duration=3", 3.0),
    "idle-last": (".mp4", "tpad=stop_mode=clone:stop_duration=3", 0.0),
}
AS_IS = "as it is"
#: How far a harmless change may move the deepest hinge, degrees, and a border, seconds.
HINGE_DEG, BORDER_S = 3.0, 0.15


@dataclass(frozen=True)
class Outcome:
    """What came out of one film, in the times of the film as it is."""

    lift: str
    reps: tuple[tuple[float, float, float], ...]  #: start and end, seconds, and deepest hinge, degrees
    faults: frozenset[str]


def film(name: str, kind: str, folder: Path) -> Path:
    """A sample video changed in one way."""
    ending, changed_by, _ = KINDS[kind]
    path = folder / f"{name}@{kind}{ending}"
    if not path.exists():
        ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
        command = [ffmpeg, "-y", "-i", SAMPLES / f"{name}.mp4", "-vf", changed_by, *ENCODED, path]
        subprocess.run(command, check=True, timeout=120)
    return path


def outcome(analysis: Analysis, later_s: float = 0.0) -> Outcome:
    """What is compared of an analysis."""
    reps = tuple(
        (r.start_s - later_s, r.end_s - later_s, r.measures["hip_hinge_deg"].max or 0.0) for r in analysis.reps
    )
    return Outcome(analysis.lift.name, reps, frozenset(finding.rule for finding in analysis.findings))


def checked(name: str, kind: str, work: Path, *, anew: bool) -> Outcome:
    """What comes out of one film, its poses kept."""
    poses = work / f"{name}@{kind}.npz"
    if anew or not poses.exists():
        save_recording(poses, record(SAMPLES / f"{name}.mp4" if kind == AS_IS else film(name, kind, work)))
    later_s = 0.0 if kind == AS_IS else KINDS[kind][2]
    return outcome(report_on(load_recording(poses)).analysis, later_s)


def otherwise(changed: Outcome, kept: Outcome) -> list[str]:
    """What came out otherwise than it may."""
    wrong = [f"{changed.lift}, not {kept.lift}"] if changed.lift != kept.lift else []
    if len(changed.reps) != len(kept.reps):
        return [*wrong, f"{len(changed.reps)} reps, not {len(kept.reps)}"]
    if changed.faults != kept.faults:
        wrong.append("faults: " + ", ".join(sorted(changed.faults ^ kept.faults)))
    for number, (start_s, end_s, hinge_deg) in enumerate(_moved(changed, kept), 1):
        wrong += [f"rep {number} starts by {start_s:+.2f} s"] if abs(start_s) > BORDER_S else []
        wrong += [f"rep {number} ends by {end_s:+.2f} s"] if abs(end_s) > BORDER_S else []
        wrong += [f"rep {number} hinges by {hinge_deg:+.1f}°"] if abs(hinge_deg) > HINGE_DEG else []
    return wrong


def _moved(changed: Outcome, kept: Outcome) -> np.ndarray:
    """Differences of start, end and hinge, a row a rep."""
    return np.array(changed.reps).reshape(-1, 3) - np.array(kept.reps).reshape(-1, 3)


def _row(name: str, found: dict[str, Outcome]) -> tuple[str, dict[str, float]]:
    """One sample's line of the table."""
    kept = found[AS_IS]
    others = [one for kind, one in found.items() if kind != AS_IS]
    alike = [one for one in others if len(one.reps) == len(kept.reps)]
    moved = np.abs(np.concatenate([_moved(one, kept) for one in alike]))
    truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    time_s, hinge = np.array(truth["time_s"]), np.array(truth["series"]["hip_hinge_deg"], float)
    spans = [(rep["start_s"], rep["end_s"]) for rep in truth["reps"]]
    true = np.array([(a, b, np.nanmax(hinge[(time_s >= a) & (time_s <= b)])) for a, b in spans])
    reps = np.array([one.reps for one in [kept, *alike] if len(one.reps) == len(true)]) - true
    bias, spread = reps.mean(axis=(0, 1)), reps.std(axis=0).mean(axis=0)
    facts = {
        "changes": len(others),
        "other reps, lift or faults": sum((one.lift, one.faults) != (kept.lift, kept.faults) for one in alike)
        + len(others)
        - len(alike),
        "outside": sum(bool(otherwise(one, kept)) for one in others),
        "border_95_s": float(np.percentile(moved[:, :2], 95)),
        "hinge_95_deg": float(np.percentile(moved[:, 2], 95)),
    }
    line = (
        f"| {name} | {facts['other reps, lift or faults']} of {len(others)} | {facts['outside']} "
        f"| {facts['border_95_s']:.2f} s | {facts['hinge_95_deg']:.1f}° | {bias[0]:+.2f} ± {spread[0]:.2f} s "
        f"| {bias[1]:+.2f} ± {spread[1]:.2f} s | {bias[2]:+.1f} ± {spread[2]:.1f}° |"
    )
    return line, facts


HEAD = """| sample | other reps, lift or faults | outside 0.15 s or 3° | borders move (95 %) | hinge moves (95 %) \
| start - true | end - true | hinge - true |
|---|---|---|---|---|---|---|---|"""


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", default="", help="parts of samples' names")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--anew", action="store_true")
    options = parser.parse_args(None if arguments is None else list(arguments))
    options.work.mkdir(parents=True, exist_ok=True)
    facts, lines = {}, []
    for video in sorted(SAMPLES.glob("*.mp4")):
        if not any(part in video.stem for part in options.only.split(",")):
            continue
        found = {}
        for kind in (AS_IS, *KINDS):
            found[kind] = checked(video.stem, kind, options.work, anew=options.anew)
            for wrong in otherwise(found[kind], found[AS_IS]):
                print(f"{video.stem}, {kind}: {wrong}", file=sys.stderr, flush=True)
        line, facts[video.stem] = _row(video.stem, found)
        lines.append(line)
    print("\n".join([HEAD, *lines]))
    if options.json:
        options.json.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return int(any(one["other reps, lift or faults"] for one in facts.values()))


if __name__ == "__main__":
    sys.exit(main())
