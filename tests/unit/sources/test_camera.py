"""Cameras without a camera: files that play, captures made up, faults."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from hingecheck.core.types import Frame
from hingecheck.errors import ConfigError, InputError
from hingecheck.sources.video import webcam
from hingecheck.sources.video.camera import FakeCamera, FixedSizeCamera, is_file, letterboxed, open_camera
from hingecheck.sources.video.file_camera import FileCamera
from hingecheck.sources.video.webcam import WebCamera

PICTURE = np.full((48, 64, 3), 90, np.uint8)


class Wall:
    """A clock that stands still but for those who sleep, and for what reading is said to take."""

    def __init__(self) -> None:
        self.now_s = 50.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds


class FakeCapture:
    """What `cv2.VideoCapture` is to us."""

    def __init__(self, *pictures: np.ndarray | None) -> None:
        self.pictures = list(pictures)
        self.released = False

    def read(self) -> tuple[bool, np.ndarray | None]:
        picture = self.pictures.pop(0) if self.pictures else None
        return picture is not None, picture

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return not self.released and bool(self.pictures)

    def release(self) -> None:
        self.released = True


@pytest.fixture
def clip(clips: object) -> Path:
    """Two seconds at 30 frames a second."""
    return clips.run(  # type: ignore[attr-defined, no-any-return]
        "camera.mp4", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=30:duration=2", "-pix_fmt", "yuv420p"
    )


def all_of(camera: object) -> list[Frame]:
    return list(iter(camera.read, None))  # type: ignore[attr-defined]


def test_a_file_plays_at_its_own_pace(clip: Path) -> None:
    wall = Wall()
    frames = all_of(FileCamera(clip, clock=wall.clock, sleep=wall.sleep))
    assert len(frames) == 60
    assert wall.now_s - 50.0 == pytest.approx(frames[-1].time_s, abs=1e-6)


def test_a_file_that_is_late_does_not_wait(clip: Path) -> None:
    wall = Wall()
    camera = FileCamera(clip, clock=wall.clock, sleep=wall.sleep)
    camera.read()
    wall.now_s += 10.0  # nobody looked for ten seconds
    assert len(all_of(camera)) == 59
    assert not wall.slept


def test_a_file_as_fast_as_it_goes(clip: Path) -> None:
    wall = Wall()
    assert len(all_of(FileCamera(clip, clock=None, sleep=wall.sleep))) == 60
    assert not wall.slept


def test_a_looped_file_goes_on_in_time(clip: Path) -> None:
    camera = FileCamera(clip, clock=None, loop=True)
    frames = [camera.read() for _ in range(150)]
    times = np.array([frame.time_s for frame in frames if frame is not None])
    assert len(times) == 150
    assert np.diff(times) == pytest.approx(1 / 30, abs=2e-3)
    assert [frame.index for frame in frames if frame is not None] == list(range(150))


def test_the_rate_of_a_file_may_be_limited(clip: Path) -> None:
    assert len(all_of(FileCamera(clip, clock=None, rate_hz=15.0))) == 30


@pytest.mark.parametrize(
    ("where", "file"),
    [("0", False), ("12", False), ("rtsp://host/1", False), ("HTTP://host/v", False), ("/dev/video2", False),
     ("clip.mp4", True), ("0.mp4", True)],
)  # fmt: skip
def test_what_is_a_file(where: str, file: bool) -> None:
    assert is_file(where) is file


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_camera(str(tmp_path / "none.mp4"))


def test_fast_is_for_files_only() -> None:
    with pytest.raises(ConfigError, match="--fast"):
        open_camera("0", fast=True)


def test_an_absent_camera_is_said_in_a_line() -> None:
    with pytest.raises(InputError, match="camera 97: there is none") as caught:
        open_camera("97")
    assert "\n" not in str(caught.value)


def test_a_webcam_gives_pictures_with_its_own_time() -> None:
    blue = np.zeros((48, 64, 3), np.uint8)
    blue[..., 0] = 200  # OpenCV has blue first
    clock = iter([100.0, 100.04, 100.07])
    camera = WebCamera(0, clock=lambda: next(clock), capture=FakeCapture(blue, blue, blue))
    frames = [camera.read() for _ in range(3)]
    assert [frame.time_s for frame in frames] == pytest.approx([0.0, 0.04, 0.07])
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert frames[0].rgb[0, 0].tolist() == [0, 0, 200]


def test_a_busy_webcam_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "GONE_S", 0.05)
    capture = SimpleNamespace(read=lambda: (False, None), isOpened=lambda: True, release=lambda: None)
    with pytest.raises(InputError, match="Another program may be using it"):
        WebCamera(0, capture=capture)


def test_single_pictures_may_fail() -> None:
    capture = FakeCapture(PICTURE, None, None, PICTURE)
    camera = WebCamera(0, capture=capture)
    assert camera.read().rgb.shape == PICTURE.shape
    assert camera.read().rgb.shape == PICTURE.shape


def test_an_unplugged_webcam_is_said() -> None:
    capture = FakeCapture(PICTURE)
    camera = WebCamera(0, capture=capture)
    camera.read()
    with pytest.raises(InputError, match="Is it unplugged"):
        camera.read()
    assert capture.released


def test_pictures_of_another_size_are_fitted() -> None:
    tall = np.full((64, 48, 3), 90, np.uint8)
    camera = FixedSizeCamera(FakeCamera([Frame(0, 0.0, PICTURE), Frame(1, 0.1, tall), Frame(2, 0.2, PICTURE)]))
    shapes = [frame.rgb.shape for frame in all_of(camera)]
    assert shapes == [(48, 64, 3)] * 3
    assert len(camera.problems) == 2  # there and back


def test_fitting_keeps_shapes() -> None:
    out = letterboxed(np.full((100, 50, 3), 255, np.uint8), 200, 100)
    assert out.shape == (100, 200, 3)
    assert out[:, 76:124].min() == 255
    assert out[:, :74].max() == 0
