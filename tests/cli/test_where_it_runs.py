"""Streams of any alphabet, full disks, circles of links, pipes: one line, the right status, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import COMMAND, REPO, Checked, Cli, strict_json, unchanged

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files on Windows")


@pytest.fixture
def saved(lifter: Checked) -> tuple[str, ...]:
    """A check from saved poses: it costs a second."""
    return ("check", "--pose", str(lifter.poses))


def into(cli: Cli, target: str, *args: str, **env: str) -> tuple[int, str]:
    """Status and standard error of a run whose standard output goes into a file or device."""
    with Path(target).open("wb") as out:
        done = subprocess.run(
            [*COMMAND, *args], cwd=cli.folder, env={**cli.env, **env}, stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.PIPE, check=False, timeout=120,
        )  # fmt: skip
    return done.returncode, done.stderr.decode()


@pytest.mark.model
@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp932", "ascii"])
def test_the_report_in_any_alphabet(cli: Cli, saved: tuple[str, ...], encoding: str) -> None:
    target = cli.folder / "report.txt"
    assert into(cli, str(target), *saved, PYTHONIOENCODING=encoding) == (0, "")
    text = target.read_bytes().decode(encoding)
    assert "3 reps" in text
    assert "?" not in text
    assert ("deg" if encoding == "ascii" else "°") in text


def test_tables_stand_straight_where_a_sign_takes_four(cli: Cli) -> None:
    args = ("check", "--pose", str(REPO / "tests" / "golden" / "samples" / "deadlift-clean.npz"), "--out", "results")
    target = cli.folder / "said.txt"
    assert into(cli, str(target), *args, PYTHONIOENCODING="ascii") == (0, "")
    head, *reps = target.read_text("ascii").split("\n\n")[1].splitlines()[1:5]
    assert "deg" in reps[0]
    for column in ("hinge", "trunk", "top", "down", "mark"):
        end = head.index(column) + len(column)
        assert all(rep[end - 1] != " " and rep[end : end + 1] in ("", " ") for rep in reps)


def test_a_history_in_ascii_is_ascii(cli: Cli) -> None:
    args = ("check", "--pose", str(REPO / "tests" / "golden" / "samples" / "deadlift-clean.npz"), "--out", "results")
    cli.ok(*args)
    target = cli.folder / "said.txt"
    assert into(cli, str(target), "history", "results", PYTHONIOENCODING="ascii") == (0, "")
    head, row = target.read_text("ascii").splitlines()[2:4]
    assert "deg" in row
    for column in ("Hinge", "Knee", "Back", "Worst"):
        at = head.index(column)
        assert (row[at - 1], row[at] != " ") == (" ", True)


@pytest.mark.model
def test_json_loses_nothing(cli: Cli, saved: tuple[str, ...]) -> None:
    plain = cli.ok(*saved, "--json", "-").report
    target = cli.folder / "report.json"
    assert into(cli, str(target), *saved, "--json", "-", PYTHONIOENCODING="ascii") == (0, "")
    told = strict_json(target.read_text("ascii"))
    for report in (plain, told):
        del report["provenance"]
    assert told == plain


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("args", [("--version",), ("rules",), ("config", "show")])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_standard_output(cli: Cli, args: tuple[str, ...], unbuffered: str) -> None:
    status, said = into(cli, "/dev/full", *args, PYTHONUNBUFFERED=unbuffered)
    assert status == 3
    (line,) = said.splitlines()
    assert line.startswith("hingecheck: standard output cannot be written (No space left on device)")


@posix
def test_closed_streams(cli: Cli) -> None:
    shell = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *COMMAND, "check", "missing.mp4"]
    assert subprocess.run(shell, cwd=cli.folder, env=cli.env, check=False, timeout=120).returncode == 3


@posix
def test_a_closed_standard_output_is_none_that_takes_the_report(cli: Cli) -> None:
    args = ("--pose", str(REPO / "tests" / "golden" / "samples" / "deadlift-clean.npz"), "--json", "report.json")
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, "check", *args]
    done = subprocess.run(shell, cwd=cli.folder, env=cli.env, stderr=subprocess.PIPE, check=False, timeout=120)
    assert done.returncode == 3
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("hingecheck: standard output cannot be written (")
    assert strict_json((cli.folder / "report.json").read_text("utf-8"))


@pytest.mark.model
@posix
@pytest.mark.parametrize("option", [("--save-pose", "p.npz"), ("--html", "r.html"), ("--json", "r.json")])
def test_a_full_disk(cli: Cli, saved: tuple[str, ...], option: tuple[str, str]) -> None:
    shell = ["sh", "-c", 'ulimit -f 2; exec "$@"', "sh", *COMMAND, *saved, *option]
    with unchanged(cli.folder):
        done = subprocess.run(shell, cwd=cli.folder, env=cli.env, capture_output=True, check=False, timeout=120)
    assert done.returncode == 3
    (line,) = done.stderr.decode().splitlines()
    assert option[1] in line


@posix
class TestLinksAndPipes:
    @pytest.fixture(autouse=True)
    def _files(self, cli: Cli) -> None:
        (cli.folder / "in").mkdir()
        for link, to in {"circle.mp4": "circle.mp4", "there": "back", "back": "there", "in/a.mp4": "../no"}.items():
            (cli.folder / link).symlink_to(to)
        os.mkfifo(cli.folder / "pipe.mp4")
        os.mkfifo(cli.folder / "in" / "b.mp4")

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("check", "circle.mp4"), "circle.mp4: is a link that leads in a circle"),
            (("check", "there"), "there: is a link that leads in a circle"),
            (("check", "pipe.mp4"), "is a pipe or a device"),
            (("check", "--pose", "pipe.mp4"), "is a pipe or a device"),
            (("check", "--pose", "there"), "there: "),
            (("check", "in/a.mp4"), "no such file"),
            (("check", "x.mp4", "--json", "there"), "circle"),
            (("check", "x.mp4", "--out", "there"), "circle"),
            (("batch", "in", "--out", "there"), "circle"),
            (("live", "--headless", "--camera", "pipe.mp4"), "is a pipe or a device"),
        ],
    )
    def test_a_line_and_status_3(self, cli: Cli, args: tuple[str, ...], said: str) -> None:
        assert said in cli.refuses(3, *args)

    @pytest.mark.model
    def test_batch_goes_on_past_them(self, cli: Cli) -> None:
        ran = cli.run("batch", "in", "circle.mp4", "--out", "out")
        assert ran.status == 3
        assert len(ran.err.splitlines()) == 3


@pytest.mark.parametrize("given", ["inf", "nan", "1e308"])
@pytest.mark.parametrize("option", ["--load", "--height", "--body-mass", "--rate"])
def test_numbers_that_are_none(cli: Cli, option: str, given: str) -> None:
    assert option in cli.refuses(2, "check", "x.mp4", f"{option}={given}")


@posix
@pytest.mark.parametrize(
    "args", [("check", "a.mp4"), ("batch", "in", "--out", "out"), ("check", "--pose", "a.npz", "--json", "r.json")]
)
def test_a_working_folder_that_is_gone_is_named(cli: Cli, args: tuple[str, ...]) -> None:
    gone = cli.folder / "gone"
    gone.mkdir()
    shell = ["sh", "-c", 'cd gone && rmdir ../gone && exec "$@"', "sh", *COMMAND, *args]
    done = subprocess.run(shell, cwd=cli.folder, env=cli.env, capture_output=True, check=False, timeout=120)
    assert done.returncode == 3
    (line,) = done.stderr.decode().splitlines()
    assert f"the working folder {gone} cannot be found" in line
