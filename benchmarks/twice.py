"""Do verdicts hang on noise: the same films read twice, what is said of the one held against the other.

    python benchmarks/twice.py --footage FOLDER --poses FOLDER --again FOLDER [--change encode]

`--poses` holds saved poses of the clips as they are (as `benchmarks/real.py` keeps them), `--again` those of the same
clips after a change that no eye would see; what is missing in either is read and kept. Changes: `grain`, a hundredth
of all pixels one grey level up or down; `encode`, H.264 once more at crf 20; `scale`, brought to nine tenths of the
size. A clip counts as changed where a moderate or severe finding comes or goes; lift and number of reps are told too.
Writes a table; what is kept of it is in benchmarks/twice.md.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from real import labels

from hingecheck.apps.check import record, report_on
from hingecheck.apps.recording import Recording, load_recording, save_recording
from hingecheck.core.types import Frame
from hingecheck.errors import HingecheckError, NothingMeasuredError
from hingecheck.sources.pose.backends import PoseChoice, open_poses
from hingecheck.sources.pose.pose_source import PoseSource

SERIOUS = ("moderate", "severe")
ENCODED = {"encode": [], "scale": ["-vf", "scale=2*trunc(0.45*iw):2*trunc(0.45*ih)"]}
H264 = ["-c:v", "libx264", "-crf", "20", "-preset", "veryfast", "-an"]


@dataclass(frozen=True)
class Said:
    """What a report says."""

    lift: str
    reps: int
    serious: frozenset[str]

    def __str__(self) -> str:
        return f"{self.lift} {self.reps}: {', '.join(sorted(self.serious)) or '-'}"


class Grainy:
    """A pose source that sees every frame with a hundredth of its pixels a grey level off."""

    def __init__(self, source: PoseSource) -> None:
        self._source, self._chance = source, np.random.default_rng(1)
        self.model_name, self.model_sha256 = source.model_name, source.model_sha256

    def people(self, frame: Frame):
        rgb = frame.rgb.astype(np.int16)
        chosen = self._chance.random(rgb.shape[:2]) < 0.01
        rgb[chosen] += self._chance.choice((-1, 1), size=(int(chosen.sum()), 1)).astype(np.int16)
        return self._source.people(replace(frame, rgb=rgb.clip(0, 255).astype(np.uint8)))

    def stream(self, frames):
        for frame in frames:
            yield frame, self.people(frame)

    def close(self) -> None:
        self._source.close()


def read(video: Path, change: str) -> Recording:
    if change == "grain":
        poses = Grainy(open_poses(PoseChoice()))
        try:
            return record(video, poses=poses)
        finally:
            poses.close()
    if not change:
        return record(video)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / video.name
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", video, *ENCODED[change], *H264, film]
        subprocess.run([str(part) for part in command], check=True)
        return record(film)


def kept(folder: Path, video: Path, change: str) -> Recording:
    path = folder / f"{video.stem}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        save_recording(path, read(video, change))
    return load_recording(path)


def said(recording: Recording) -> Said:
    try:
        analysis = report_on(recording).analysis
    except NothingMeasuredError:
        return Said("nothing", 0, frozenset())
    found = {f.rule for f in analysis.findings if f.severity in SERIOUS}
    return Said(analysis.lift.name, len(analysis.reps), frozenset(found))


def rows(footage: Path, first: Path, again: Path, change: str) -> Iterator[tuple[str, Said, Said]]:
    for label in labels(footage):
        video = footage / label.path
        try:
            yield label.path, said(kept(first, video, "")), said(kept(again, video, change))
        except HingecheckError as error:
            print(f"{label.path}: {error}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--poses", type=Path, required=True)
    parser.add_argument("--again", type=Path, required=True)
    parser.add_argument("--change", choices=("grain", "encode", "scale"), default="encode")
    parser.add_argument("--out", type=Path, default=Path("build/twice.md"))
    asked = parser.parse_args()
    lines, clips, changed, lifts, reps = ["| clip | once | again |", "|---|---|---|"], 0, 0, 0, 0
    for path, one, two in rows(asked.footage, asked.poses, asked.again, asked.change):
        clips, changed = clips + 1, changed + (one.serious != two.serious)
        lifts, reps = lifts + (one.lift != two.lift), reps + (one.reps != two.reps)
        if one != two:
            lines.append(f"| {path} | {one} | {two} |")
            print(lines[-1], flush=True)
    share = changed / max(clips, 1)
    lines.append(
        f"\n{asked.change}: of {clips} clips a moderate or severe finding comes or goes in {changed} ({share:.0%}), "
        f"the lift in {lifts}, the number of reps in {reps}."
    )
    print(lines[-1])
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
