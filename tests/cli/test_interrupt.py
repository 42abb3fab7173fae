"""Several videos in one run, and Ctrl-C in the middle of it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .. import contract_schema
from .conftest import COMMAND, TIMEOUT_S, Checked, Cli, Clips, contents, strict_json

pytestmark = pytest.mark.model

QUICK = ("--rate", "10")
#: How soon after Ctrl-C the command must have ended: it takes a moment, but others may want the processor too.
ENDS_WITHIN_S = 60.0
LIBRARIES = ("numpy/", "cv2/", "litert/")


class TestSeveralVideos:
    def test_one_bad_among_good(self, cli: Cli, clips: Clips) -> None:
        """Every other is reported; that one could not be read outweighs faults and an empty one."""
        for folder, reps in (("a", 1), ("b", 2)):
            (cli.folder / folder).mkdir()
            (cli.folder / folder / "set.mp4").write_bytes(clips.lifter(reps).read_bytes())
        (cli.folder / "noise.mp4").write_bytes(clips.noise().read_bytes())
        videos = ("a/set.mp4", "missing.mp4", "noise.mp4", "b/set.mp4")
        (cli.folder / "tight.toml").write_text("[limits.load_drifting]\nmild = -5\nmoderate = -4\nsevere = -3\n")
        tight = ("--config", "tight.toml")  # the drawn lifter has no fault: limits that make one
        before = contents(cli.folder).keys()
        ran = cli.run(
            "check", *videos, "--json", "all.jsonl", "--out", "reports", "--fail-on", "mild", *tight, *QUICK
        )
        assert ran.status == 3
        said = ran.err.splitlines()
        assert len(said) == 2
        assert "missing.mp4" in said[0]
        assert "noise.mp4" in said[1]
        assert "1 rep\n" in ran.out
        assert "2 reps\n" in ran.out
        lines = (cli.folder / "all.jsonl").read_text("utf-8").splitlines()
        reports = [strict_json(line) for line in lines]
        assert [contract_schema.problems(report) for report in reports] == [[], []]
        assert [report["source"]["path"] for report in reports] == ["a/set.mp4", "b/set.mp4"]
        assert reports[0]["findings"], "without a fault this test shows nothing"
        made = {name for name in contents(cli.folder).keys() - before if (cli.folder / name).is_file()}
        kept = {f"reports/{name}/{file}" for name in ("set", "set-2") for file in FILES}
        assert made == {"all.jsonl", "reports/noise/poses.npz", *kept}
        for name, report in zip(("set", "set-2"), reports, strict=True):
            assert strict_json((cli.folder / "reports" / name / "report.json").read_text("utf-8")) == report


def wait_until(process: subprocess.Popen[str], holds: Callable[[], bool]) -> None:
    """Wait for what is meant, however busy the machine is."""
    until = time.monotonic() + TIMEOUT_S
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def has_come(pid: int, moment: str) -> bool:
    """Whether a command that listens is so far: it has just begun to, has loaded a library, reads the video."""
    if moment == "listening":
        return True
    if moment == "reading":
        return any(path.suffix == ".mp4" for path in open_files(pid))
    return moment in Path(f"/proc/{pid}/maps").read_text()


def open_files(pid: int) -> list[Path]:
    found = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.append(descriptor.readlink())
    return found


def opened(pid: int, path: Path) -> bool:
    """Whether a command has a file open; where nobody can see it, that it may have by now."""
    return not Path("/proc/self/fd").exists() or path in open_files(pid)


FILES = ("report.json", "series.csv", "report.html", "cover.jpg", "poses.npz")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
class TestCtrlC:
    @contextmanager
    def running(self, cli: Cli, *args: str | Path) -> Iterator[subprocess.Popen[str]]:
        """A check that is under way; ended in any case."""
        with subprocess.Popen(
            [*COMMAND, "check", *map(str, args)],
            cwd=cli.folder,
            env=cli.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                self.wait_until_it_listens(process)
                yield process
            finally:
                process.kill()

    def wait_until_it_listens(self, process: subprocess.Popen[str]) -> None:
        """From when on SIGTERM is caught, which Python alone does not do: Ctrl-C before that is Python's affair."""
        status = Path(f"/proc/{process.pid}/status")
        if not status.exists():
            time.sleep(0.6)
            return
        until = time.monotonic() + TIMEOUT_S
        while process.poll() is None and time.monotonic() < until:
            caught = int(re.search(r"^SigCgt:\s*(\w+)", status.read_text(), re.MULTILINE)[1], 16)  # type: ignore[index]
            if caught & 1 << (signal.SIGTERM - 1):
                return
            time.sleep(0.02)

    def interrupt(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        """Status and words."""
        assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGINT)
        try:
            _, said = process.communicate(timeout=ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            pytest.fail(f"still running {ENDS_WITHIN_S:.0f} s after Ctrl-C")
        return process.returncode, said

    @pytest.fixture
    def long_video(self, clips: Clips) -> Path:
        return clips.ffmpeg("long.mp4", "-stream_loop", "30", "-i", clips.lifter(), "-c", "copy")

    @pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="no /proc to see how far it is")
    @pytest.mark.parametrize("moment", ["listening", *LIBRARIES, "reading"])
    def test_at_any_time(self, cli: Cli, long_video: Path, moment: str) -> None:
        """As it starts, as each library comes, among the frames: always 130, soon, in a line, and nothing is left."""
        outputs = ("--json", "r.json", "--series", "s.csv", "--save-pose", "p.npz")
        with self.running(cli, long_video, *outputs) as process:
            wait_until(process, lambda: has_come(process.pid, moment))
            status, said = self.interrupt(process)
        assert status == 130, said
        assert said == "hingecheck: interrupted\n"
        assert contents(cli.folder) == {}

    def test_finished_videos_are_kept(self, cli: Cli, clips: Clips, long_video: Path) -> None:
        first = cli.folder / "reports" / clips.lifter().stem / "cover.jpg"  # the last to be written
        outputs = ("--json", "all.jsonl", "--out", "reports", *QUICK)
        with self.running(cli, clips.lifter(), long_video, *outputs) as process:
            wait_until(process, lambda: first.exists() and opened(process.pid, long_video))
            status, said = self.interrupt(process)
        assert status == 130, said
        (line,) = (cli.folder / "all.jsonl").read_text("utf-8").splitlines()
        assert contract_schema.problems(strict_json(line)) == []
        files = {name for name in contents(cli.folder) if (cli.folder / name).is_file()}
        assert files == {"all.jsonl", *(f"reports/{clips.lifter().stem}/{name}" for name in FILES)}

    def test_from_saved_poses(self, cli: Cli, lifter: Checked) -> None:
        with self.running(cli, "--pose", lifter.poses, "--json", "r.json") as process:
            wait_until(process, lambda: has_come(process.pid, "numpy/"))
            status, said = self.interrupt(process)
        assert status == 130, said
        assert contents(cli.folder) == {}

    def test_who_reads_the_output_goes_away(self, cli: Cli, lifter: Checked) -> None:
        """As in `hingecheck check ... | head -1`: neither an error nor a word."""
        with self.running(cli, "--pose", lifter.poses) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            said = process.stderr.read()
            status = process.wait(TIMEOUT_S)
        assert said == ""
        assert status in (0, 141)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_when_all_is_written_ctrl_c_comes_too_late() -> None:
    """While the interpreter winds down: the status is that of the work, and nothing is said."""
    code = (
        "import atexit, signal, sys; from hingecheck.cli.main import main; "
        "atexit.register(signal.raise_signal, signal.SIGINT); sys.argv[1:] = ['--version']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("hingecheck ")
