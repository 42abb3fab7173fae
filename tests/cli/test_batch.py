"""``hingecheck batch``: the real command over folders of small clips, killed, interrupted and taken up again."""

from __future__ import annotations

import csv
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import html_tree
from hingecheck.apps.batch import run

from .. import contract_schema
from .conftest import COMMAND, Cli, Clips, strict_json

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there"),
]

QUICK = ("--rate", "10", "--jobs", "2")
SAME_DAY = {"SOURCE_DATE_EPOCH": "1700000000"}
FILES = {"batch.json", "report.json", "series.csv", "report.html", "cover.jpg", "poses.npz"}


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def times(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.glob("*/*")}


@pytest.fixture
def inputs(cli: Cli, clips: Clips) -> Path:
    """Two of one name, one without anybody, one that is no video, one with a nasty name."""
    folder = cli.folder / "clips"
    for place, reps in (("anna/set.mp4", 1), ("berta/set.mp4", 2), ("<b>&{{1}}.mp4", 1)):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(clips.lifter(reps), folder / place)
    shutil.copy(clips.noise(), folder / "noise.mp4")
    (folder / "broken.mp4").write_bytes(b"\0" * 5000)
    return folder


def test_a_folder_with_good_and_bad(cli: Cli, inputs: Path) -> None:
    ran = cli.run("batch", "clips", "missing.mp4", "--out", "out", *QUICK)
    assert ran.status == 3, ran.err
    out = cli.folder / "out"
    assert ran.out == "out/index.html: 3 with a report, 3 without one\n"
    for name in ("noise.mp4", "broken.mp4", "missing.mp4"):
        (line,) = [line for line in ran.err.splitlines() if name in line]
        assert line.startswith("hingecheck: ")
    assert len(ran.err.splitlines()) == 6
    for name, reps in (("set", 1), ("set-2", 2), ("<b>&{{1}}", 1)):
        assert {path.name for path in (out / name).iterdir()} == FILES
        report = strict_json((out / name / "report.json").read_text("utf-8"))
        assert contract_schema.problems(report) == []
        assert len(report["reps"]) == reps
    assert {path.name for path in (out / "noise").iterdir()} == {"batch.json", "poses.npz"}
    assert not (out / "missing").exists()
    lines = (out / "results.jsonl").read_text("utf-8").splitlines()
    assert [strict_json(line)["source"]["path"] for line in lines] == [
        "clips/<b>&{{1}}.mp4",
        "clips/anna/set.mp4",
        "clips/berta/set.mp4",
    ]
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert {name: row["status"] for name, row in rows.items()} == {
        "<b>&{{1}}": "ok",
        "broken": "cannot be read",
        "noise": "nothing measured",
        "set": "ok",
        "set-2": "ok",
    }
    assert rows["set-2"]["reps"] == "2"
    for name in ("broken", "noise", "set-2"):
        assert rows[name]["video"] == f"clips/{'berta/set' if name == 'set-2' else name}.mp4"
    clean = {rule for rule, said in rows["set-2"].items() if said == "clean"}
    assert clean == set(strict_json((out / "set-2" / "report.json").read_text("utf-8"))["good"]) != set()
    page = (out / "index.html").read_text("utf-8")
    assert sorted(html_tree.outside(page)) == [
        "a href=%3Cb%3E%26%7B%7B1%7D%7D/report.html",
        "a href=set-2/report.html",
        "a href=set/report.html",
        "a href=summary.csv",
        "img src=%3Cb%3E%26%7B%7B1%7D%7D/cover.jpg",
        "img src=set-2/cover.jpg",
        "img src=set/cover.jpg",
    ]
    tree = html_tree.read(page)
    assert "<b>&{{1}}" in tree.text

    before, stamps = everything(out), times(out)
    again = cli.here("batch", "clips", "--out", "out", *QUICK)
    assert again.status == 3
    assert "5 of 5 videos were done before" in again.err
    assert (everything(out), times(out)) == (before, stamps)


@pytest.mark.usefixtures("in_its_own_process")
def test_what_is_done_again_and_what_is_not(cli: Cli, clips: Clips) -> None:
    """By content, settings and poses; a video alone in its folder, changed step by step."""
    folder, out = cli.folder / "clips", cli.folder / "out"
    folder.mkdir()
    shutil.copy(clips.lifter(1), folder / "set.mp4")

    def again(*options: str) -> tuple[bool, bool]:
        """Whether poses and report were written anew."""
        before = times(out) if out.exists() else {}
        ran = cli.here("batch", "clips", "--out", "out", *QUICK, *options)
        assert ran.status == 0, ran.err
        after = times(out)
        return tuple(before.get(f"set/{name}") != after[f"set/{name}"] for name in ("poses.npz", "report.json"))

    assert again() == (True, True)
    (folder / "set.mp4").touch()
    assert again() == (False, False)
    poses = (out / "set" / "poses.npz").read_bytes()
    (cli.folder / "mine.toml").write_text("[limits.form_drift]\nsevere = 21.5\n")
    assert again("--config", "mine.toml") == (True, True)
    assert (out / "set" / "poses.npz").read_bytes() == poses
    assert again("--config", "mine.toml") == (False, False)
    told = ("--config", "mine.toml", "--lift", "rdl", "--load", "60", "--body-mass", "70", "--height", "1.7")
    assert again(*told) == (True, True)
    report = strict_json((out / "set" / "report.json").read_text("utf-8"))
    assert (report["lift"]["given"], report["load"]["mass_kg"], report["load"]["side"]) == (True, 60, "both")
    assert all(rep["measures"]["hip_moment_nm"]["max"] > 0 for rep in report["reps"])
    assert (out / "set" / "poses.npz").read_bytes() == poses
    assert again(*told, "--sex", "female") == (True, True)
    assert again(*told, "--sex", "female") == (False, False)
    assert again("--config", "mine.toml") == (True, True)
    (out / "set" / "report.html").unlink()
    assert again("--config", "mine.toml") == (True, True)
    assert again("--export", "trc", "--export", "mot", "--config", "mine.toml", "--no-resume") == (True, True)
    exported = {"landmarks.trc", "angles.mot"}
    assert {path.name for path in (out / "set").iterdir()} == FILES | exported
    assert again("--config", "mine.toml") == (False, False)
    assert again("--config", "mine.toml", "--export", "mot") == (False, False)
    assert again("--config", "mine.toml", "--export", "npz") == (True, True)
    assert {path.name for path in (out / "set").iterdir()} == FILES | exported | {"series.npz"}
    assert again("--config", "mine.toml", "--export", "npz", "--export", "trc") == (False, False)
    assert again("--config", "mine.toml", "--lang", "de") == (True, True)
    assert '<html lang="de">' in (out / "set" / "report.html").read_text("utf-8")
    assert {path.name for path in (out / "set").iterdir()} == FILES | exported | {"series.npz"}
    assert again("--config", "mine.toml", "--lang", "de") == (False, False)
    assert again("--config", "mine.toml") == (True, True)
    cli.ok("correct", "out/set", "--rep", "1", "--end", "3.3", "--config", "mine.toml")
    assert again("--config", "mine.toml", "--export", "npz") == (False, False)
    (out / "set" / "corrections.json").unlink()
    assert again("--config", "mine.toml", "--export", "npz") == (True, True)
    shutil.copy(clips.lifter(2), folder / "set.mp4")
    assert again("--config", "mine.toml") == (True, True)
    assert len(json.loads((out / "set" / "report.json").read_text())["reps"]) == 2
    assert {path.name for path in (out / "set").iterdir()} == FILES
    assert len((out / "results.jsonl").read_text().splitlines()) == 1


@pytest.mark.usefixtures("in_its_own_process")
def test_a_moved_clip_keeps_its_folder_and_tells_its_new_place(
    cli: Cli, clips: Clips, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Day, lifter and path are the new ones; its poses and what was corrected by hand stay."""
    (cli.folder / "clips").mkdir()
    shutil.copy(clips.lifter(2), cli.folder / "clips" / "set.mp4")
    assert cli.here("batch", "clips", "--out", "out", *QUICK).status == 0
    cli.ok("correct", "out/set", "--not-a-rep", "2")
    monkeypatch.setattr(run, "record", lambda *_, **__: pytest.fail("its poses were saved"))
    place = cli.folder / "clips" / "anna" / "2025-03-01" / "heavy.mp4"
    place.parent.mkdir(parents=True)
    (cli.folder / "clips" / "set.mp4").rename(place)
    ran = cli.here("batch", "clips", "--out", "out", *QUICK)
    assert (ran.status, "done before" in ran.err) == (0, False)
    assert [path.name for path in (cli.folder / "out").iterdir() if path.is_dir()] == ["set"]
    with (cli.folder / "out" / "summary.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["video"], row["reps"]) == ("clips/anna/2025-03-01/heavy.mp4", "1")
    assert "anna" in (cli.folder / "out" / "index.html").read_text("utf-8")
    assert "2025-03-01" in cli.ok("history", "out").out
    assert "done before" in cli.here("batch", "clips", "--out", "out", *QUICK).err


@pytest.mark.usefixtures("in_its_own_process")
def test_fail_on_counts_what_was_done_before(cli: Cli, clips: Clips) -> None:
    """The drawn lifter's load is where it is: limits below that make a moderate fault of it."""
    folder = cli.folder / "clips"
    folder.mkdir()
    shutil.copy(clips.lifter(1), folder / "set.mp4")
    (cli.folder / "mine.toml").write_text("[limits.load_drifting]\nmild = -5\nmoderate = -4\nsevere = 3\n")
    for bar, status, done in (("severe", 0, False), ("moderate", 10, True), ("mild", 10, True)):
        ran = cli.here("batch", "clips", "--out", "out", *QUICK, "--config", "mine.toml", "--fail-on", bar)
        assert ran.status == status, ran.err
        assert ("done before" in ran.err) == done


def started(cli: Cli, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "batch", *args],
        cwd=cli.folder,
        env={**cli.env, **SAME_DAY},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.usefixtures("in_its_own_process")
def test_killed_at_random_and_resumed(cli: Cli, inputs: Path) -> None:
    """The results are byte for byte those of a batch that was left alone."""
    assert cli.here("batch", "clips", "--out", "whole", *QUICK, env=SAME_DAY).status == 3
    chance = random.Random(6)
    out = cli.folder / "resumed"
    for least in (0, 2):  # in its first videos; when at least two more of five are done
        with started(cli, "clips", "--out", "resumed", *QUICK) as process:
            until = time.monotonic() + 60
            while not out.exists() or len(list(out.glob("*/batch.json"))) < least:
                assert time.monotonic() < until
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, 1.0))
            process.kill()
    last = cli.here("batch", "clips", "--out", "resumed", *QUICK, env=SAME_DAY)
    assert last.status == 3
    assert everything(cli.folder / "resumed") == everything(cli.folder / "whole")


def test_ctrl_c_and_a_second_batch(cli: Cli, clips: Clips) -> None:
    """The second is told to wait; the first, interrupted, keeps what was finished and leaves nothing half done."""
    folder, out = cli.folder / "clips", cli.folder / "out"
    folder.mkdir()
    shutil.copy(clips.lifter(1), folder / "a.mp4")
    shutil.copy(clips.ffmpeg("long.mp4", "-stream_loop", "30", "-i", clips.lifter(), "-c", "copy"), folder / "b.mp4")
    with started(cli, "clips", "--out", "out", "--jobs", "2", "--rate", "10") as first:
        try:
            until = time.monotonic() + 60
            while not (out / "a" / "batch.json").exists():
                assert time.monotonic() < until
                assert first.poll() is None, first.communicate()
                time.sleep(0.02)
            second = cli.run("batch", "clips", "--out", "out")
            assert (second.status, second.out) == (2, "")
            assert second.err == (
                f"hingecheck: out: another batch is writing there (process {first.pid}). "
                "Wait until it ends, or choose another folder.\n"
            )
            first.send_signal(signal.SIGINT)
            said, errors = first.communicate(timeout=20)
        finally:
            first.kill()
    assert first.returncode == 130, errors
    assert errors.splitlines()[-1] == "hingecheck: interrupted"
    assert "Traceback" not in errors
    assert said == ""
    assert [path.name for path in out.iterdir() if path.is_dir()] == ["a"]
    assert len((out / "results.jsonl").read_text().splitlines()) == 1
    assert len((out / "summary.csv").read_text().splitlines()) == 2


def test_bad_usage(cli: Cli) -> None:
    (cli.folder / "empty").mkdir()
    assert "no video" in cli.refuses(3, "batch", "empty", "--out", "out")
    assert "--out" in cli.refuses(2, "batch", "empty")
    (cli.folder / "file").touch()
    assert "takes a folder" in cli.refuses(3, "batch", "missing.mp4", "--out", "file")
    assert "--out" in cli.refuses(2, "check", "missing.mp4", "--export", "trc")
    assert "parquet, trc" in cli.refuses(2, "batch", "empty", "--out", "out", "--export", "xlsx")
    assert "2.6. Your height in metres, as 1.72. See" in cli.refuses(2, "check", "missing.mp4", "--height", "172")
    assert "--jobs" in cli.refuses(2, "batch", "empty", "--out", "out", "--jobs", "0")
