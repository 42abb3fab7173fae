"""Correct a result by hand: write what was said beside it, and make the result anew from the saved poses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..core.corrections import Corrections, RepBorders, SetTold
from ..core.known_facts import KnownFacts
from ..core.rules.limits import Limits
from ..core.types import SetReport
from ..errors import ConfigError, InputError
from ..languages.speaking import spoken_here
from ..languages.table import BY_CODE, ENGLISH, Language
from ..reports.json_report import READABLE
from ..sources.files.config import limits_sha256
from ..sources.files.corrections import FILE_NAME, corrections_from, corrections_json
from ..sources.files.fingerprint import sha256_of, sha256_of_value
from .annotate import AnnotatedVideo
from .batch.folder import FILM_FILE, MARK_NAME, BatchFolder, DoneMark, film_mark
from .batch.folder_lock import only_writer
from .changes import Changes, check_places, check_times, moved_borders, number_of, over
from .check import CheckOptions, report_on
from .corrections import corrections_in
from .recording import Recording, load_recording
from .result_folder import ALWAYS, FILM, OUTPUTS, PAGE, POSES, REPORT, CheckedRecording, result_files, write_files

POSES_FILE, REPORT_FILE = OUTPUTS[POSES].file, OUTPUTS[REPORT].file


@dataclass(frozen=True, slots=True)
class ResultFolder:
    """A folder with a result in it, as `check`, `batch`, `live` and `app` write them."""

    path: Path
    report: dict[str, Any] = field(repr=False)

    @property
    def sha256(self) -> str:
        """Of the recording."""
        return str(self.report["source"]["sha256"])

    @property
    def corrections(self) -> Corrections:
        """What was corrected so far."""
        return corrections_in(self.path, self.sha256)

    @property
    def facts(self) -> KnownFacts:
        """What was told when it was checked."""
        return KnownFacts(**self.report.get("told", {}))


def language_of(result: ResultFolder) -> Language:
    """The language that its page is in; English where it has none."""
    page = result.path / OUTPUTS[PAGE].file
    try:
        with page.open(encoding="utf-8") as file:
            head = file.read(1000)
    except (OSError, UnicodeDecodeError):
        return ENGLISH
    found = re.search(r'<html lang="([a-z]+)"', head)
    return BY_CODE.get(found[1], ENGLISH) if found else ENGLISH


@dataclass(frozen=True, slots=True)
class Remade:
    """A result that was made anew."""

    report: SetReport
    files: dict[str, bytes]
    stale: tuple[str, ...] = ()  #: files there that could not be made anew: they show what was before


#: Makes a result anew from its saved poses, with other options.
Remake = Callable[[ResultFolder, CheckOptions], Remade]


def open_result(folder: Path) -> ResultFolder:
    """Read a result's folder.

    Raises
    ------
    InputError
        It holds no report, or a damaged one.
    """
    path = folder / REPORT_FILE
    if not path.is_file():
        raise InputError(
            "{folder}: holds no {report}. Name a folder that 'check --out' or 'batch' wrote.",
            folder=folder,
            report=REPORT_FILE,
        )
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        if report["schema"] not in READABLE:
            raise KeyError("schema")
        found = ResultFolder(folder, report)
        _ = found.sha256, found.facts, [(rep["index"], rep["bottom_s"]) for rep in report["reps"]]
        float(report["source"]["duration_s"])
    except ConfigError as error:
        raise InputError("{path}: {why} Check its video again.", path=path, why=error.words) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise InputError("{path}: is no whole report. Check its video again.", path=path) from None
    return found


def remade_here(result: ResultFolder, options: CheckOptions) -> Remade:
    """Make a result anew in this process; its video is read again for the pictures.

    Raises
    ------
    InputError
        The saved poses are missing or of another recording.
    ConfigError
        It is one report of several recordings, and the poses of one alone are beside it.
    NothingMeasuredError
        Nothing is left.
    """
    if result.report.get("also"):
        raise ConfigError(
            "{path}: is one report of several recordings. Check each alone with --out, correct it there, and run "
            "'check --same-set' with that --out again.",
            path=result.path,
        )
    recording = recording_of(result)
    checked = CheckedRecording(recording, report_on(recording, options), video_of(result))
    there = {name for name, output in OUTPUTS.items() if (result.path / output.file).is_file()}
    names = {*ALWAYS, *there} - ({FILM} if checked.video is None else set())
    files = dict(result_files(checked, names, result.path))
    stale = tuple(output.file for name, output in OUTPUTS.items() if name in there and output.file not in files)
    return Remade(checked.report, files, stale)


def correct(
    result: ResultFolder, changes: Changes, limits: Limits | None = None, remake: Remake = remade_here
) -> Remade:
    """Correct a result: its files are made anew, and `corrections.json` keeps what was said.

    Without its video a film and pictures cannot be made anew: they stay as they are.

    Parameters
    ----------
    result : ResultFolder
    changes : Changes
    limits : Limits, optional
        Those that it was checked with.
    remake : callable, optional
        Makes it anew; in this process, if not given.

    Returns
    -------
    Remade
        As it is now.

    Raises
    ------
    ConfigError
        There is no such rep, its borders are out of order, a time is not in the recording, other limits were in
        force, or a batch is writing there.
    InputError
        The saved poses are missing or of another recording.
    NothingMeasuredError
        Nothing is left: nothing is changed then.
    OutputError
        A file cannot be written.
    """
    limits = limits or Limits()
    if result.report["provenance"]["config_sha256"] != limits_sha256(limits):
        raise ConfigError(
            "{path}: was checked with limits of its own. Name their file with --config.", path=result.path
        )
    corrections = combined(result, changes)
    text = corrections_json(corrections, result.sha256)
    corrections_from(text, "the correction")  # what is written can be read again
    rate_hz = float(result.report["provenance"]["analysis_rate_hz"])
    with _sole_writer(result.path) as batch:
        remade = remake(result, CheckOptions(rate_hz, result.facts, limits, corrections))
        if batch is None:
            write_files(result.path, [(FILE_NAME, text.encode("utf-8")), *remade.files.items()])
        else:
            write_files(result.path, [(FILE_NAME, text.encode("utf-8"))])
            mark = _marked(batch.marks()[result.path.name], text, remade)
            batch.store(result.path.name, mark, remade.files)
            batch.conclude()
    return remade


def _marked(mark: DoneMark, text: str, remade: Remade) -> DoneMark:
    """A batch's mark of what was made anew: where a film or picture is stale, the batch does the video again."""
    film = film_mark(AnnotatedVideo(), spoken_here()) if FILM_FILE in remade.files else mark.film
    by_hand = mark.by_hand if remade.stale else sha256_of_value(text)
    return replace(mark, film=film, by_hand=by_hand, spoken=spoken_here())


def combined(result: ResultFolder, changes: Changes) -> Corrections:
    """What was corrected before and what is to be corrected now; the later word on one thing counts.

    Raises
    ------
    ConfigError
        There is no such rep, its borders are out of order, or a time is not in the recording.
    """
    before = Corrections() if changes.forget else result.corrections
    reps = {int(rep["index"]): rep for rep in result.report["reps"]}
    for number in (*changes.not_reps, *(change.rep for change in changes.borders)):
        if number not in reps:
            raise ConfigError(
                "{path}: there is no rep {number}; it has {count}.", path=result.path, number=number, count=len(reps)
            )
    sets = _told_sets(result, before.sets, changes)
    whole = changes.of_set is None
    time = result.report["time"]
    film_speed = time["speed_factor"] if time["source"] in ("told", "metadata") else 1.0
    borders = [moved_borders(reps[change.rep], change, film_speed) for change in changes.borders]
    source = result.report["source"]
    check_times(reps, changes, float(source["duration_s"]))
    if changes.joints:
        check_places(changes, int(source["width"]), int(source["height"]))
    moved: dict[object, RepBorders] = {}
    for one in (*before.borders, *borders):
        rep = number_of(one, reps.values())
        moved[rep] = over(moved.get(rep), one)
    joints = {(one.time_s, one.joint): one for one in (*before.joints, *changes.joints)}
    return Corrections(
        lift=(changes.lift if whole else None) or before.lift,
        stance=(changes.stance if whole else None) or before.stance,
        sets=sets,
        not_reps_s=tuple(
            dict.fromkeys((*before.not_reps_s, *(float(reps[n]["bottom_s"]) for n in changes.not_reps)))
        ),
        borders=tuple(one for number, one in moved.items() if number not in changes.not_reps),
        joints=tuple(joints.values()),
    )


def _told_sets(result: ResultFolder, before: tuple[SetTold, ...], changes: Changes) -> tuple[SetTold, ...]:
    """What was told of single sets before and now; what is said of the whole recording takes older words' place."""
    if changes.of_set is None:
        kept = [
            replace(one, lift=None if changes.lift else one.lift, stance=None if changes.stance else one.stance)
            for one in before
        ]
        return tuple(one for one in kept if one.lift or one.stance)
    found = {int(one["index"]): one for one in result.report["sets"]}
    if changes.of_set not in found:
        raise ConfigError(
            "{path}: there is no set {number}; it has {count}.",
            path=result.path,
            number=changes.of_set,
            count=len(found),
        )
    if changes.lift is None and changes.stance is None:
        raise ConfigError("say what the set was: --set 2 with --lift rdl, --stance left, or both.")
    mine = found[changes.of_set]
    reps = {int(rep["index"]): rep for rep in result.report["reps"]}
    first = reps[int(mine["reps"][0])]
    # well within it: a set that opens at its bottom begins there, and the report's times are rounded
    said = SetTold(0.5 * (float(first["start_s"]) + float(first["end_s"])), changes.lift, changes.stance)
    others = []
    for one in before:
        if mine["start_s"] <= one.at_s <= mine["end_s"]:
            said = replace(said, lift=said.lift or one.lift, stance=said.stance or one.stance)
        else:
            others.append(one)
    return tuple(sorted([*others, said], key=lambda one: one.at_s))


def recording_of(result: ResultFolder) -> Recording:
    """The saved poses of a result.

    Raises
    ------
    InputError
        They are missing, damaged, or of another recording.
    """
    recording = load_recording(result.path / POSES_FILE)
    if recording.source.sha256 != result.sha256:
        raise InputError(
            "{path}: {poses} is of another recording than the report. Check the video again.",
            path=result.path,
            poses=POSES_FILE,
        )
    return recording


def video_of(result: ResultFolder) -> Path | None:
    """The recording itself, where it still lies where it was read; else None."""
    path = Path(str(result.report["source"]["path"]))
    try:
        return path if path.exists() and sha256_of(path) == result.sha256 else None
    except InputError:
        return None


@contextmanager
def _sole_writer(folder: Path) -> Iterator[BatchFolder | None]:
    """Hold the folder above where a batch wrote it, and give that: its mark and index are ours to keep true."""
    if not (folder / MARK_NAME).is_file():
        yield None
        return
    above = folder.absolute().parent
    with only_writer(above):
        batch = BatchFolder(above)
        yield batch if folder.name in batch.marks() else None
