"""A recording's lifter track with its source and model, and its saved poses on disk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.analysis import DEFAULT_RATE_HZ
from ..core.tracking.lifter import LifterTrack
from ..core.types import Source
from ..errors import InputError
from ..plain_text import plain_text
from ..sources.files.fingerprint import sha256_of

#: Frames a second that saved poses may want to be analysed at: what `--rate` takes, and room below for the library.
#: The grid of a recording has so many rows a second; a billion of them would be asked 33 GB for.
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 1.0, 240.0
#: How fast a recording may be said to play by its metadata: a camera of 8,000 frames a second, of which one is shown,
#: and as much as `--speed` takes.
SLOWEST, FASTEST = 1.0 / 8000.0, 100.0

if TYPE_CHECKING:
    from ..sources.pose.saved import SavedTrack


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording's raw lifter track and where it came from: all that the analysis needs."""

    lifter: LifterTrack
    source: Source
    model_name: str
    model_sha256: str
    problems: tuple[str, ...] = ()
    rate_hz: float = DEFAULT_RATE_HZ  #: frames a second that were looked at, at the most
    time_hint: float | None = None  #: how fast the file's metadata say that it plays; see `core.analysis.analyse`


def save_recording(path: Path, recording: Recording) -> None:
    """Save a recording's poses so that `load_recording` brings it back without the video."""
    from ..sources.pose.saved import save_track

    save_track(path, _saved(recording))


def pack_recording(recording: Recording) -> bytes:
    """What `save_recording` would write."""
    from ..sources.pose.saved import pack_track

    file = BytesIO()
    pack_track(file, _saved(recording))
    return file.getvalue()


def _saved(recording: Recording) -> SavedTrack:
    from ..sources.pose.saved import SavedTrack

    lifter = recording.lifter
    return SavedTrack(
        lifter.track, _facts(recording), recording.model_name, recording.model_sha256, lifter.background
    )


def _facts(recording: Recording) -> dict[str, Any]:
    return {
        **asdict(recording.source),
        "rate_hz": recording.rate_hz,
        "jumps": recording.lifter.jumps,
        "others": recording.lifter.others,
        "cuts": " ".join(map(str, recording.lifter.cuts)),
        "leaps": " ".join(map(str, recording.lifter.leaps)),
        "lifting": " ".join(map(str, recording.lifter.lifting)),
        "stacked": " ".join(map(str, recording.lifter.stacked)),
        "time_hint": recording.time_hint,
        "problems": "\n".join(recording.problems),
    }


def load_recording(path: Path, video: Path | None = None) -> Recording:
    """Bring back saved poses.

    Parameters
    ----------
    path : path
        The ``.npz`` that ``--save-pose`` wrote.
    video : path, optional
        The video they should be of; checked by its content.

    Raises
    ------
    InputError
        The file is not one of ours, or its poses are of another video.
    """
    from ..sources.pose.saved import load_track

    saved = load_track(path)
    facts: Mapping[str, Any] = saved.source
    try:
        source = Source(
            path=plain_text(str(facts["path"])),
            sha256=plain_text(str(facts["sha256"])),
            width=int(facts["width"]),
            height=int(facts["height"]),
            duration_s=float(facts["duration_s"]),
            frame_rate_hz=None if facts["frame_rate_hz"] is None else float(facts["frame_rate_hz"]),
            frames_read=int(facts["frames_read"]),
            frames_with_pose=int(facts["frames_with_pose"]),
        )
        jumps, others = int(facts.get("jumps", 0)), int(facts.get("others", 0))
        lifting, stacked = (_two(str(facts.get(name, "0 0"))) for name in ("lifting", "stacked"))
        rate_hz = float(facts.get("rate_hz", DEFAULT_RATE_HZ))
        time_hint = None if facts.get("time_hint") is None else float(facts["time_hint"])
        cuts, leaps = (tuple(int(row) for row in str(facts.get(name, "")).split()) for name in ("cuts", "leaps"))
        _check_numbers(source, rate_hz, time_hint)
        for rows in (cuts, leaps):
            _check_cuts(rows, len(saved.track))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise InputError(
            "{path}: says nothing usable of the video it is from. Save the poses again.", path=path
        ) from None
    if video is not None and sha256_of(video) != source.sha256:
        raise InputError(
            "{path}: these poses are of another video than {video}. Check without --pose, or name the right file.",
            path=path,
            video=video,
        )
    problems = tuple(plain_text(line) for line in str(facts.get("problems", "")).splitlines() if line)
    lifter = LifterTrack(saved.track, jumps, others, saved.background, cuts, leaps, lifting, stacked)
    model = (plain_text(saved.model_name), plain_text(saved.model_sha256))
    return Recording(lifter, source, *model, problems, rate_hz, time_hint)


def _two(counts: str) -> tuple[int, int]:
    """Two numbers out of their text."""
    one, other = counts.split()
    return int(one), int(other)


def _check_numbers(source: Source, rate_hz: float, time_hint: float | None) -> None:
    """See that what a file says of its video can be.

    Raises
    ------
    ValueError
        A rate or a size cannot be, or something is no number.
    """
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise ValueError("a rate that nobody analyses at")
    if time_hint is not None and not SLOWEST <= time_hint <= FASTEST:
        raise ValueError("a speed that nobody films at")
    above_0: list[float] = [source.width, source.height]
    if source.frame_rate_hz is not None:
        above_0.append(source.frame_rate_hz)
    counts = (source.duration_s, source.frames_read, source.frames_with_pose)
    if not all(0 < number < math.inf for number in above_0) or not all(0 <= number < math.inf for number in counts):
        raise ValueError("a number that cannot be")


def _check_cuts(cuts: Sequence[int], frames: int) -> None:
    """See that scenes begin, or pictures leap, at frames that are there, one after the other.

    Raises
    ------
    ValueError
        They do not.
    """
    if any(a >= b for a, b in pairwise([0, *cuts, frames])):
        raise ValueError("a scene that begins where no frame is")
