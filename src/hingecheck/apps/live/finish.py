"""The end of a set: its recorded track goes through the analysis of `check`, is reported and saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ...core.analysis import DEFAULT_RATE_HZ
from ...core.known_facts import Felt
from ...core.live.events import SetEnded
from ...core.phrases import N_, Phrase, Told
from ...core.tracking.lifter import LifterTrack
from ...core.types import Source
from ...errors import NothingMeasuredError, OutputError
from ...sources.files.fingerprint import sha256_of
from ..check import CheckOptions, report_on
from ..outputs import make_folder
from ..recording import Recording
from ..result_folder import OF_REPORT, POSES, CheckedRecording, pose_files, result_files, write_files
from .analyst import Analyst, SetProgress, findings_of
from .set_recording import SetRecording

#: Why a set's page has no pictures.
NOT_RECORDED = N_(
    "The set was not recorded, so there are no pictures: only the lines of the skeleton. --record keeps its video."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a session's pictures come from."""

    name: str  #: as it is called in the report
    sha256: str | None  #: of the file that plays; None for a camera
    frame_rate_hz: float | None
    model_name: str
    model_sha256: str
    video: Path | None = None  #: the file that plays; None for a camera
    time_hint: float | None = None  #: how fast it shows life: 1 for a camera; None for a file, which may be slowed


class SetVideo(Protocol):
    """The pictures of a set."""

    def save(self, path: Path) -> str | None:
        """Make a video of them; what went wrong, in words, or None."""

    def discard(self) -> None:
        """Throw them away."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What the end of a set has brought."""

    progress: SetProgress
    ended: SetEnded | None  #: None where nothing could be measured
    problems: tuple[str, ...] = ()


class SetFinisher:
    """Reports and saves sets.

    Parameters
    ----------
    options : CheckOptions
    origin : Origin
    folder : Path, optional
        A folder a set in here, with the files of `apps.result_folder`[, video.mp4].
    exports : tuple of str
        Which of the files that are written where they are asked for.
    now_s : callable
        Session time.
    """

    def __init__(
        self,
        options: CheckOptions,
        origin: Origin,
        *,
        folder: Path | None,
        now_s: Callable[[], float],
        exports: tuple[str, ...] = (),
    ) -> None:
        self._options, self.origin, self._folder, self._now_s = options, origin, folder, now_s
        self._exports = exports
        self._folders: dict[int, Path] = {}
        self.reported = 0  #: sets that have a report
        self.silence: Phrase | None = None  #: why the last one has none
        self.unwritten = False  #: whether some file of a set could not be written

    def finish(
        self,
        take: SetRecording,
        analyst: Analyst,
        number: int,
        why: str,
        *,
        film: SetVideo | None = None,
        felt: Felt | None = None,
    ) -> Finished:
        """Analyse a whole set and save what there is.

        A take without a rep is saved too where it is all that the session has; no video of it.
        """
        lifter, zero_s = take.lifter(), take.zero_s
        model, hint = (self.origin.model_name, self.origin.model_sha256), self.origin.time_hint
        recording = Recording(lifter, self._source(take, lifter), *model, time_hint=hint)
        options = self._options
        if felt is not None:
            options = replace(options, facts=replace(options.facts, felt=felt))
        try:
            report = report_on(recording, options)
        except NothingMeasuredError as error:
            if film is not None:
                film.discard()
            self.silence = error.words
            if not len(analyst.reported_reps) and (self.reported or not lifter.track.present.any()):
                return Finished(SetProgress(zero_s), None)
            _, problems = self._saved(number, lambda: pose_files(recording))
            return Finished(
                SetProgress(zero_s),
                None,
                (Told(N_("set {number}: {why}"), number=number, why=error.words), *problems),
            )
        self.reported += 1
        folder, problems = self._saved(number, tuple)
        video = self.origin.video if film is None else None  # a set that is filmed counts frames of its own
        if film is not None and folder is not None:
            path = folder / "video.mp4"
            trouble = film.save(path)
            if trouble is not None:
                self.unwritten = True
                problems.append(trouble)
            else:
                video, source = path, replace(recording.source, path=str(path), sha256=sha256_of(path))
                recording, report = replace(recording, source=source), replace(report, source=source)
        elif film is not None:
            film.discard()
        result = CheckedRecording(recording, report, video, no_video=NOT_RECORDED)
        if folder is not None:
            into = folder
            folder, more = self._saved(
                number, lambda: result_files(result, (POSES, *OF_REPORT, *self._exports), into)
            )
            problems += more
        news = analyst.reported_reps.close(report.analysis)
        progress = SetProgress(zero_s, news, findings_of(news, report.analysis.findings), final=True)
        saved_in = None if folder is None else str(folder)
        return Finished(progress, SetEnded(self._now_s(), number, zero_s, why, report, saved_in), tuple(problems))

    def _saved(self, number: int, files: Callable[[], Iterable[tuple[str, bytes]]]) -> tuple[Path | None, list[str]]:
        """Write files of a set; its folder, or None where nothing is or can be written, and why it cannot.

        The session goes on: room may be made until the next set.
        """
        try:
            folder = self._set_folder(number)
            if folder is not None:
                write_files(folder, files())
        except OutputError as error:
            self.unwritten = True
            if number in self._folders:
                with suppress(OSError):  # something is in it
                    self._folders.pop(number).rmdir()
            return None, [Told(N_("set {number} was not saved: {why}"), number=number, why=error.words)]
        return folder, []

    def _source(self, take: SetRecording, lifter: LifterTrack) -> Source:
        track = lifter.track
        return Source(
            path=self.origin.name,
            # A camera leaves no file to point at: the hash is then of the poses themselves.
            sha256=self.origin.sha256 or hashlib.sha256(track.image_px.tobytes()).hexdigest(),
            width=track.width_px,
            height=track.height_px,
            duration_s=float(track.time_s[-1]) + 1.0 / DEFAULT_RATE_HZ if len(track) else 0.0,
            frame_rate_hz=self.origin.frame_rate_hz,
            frames_read=len(track),
            frames_with_pose=sum(bool(row.people) for row in take.rows),
        )

    def _set_folder(self, number: int) -> Path | None:
        if self._folder is None:
            return None
        if number not in self._folders:
            place = number
            while (self._folder / f"set-{place}").exists():  # an earlier session's
                place += 1
            self._folders[number] = self._folder / f"set-{place}"
            make_folder(self._folders[number])
        return self._folders[number]
