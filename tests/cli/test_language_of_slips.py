"""What goes wrong, and the help, in the language that was asked for: one line, and nothing left in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from hingecheck.cli.main import app

from .conftest import Cli

#: English words that neither German nor Spanish has, of those that errors and help use.
ENGLISH = re.compile(r"\b(the|your|with|and|from|is|are|not|no such|there|should|value|invalid|missing|try)\b", re.I)
#: A slip, and what it is called with; the files are made by the test.
SLIPS = {
    "no such file": ["check", "gone.mp4"],
    "text for a video": ["check", "text.mp4"],
    "an empty file": ["check", "empty.mp4"],
    "a folder without pictures": ["check", "bare"],
    "nothing to check": ["check"],
    "an unknown option": ["check", "--lod", "3"],
    "an unknown command": ["chek"],
    "an unknown lift": ["check", "text.mp4", "--lift", "squat"],
    "too heavy": ["check", "text.mp4", "--load", "5000"],
    "too light": ["check", "text.mp4", "--load", "-5"],
    "no number": ["check", "text.mp4", "--load", "much"],
    "no whole number": ["correct", "bare", "--rep", "x"],
    "an option without its value": ["check", "--load"],
    "a value too many": ["check", "--same-set=yes", "text.mp4"],
    "an argument too many": ["rules", "a", "b"],
    "an argument too few": ["batch"],
    "nowhere to write": ["check", "text.mp4", "--html", "gone/page.html"],
    "no rule": ["rules", "knee-lock"],
    "no lift": ["lifts", "rld"],
    "one to compare": ["compare", "a"],
    "no report to correct": ["correct", "bare", "--lift", "rdl"],
    "no history": ["history", "bare"],
    "no video for a batch": ["batch", "bare", "--out", "out"],
    "no limits": ["check", "text.mp4", "--config", "gone.toml"],
    "limits with mistakes": ["config", "show", "--config", "wrong.toml"],
    "no model": ["models", "fetch", "x"],
    "no camera": ["live", "--camera", "97", "--headless"],
    "damaged poses": ["check", "--pose", "text.npz"],
}


@pytest.fixture
def slips(cli: Cli) -> Cli:
    """A folder with something wrong to read."""
    for name in ("text.mp4", "text.npz"):
        (cli.folder / name).write_text("dear diary, 1 2 3\n")
    (cli.folder / "empty.mp4").touch()
    (cli.folder / "bare").mkdir()
    (cli.folder / "wrong.toml").write_text("[limits.knee-loked]\nmild = 1\n[other]\n")
    return cli


@pytest.mark.parametrize("code", ["de", "es"])
def test_every_slip_is_said_in_the_language(slips: Cli, code: str) -> None:
    left = {}
    for name, arguments in SLIPS.items():
        english, other = (slips.here(*arguments, env={"HINGECHECK_LANG": one}) for one in ("en", code))
        assert (other.status, other.out) == (english.status, english.out), name
        assert other.err != english.err, name
        assert len(other.err.splitlines()) == len(english.err.splitlines()) <= 2, name
        # what was typed, and commands to type, stay as they are
        said = re.sub(r"'[^']*'|--?[\w-]+|\S+\.(toml|mp4|npz)|gone/\S+", "", other.err)
        if words := ENGLISH.findall(said):
            left[name] = (words, other.err)
    assert left == {}


def test_a_slip_of_the_command_itself_goes_by_its_own_option(slips: Cli) -> None:
    assert "gibt es nicht" in slips.here("check", "gone.mp4", "--lang", "de").err
    assert "No existe la opción" in slips.here("check", "--lod", "3", "--lang=es").err


@pytest.mark.parametrize("code", ["de", "es"])
@pytest.mark.parametrize("command", ["", *(name for name in get_command(app).commands if name != "lab")])
def test_help_is_in_the_language_and_fits(slips: Cli, command: str, code: str) -> None:
    arguments = [*command.split(), "--help"]
    english, other = (
        slips.here(*arguments, env={"HINGECHECK_LANG": one, "COLUMNS": "80", "TERMINAL_WIDTH": "80"})
        for one in ("en", code)
    )
    assert english.out.splitlines()[1].startswith(" Usage:")
    assert not re.search(r"Usage:|Options|Arguments|Show this|\[default|\[required", other.out)
    lines = [line for line in other.out.splitlines() if "hingecheck" not in line]
    assert [line for line in lines if len(line) > 80] == []
    assert ENGLISH.findall(re.sub(r"--?[\w-]+", "", "\n".join(lines))) == []


def test_doctor_speaks_it(cli: Cli, tmp_path: Path) -> None:
    said = cli.here("doctor", "--no-cameras", "--lang", "de").out
    assert "Posen-Netz" in said
    assert not re.search(r"not installed|reinstall|default", said)
