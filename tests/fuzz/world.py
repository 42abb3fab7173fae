"""What the inputs are made from: tiny films and pictures, saved poses, results, an index; made anew at each start."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import hingecheck
import stick_figure
from hingecheck.core.types import Frame, Person
from hingecheck.sources.pose.pose_source import FakePoses

from . import child

REPO = Path(__file__).parents[2]
#: Small enough to be read in a moment, long enough for one repetition.
SIZE, RATE_HZ = (96, 128), 15
FILM = "lifter.mp4"
#: Writes of reports bear this day, so that results can be compared.
DAY = {"SOURCE_DATE_EPOCH": "1700000000"}


@dataclass(frozen=True)
class World:
    """Folders with what is whole."""

    folder: Path
    media: tuple[Path, ...]
    poses: Path
    results: Path  #: a batch's folder, of `clips`
    clips: Path
    history: str  #: what `history` says of `results`

    @property
    def film(self) -> Path:
        return self.clips / FILM


def build(folder: Path) -> World:
    """Make everything that inputs are damaged copies of."""
    os.environ.update(DAY)
    _import_all()
    clips = folder / "clips"
    media = tuple(_media(folder / "media"))
    clips.mkdir()
    shutil.copy(folder / "media" / FILM, clips / FILM)
    (clips / "broken.mp4").write_bytes(b"\0" * 500)
    poses = folder / "good.npz"
    for args, status in (
        (["check", f"clips/{FILM}", "--save-pose", str(poses)], 0),
        (["batch", str(clips), "--out", "results"], 3),
    ):
        ended = child.run(args, folder, folder, with_fake_poses)
        assert ended.status == status, ended
    said = child.run(["history", "results"], folder, folder)
    assert said.status == 0, said
    return World(folder, media, poses, folder / "results", clips, said.out)


def _import_all() -> None:
    """What each child would import is there already, and the weights are read: once, for all of them."""
    for module in pkgutil.walk_packages(hingecheck.__path__, "hingecheck."):
        if not module.name.startswith(("hingecheck.lab", "hingecheck.__main__", "hingecheck.apps.batch.cluster")):
            with suppress(ImportError):
                importlib.import_module(module.name)
    for name in (
        "pydantic",
        "jinja2",
        "rich.progress",
        "rich.table",
        "av",
        "cv2",
        "sqlite3",
        "lzma",
        "starlette.testclient",
        "bz2",
    ):
        importlib.import_module(name)
    from hingecheck.reports import html, index_page  # noqa: F401
    from hingecheck.reports.page_templates import page_template
    from hingecheck.sources.files.weights import default_weights

    default_weights()
    page_template("report.html.j2")
    page_template("index.html.j2")


def with_fake_poses() -> None:
    """In a child: poses are made up, and a batch's work is done in its own process."""
    from hingecheck.apps.batch import run
    from hingecheck.apps.batch.pool import Ended
    from hingecheck.sources.pose import backends

    def here(job: Any) -> Callable[..., Iterator[Any]]:
        return lambda do, tasks: (Ended(task, do(task)) for task in tasks)

    run._here = here  # type: ignore[attr-defined]
    backends.open_poses = lambda *args, **more: FakePoses(who_lifts)  # type: ignore[assignment]


_MOVE = stick_figure.reps(1, bottom=stick_figure.DEADLIFT, rate_hz=RATE_HZ, stand_s=0.6)
_LIFTER = stick_figure.people_of(stick_figure.figure(_MOVE, px_per_m=45.0, size_px=SIZE))


def who_lifts(frame: Frame) -> tuple[Person, ...]:
    """The stick figure at the frame's time, as large as the picture."""
    at = int(min(max(frame.time_s, 0.0), 1e6) * RATE_HZ) % len(_LIFTER)
    person, (height, width) = _LIFTER[at], frame.rgb.shape[:2]
    image = person.image_px * (width / SIZE[0], height / SIZE[1])
    return (Person(image, person.visibility, person.world_m),)


def _media(folder: Path) -> Iterator[Path]:
    """A film or picture of each kind, of grey boxes that move."""
    import av
    import cv2

    folder.mkdir()
    pictures = [_picture(i) for i in range(len(_LIFTER))]
    for name, codec, options in (
        (FILM, "libx264", {"preset": "ultrafast", "crf": "40"}),
        ("two.mov", "mpeg4", {}),
        ("three.mkv", "libx264", {"preset": "ultrafast", "crf": "40"}),
        ("four.webm", "libvpx", {"deadline": "realtime"}),
        ("five.avi", "mjpeg", {}),
        ("six.gif", "gif", {}),
    ):
        with av.open(str(folder / name), "w") as film:
            stream = film.add_stream(codec, rate=RATE_HZ, options=options)
            stream.width, stream.height = SIZE
            stream.pix_fmt = {"mjpeg": "yuvj420p", "gif": "rgb8"}.get(codec, "yuv420p")
            for picture in pictures if codec not in ("mjpeg", "gif") else pictures[:12]:
                film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            film.mux(stream.encode())
        yield folder / name
    for suffix in ("png", "jpg", "webp", "bmp", "tiff"):
        path = folder / f"still.{suffix}"
        cv2.imwrite(str(path), pictures[0])
        yield path


def _picture(number: int) -> Any:
    picture = np.full((SIZE[1], SIZE[0], 3), 120, np.uint8)
    at = 10 + number % 60
    picture[at : at + 30, 30:60] = (200, 60, 40)
    return picture
