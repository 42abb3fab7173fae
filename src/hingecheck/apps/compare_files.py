"""What is written of a comparison: JSON, a page, a film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.pictures.keyframes import KeyFrame
from ..errors import ConfigError
from ..reports.compare_page import PicturedSide, to_html
from ..reports.compare_words import to_json
from ..sources.files.corrections import FILE_NAME
from .annotate import check_encoder
from .compare import Compared, Reading, SideFound, SideName
from .compare_film import write_side_by_side
from .outputs import STDOUT, Outputs, check_outputs, write_text
from .pages import NOT_AGAIN, key_frames
from .result_folder import OUTPUTS, REPORT


@dataclass(frozen=True, slots=True)
class CompareOutputs:
    """Files to write; None = not wanted."""

    json: Path | None = None  #: ``-`` is standard output
    html: Path | None = None
    film: Path | None = None


def check_compare_outputs(outputs: CompareOutputs, sides: Sequence[SideName]) -> None:
    """Find out before the work that a result has nowhere to go.

    Raises
    ------
    ConfigError, OutputError
        See `outputs.check_outputs`; there is no encoder, or the film's name is none of an MP4.
    """
    if outputs.film is not None and outputs.film.suffix.lower() != ".mp4":
        raise ConfigError("--film {film}: the name must end in .mp4.", film=outputs.film)
    _keep_off(outputs, [path for side in sides for path in _files_of(side.path)])
    if outputs.film is not None:
        check_encoder()


def write_comparison(compared: Compared, outputs: CompareOutputs, reader: Reading) -> None:
    """Write what was asked for, each file whole or not at all.

    Raises
    ------
    ConfigError
        One of them is a video that a result was made from.
    InputError
        A film is wanted and one of the videos is gone.
    OutputError
        A file cannot be written.
    """
    _keep_off(outputs, [found.video for found in (compared.before, compared.after) if found.video is not None])
    if outputs.json is not None and str(outputs.json) != STDOUT:
        write_text(outputs.json, to_json(compared.comparison) + "\n")
    if outputs.html is not None:
        write_text(outputs.html, comparison_page(compared))
    if outputs.film is not None:
        with reader.reading(outputs.film, "drawing") as progress:
            write_side_by_side(compared, outputs.film, progress)


def _keep_off(outputs: CompareOutputs, inputs: Sequence[Path]) -> None:
    check_outputs(Outputs(json=outputs.json, html=outputs.html, annotate=outputs.film), inputs)


def _files_of(path: Path) -> list[Path]:
    """The file itself, and a result's own in its folder."""
    folder = path.parent if path.name == OUTPUTS[REPORT].file else path
    return [path, *(folder / name for name in (*(output.file for output in OUTPUTS.values()), FILE_NAME))]


def comparison_page(compared: Compared) -> str:
    """The page of a comparison, with a picture of each side where its video can be read."""
    comparison = compared.comparison
    pictured = [
        _pictured(found, middle_rep([rep.index for rep in side.reps]))
        for found, side in ((compared.before, comparison.before), (compared.after, comparison.after))
    ]
    return to_html(comparison, [one for one in pictured if one is not None])


def middle_rep(reps: Sequence[int]) -> int:
    """The rep in the middle: neither the first, which finds its feet, nor the last, which tires.

    >>> middle_rep([1, 2, 3, 4]), middle_rep([7])
    (2, 7)
    """
    return reps[(len(reps) - 1) // 2]


def _pictured(found: SideFound, rep: int) -> PicturedSide | None:
    gallery = key_frames(found.report, found.recording, found.video, NOT_AGAIN)
    frames: list[KeyFrame] = [frame for frame in gallery.frames if frame.moment.rep == rep]
    return PicturedSide(found.report, frames[0]) if frames else None
