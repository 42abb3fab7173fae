"""Contact sheets of rendered clips: four moments of each, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from ...core.arrays import Picture
from ...errors import InputError
from ..truth import Truth, load_truth, truth_path

TILE_PX = (320, 180)
ROWS, COLUMNS = 12, 2


def contact_sheets(videos: Sequence[Path], path: Path) -> list[Path]:
    """Write pages of four moments a clip, with true joint centres marked.

    Parameters
    ----------
    videos : sequence of Path
        With their truth beside them.
    path : Path
        Of the picture; with more than 24 clips, pages are numbered: ``sheet-01.jpg``.

    Returns
    -------
    list of Path
        Of the pages.
    """
    page_size = ROWS * COLUMNS
    pages = [videos[i : i + page_size] for i in range(0, len(videos), page_size)]
    out = []
    for number, page in enumerate(pages, start=1):
        target = path if len(pages) == 1 else path.with_name(f"{path.stem}-{number:02d}{path.suffix}")
        strips = [_strip(video) for video in page]
        while len(strips) % COLUMNS:
            strips.append(np.full_like(strips[0], 255))
        rows = [np.hstack(strips[i : i + COLUMNS]) for i in range(0, len(strips), COLUMNS)]
        cv2.imwrite(str(target), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
        out.append(target)
    return out


def _strip(video: Path) -> Picture:
    """Four moments of a clip's first rep in a row, with its name and faults."""
    truth = load_truth(truth_path(video))
    rep = truth.reps[0]
    first = rep.lowering_s or rep.lifting_s
    moments = [first[0], 0.5 * sum(first), rep.bottom_s, 0.5 * sum(rep.lifting_s)]
    frames = [int(np.abs(truth.time_s - moment).argmin()) for moment in moments]
    pictures = [_marked(picture, truth, frame) for picture, frame in zip(_grab(video, frames), frames, strict=True)]
    strip = np.hstack([cv2.resize(picture, TILE_PX, interpolation=cv2.INTER_AREA) for picture in pictures])
    faults = " ".join(f"{rule}:{degree}" for rule, degree in truth.recipe.get("faults", {}).items())
    label = f"{video.stem}  {truth.azimuth_deg:.0f} deg  {faults}"
    for colour, width in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(strip, label, (6, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, width, cv2.LINE_AA)
    return np.asarray(strip, dtype=np.uint8)


def _grab(video: Path, frames: Sequence[int]) -> list[Picture]:
    """Some frames of a video, read in order."""
    wanted, got = set(frames), {}
    reader = cv2.VideoCapture(str(video))
    try:
        for number in range(max(frames) + 1):
            ok, picture = reader.read()
            if not ok:
                raise InputError(f"{video}: ends before frame {max(frames)}. Render it again: hingecheck lab render.")
            if number in wanted:
                got[number] = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    finally:
        reader.release()
    return [got[frame] for frame in frames]


def _marked(picture: Picture, truth: Truth, frame: int) -> Picture:
    """The picture with a dot on each true joint centre."""
    out = picture.copy()
    for x, y in truth.joints_px[frame]:
        if np.isfinite(x) and np.isfinite(y):
            cv2.circle(out, (round(float(x)), round(float(y))), 2, (255, 40, 40), -1, cv2.LINE_AA)
    return out
