"""The process pool: what happens to tasks, to errors, and to processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from hingecheck import pulse
from hingecheck.apps.batch.guarded import guarded
from hingecheck.apps.batch.pool import Ended, in_processes, one_thread_each
from hingecheck.apps.batch.process_limits import ProcessLimits
from hingecheck.errors import HingecheckError, InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes by signals")


def square(number: int) -> int:
    return number * number


def refuse(number: int) -> int:
    if number == 2:
        raise InputError(f"{number}: not this one")
    return number


def crash(number: int) -> int:
    raise ZeroDivisionError(f"over {number}")


def die(folder: Path, number: int, *, times: int) -> int:
    """Die under task 3 so often; each start leaves a file."""
    tries = len(list(folder.glob(f"{number}-*")))
    (folder / f"{number}-{tries}").touch()
    if number == 3 and tries < times:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


class DiesOnItsWay:
    """A large result whose process is killed while it goes through the pipe."""

    def __reduce__(self) -> tuple[object, ...]:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return len, (bytes(200_000_000),)


def send_and_die(number: int) -> object:
    return DiesOnItsWay() if number == 1 else number


def say_pid_and_sleep(folder: Path, number: int) -> None:
    (folder / str(os.getpid())).touch()
    time.sleep(60)


def threads(_: int) -> str | None:
    return os.environ.get("OMP_NUM_THREADS")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3] if Path("/proc").exists() else True


def wait_until(what: str, holds: object) -> None:
    until = time.monotonic() + 20
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until, what
        time.sleep(0.02)


def test_every_task_once() -> None:
    ended = list(in_processes(square, range(7), jobs=3))
    assert sorted((end.task, end.result) for end in ended) == [(n, n * n) for n in range(7)]


def test_no_task() -> None:
    assert list(in_processes(square, [], jobs=3)) == []


def test_setup_runs_in_each_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert [end.result for end in in_processes(threads, [1], jobs=1, setup=one_thread_each)] == ["1"]
    assert "OMP_NUM_THREADS" not in os.environ


def test_an_error_of_ours_comes_out_as_it_is() -> None:
    with pytest.raises(InputError, match="2: not this one"):
        list(in_processes(refuse, range(5), jobs=2))


def test_any_other_error_comes_out_in_words() -> None:
    with pytest.raises(HingecheckError, match="ZeroDivisionError: over 1"):
        list(in_processes(crash, [1], jobs=1))


@pytest.mark.parametrize(("times", "result"), [(1, 3), (2, None)])
def test_a_death_costs_its_task_alone_and_only_if_it_comes_again(
    tmp_path: Path, times: int, result: int | None
) -> None:
    ended = list(in_processes(partial(die, tmp_path, times=times), range(6), jobs=2))
    found = {end.task: end.result for end in ended}
    assert found == {0: 0, 1: 1, 2: 2, 3: result, 4: 4, 5: 5}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0-0", "1-0", "2-0", "3-0", "3-1", "4-0", "5-0"]


def test_a_death_while_the_result_is_sent_costs_its_task_alone() -> None:
    found = {end.task: end.result for end in in_processes(send_and_die, range(4), jobs=2)}
    assert found == {0: 0, 1: None, 2: 2, 3: 3}


def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    def tasks():  # type: ignore[no-untyped-def]
        yield 1
        yield 2
        wait_until("both began", lambda: len(list(tmp_path.iterdir())) == 2)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(in_processes(partial(say_pid_and_sleep, tmp_path), tasks(), jobs=3))
    assert time.monotonic() - began < 30
    assert not [pid for path in tmp_path.iterdir() if alive(pid := int(path.name))]


def test_a_parent_that_is_killed_takes_its_processes_with_it(tmp_path: Path) -> None:
    here = Path(__file__)
    script = tmp_path / "parent.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(here.parent)!r})\n"
        "from functools import partial; from pathlib import Path; import test_pool\n"
        "if __name__ == '__main__':\n"
        f"    do = partial(test_pool.say_pid_and_sleep, Path({str(tmp_path)!r}))\n"
        "    list(test_pool.in_processes(do, [1, 2], jobs=2))\n"
    )
    with subprocess.Popen([sys.executable, str(script)]) as parent:
        pids = lambda: [int(path.name) for path in tmp_path.iterdir() if path.name.isdigit()]  # noqa: E731
        wait_until("both began", lambda: len(pids()) == 2)
        parent.kill()
    wait_until("all ended", lambda: not any(map(alive, pids())))


def hang(number: int) -> int:
    if number == 1:
        time.sleep(60)
    return number


def read_slowly(number: int) -> int:
    """Longer than the limit of silence, but a frame comes now and then."""
    for _ in range(15):
        time.sleep(0.3)
        pulse.beat()
    return number


def take_memory(megabytes: int) -> int:
    try:
        return len(bytearray(megabytes << 20)) >> 20
    except MemoryError:
        return -1


def test_a_task_that_hangs_is_stopped_and_costs_itself_alone() -> None:
    began = time.monotonic()
    ended = list(in_processes(hang, range(4), jobs=2, limits=ProcessLimits(silent_s=3.0)))
    assert {end.task: (end.result, end.stuck) for end in ended} == {
        0: (0, False),
        1: (None, True),
        2: (2, False),
        3: (3, False),
    }
    assert time.monotonic() - began < 30


def test_slow_is_not_stuck() -> None:
    (end,) = in_processes(read_slowly, [7], jobs=1, limits=ProcessLimits(silent_s=3.0))
    assert end == Ended(7, 7)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts a process's data")
def test_a_process_takes_no_more_memory_than_it_may() -> None:
    limits = ProcessLimits(memory_bytes=1 << 30)
    ended = in_processes(take_memory, [100, 2000], jobs=1, limits=limits)
    assert [end.result for end in ended] == [100, -1]


def kill_itself(number: int) -> int:
    os.kill(os.getpid(), signal.SIGSEGV)
    return number


def test_guarded_gives_the_result_or_says_why_there_is_none() -> None:
    assert guarded(square, 3, "three") == 9
    with pytest.raises(InputError, match="2: not this one"):
        guarded(refuse, 2, "two")
    with pytest.raises(InputError, match=r"^a\.mp4: the process that read it died"):
        guarded(kill_itself, 1, "a.mp4")
    with pytest.raises(InputError, match=r"^a\.mp4: nothing more came of it for 1 s"):
        guarded(hang, 1, "a.mp4", ProcessLimits(silent_s=1.0))


def count(number: int) -> int:
    for done in range(number):
        pulse.tell(done, number)
        time.sleep(0.4)
    return number


def test_how_far_a_task_is_comes_through() -> None:
    heard: list[tuple[int, int | None]] = []
    assert guarded(count, 3, "three", told=lambda done, expected: heard.append((done, expected))) == 3
    assert heard == [(0, 3), (1, 3), (2, 3)]
    assert guarded(count, 2, "two") == 2  # nobody listens


def test_what_hears_it_may_end_it() -> None:
    def closes(done: int, expected: int | None) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        guarded(count, 1000, "long", told=closes)


def test_ended_says_what_it_is_of() -> None:
    assert Ended("task", None).result is None


def tell_and_wait(folder: Path, number: int) -> int:
    (folder / str(os.getpid())).touch()
    pulse.tell(number, 9)
    return number


def test_a_process_killed_while_it_tells_costs_only_its_task(tmp_path: Path) -> None:
    """Which is tried again."""
    killed: list[int] = []

    def told(done: int, expected: int | None) -> None:
        if not killed:
            killed.append(int(next(iter(tmp_path.iterdir())).name))
            os.kill(killed[0], signal.SIGKILL)
            wait_until("it is gone", lambda: not alive(killed[0]))

    ended = list(in_processes(partial(tell_and_wait, tmp_path), [1, 2], jobs=1, told=told))
    assert len(killed) == 1
    assert {end.task: end.result for end in ended} == {1: 1, 2: 2}
