"""Damaged inputs, one after the other: `make fuzz`, `make fuzz N=10000`.

    python -m fuzz [--inputs N] [--seconds S] [--first SEED] [--only TARGET] [--keep DIR] [--seeds]

Each input comes from its number: the same number gives the same wounds. What breaks a promise is told, and kept as
``DIR/TARGET/NUMBER.NAME.seed``; put into ``tests/fuzz/kept/`` it is tried at every run. Status 1 where one did.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # forked children inherit no threads

from . import child, promises
from .targets import TARGETS
from .world import World, build

SEEDS = Path(__file__).with_name("kept")
#: Inputs after which is told how far it is.
TOLD_EVERY = 500
SUFFIX = ".seed"


@dataclass(frozen=True)
class Input:
    """A damaged file."""

    target: str
    label: str  #: its number, or where it is kept
    name: str
    content: bytes


def main() -> int:
    """Run, tell, keep; the exit status."""
    asked = _arguments()
    broken: list[str] = []
    statuses: Counter[str] = Counter()
    cpu_s: Counter[str] = Counter()
    most_s, most_bytes, began = 0.0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hingecheck-fuzz-") as place:
        world = build(Path(place))
        for given in _inputs(asked, world):
            if time.monotonic() - began > asked.seconds:
                break
            wrong, ended = _try(world, given, promises.break_them if asked.broken else None)
            statuses[f"{given.target} {ended.status}"] += 1
            cpu_s[given.target] += ended.cpu_s
            if not statuses.total() % TOLD_EVERY:
                print(f"{statuses.total()} inputs in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            most_s, most_bytes = max(most_s, ended.took_s), max(most_bytes, ended.peak_bytes)
            if wrong:
                broken.append(f"{given.target} {given.label} {given.name}: {'; '.join(wrong)}")
                print(broken[-1].encode("ascii", "backslashreplace").decode(), flush=True)
                _keep(asked.keep, given)
    for key, count in sorted(statuses.items()):
        print(f"  {key}: {count}")
    for target, used_s in sorted(cpu_s.items()):
        print(f"  {target}: {used_s:.1f} s of CPU")
    print(
        f"{sum(statuses.values())} inputs in {time.monotonic() - began:.0f} s, {len(broken)} broke a promise; "
        f"the longest {most_s:.1f} s, the largest {most_bytes >> 20} MB"
    )
    return int(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description="Damaged inputs for hingecheck.")
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int, default=None, help="number of the first input; by chance if not given")
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--broken", action="store_true", help="a command that breaks promises: does it show?")
    parser.add_argument("--seeds", action="store_true", help="the kept ones first")
    return parser.parse_args()


def _inputs(asked: argparse.Namespace, world: World) -> Iterator[Input]:
    if asked.seeds:
        yield from kept_inputs(asked.only)
    first = asked.first if asked.first is not None else random.SystemRandom().randrange(10**9)
    names = list(TARGETS)
    shares = [TARGETS[name].share for name in names]
    for number in range(first, first + asked.inputs):
        chance = random.Random(number)
        target = asked.only or chance.choices(names, shares)[0]
        name, whole = TARGETS[target].whole(world, chance)
        yield Input(target, str(number), name, TARGETS[target].damage(name, whole, chance))


def kept_inputs(only: str | None = None) -> Iterator[Input]:
    """Every seed: ``TARGET/LABEL.NAME.seed``; a slash in the name is written as ``+``."""
    for path in sorted(SEEDS.glob(f"{only or '*'}/*{SUFFIX}")):
        label, _, name = path.name.removesuffix(SUFFIX).partition(".")
        yield Input(path.parent.name, label, name.replace("+", "/"), path.read_bytes())


def _try(world: World, given: Input, instead: Callable[[], None] | None) -> tuple[list[str], child.Outcome]:
    with tempfile.TemporaryDirectory(prefix="case-", dir=world.folder) as place:
        folder, streams = Path(place, "here"), Path(place, "streams")
        folder.mkdir()
        streams.mkdir()
        case = TARGETS[given.target].case(world, folder, given.name, given.content)
        before = promises.contents(folder)
        ended = child.run(case.args, folder, streams, instead or case.prepare)
        return promises.broken(case, ended, folder, before), ended


def _keep(folder: Path, given: Input) -> None:
    path = folder / given.target / f"{given.label}.{given.name.replace('/', '+')}{SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(given.content)


if __name__ == "__main__":
    sys.exit(main())
