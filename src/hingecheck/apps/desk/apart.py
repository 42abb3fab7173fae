"""What reads a stranger's video, done in a process of its own with limits: the desk outlives it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ... import pulse
from ...languages.speaking import current_language, speaking
from ...languages.table import Language
from ..batch.guarded import guarded
from ..check import CheckOptions, Progress, record, report_on
from ..recording import Recording, load_recording, save_recording
from ..result_folder import OF_REPORT, CheckedRecording, pose_files, result_files


@dataclass(frozen=True, slots=True)
class SetToWrite:
    """A recording whose files are wanted."""

    video: Path
    poses: Path  #: the recording, saved
    options: CheckOptions
    folder: Path  #: where the files will lie
    language: Language  #: of the page


def read_apart(video: Path, progress: Progress) -> Recording:
    """Read a video's poses.

    Parameters
    ----------
    video : path
    progress : callable
        Gets how many frames were read, of how many; what it raises ends the reading.

    Raises
    ------
    InputError
        It cannot be read, or what read it died or hung.
    """
    with TemporaryDirectory(prefix="hingecheck-") as folder:
        poses = guarded(_read, (video, Path(folder) / "poses.npz"), str(video), told=progress)
        return load_recording(poses)


def files_apart(recording: Recording, options: CheckOptions, video: Path, folder: Path) -> dict[str, bytes]:
    """Make a result's files, for which the video is read again.

    Parameters
    ----------
    recording : Recording
    options : CheckOptions
    video : path
    folder : path
        Where they will lie.

    Raises
    ------
    InputError
        What read the video died or hung.
    HingecheckError
        Nothing could be measured.
    """
    with TemporaryDirectory(prefix="hingecheck-") as kept:
        poses = Path(kept) / "poses.npz"
        save_recording(poses, recording)
        return guarded(_write, SetToWrite(video, poses, options, folder, current_language()), str(video))


def files_here(recording: Recording, options: CheckOptions, video: Path, folder: Path) -> dict[str, bytes]:
    """The same in this process."""
    result = CheckedRecording(recording, report_on(recording, options), video)
    return dict((*pose_files(recording), *result_files(result, OF_REPORT, folder)))


def _read(task: tuple[Path, Path]) -> Path:
    video, poses = task
    save_recording(poses, record(video, progress=pulse.tell))
    return poses


def _write(task: SetToWrite) -> dict[str, bytes]:
    with speaking(task.language):
        return files_here(load_recording(task.poses), task.options, task.video, task.folder)
