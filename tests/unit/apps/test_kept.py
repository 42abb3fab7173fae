"""A process that is kept for one task after another."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hingecheck.apps.batch.kept import KeptProcess
from hingecheck.errors import HingecheckError, InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes by signals")


def pid(_: object) -> int:
    return os.getpid()


def die_once(mark: Path) -> int:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(name: str) -> None:
    raise InputError(f"{name}: not this one")


def crash(_: object) -> None:
    raise ZeroDivisionError


def hang(mark: Path) -> None:
    mark.touch()
    time.sleep(60)


@pytest.fixture
def kept() -> Iterator[KeptProcess]:
    process = KeptProcess()
    yield process
    process.close()


def test_one_process_does_task_after_task_and_its_errors_come_out(kept: KeptProcess, tmp_path: Path) -> None:
    first = kept.do(pid, 0, "a")
    assert first != os.getpid()
    with pytest.raises(InputError, match="a: not this one"):
        kept.do(refuse, "a", "a")
    assert kept.do(pid, 0, "a") == first


def test_a_death_costs_its_task_alone_and_only_if_it_comes_again(kept: KeptProcess, tmp_path: Path) -> None:
    first = kept.do(pid, 0, "a")
    second = kept.do(die_once, tmp_path / "died", "a")
    assert second != first
    with pytest.raises(InputError, match=r"b\.mp4: the process that read it died, twice"):
        kept.do(die, 0, "b.mp4")
    assert kept.do(pid, 0, "a") not in (first, second)


def test_one_in_which_something_unforeseen_went_wrong_is_not_used_again(kept: KeptProcess) -> None:
    first = kept.do(pid, 0, "a")
    with pytest.raises(HingecheckError, match="ZeroDivisionError"):
        kept.do(crash, 0, "a")
    assert kept.do(pid, 0, "a") != first


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the process in /proc")
def test_it_ends_where_nothing_is_asked_for_a_while() -> None:
    kept = KeptProcess(idle_s=0.05)
    first = kept.do(pid, 0, "a")
    until = time.monotonic() + 20
    while Path(f"/proc/{first}").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert kept.do(pid, 0, "a") != first
    kept.close()


def test_closing_ends_what_it_is_at(tmp_path: Path) -> None:
    kept, mark, said = KeptProcess(), tmp_path / "began", []

    def ask() -> None:
        try:
            kept.do(hang, mark, "a")
        except InputError as error:
            said.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    until = time.monotonic() + 30
    while not mark.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    kept.close()
    asking.join(20)
    assert len(said) == 1
