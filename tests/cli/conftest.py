"""The real command in its own process, clips made for it, and real footage where there is some."""

from __future__ import annotations

import csv
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hingecheck.apps.batch import run
from hingecheck.apps.batch.pool import Ended
from in_process import run_here
from made_once import made_once, shared_folder

from .. import mannequin

REPO = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "hingecheck")
TIMEOUT_S = 600.0
#: What would change the command's looks or paths from outside.
FOREIGN = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "HINGECHECK_DEBUG", "TTY_COMPATIBLE", "GITHUB_ACTIONS")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@dataclass(frozen=True)
class Ran:
    """What a run of the command gave."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The one JSON line of standard output."""
        (line,) = self.out.splitlines()
        return strict_json(line)


class Cli:
    """Runs the command in a folder."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        self.env = {**kept, "HINGECHECK_CACHE": str(cache)}

    def run(self, *args: str | Path, env: dict[str, str] | None = None) -> Ran:
        """Run it; whatever happens, it shows no traceback."""
        done = subprocess.run(
            [*COMMAND, *map(str, args)],
            cwd=self.folder,
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err, ran.err
        return ran

    def here(self, *args: str | Path, env: dict[str, str] | None = None) -> Ran:
        """Run it inside this process, which spares the start."""
        return Ran(*run_here([*map(str, args)], self.folder, {**self.env, **(env or {})}))

    def ok(self, *args: str | Path, env: dict[str, str] | None = None) -> Ran:
        """Run it here; it ends well, and in a pipe it has nothing to say on standard error."""
        ran = self.here(*args, env=env)
        assert (ran.status, ran.err) == (0, "")
        return ran

    def fails(self, status: int, *args: str | Path) -> str:
        """Run it; it ends with this status and one or two lines, and leaves the folder as it was.

        Returns the lines.
        """
        with unchanged(self.folder):
            ran = self.run(*args)
        return refusal(ran, status)

    def refuses(self, status: int, *args: str | Path) -> str:
        """The same inside this process: for tables of mistakes, of which one costs a start of a second."""
        with unchanged(self.folder):
            ran = self.here(*args)
        return refusal(ran, status)


class CliApart(Cli):
    """Runs it always in a process of its own: where the environment makes another package of ours."""

    here = Cli.run


def refusal(ran: Ran, status: int) -> str:
    """The one or two lines of a run that ended with this status and gave nothing else."""
    assert ran.status == status, ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err, ran.err
    assert 1 <= len(ran.err.splitlines()) <= 2, ran.err
    return ran.err


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """No file comes, goes or changes in a folder."""
    before = contents(folder)
    yield
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of all there is in a folder, by name."""
    found = {}
    for path in folder.rglob("*"):
        stat = path.lstat()
        found[str(path.relative_to(folder))] = (0, 0) if path.is_dir() else (stat.st_size, stat.st_mtime_ns)
    return found


def strict_json(text: str) -> Any:
    """Parse JSON; NaN and Infinity are none."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of the run's own, with what was read once beside the models."""
    folder = shared_folder(tmp_path_factory) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch started here does its work here as well: each of its processes would take a second to start."""
    monkeypatch.setattr(run, "_here", lambda job: lambda do, tasks: (Ended(task, do(task)) for task in tasks))


@pytest.fixture
def cli(tmp_path: Path, cache: Path) -> Cli:
    return Cli(tmp_path, cache)


class Clips:
    """Makes small videos, each once a run."""

    def __init__(self, folder: Path, ffmpeg: str) -> None:
        self.folder = folder
        self._ffmpeg = ffmpeg

    def ffmpeg(self, name: str, *options: str | Path) -> Path:
        """Make a file with ffmpeg."""

        def make(path: Path) -> None:
            command = [self._ffmpeg, "-v", "error", "-nostdin", "-y", *map(str, options), str(path)]
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_S)

        return made_once(self.folder / name, make)

    def lifter(self, reps: int = 1) -> Path:
        """The drawn lifter: 0.6 s of standing, then 3.2 s a rep."""
        return made_once(self.folder / f"lifter-{reps}.mp4", lambda path: mannequin.write_video(path, reps))

    def noise(self, frames: int = 20, size: str = "320x240") -> Path:
        """Nobody: grains of every colour."""
        source = f"nullsrc=s={size}:r=30,geq=lum=random(1)*255:cb=random(2)*255:cr=random(3)*255"
        return self.ffmpeg(f"noise-{frames}-{size}.mp4", "-f", "lavfi", "-i", source, "-frames:v", str(frames), *X264)

    def pattern(self, size: str, frames: int) -> Path:
        source = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate=30", "-frames:v", str(frames))
        return self.ffmpeg(f"pattern-{size}-{frames}.mp4", *source, *X264)

    def turned(self, degrees: int, turn: str) -> Path:
        """The lifter's video by a phone held otherwise: pixels turned one way, the file's note the other."""
        coded = bytearray(self.ffmpeg(f"lying-{degrees}.mp4", "-i", self.lifter(), "-vf", turn, *X264).read_bytes())
        cos, sin = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
        at = coded.index(b"tkhd") + 44  # the track header's matrix: not every ffmpeg can set it
        struct.pack_into(">4i", coded, at, cos << 16, sin << 16, 0, -sin << 16)
        struct.pack_into(">i", coded, at + 16, cos << 16)
        return made_once(self.folder / f"turned-{degrees}.mp4", lambda path: path.write_bytes(coded))

    def cut(self, share: float, *, index_first: bool) -> Path:
        """The lifter's video with its end cut off; its index is at the front, or lost with the end."""
        flags = ("-movflags", "+faststart") if index_first else ()
        whole = self.ffmpeg(f"whole-{index_first}.mp4", "-i", self.lifter(), *X264, *flags)
        kept = whole.read_bytes()[: int(share * whole.stat().st_size)]
        return made_once(self.folder / f"cut-{share}-{index_first}.mp4", lambda path: path.write_bytes(kept))


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    found = shutil.which("ffmpeg")
    if found is None:
        found = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    folder = shared_folder(tmp_path_factory) / "clips-of-commands"
    folder.mkdir(exist_ok=True)
    return Clips(folder, found)


@dataclass(frozen=True)
class Checked:
    """A video that was checked with all outputs."""

    video: Path
    poses: Path
    report: dict[str, Any]
    text: str  #: what the run showed


def checked_once(video: Path, cache: Path, factory: pytest.TempPathFactory) -> Checked:
    """Check a video, if no process of this run has done so before."""

    def check(folder: Path) -> None:
        folder.mkdir()
        ran = Cli(folder, cache).ok("check", video, "--out", folder)
        (folder / "shown.txt").write_text(ran.out, encoding="utf-8")

    folder = made_once(shared_folder(factory) / f"checked-{video.stem}", check)
    made = folder / video.stem
    report = strict_json((made / "report.json").read_text(encoding="utf-8"))
    return Checked(video, made / "poses.npz", report, (folder / "shown.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def lifter(clips: Clips, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """Three reps of the drawn lifter, checked."""
    return checked_once(clips.lifter(3), cache, tmp_path_factory)


FOOTAGE = Path(os.environ.get("HINGECHECK_FOOTAGE", REPO.parent / "shared" / "footage"))


def manifest() -> list[dict[str, str]]:
    """The labelled clips; empty where there is no footage."""
    listed = FOOTAGE / "manifest.csv"
    if not listed.exists():
        return []
    with listed.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def footage() -> Path:
    if not manifest():
        pytest.skip(f"no footage at {FOOTAGE}")
    return FOOTAGE


@pytest.fixture(scope="session")
def checked(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checked]:
    """A clip of the footage, checked, by its name."""
    return lambda name: checked_once(FOOTAGE / name, cache, tmp_path_factory)
