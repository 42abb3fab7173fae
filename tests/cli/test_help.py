"""What the command teaches: help, rules, limits, models, the doctor."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from importlib import metadata

import pytest

from hingecheck.apps.doctor import NEEDED

from .conftest import Cli

COMMANDS = (
    (),
    ("check",),
    ("rules",),
    ("config",),
    ("config", "show"),
    ("config", "init"),
    ("models",),
    ("models", "list"),
    ("models", "fetch"),
    ("doctor",),
    ("lab",),
    ("lab", "render"),
    ("lab", "fit"),
    ("lab", "validate"),
    ("lab", "calibrate"),
    ("lab", "refine"),
)
#: Packages that cost a second or more to import.
HEAVY = ("cv2", "mediapipe", "scipy", "matplotlib", "numpy", "jax", "jinja2")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_of_every_command(cli: Cli, command: tuple[str, ...]) -> None:
    ran = cli.here(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage:" in ran.out
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert cli.here(*command, "-h") == ran


def test_help_names_commands_and_statuses(cli: Cli) -> None:
    said = " ".join(cli.ok("--help").out.split())
    for word in ("check", "rules", "config", "models", "doctor", "hingecheck check VIDEO", "130 interrupted"):
        assert word in said


def test_help_of_check_has_examples_and_every_option(cli: Cli) -> None:
    said = cli.ok("check", "--help").out
    assert said.count("hingecheck check ") >= 3
    for option in (
        "--lift", "--stance", "--load", "--load-side", "--height", "--felt", "--json", "--series", "--out",
        "--html", "--picture", "--config", "--pose", "--save-pose", "--fail-on", "--rate", "--model",
        "--body-mass", "--sex",
    ):  # fmt: skip
        assert option in said


def test_help_of_batch_has_what_check_takes(cli: Cli) -> None:
    said = cli.ok("batch", "--help").out
    for option in (
        "--lift", "--stance", "--load", "--load-side", "--height", "--body-mass", "--sex", "--config", "--rate",
        "--model", "--fail-on", "--export", "--jobs", "--cluster", "--resume",
    ):  # fmt: skip
        assert option in said


def test_version(cli: Cli) -> None:
    name, version = cli.ok("--version").out.split()
    assert name == "hingecheck"
    assert version[0].isdigit()


def test_help_imports_nothing_heavy(cli: Cli, record_property: pytest.RecordProperty) -> None:
    code = (
        "import json, sys\n"
        "sys.argv = ['hingecheck', *sys.argv[1:]]\n"
        "from hingecheck.cli.main import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    sys.stderr.write(json.dumps([end.code, sorted(sys.modules)]))\n"
    )
    for command in ((), ("check",)):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", code, *command, "--help"],
            cwd=cli.folder,
            env=cli.env,
            capture_output=True,
            check=True,
            text=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        record_property(f"help_cpu_s {' '.join(command)}", round(cpu_s, 2))  # printed by -rA, never judged
        sys.stderr.write(f"hingecheck {' '.join(command)} --help: {cpu_s:.2f} s of CPU\n")
        status, modules = json.loads(done.stderr)
        assert status in (0, None)
        heavy = sorted({name.partition(".")[0] for name in modules} & set(HEAVY))
        assert heavy == []


class TestRules:
    def test_all_of_the_contract_are_listed(self, cli: Cli) -> None:
        from ..contract_schema import RULES

        said = cli.ok("rules").out
        assert {line.split(" ")[0] for line in said.splitlines()} >= set(RULES)
        assert max(map(len, said.splitlines())) <= 80

    @pytest.mark.parametrize("rule", ["hips-rise-first", "knee-dominant", "fast-lowering"])
    def test_one_in_full(self, cli: Cli, rule: str) -> None:
        said = cli.ok("rules", rule).out
        for part in (rule, "lifts", "measures", "film it", "cue", "limits.", "levels", "mild", "severe", "source"):
            assert part in said, part

    @pytest.mark.parametrize("rule", ["lumbar-rounding", "felt"])
    def test_one_without_limits(self, cli: Cli, rule: str) -> None:
        assert rule in cli.ok("rules", rule).out

    def test_nonsense(self, cli: Cli) -> None:
        assert "nonsense" in cli.refuses(2, "rules", "nonsense")
        assert "hips-rise-first?" in cli.refuses(2, "rules", "hip-rise-first")


class TestConfig:
    def test_show_is_toml_that_loads_back(self, cli: Cli) -> None:
        shown = cli.ok("config", "show").out
        (cli.folder / "same.toml").write_text(shown, encoding="utf-8")
        assert cli.ok("config", "show", "--config", "same.toml").out == shown
        for part in ("[limits.hips_rise_first]", "mild = ", "severe = ", "Source:", "fault above"):
            assert part in shown

    def test_show_lays_my_limits_over_the_defaults(self, cli: Cli) -> None:
        (cli.folder / "mine.toml").write_text("[limits.form_drift]\nsevere = 21.5\n")
        mine = cli.ok("config", "show", "--config", "mine.toml").out.splitlines()
        changed = set(mine) ^ set(cli.ok("config", "show").out.splitlines())
        assert "severe = 21.5" in changed
        assert len(changed) <= 2

    def test_init_never_replaces_without_force(self, cli: Cli) -> None:
        ran = cli.here("config", "init")
        assert (ran.status, ran.out) == (0, "")
        written = (cli.folder / "hingecheck.toml").read_text("utf-8")
        assert written == cli.ok("config", "show").out
        (cli.folder / "hingecheck.toml").write_text("mine")
        assert "--force" in cli.refuses(3, "config", "init")
        assert cli.here("config", "init", "--force").status == 0
        assert (cli.folder / "hingecheck.toml").read_text("utf-8") == written
        assert [path.name for path in cli.folder.iterdir()] == ["hingecheck.toml"]

    def test_init_nowhere(self, cli: Cli) -> None:
        assert "missing" in cli.refuses(3, "config", "init", "missing/mine.toml")


def test_models_list(cli: Cli) -> None:
    said = cli.ok("models", "list").out
    assert "full (default)" in said
    assert "models fetch heavy" in said
    assert "nonsense" in cli.refuses(5, "models", "fetch", "nonsense")


@pytest.mark.model
def test_doctor(cli: Cli) -> None:
    ran = cli.run("doctor", "--no-cameras")
    assert ran.err == ""
    for part in ("hingecheck", "backend litert", "opencv-python", "pose network", "video encoder"):
        assert part in ran.out
    # The machine may lack something; what it says and its status must agree.
    assert ran.status == (1 if "MISSING" in ran.out else 0)


def test_the_doctor_looks_for_what_an_installation_brings() -> None:
    """It called every plain installation broken, for want of a package that only tests need."""
    brought = [one for one in metadata.requires("hingecheck") or () if "extra ==" not in one]
    assert set(NEEDED) <= {re.split(r"[^a-z0-9-]", one)[0] for one in brought}
