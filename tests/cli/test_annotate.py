"""``check --annotate`` and ``batch --annotate``: the real command on the drawn lifter."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from hingecheck.sources.video.frames import open_frames

from .. import mannequin
from .conftest import Cli, Clips

pytestmark = pytest.mark.model
QUICK = ("--rate", "10")
#: A fault on the drawn lifter, so that there is something to replay.
STRICT = "[limits.load_drifting]\nmild = -5\nmoderate = -4\nsevere = 3\n"


@dataclass(frozen=True)
class Annotated:
    source: Path
    poses: Path
    config: Path
    film: Path


@pytest.fixture(scope="module")
def annotated(clips: Clips, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Annotated:
    """One rep, checked and annotated once for all tests."""
    folder = tmp_path_factory.mktemp("annotated")
    made = Annotated(clips.lifter(1), *(folder / name for name in ("poses.npz", "strict.toml", "film.mp4")))
    made.config.write_text(STRICT)
    outs = ("--save-pose", made.poses, "--annotate", made.film)
    Cli(folder, cache).ok("check", made.source, *QUICK, "--config", made.config, *outs)
    return made


def length(video: Path) -> tuple[int, float]:
    """Frames of a video, and seconds."""
    source = open_frames(video)
    count = sum(1 for _ in source.frames(None))
    return count, source.duration_s


def test_every_frame_at_its_time_in_h264(annotated: Annotated) -> None:
    frames, duration_s = length(annotated.film)
    expected, expected_s = length(annotated.source)
    assert (frames, duration_s) == (expected, pytest.approx(expected_s, abs=0.04))
    assert b"avc1" in annotated.film.read_bytes()
    film = open_frames(annotated.film)
    assert (film.width, film.height) == (mannequin.WIDTH, 742)
    assert [path.name for path in annotated.film.parent.iterdir() if path.name.startswith(".")] == []


def test_replay_comes_on_top(annotated: Annotated, cli: Cli) -> None:
    given = ("--pose", annotated.poses, "--config", annotated.config, *QUICK)
    cli.ok("check", annotated.source, *given, "--annotate", "x.mp4", "--replay")
    (frames, duration_s), (plain, plain_s) = length(cli.folder / "x.mp4"), length(annotated.film)
    assert plain < frames <= 2 * plain
    assert duration_s > plain_s + 0.7 * 2 * mannequin.REP_S  # half speed


def test_a_turned_phone_gives_an_upright_film(clips: Clips, cli: Cli) -> None:
    cli.ok("check", clips.turned(90, "transpose=2"), *QUICK, "--annotate", "x.mp4")
    film = open_frames(cli.folder / "x.mp4")
    assert (film.width, film.height) == (mannequin.WIDTH, 742)


def at_start(cli: Cli, folder: Path, code: str) -> dict[str, str]:
    """An environment in which every Python runs this code first."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    paths = [str(folder), *filter(None, [cli.env.get("PYTHONPATH", os.environ.get("PYTHONPATH"))])]
    return {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # nothing is to appear in the folder


def test_without_pyav_it_says_so_before_the_work(annotated: Annotated, cli: Cli, tmp_path: Path) -> None:
    cli.env |= at_start(cli, tmp_path / "site", "import sys; sys.modules['av'] = None\n")
    for command in (
        ("check", annotated.source, "--annotate", "x.mp4"),
        ("batch", annotated.source, "--out", "out", "--annotate"),
    ):
        said = cli.fails(2, *command)
        assert "needs PyAV" in said
        assert "hingecheck[video]" in said


def full(*args: object, **kwargs: object) -> NoReturn:
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("in_its_own_process")
def test_batch_films_where_asked_and_keeps_the_report_where_that_fails(
    annotated: Annotated, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ("batch", annotated.source, "--out", "out", "--jobs", "1", *QUICK)
    made = cli.folder / "out" / annotated.source.stem
    assert cli.here(*job).status == 0
    poses = (made / "poses.npz").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("av.open", full)
        ran = cli.here(*job, "--annotate")
    assert ran.status == 3
    assert f"{annotated.source}: annotated.mp4: the video cannot be written (No space left on device)" in ran.err
    assert not (made / "annotated.mp4").exists()
    assert (made / "report.json").exists()
    assert "done before" in cli.here(*job).err  # what is there is whole for whoever wants no film
    assert cli.here(*job, "--annotate").status == 0
    assert length(made / "annotated.mp4")[0] == length(annotated.source)[0]
    assert (made / "poses.npz").read_bytes() == poses
    assert f"{annotated.source.stem}/annotated.mp4" in (cli.folder / "out" / "index.html").read_text("utf-8")
    assert "done before" in cli.here(*job, "--annotate").err
    assert "done before" in cli.here(*job).err
    assert cli.here(*job, "--export", "trc").status == 0
    assert (made / "annotated.mp4").exists()
    assert "done before" in cli.here(*job, "--annotate").err
    assert "done before" not in cli.here(*job, "--annotate", "--replay").err
    cli.ok("correct", made, "--rep", "1", "--end", "3.3")
    assert "done before" in cli.here(*job, "--annotate").err
    assert "done before" not in cli.here(*job, "--annotate", "--replay").err  # the film was made anew without
    (made / "annotated.mp4").unlink()
    assert "done before" not in cli.here(*job, "--annotate").err
    assert (made / "annotated.mp4").exists()


def test_usage(annotated: Annotated, cli: Cli) -> None:
    video = Path(shutil.copy(annotated.source, cli.folder / "set.mp4"))
    assert "--annotate FILE.mp4" in cli.refuses(2, "check", video, "--replay")
    assert "add --annotate" in cli.refuses(2, "batch", video, "--out", "out", "--replay")
    assert "must end in .mp4" in cli.refuses(2, "check", video, "--annotate", "x.avi")
    assert "name it too" in cli.refuses(2, "check", "--pose", annotated.poses, "--annotate", "x.mp4")
    assert "batch --annotate" in cli.refuses(2, "check", video, annotated.source, "--annotate", "x.mp4")
    assert "is an input" in cli.refuses(2, "check", video, "--annotate", video)
