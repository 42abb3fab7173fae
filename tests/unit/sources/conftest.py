from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from hingecheck.core.types import Frame

REPO = Path(__file__).parents[3]


class Clips:
    """Makes tiny videos with ffmpeg, each once a session."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()  # one version everywhere, with -display_rotation

    def run(self, name: str, *options: str) -> Path:
        path = self.folder / name
        if not path.exists():
            command = [self._ffmpeg, "-v", "error", "-nostdin", "-y", *options, str(path)]
            subprocess.run(command, check=True, capture_output=True)
        return path

    def plain(self, rate: str = "30", size: str = "160x120", frames: int = 60, name: str = "") -> Path:
        name = name or f"plain-{rate.replace('/', '_')}-{size}-{frames}.mp4"
        source = f"testsrc=size={size}:rate={rate}"
        x264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart")
        return self.run(name, "-f", "lavfi", "-i", source, "-frames:v", str(frames), *x264)

    def variable(self) -> tuple[Path, list[float]]:
        """Every third frame of 30 Hz is missing in the second half; also the true times."""
        numbers = [n for n in range(60) if n < 30 or n % 3]
        keep = "select='lt(n,30)+gt(mod(n,3),0)'"
        path = self.run(
            "variable.mp4", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=30", "-vf", keep,
            "-frames:v", str(len(numbers)), "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        )  # fmt: skip
        return path, [n / 30 for n in numbers]

    def upright(self) -> Path:
        """White upper left quarter on black, 160 wide and 96 high."""
        source = "color=black:size=160x96:rate=10,drawbox=x=0:y=0:w=80:h=48:color=white:t=fill"
        return self.run(
            "upright.mp4", "-f", "lavfi", "-i", source, "-frames:v", "3", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "ultrafast",
        )  # fmt: skip

    def rotated(self, degrees: int) -> Path:
        """The upright video's pixels, with a note that they are to be turned anticlockwise for showing."""
        return self.run(
            f"rotated-{degrees}.mp4", "-display_rotation", str(degrees), "-i", str(self.upright()), "-c", "copy"
        )  # fmt: skip

    def sound(self) -> Path:
        return self.run("sound.mp4", "-f", "lavfi", "-i", "sine=duration=0.5", "-c:a", "aac")

    def no_frames(self) -> Path:
        """An MP4 with a video track in its index, and no frame."""
        return self.run(
            "none.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=30", "-frames:v", "0",
            "-c:v", "libx264", "-pix_fmt", "yuv420p",
        )  # fmt: skip


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    return Clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="session")
def footage() -> Callable[[str], Path]:
    """Path of a real clip; the test skips where it is absent."""
    folder = Path(os.environ.get("HINGECHECK_FOOTAGE", REPO.parent / "shared" / "footage"))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"no footage at {path}")
        return path

    return find


@pytest.fixture
def blank() -> Callable[[int], Frame]:
    """Frame `index` of an empty picture at 30 Hz."""

    def make(index: int) -> Frame:
        return Frame(index=index, time_s=index / 30, rgb=np.full((120, 160, 3), 90, np.uint8))

    return make
