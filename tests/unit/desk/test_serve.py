"""Opening the desk: what has to be there, and that there is one a folder."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from hingecheck.apps.batch.folder_lock import only_writer
from hingecheck.apps.desk.serve import LOOPBACK, _bound, check_desk, serve_desk
from hingecheck.errors import ConfigError


def never(address: str) -> None:
    raise AssertionError(address)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(ConfigError, match=r"hingecheck\[app\]"):
        check_desk()


def test_one_desk_a_folder(tmp_path: Path) -> None:
    with only_writer(tmp_path, "desk"), pytest.raises(ConfigError, match="another desk"):
        serve_desk(tmp_path, 0, never)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match="another program has it"):
            serve_desk(tmp_path, port, never)


def test_it_binds_to_this_machine_alone() -> None:
    with _bound(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
