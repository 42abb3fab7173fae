"""A fact more about the lifter is a field and an option: every command takes it, and it reaches the rules."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, fields
from pathlib import Path

import pytest

import hingecheck
from hingecheck.cli.set_options import FACT_OPTIONS
from hingecheck.core.known_facts import KnownFacts
from hingecheck.sources.pose.saved import SavedTrack, save_track
from reporting import SOURCE
from stick_figure import DEADLIFT, figure, reps

from .conftest import Cli, CliApart

PACKAGE = Path(hingecheck.__file__).parent
FIELD = "    footwear: Literal['socks', 'shoes'] | None = None\n"
OPTION = """    "footwear": Annotated[
        Literal["socks", "shoes"] | None, typer.Option(help="On your feet.", rich_help_panel=FACTS)
    ],
"""
#: Asks a rule that is there already to say what it has been told.
READER = """
    from .base import Unknown
    if context.facts.footwear:
        return Unknown("she wears " + context.facts.footwear)
"""


def insert(path: Path, before: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line + before), encoding="utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Cli:
    """The command of a copy of the package with one more fact, and a rule that reads it."""
    folder = tmp_path_factory.mktemp("extended")
    package = folder / "hingecheck"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "lab"))
    for name, place in (("manifest.toml", "pose"), ("measures.npz", "files")):  # the wheel carries them there
        if not (package / "sources" / place / name).exists():
            shutil.copy(PACKAGE.parents[1] / "models" / name, package / "sources" / place / name)
    insert(package / "core" / "known_facts.py", "\n    @property\n    def one_leg", FIELD)
    insert(package / "cli" / "set_options.py", "}\n#: What a fact is where its option is not used", OPTION)
    insert(package / "core" / "rules" / "hands.py", "    stance = context.lift.working_side\n", READER)
    track = figure(reps(3, bottom=DEADLIFT))
    source = {**asdict(SOURCE), "jumps": 0, "others": 0, "problems": ""}
    save_track(folder / "clip.npz", SavedTrack(track, source, "full", "0" * 64))
    cli = CliApart(folder, cache)
    cli.env["PYTHONPATH"] = os.pathsep.join([str(folder), cli.env.get("PYTHONPATH", "")])
    return cli


@pytest.mark.parametrize("command", ["check", "batch", "live"])
def test_every_command_takes_it(extended: Cli, command: str) -> None:
    said = " ".join(extended.ok(command, "--help").out.split())
    assert "--footwear" in said
    assert "On your feet." in said


def test_it_reaches_the_rules(extended: Cli) -> None:
    command = ("check", "--pose", "clip.npz", "--lift", "single-leg-rdl", "--stance", "left", "--json", "-")
    (said,) = [
        each["reason"]
        for each in extended.ok(*command, "--footwear", "socks").report["not_assessable"]
        if each["rule"] == "load-side"
    ]
    assert said == "she wears socks"
    assert "she wears" not in extended.ok(*command).out
    assert "socks" in extended.run(*command, "--footwear", "clogs").err


def test_each_fact_has_its_option() -> None:
    assert set(FACT_OPTIONS) == {field.name for field in fields(KnownFacts)}
