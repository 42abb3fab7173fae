"""From an act to a video file and its truth beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from ...errors import ConfigError, OutputError
from ..acting import Act, act
from ..clipspec import ClipSpec, FilmSpec
from ..truth import save_truth, truth_path
from .drawing import Light, Renderer, at
from .figure import Figure, bystander_figure, figure_of
from .gear import PLATE_COLOURS, bench, load_mesh, room

Picture = NDArray[np.uint8]


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
        The lab's packages, OpenGL or ffmpeg are missing.
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
        self._figure: Figure = figure_of(played)
        self._light = Light(spec.scene.light_deg, brightness=spec.scene.brightness)
        self._room = [renderer.add(mesh) for mesh in room(spec.scene.room_seed)]
        self._still = []
        if spec.movement.lift == "hip-thrust" and spec.movement.bench_m > 0:
            self._still.append(renderer.add(bench(spec.movement.bench_m)))
        if spec.scene.bystander:
            self._still += [renderer.add(mesh) for mesh in bystander_figure(spec).meshes(0.0)]
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
        left, right = (between(posed.hands_m[side], frame) for side in ("left", "right"))
        if load.kind in ("barbell", "kettlebell"):
            along = left - right
            turn = _turn_to(along / np.linalg.norm(along))
            return [at(0.5 * (left + right), turn)]
        fore = _turn_to(np.array([0.0, 1.0, 0.0]))
        hands = {"left": left, "right": right}
        sides = ("left", "right") if load.kind == "two-dumbbells" else (load.side,)
        return [at(hands[side], fore) for side in sides]


def between(values: NDArray[np.float64], frame: float) -> NDArray[np.float64]:
    """Values at a moment between two frames; the last frame's beyond the end."""
    low = int(frame)
    high, share = min(low + 1, len(values) - 1), frame - low
    return np.asarray(values[low] if share == 0.0 else (1.0 - share) * values[low] + share * values[high])


def _turn_to(axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotation that brings x to `axis`, z staying as upright as it can."""
    y = np.cross([0.0, 0.0, 1.0], axis)
    y /= np.linalg.norm(y)
    return np.column_stack([axis, y, np.cross(axis, y)])


@dataclass(slots=True)
class H264Writer:
    """An H.264 file that browsers play, whole or not at all, and the same bytes every time.

    Raises
    ------
    ConfigError
        No ffmpeg.
    OutputError
        ffmpeg cannot write the file.
    """

    path: Path
    film: FilmSpec
    _process: subprocess.Popen[bytes] | None = None

    @property
    def _part(self) -> Path:
        return self.path.with_name(f".{self.path.stem}.{os.getpid()}.part.mp4")

    def __enter__(self) -> H264Writer:
        return self

    def write(self, rgb: Picture) -> None:
        """Append one picture; the first one sets the size."""
        if self._process is None:
            height, width = rgb.shape[:2]
            self._process = subprocess.Popen(
                self._command(width, height), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(rgb.tobytes())
        except BrokenPipeError:
            _, said = self._process.communicate()
            self._fail(said)

    def _command(self, width: int, height: int) -> list[str]:
        return [
            ffmpeg(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}",
            "-r", f"{self.film.rate_hz:g}", "-i", "-", "-an", "-c:v", "libx264", "-preset", "medium",
            "-crf", str(self.film.crf), "-pix_fmt", "yuv420p", "-threads", "1", "-fflags", "+bitexact",
            "-flags:v", "+bitexact", "-map_metadata", "-1", "-movflags", "+faststart", str(self._part),
        ]  # fmt: skip

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if kind is not None or process is None:
            if process is not None:
                process.kill()
                process.communicate()
            with suppress(OSError):
                self._part.unlink()
            return
        assert process.stdin is not None
        _, said = process.communicate()
        if process.returncode != 0:
            self._fail(said)
        try:
            self._part.replace(self.path)
        except OSError as problem:
            raise OutputError(f"{self.path}: cannot be written ({problem.strerror}).") from problem

    def _fail(self, said: bytes) -> None:
        """Raise with ffmpeg's last word."""
        lines = said.decode(errors="replace").strip().splitlines()
        with suppress(OSError):
            self._part.unlink()
        raise OutputError(f"{self.path}: ffmpeg could not write it ({lines[-1] if lines else 'no reason given'}).")


def ffmpeg() -> str:
    """Find an ffmpeg: on PATH, else imageio-ffmpeg's.

    Raises
    ------
    ConfigError
        There is none.
    """
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg
    except ImportError as error:
        raise ConfigError("writing video needs ffmpeg: apt install ffmpeg, or pip install imageio-ffmpeg.") from error
    return str(imageio_ffmpeg.get_ffmpeg_exe())
