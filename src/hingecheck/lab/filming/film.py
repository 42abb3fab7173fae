"""From an act to a video file and its truth file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Picture
from ...drawing.h264 import H264File, import_pyav
from ..acting import Act, act
from ..clipspec import ClipSpec, FilmSpec
from ..truth import save_truth, truth_path
from .drawing import Light, Renderer, placement_matrix
from .figure import DressedPerson, dressed_bystander, dressed_person
from .gear import PLATE_COLOURS, bench, load_mesh, room


def render_clip(spec: ClipSpec, folder: Path) -> Path:
    """Film one clip: FOLDER/NAME.mp4 and NAME.truth.json.

    Parameters
    ----------
    spec : ClipSpec
    folder : Path
        Must exist.

    Returns
    -------
    Path
        Of the video.

    Raises
    ------
    ConfigError
        The lab's packages, OpenGL or the video encoder are missing.
    OutputError
        A file cannot be written.
    """
    path = folder / f"{spec.name}.mp4"
    played = act(spec)
    size = (spec.camera.width_px, spec.camera.height_px)
    with Renderer(*size) as renderer, H264Writer(path, spec.film) as video:
        for picture in film(played, renderer):
            video.write(picture)
    save_truth(played.truth, truth_path(path))
    return path


def film(played: Act, renderer: Renderer) -> Iterator[Picture]:
    """Every picture of an act, with the camera's blur and noise."""
    stage, spec = Stage(played, renderer), played.spec.film
    noise = np.random.default_rng([played.spec.seed, 7])
    for frame in range(len(played.timeline)):
        pictures = [stage.picture(frame + 0.5 * part / spec.blur_frames) for part in range(spec.blur_frames)]
        sharp = pictures[0].astype(np.float32) if len(pictures) == 1 else np.mean(pictures, axis=0, dtype=np.float32)
        grain = noise.standard_normal(sharp.shape[:2], dtype=np.float32)[..., None] * spec.noise
        yield np.clip(sharp + grain, 0, 255).astype(np.uint8)


class Stage:
    """An act's people and things, handed to a renderer once and moved from picture to picture."""

    def __init__(self, played: Act, renderer: Renderer) -> None:
        spec, self._renderer, self._act = played.spec, renderer, played
        self._figure: DressedPerson = dressed_person(played)
        self._light = Light(spec.scene.light_deg, brightness=spec.scene.brightness)
        self._room = [renderer.add(mesh) for mesh in room(spec.scene.room_seed)]
        self._still = []
        if spec.movement.lift == "hip-thrust" and spec.movement.bench_m > 0:
            self._still.append(renderer.add(bench(spec.movement.bench_m)))
        if spec.scene.bystander:
            self._still += [renderer.add(mesh) for mesh in dressed_bystander(spec).meshes(0.0)]
        colour = PLATE_COLOURS[spec.scene.room_seed % len(PLATE_COLOURS)]
        mesh = load_mesh(spec.movement.load, colour)
        self._load = None if mesh is None else renderer.add(mesh)
        self._moving = [renderer.add(mesh) for mesh in self._figure.meshes(0.0)]

    def picture(self, frame: float) -> Picture:
        """Draw the moment `frame`, which may lie between two frames."""
        for number, mesh in zip(self._moving, self._figure.meshes(frame), strict=True):
            self._renderer.update(number, mesh)
        things = [(number, np.eye(4)) for number in (*self._still, *self._moving)]
        if self._load is not None:
            things += [(self._load, matrix) for matrix in self._load_places(frame)]
        return self._renderer.draw(self._room, things, self._act.camera, self._light)

    def _load_places(self, frame: float) -> list[NDArray[np.float64]]:
        """Where the load is: once across both hands, or in each hand."""
        posed, load = self._act.posed, self._act.spec.movement.load
        left, right = (interpolate(posed.hands_m[side], frame) for side in ("left", "right"))
        if load.kind in ("barbell", "kettlebell"):
            along = left - right
            turn = _turn_to(along / np.linalg.norm(along))
            return [placement_matrix(0.5 * (left + right), turn)]
        fore = _turn_to(np.array([0.0, 1.0, 0.0]))
        hands = {"left": left, "right": right}
        sides = ("left", "right") if load.kind == "two-dumbbells" else (load.side,)
        return [placement_matrix(hands[side], fore) for side in sides]


def interpolate(values: NDArray[np.float64], frame: float) -> NDArray[np.float64]:
    """Values at a moment between two frames; the last frame's beyond the end."""
    low = int(frame)
    high, share = min(low + 1, len(values) - 1), frame - low
    return np.asarray(values[low] if share == 0.0 else (1.0 - share) * values[low] + share * values[high])


def _turn_to(axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotation that brings x to `axis`, z staying as upright as it can."""
    y = np.cross([0.0, 0.0, 1.0], axis)
    y /= np.linalg.norm(y)
    return np.column_stack([axis, y, np.cross(axis, y)])


class H264Writer:
    """An H.264 file that browsers play, whole or not at all, and the same bytes every time.

    Raises
    ------
    ConfigError
        No encoder.
    OutputError
        The file cannot be written.
    """

    def __init__(self, path: Path, film: FilmSpec) -> None:
        # one thread: how the work is cut shows in the bytes
        options = {"preset": "medium", "crf": str(film.crf), "threads": "1", "flags": "+bitexact"}
        self._frame_type = import_pyav().VideoFrame
        self._file = H264File(path, options, 1.0 / film.rate_hz)
        self._rate_hz, self._written = film.rate_hz, 0

    def __enter__(self) -> H264Writer:
        self._file.__enter__()
        return self

    def write(self, rgb: Picture) -> None:
        """Append one picture; the first one sets the size."""
        picture = self._frame_type.from_ndarray(rgb, format="rgb24").reformat(
            format="yuv420p", interpolation="BICUBIC"
        )
        self._file.write(picture, self._written / self._rate_hz)
        self._written += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)
