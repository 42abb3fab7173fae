"""What holds for every input, however it is damaged."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

from .child import Outcome
from .targets import Case

#: A terminal would obey these.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")


#: Characters of a line of trouble: a limits file with all of its 75 levels wrong fits.
LONGEST_LINE = 12_000


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder and its folders, by name; of a link, where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(folder))] = str(path.readlink()).encode()
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def broken(case: Case, ended: Outcome, folder: Path, before: dict[str, bytes]) -> list[str]:
    """The promises that a run broke, in words; empty where it kept them all."""
    after = contents(folder)
    return [
        *_status(case, ended),
        *_words(case, ended),
        *_files(case, before, after, ended.status),
        *_expected(case, ended, folder, after),
    ]


def _status(case: Case, ended: Outcome) -> list[str]:
    if ended.hung:
        return [f"hung for {ended.took_s:.0f} s"]
    if ended.status < 0:
        return [f"was ended by signal {-ended.status}"]
    if ended.status not in case.statuses:
        return [f"status {ended.status}, said {ended.err[-300:]!r}"]
    return []


def _words(case: Case, ended: Outcome) -> list[str]:
    wrong = []
    lines = ended.err.splitlines()
    if len(lines) > case.lines:
        wrong.append(f"{len(lines)} lines of trouble: {ended.err[:300]!r}")
    if ended.status not in (0, 10) and not lines:
        wrong.append(f"status {ended.status} without a word")
    if "Traceback" in ended.err + ended.out:
        wrong.append("a traceback")
    said = ended.err + ended.out
    if CONTROL.search(said) or any("\udc80" <= sign <= "\udcff" for sign in said):
        wrong.append("control characters or broken bytes reach the terminal")
    if any(len(line) > LONGEST_LINE for line in lines):
        wrong.append(f"a line of {max(map(len, lines))} characters")
    return wrong


def _files(case: Case, before: dict[str, bytes], after: dict[str, bytes], status: int) -> list[str]:
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    wrong = [f"wrote {name!r}" for name in changed if not name.startswith(case.writes or ("\0",))]
    wrong += [f"left {name!r}" for name in after if name.endswith((".part", "-journal", "-wal"))]
    for name in after.keys() & changed:
        if name.endswith("report.json") or name == "r.json":
            try:
                json.loads(after[name], parse_constant=_refuse)
            except (ValueError, RecursionError) as error:
                wrong.append(f"{name!r} is no JSON: {error}")
    if status not in (0, 10) and "r.json" in after:
        wrong.append(f"a report with status {status}")
    return wrong


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} in JSON")


def _expected(case: Case, ended: Outcome, folder: Path, after: dict[str, bytes]) -> list[str]:
    wrong = []
    if case.same_as is not None:
        ours = {name.removeprefix("out/"): data for name, data in after.items() if name.startswith("out/")}
        whole = contents(case.same_as)
        left_out = {".lock", "history.sqlite"}
        differ = [n for n in (ours.keys() | whole.keys()) - left_out if ours.get(n) != whole.get(n)]
        wrong += [f"other results: {sorted(differ)}"] if differ else []
    if case.says is not None and ended.out != case.says:
        wrong.append(f"said {ended.out[:300]!r}")
    if case.mentions not in ended.out:
        wrong.append(f"did not say {case.mentions!r} but {ended.out[:200]!r}")
    return wrong


def break_them() -> None:
    """In the child: what must be seen."""
    Path("elsewhere").write_text("x")
    sys.stderr.write("Traceback\n\x1b[31mtwo\nthree\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)
