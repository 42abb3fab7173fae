"""Index of many reports in an SQLite file beside them, so that only new ones are read again.

The file can be deleted at any time: it is made anew from the reports.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

FILE_NAME = "history.sqlite"
#: Stands for what the index holds no more.
DAMAGED = object()
_TABLE = "CREATE TABLE digests (path BLOB PRIMARY KEY, size INTEGER, changed_ns INTEGER, kind TEXT, digest TEXT)"

#: Makes of a report what is kept of it: plain values.
Digest = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def digests(folder: Path, digest: Digest, kind: str) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """What is kept of every ``report.json`` in a folder and its folders.

    Parameters
    ----------
    folder : Path
    digest : callable
        Raises KeyError or TypeError on what is no report.
    kind : str
        Name of `digest` and its version; what another one made is made again.

    Returns
    -------
    found : dict
        Path of the report inside `folder` → its digest.
    unread : list of str
        Paths of those that are damaged, or no reports.
    """
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("report.json"))}
    if not files:
        return {}, []
    try:
        found = _looked_up(folder / FILE_NAME, files, digest, kind)
    except (
        sqlite3.DatabaseError,
        ValueError,
        TypeError,
    ):  # damaged where opening does not show it
        with suppress(OSError):
            (folder / FILE_NAME).unlink(missing_ok=True)
        found = _looked_up(":memory:", files, digest, kind)
    return found, [name for name in files if name not in found]


def _looked_up(place: Path | str, files: Mapping[str, Path], digest: Digest, kind: str) -> dict[str, dict[str, Any]]:
    """Digests of files from an index, which is brought up to date."""
    with closing(_open(place)) as index:
        known = {row[0]: row for row in index.execute("SELECT path, size, changed_ns, kind, digest FROM digests")}
        found: dict[str, dict[str, Any]] = {}
        keys = {name: os.fsencode(name) for name in files}  # a name may be no text
        for name, path in files.items():
            stat = path.stat()
            stamp = (keys[name], stat.st_size, stat.st_mtime_ns, kind)
            row = known.get(keys[name])
            kept: Any = _kept(row[4]) if row is not None and row[:4] == stamp else DAMAGED
            if kept is DAMAGED:
                kept = _read(path, digest)
                index.execute("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?, ?)", (*stamp, _row(kept)))
            if kept is not None:
                found[name] = kept
        index.executemany("DELETE FROM digests WHERE path = ?", [(key,) for key in known.keys() - set(keys.values())])
        index.commit()
    return found


def _read(path: Path, digest: Digest) -> Mapping[str, Any] | None:
    try:
        return digest(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None


def _row(kept: Any) -> str:
    """What the index holds of a digest: its text behind its hash, so that another one is seen."""
    text = json.dumps(kept)
    return f"{hashlib.sha256(text.encode('utf-8')).hexdigest()} {text}"


def _kept(row: Any) -> Any:
    """A digest from the index; `DAMAGED` where it is not what was put there."""
    digest, _, text = str(row).partition(" ")
    return json.loads(text) if hashlib.sha256(text.encode("utf-8")).hexdigest() == digest else DAMAGED


def _open(path: Path | str) -> sqlite3.Connection:
    """The index, a new one in the place of one that is damaged, or one in memory where nothing can be written."""
    for attempt in (path, path, ":memory:"):
        try:
            connection = sqlite3.connect(attempt, timeout=10)
        except sqlite3.OperationalError:  # a folder that nothing can be written to
            continue
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'digests'").fetchone():
                connection.execute(_TABLE)
            connection.execute("SELECT path, size, changed_ns, kind, digest FROM digests").fetchall()
            connection.execute("DELETE FROM digests WHERE 0")  # may it be written?
        except sqlite3.OperationalError:  # locked, or not to be written
            connection.close()
        except (sqlite3.DatabaseError, ValueError):  # ValueError: text that is none
            connection.close()
            Path(path).unlink(missing_ok=True)
        else:
            return connection
    raise AssertionError
