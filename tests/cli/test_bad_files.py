"""Limits, poses, models and outputs that cannot be used, and wrong use of the command.

The tables run inside the tests' process (`Cli.refuses`); of each class one test starts the command itself.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .conftest import Checked, Cli, Clips, unchanged


class TestUsage:
    @pytest.mark.parametrize(
        "args",
        [
            ("check",),
            ("check", "a.mp4", "--nonsense"),
            ("check", "a.mp4", "--lift", "squat"),
            ("check", "a.mp4", "--load", "heavy"),
            ("check", "a.mp4", "--load", "-5"),
            ("check", "a.mp4", "--rate", "0"),
            ("check", "a.mp4", "--rate", "nan"),
            ("check", "a.mp4", "--fail-on", "any"),
            ("check", "a.mp4", "--felt", "fine"),
            ("check", "a.mp4", "b.mp4", "--series", "s.csv"),
            ("check", "a.mp4", "b.mp4", "--pose", "p.npz"),
            ("check", "a.mp4", "b.mp4", "--save-pose", "p.npz"),
            ("check", "a.mp4", "b.mp4", "--html", "r.html"),
            ("check", "a.mp4", "b.mp4", "--picture", "r.jpg"),
            ("check", "a.mp4", "--picture", "r.gif"),
            ("check", "a.mp4", "--json"),
            ("nonsense",),
            ("rules", "a", "b"),
        ],
    )
    def test_wrong_use_is_status_2(self, cli: Cli, args: tuple[str, ...]) -> None:
        cli.refuses(2, *args)

    def test_as_a_process(self, cli: Cli) -> None:
        cli.fails(2, "check", "a.mp4", "--nonsense")


class TestLimitsFile:
    def refused(self, cli: Cli, text: str) -> str:
        """All its mistakes, a line each."""
        (cli.folder / "mine.toml").write_text(text, encoding="utf-8")
        with unchanged(cli.folder):
            ran = cli.here("check", "a.mp4", "--config", "mine.toml", "--json", "r.json")
        assert (ran.status, ran.out) == (2, "")
        assert "mine.toml" in ran.err
        return ran.err

    def test_no_toml(self, cli: Cli) -> None:
        said = self.refused(cli, "[limits.form_drift\nmild = 8\n")
        assert len(said.splitlines()) <= 2
        assert "line 1" in said

    def test_all_mistakes_at_once(self, cli: Cli) -> None:
        said = self.refused(
            cli,
            "[camera]\nheight = 1.0\n"
            "[limits.knee_dominent_rdl]\nmild = 0.4\n"
            "[limits.incomplete_lockout]\nmild = 'a lot'\n"
            "[limits.form_drift]\nmoderate = true\n"
            "[limits.uneven_sides]\nharsh = 3.0\n"
            "[limits.hips_rise_first]\nmild = 20.0\n",
        )
        for path in (
            "camera",
            "limits.knee_dominent_rdl",
            "limits.incomplete_lockout.mild",
            "limits.form_drift.moderate",
            "limits.uneven_sides.harsh",
            "limits.hips_rise_first",
        ):
            assert any(part.strip().startswith(f"{path}:") for part in re.split(r"\n|; ", said)), path
        assert len(said.splitlines()) == 2
        assert "knee_dominant_rdl?" in said
        assert "6 mistakes" in said

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("limits = 3", "limits"),
            ("[limits]\nform_drift = 8", "limits.form_drift"),
            ("[limits.form_drift]\nmild = [1]", "limits.form_drift.mild"),
            ("[limits.form_drift]\nmild = {}", "limits.form_drift.mild"),
            ("[limits.form_drift]\nmild = 2020-01-01", "limits.form_drift.mild"),
            ("[limits.form_drift]\nmild = nan", "limits.form_drift"),
            ("[limits.fast_lowering]\nsevere = 2.0", "limits.fast_lowering"),
            ("[limits.form_drift]\nmild = 12.0", "limits.form_drift"),
        ],
    )
    def test_each_mistake_has_its_path(self, cli: Cli, text: str, path: str) -> None:
        assert f"\n  {path}" in self.refused(cli, text)

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"mild = \x80"])
    def test_no_text(self, cli: Cli, content: bytes) -> None:
        (cli.folder / "bad.toml").write_bytes(content)
        assert "bad.toml" in cli.refuses(2, "check", "a.mp4", "--config", "bad.toml")

    def test_missing_or_a_folder(self, cli: Cli) -> None:
        (cli.folder / "folder.toml").mkdir()
        for name in ("missing.toml", "folder.toml"):
            assert name in cli.refuses(2, "check", "a.mp4", "--config", name)
            assert name in cli.refuses(2, "config", "show", "--config", name)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
    def test_a_limits_file_without_end_is_too_long(self, cli: Cli) -> None:
        assert "too long" in cli.refuses(2, "config", "show", "--config", "/dev/zero")


class Payload:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@pytest.mark.model
class TestPoses:
    def test_random_bytes_or_text(self, cli: Cli) -> None:
        (cli.folder / "random.npz").write_bytes(np.random.default_rng(1).bytes(5000))
        (cli.folder / "text.npz").write_text("dear diary")
        (cli.folder / "empty.npz").touch()
        (cli.folder / "folder.npz").mkdir()
        for name in ("random.npz", "text.npz", "empty.npz", "folder.npz", "missing.npz"):
            assert name in cli.refuses(3, "check", "--pose", name, "--json", "r.json")

    @pytest.mark.parametrize("field", ["image", "schema", "source"])
    def test_no_pickle_is_ever_loaded(self, cli: Cli, lifter: Checked, field: str) -> None:
        arrays = dict(np.load(lifter.poses))
        trace = cli.folder / "pickle-was-run"
        trap = np.empty((), dtype=object)
        trap[()] = Payload(trace)
        np.savez(cli.folder / "trap.npz", **{**arrays, field: trap})
        cli.refuses(3, "check", "--pose", "trap.npz")
        assert not trace.exists()
        np.load(cli.folder / "trap.npz", allow_pickle=True)[field]  # the trap works
        assert trace.exists()

    @pytest.mark.parametrize("field", ["image", "schema", "time_s"])
    def test_an_array_is_missing(self, cli: Cli, lifter: Checked, field: str) -> None:
        arrays = dict(np.load(lifter.poses))
        del arrays[field]
        np.savez(cli.folder / "less.npz", **arrays)
        assert field == "schema" or field in cli.refuses(3, "check", "--pose", "less.npz")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("image", np.zeros((5, 33, 2), np.int16)),
            ("image", np.zeros((1, 1), np.float64)),
            ("time_s", np.zeros(3)),
            ("time_s", np.full(4, np.nan)),
            ("schema", np.array("hingecheck.poses/99")),
            ("source", np.array("[]")),
            ("source", np.array("{}")),
            ("source", np.array('{"path": "a", "sha256": "b", "width": 1e999}')),
            ("size_px", np.array([0, 0])),
        ],
    )
    def test_an_array_is_not_what_it_should_be(self, cli: Cli, lifter: Checked, field: str, value: Any) -> None:
        np.savez(cli.folder / "wrong.npz", **{**dict(np.load(lifter.poses)), field: value})
        assert "wrong.npz" in cli.refuses(3, "check", "--pose", "wrong.npz", "--json", "r.json")

    def test_cut_off_or_damaged(self, cli: Cli, lifter: Checked) -> None:
        whole = bytearray(lifter.poses.read_bytes())
        (cli.folder / "cut.npz").write_bytes(whole[: len(whole) // 2])
        with zipfile.ZipFile(lifter.poses) as packed:
            at = packed.getinfo("image.npy").header_offset + 500
        whole[at : at + 40] = bytes(40)
        (cli.folder / "damaged.npz").write_bytes(whole)
        for name in ("cut.npz", "damaged.npz"):
            assert name in cli.refuses(3, "check", "--pose", name)

    def test_poses_of_another_video(self, cli: Cli, clips: Clips, lifter: Checked) -> None:
        said = cli.refuses(3, "check", clips.noise(), "--pose", lifter.poses, "--json", "r.json")
        assert "another video" in said

    def test_the_video_beside_the_poses_is_missing(self, cli: Cli, lifter: Checked) -> None:
        assert "no such file" in cli.refuses(3, "check", "missing.mp4", "--pose", lifter.poses)


class TestModel:
    def test_wrong_or_missing(self, cli: Cli, clips: Clips) -> None:
        (cli.folder / "text.task").write_text("no model")
        with zipfile.ZipFile(cli.folder / "other.task", "w") as packed:
            packed.writestr("hand.tflite", b"no pose")
        with zipfile.ZipFile(cli.folder / "hollow.task", "w") as packed:
            packed.writestr("pose_detector.tflite", b"no network")
            packed.writestr("pose_landmarks_detector.tflite", b"no network")
        (cli.folder / "folder.task").mkdir()
        for name in ("text.task", "other.task", "hollow.task", "folder.task", "missing.task", "heavy", "nonsense"):
            assert name in cli.refuses(5, "check", clips.lifter(), "--model", name, "--json", "r.json"), name


class TestOutputs:
    """Found before the work: the input is a folder without pictures, which would be status 3 with another text."""

    @pytest.mark.parametrize(
        ("option", "target"),
        [
            ("--json", "missing/r.json"),
            ("--series", "missing/s.csv"),
            ("--save-pose", "missing/p.npz"),
            ("--html", "missing/r.html"),
            ("--picture", "missing/r.jpg"),
            ("--json", "folder"),
            ("--series", "folder"),
            ("--save-pose", "folder"),
            ("--html", "folder"),
            ("--json", "file/r.json"),
            ("--out", "file"),
            ("--out", "file/inside"),
            ("--out", "file/deep/inside"),
            ("--json", "n" * 300),
        ],
    )
    def test_nowhere_to_write(self, cli: Cli, option: str, target: str) -> None:
        (cli.folder / "folder").mkdir()
        (cli.folder / "file").write_text("in the way")
        said = cli.refuses(3, "check", "no-such-video.mp4", option, target)
        assert target in said
        assert "no-such-video" not in said, "found after the work, not before it"

    @pytest.mark.model
    @pytest.mark.parametrize("option", ["--json", "--series", "--save-pose", "--html"])
    def test_an_input_is_never_overwritten(self, cli: Cli, lifter: Checked, option: str) -> None:
        """A slip of the hand must not cost the only recording."""
        shutil.copy(lifter.poses, cli.folder / "mine.npz")
        shutil.copy(lifter.video, cli.folder / "mine.mp4")
        for victim in ("mine.npz", "mine.mp4"):
            with unchanged(cli.folder):
                ran = cli.here("check", "mine.mp4", "--pose", "mine.npz", option, victim)
            assert ran.status in (2, 3)
            assert victim in ran.err

    @pytest.mark.model
    def test_no_room_found_late(self, cli: Cli, lifter: Checked) -> None:
        """A place that looks writable and is not."""
        if not Path("/proc/self").exists():
            pytest.skip("no /proc here")
        with unchanged(cli.folder):
            ran = cli.here("check", "--pose", lifter.poses, "--json", "/proc/report.json")
        assert ran.status == 3
        assert "/proc/report.json" in ran.err
        assert len(ran.err.splitlines()) <= 2

    @pytest.mark.model
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_or_device_is_written_to_and_stays(self, cli: Cli, lifter: Checked) -> None:
        """As in `--json >(jq .)`, or `--json /dev/null` by root: it must not be replaced by a file."""
        pipe = cli.folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            cli.ok("check", "--pose", lifter.poses, "--json", "pipe")
            assert pipe.is_fifo()
            assert os.read(reader, 65536).startswith(b'{"schema"')
        finally:
            os.close(reader)

    @pytest.mark.model
    def test_a_link_is_followed(self, cli: Cli, lifter: Checked) -> None:
        (cli.folder / "link.json").symlink_to("real.json")
        (cli.folder / "real.json").write_text("old")
        cli.ok("check", "--pose", lifter.poses, "--json", "link.json")
        assert (cli.folder / "link.json").is_symlink()
        assert (cli.folder / "real.json").read_text("utf-8").startswith('{"schema"')

    @pytest.mark.model
    def test_two_outputs_in_one_file(self, cli: Cli, lifter: Checked) -> None:
        with unchanged(cli.folder):
            ran = cli.here("check", "--pose", lifter.poses, "--json", "same", "--series", "same")
        assert ran.status in (2, 3)

    @pytest.mark.model
    def test_what_was_there_is_replaced_whole(self, cli: Cli, lifter: Checked) -> None:
        for name in ("r.json", "s.csv"):
            (cli.folder / name).write_text("old " * 100_000)
        cli.ok("check", "--pose", lifter.poses, "--json", "r.json", "--series", "s.csv")
        assert sorted(path.name for path in cli.folder.iterdir()) == ["r.json", "s.csv"]
        assert "old" not in (cli.folder / "r.json").read_text("utf-8")[:200]
        assert (cli.folder / "s.csv").read_text("utf-8").startswith("time_s,frame,rep,phase,")
