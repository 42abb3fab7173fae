"""Films of sets that were checked, read again for a page: done elsewhere, so that the desk outlives them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...languages.speaking import current_language, speaking
from ...languages.table import Language
from ..batch.kept import Elsewhere
from ..check import CheckOptions
from ..compare import SideName, compare_recordings
from ..compare_files import comparison_page
from ..correct import Remade, ResultFolder, open_result, remade_here
from .joint_picture import JointPicture, joint_picture
from .quiet_reading import QuietReading


@dataclass(frozen=True, slots=True)
class _Moment:
    folder: Path
    time_s: float
    language: Language


@dataclass(frozen=True, slots=True)
class _Sides:
    before: SideName
    after: SideName
    options: CheckOptions
    language: Language


@dataclass(frozen=True, slots=True)
class _Again:
    folder: Path
    options: CheckOptions
    language: Language


class ReadAgain:
    """Reads films again, in the language of whoever asks.

    Parameters
    ----------
    elsewhere : Elsewhere
        Where it is done.
    """

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere

    def joints(self, folder: Path, time_s: float) -> JointPicture:
        """One picture of a set with its joints; see `joint_picture`."""
        return self._elsewhere.do(_joints, _Moment(folder, time_s, current_language()), folder.name)

    def comparison(self, before: SideName, after: SideName, options: CheckOptions) -> str:
        """The page of a comparison; see `compare_recordings`."""
        what = f"{before.path.name}, {after.path.name}"
        return self._elsewhere.do(_comparison, _Sides(before, after, options, current_language()), what)

    def remade(self, result: ResultFolder, options: CheckOptions) -> Remade:
        """A result made anew; see `remade_here`."""
        return self._elsewhere.do(_remade, _Again(result.path, options, current_language()), result.path.name)


def _joints(task: _Moment) -> JointPicture:
    with speaking(task.language):
        return joint_picture(open_result(task.folder), task.time_s)


def _comparison(task: _Sides) -> str:
    with speaking(task.language):
        return comparison_page(compare_recordings(task.before, task.after, task.options, QuietReading()))


def _remade(task: _Again) -> Remade:
    with speaking(task.language):
        return remade_here(open_result(task.folder), task.options)
