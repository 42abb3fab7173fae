"""Check one recording: frames → poses → lifter → analysis → report."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..core.analysis import DEFAULT_RATE_HZ, analyse
from ..core.corrections import Corrections
from ..core.fact_ranges import RATES_HZ, check_range
from ..core.known_facts import KnownFacts
from ..core.phrases import N_, Phrase, Told, joined, whole
from ..core.rules.limits import Limits
from ..core.same_set import judge_together, known_from, may_be
from ..core.stills import analyse_stills, are_stills
from ..core.tracking.quality import roughly_shown
from ..core.types import Provenance, SetReport, Source
from ..errors import InputError, NothingMeasuredError
from ..plain_text import plain_text
from ..quiet import one_cv2_thread
from ..sources.files.config import limits_sha256
from ..sources.files.fingerprint import sha256_of
from ..sources.files.weights import default_weights
from .machine import cores
from .memory import release_memory
from .recording import Recording
from .watching import Watching

if TYPE_CHECKING:
    from ..core.known_facts import Felt, Sex
    from ..core.landmarks import Side
    from ..core.types import LiftName, Load
    from ..sources.pose.backends import PoseChoice
    from ..sources.pose.pose_source import PoseSource
    from ..sources.video.frames import FrameSource

#: Called after each analysed frame with (frames of the file passed, frames expected or None).
Progress = Callable[[int, "int | None"], None]

#: Of a recording so long that it has more frames at `DEFAULT_RATE_HZ`, fewer a second are analysed: its motion takes
#: 9 kB a frame, and a process is to stay below 700 MB …
MAX_FRAMES = 41_000
#: … but enough for the filter of 5 Hz (`core.signals.CUTOFF_HZ`).
MIN_RATE_HZ = 11.4


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What is asked of a check; the fields are the command line's options."""

    rate_hz: float | None = None  #: None: by how long the recording is, see `usual_rate_hz`
    facts: KnownFacts = field(default_factory=KnownFacts)
    limits: Limits = field(default_factory=Limits)
    corrections: Corrections = field(default_factory=Corrections)  #: what was set right by hand
    raw: bool = False  #: leave angles as the landmarks have them: no networks

    def __post_init__(self) -> None:
        check_range("rate_hz", self.rate_hz, RATES_HZ)


def check_video(
    path: str | Path,
    *,
    lift: LiftName | None = None,
    stance: Side | None = None,
    load: Load | None = None,
    height_m: float | None = None,
    body_mass_kg: float | None = None,
    sex: Sex | None = None,
    felt: Felt | None = None,
    speed_factor: float | None = None,
    limits: Limits | None = None,
    rate_hz: float | None = None,
    poses: PoseSource | None = None,
    progress: Progress | None = None,
) -> SetReport:
    """Report the set in a video, a still picture or a folder of stills.

    Parameters
    ----------
    path : path
        What to read.
    lift : str, optional
        One of the five lifts; recognised from the motion if not given.
    stance : "left" or "right", optional
        The stance leg of a single-leg lift.
    load : Load, optional
    height_m : float, optional
        The lifter's height; gives ``load_offset_m`` beside ``load_offset_leg``.
    body_mass_kg : float, optional
        With the height it gives moments and work shares, which `load` goes into.
    sex : "female" or "male", optional
        Whose segment masses and lengths; the mean of both if not given.
    felt : str, optional
        Where she felt it; shapes the advice.
    speed_factor : float, optional
        How fast the recording plays: 0.25 = four times slowed.
    limits : Limits, optional
        Thresholds of the rules, e.g. from `load_limits`.
    rate_hz : float, optional
        Frames a second to analyse: the pose model sees no others. See `usual_rate_hz` if not given.
    poses : PoseSource, optional
        Where poses come from; the default backend if not given.
    progress : callable, optional
        See `Progress`.

    Returns
    -------
    SetReport
        ``report.analysis`` holds reps, findings and advice, ``report.analysis.motion`` the arrays.

    Raises
    ------
    InputError
        The file cannot be read.
    NothingMeasuredError
        Nobody, or nobody who lifts, is in it.
    ModelError
        The pose model is missing or wrong.
    ConfigError
        What is told cannot be: a height of 170 m, another lift.
    """
    facts = KnownFacts(
        lift=lift,
        stance=stance,
        load_kg=None if load is None else load.mass_kg,
        load_side=None if load is None else load.side,
        height_m=height_m,
        body_mass_kg=body_mass_kg,
        sex=sex,
        felt=felt,
        speed_factor=speed_factor,
    )
    options = CheckOptions(rate_hz, facts, limits or Limits())
    return report_on(record(Path(path), rate_hz=rate_hz, poses=poses, progress=progress), options)


def record(
    path: Path,
    *,
    rate_hz: float | None = None,
    poses: PoseSource | None = None,
    model: PoseChoice | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Recording:
    """Read a recording and follow the lifter through it.

    Parameters and errors are those of `check_video`; `model` says what finds the poses, if not the
    default does, and `workers` how many frames may be read at once: as many as there are cores, if nobody says.
    The recording is the same for any number.
    """
    from ..sources.pose.following import BLOCK_FRAMES
    from ..sources.video.frames import open_frames

    source = open_frames(path)
    asked_hz, rate_hz = rate_hz, rate_hz or usual_rate_hz(source.duration_s)
    own = poses is None
    if poses is None:
        from ..sources.pose.backends import PoseChoice, open_poses

        poses = open_poses(model or PoseChoice(), workers=workers or min(cores(), BLOCK_FRAMES))
    try:
        watching = _watched(source, poses, rate_hz, progress)
    finally:
        if own:
            poses.close()
    release_memory()  # what decoder and model leave is room enough for the analysis of ten minutes
    if not source.frames_read:
        raise InputError("{path}: holds no picture that can be read. Is the file whole? Try playing it.", path=path)
    return Recording(
        lifter=watching.lifter(source.width, source.height),
        source=Source(
            path=plain_text(str(path)),
            sha256=sha256_of(path),
            width=source.width,
            height=source.height,
            duration_s=source.duration_s,
            frame_rate_hz=source.frame_rate_hz,
            frames_read=source.frames_read,
            frames_with_pose=watching.with_people,
        ),
        model_name=poses.model_name,
        model_sha256=poses.model_sha256,
        problems=(*source.problems, *watching.problems, *(() if asked_hz else _thinned(source.duration_s, rate_hz))),
        rate_hz=rate_hz,
        time_hint=source.time_hint,
    )


def _watched(source: FrameSource, poses: PoseSource, rate_hz: float, progress: Progress | None) -> Watching:
    """All frames of a recording, looked at."""
    from ..sources.pose.following import LONGEST_PX
    from ..sources.pose.pose_source import read_people
    from ..sources.video.prefetch import prefetch

    watching = Watching()
    frames = prefetch(source.frames(rate_hz, LONGEST_PX))
    found = read_people(poses, frames)
    try:
        with one_cv2_thread():
            for frame, people in found:
                watching.add(frame, people)
                if progress is not None:
                    progress(source.frames_read, source.expected_frames)
    finally:
        found.close()
        with suppress(ValueError):  # it is read ahead, and its decoder hangs
            frames.close()
    return watching


def usual_rate_hz(duration_s: float) -> float:
    """Frames a second that are analysed where nobody asks for a number: 30, fewer beyond 22 minutes.

    >>> usual_rate_hz(60.0), usual_rate_hz(2000.0), usual_rate_hz(36000.0)
    (30.0, 20.5, 11.4)
    """
    return min(DEFAULT_RATE_HZ, max(MIN_RATE_HZ, MAX_FRAMES / max(duration_s, 1.0)))


def _thinned(duration_s: float, rate_hz: float) -> tuple[str, ...]:
    if rate_hz >= DEFAULT_RATE_HZ:
        return ()
    return (
        Phrase(
            N_(
                "of {minutes:.0f} minutes {rate_hz:.0f} frames a second were looked at, not {usual_hz:.0f}: times "
                "are coarser. Cut the video into sets, or ask for more with --rate"
            ),
            minutes=duration_s / 60,
            rate_hz=rate_hz,
            usual_hz=DEFAULT_RATE_HZ,
        ),
    )


def report_on(recording: Recording, options: CheckOptions | None = None) -> SetReport:
    """Analyse a recording and say where the result came from.

    Raises
    ------
    NothingMeasuredError
        With the recording's path in front.
    """
    options = options or CheckOptions()
    learned = None if options.raw else default_weights()
    try:
        rate_hz = options.rate_hz or recording.rate_hz
        lifter, problems, by_hand = recording.lifter, recording.problems, options.corrections
        if are_stills(lifter.track, recording.source.frame_rate_hz):
            analysis = analyse_stills(lifter, options.facts, rate_hz, problems, learned, by_hand)
        else:
            hint = recording.time_hint
            analysis = analyse(lifter, options.facts, rate_hz, problems, learned, options.limits, hint, by_hand)
    except NothingMeasuredError as error:
        problems = (*recording.problems, *roughly_shown(recording.lifter.track))
        also = [Told(" Also: {problem}.", problem=whole(problem)) for problem in problems]
        why = joined([error.words, *also], "")
        raise NothingMeasuredError("{path}: {why}", path=recording.source.path, why=why) from None
    used = learned if analysis.motion.corrected else None
    return SetReport(
        source=recording.source,
        load=options.facts.load,
        analysis=analysis,
        told={name: value for name, value in asdict(options.facts).items() if value is not None},
        provenance=Provenance(
            version=__version__,
            model_name=recording.model_name,
            model_sha256=recording.model_sha256,
            weights_name=used.name if used else "none",
            weights_sha256=used.sha256 if used else "",
            config_sha256=limits_sha256(options.limits),
            analysis_rate_hz=rate_hz,
            created=_now().isoformat(timespec="seconds"),
        ),
    )


def report_together(recordings: Sequence[Recording], options: Sequence[CheckOptions]) -> SetReport:
    """One report of one set in several recordings, from two cameras at once or filmed twice.

    Parameters
    ----------
    recordings : sequence of Recording
        The first one's reps, curves and pictures are shown.
    options : sequence of CheckOptions
        What is asked of each: the same of all, but for what was corrected by hand in each.

    Returns
    -------
    SetReport
        See `hingecheck.core.same_set.judge_together`. The lift is taken from the one that is surest of it.

    Raises
    ------
    NothingMeasuredError
        Nothing is measured in one of them, or they show other lifts or another number of sets.
    """
    facts = options[0].facts
    reports = [report_on(recording, own) for recording, own in zip(recordings, options, strict=True)]
    surest = max((report.analysis.lift for report in reports), key=lambda lift: lift.confidence)
    name = surest.name
    if facts.lift is None and name != "other":
        for place, (recording, own, report) in enumerate(zip(recordings, options, reports, strict=True)):
            if report.analysis.lift.name != name and may_be(report.analysis, name):
                again = report_on(recording, replace(own, facts=replace(facts, lift=name)))
                reports[place] = replace(again, analysis=known_from(again.analysis, surest))
    try:
        together = judge_together([report.analysis for report in reports], facts.felt)
    except NothingMeasuredError as error:
        names = ", ".join(recording.source.path for recording in recordings)
        raise NothingMeasuredError("{names}: {why}", names=names, why=error.words) from None
    also = tuple((report.source, report.analysis.motion.view) for report in reports[1:])
    return replace(reports[0], analysis=together, also=also)


def _now() -> datetime:
    """The time, or what SOURCE_DATE_EPOCH says it is: https://reproducible-builds.org/specs/source-date-epoch."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(given), timezone.utc) if given.isdecimal() else datetime.now(timezone.utc)
