"""``--lang`` and HINGECHECK_LANG through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import REPO, Cli

POSES = REPO / "tests" / "golden" / "samples" / "deadlift-hips-rise-first.npz"
CUES = {
    "en": "Push the floor away and let hips and shoulders rise together.",
    "de": "Drück den Boden weg und lass Hüfte und Schultern zusammen steigen.",
    "es": "Empuja el suelo y deja que cadera y hombros suban juntos.",
}


@pytest.mark.parametrize("code", sorted(CUES))
def test_a_report_its_page_and_its_json_are_in_the_language_asked_for(cli: Cli, code: str) -> None:
    ran = cli.ok("check", "--pose", POSES, "--lang", code, "--html", "page.html", "--json", "report.json")
    assert CUES[code] in " ".join(ran.out.split())
    assert CUES[code] in (cli.folder / "page.html").read_text(encoding="utf-8")
    report = json.loads((cli.folder / "report.json").read_text(encoding="utf-8"))
    assert report["findings"][0]["cue"] == CUES[code]
    assert report["findings"][0]["rule"] == "hips-rise-first"


def test_the_environment_sets_words_for_people_alone(cli: Cli) -> None:
    ran = cli.ok("check", "--pose", POSES, "--json", "report.json", env={"HINGECHECK_LANG": "de"})
    assert CUES["de"] in " ".join(ran.out.split())
    report = json.loads((cli.folder / "report.json").read_text(encoding="utf-8"))
    assert report["findings"][0]["cue"] == CUES["en"]


def test_the_systems_own_language_is_not_asked(cli: Cli) -> None:
    plain = cli.ok("check", "--pose", POSES)
    assert cli.ok("check", "--pose", POSES, env={"LANG": "de_DE.UTF-8", "LANGUAGE": "de"}).out == plain.out
    assert CUES["en"] in " ".join(plain.out.split())


@pytest.mark.parametrize(("args", "env"), [(["--lang", "fr"], {}), ([], {"HINGECHECK_LANG": "fr"})])
def test_a_language_that_is_not_there_is_refused_in_a_line(cli: Cli, args: list[str], env: dict[str, str]) -> None:
    ran = cli.here("rules", *args, env=env)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "fr" in ran.err


@pytest.mark.parametrize("command", [["rules"], ["rules", "knee-locked"], ["lifts"], ["lifts", "rdl"]])
def test_rules_and_lifts_speak_it(cli: Cli, command: list[str]) -> None:
    english, german = cli.ok(*command), cli.ok(*command, "--lang", "de")
    assert english.out != german.out
    assert max(map(len, (line.rstrip() for line in german.out.splitlines()))) <= 80


def test_history_speaks_it(cli: Cli, tmp_path: Path) -> None:
    cli.ok("check", "--pose", POSES, "--out", "results")
    said = cli.ok("history", "results", "--lang", "es").out
    assert said.startswith("Peso muerto: 1 serie")
    assert "la cadera sube primero marcado" in said
