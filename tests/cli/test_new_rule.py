"""Adding a rule is a new file, its entry in the table and a word in each lift's row: the rest follows by itself."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

import hingecheck
from hingecheck.sources.pose.saved import SavedTrack, save_track
from reporting import SOURCE
from stick_figure import DEADLIFT, figure, reps

from .conftest import Cli, CliApart

PACKAGE = Path(hingecheck.__file__).parent
RULE = '''
"""A rule that brings all it needs."""

from .limits import Levels, Limit, LimitInfo
from .base import Rule, grade, per_rep

DEPTH = Limit(
    "deep_bottom", Levels(60.0, 150.0, 200.0), LimitInfo("deg", "above", "Hinge at the bottom.", "a test's own [J]")
)


def deep_bottom(rep, context):
    return grade(rep.measures["hip_hinge_deg"].bottom, 5.0, context.limits.of(DEPTH), rep.bottom_s)


DEEP_BOTTOM = Rule(
    id="deep-bottom",
    flags="a deep hinge",
    measure="hip_hinge_deg",
    unit="deg",
    limits=(DEPTH,),
    views="any view",
    message="You fold by {value}.",
    cue="Fold less.",
    praise="not too deep",
    judge=per_rep(deep_bottom),
    evidence="Nobody has looked into it.",
    doubt="All of it.",
)
'''


OTHERS = ("single-leg-rdl", "kickstand-rdl", "hip-thrust")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Cli:
    """The command of a copy of the package with one more rule."""
    folder = tmp_path_factory.mktemp("extended")
    package = folder / "hingecheck"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "lab"))
    for place, name in (("pose", "manifest.toml"), ("files", "measures.npz")):  # what the wheel carries
        if not (package / "sources" / place / name).exists():
            shutil.copy(PACKAGE.parents[1] / "models" / name, package / "sources" / place / name)
    rules = package / "core" / "rules"
    (rules / "brand_new.py").write_text(RULE, encoding="utf-8")
    table = (rules / "__init__.py").read_text(encoding="utf-8")
    head = "RULES: tuple[Rule, ...] = (\n"
    assert table.count(head) == 1
    table = table.replace(head, f"from .brand_new import DEEP_BOTTOM\n\n{head}    DEEP_BOTTOM,\n")
    (rules / "__init__.py").write_text(table, encoding="utf-8")
    rows = (package / "core" / "lifts.py").read_text(encoding="utf-8")
    for lift in ("deadlift", "rdl", *OTHERS):
        head, row = rows.split(f'id="{lift}",', 1)
        use = 'NotMeant("nobody asked")' if lift in OTHERS else "JUDGED"
        rows = f'{head}id="{lift}",' + row.replace("rules={\n", f'rules={{\n            "deep-bottom": {use},\n', 1)
    (package / "core" / "lifts.py").write_text(rows, encoding="utf-8")
    track = figure(reps(3, bottom=DEADLIFT, starts="floor"), hands_ahead_m=0.03)
    source = {**asdict(SOURCE), "jumps": 0, "others": 0, "problems": ""}
    save_track(folder / "clip.npz", SavedTrack(track, source, "full", "0" * 64))
    cli = CliApart(folder, cache)
    cli.env["PYTHONPATH"] = os.pathsep.join([str(folder), cli.env.get("PYTHONPATH", "")])
    return cli


def test_its_limits_are_shown_and_can_be_changed(extended: Cli) -> None:
    shown = extended.ok("config", "show").out
    assert "[limits.deep_bottom]  # deg, fault above\nmild = 60.0\nmoderate = 150.0\nsevere = 200.0\n" in shown
    (extended.folder / "wrong.toml").write_text("[limits.deep_bottom]\nmild = 180.0\n", encoding="utf-8")
    assert (
        "limits.deep_bottom: mild, moderate, severe must grow"
        in extended.run("check", "--pose", "clip.npz", "--config", "wrong.toml").err
    )


def test_it_is_in_the_report(extended: Cli) -> None:
    ran = extended.ok("check", "--pose", "clip.npz", "--lift", "deadlift", "--json", "r.json", "--html", "r.html")
    said = " ".join(ran.out.split())
    assert "MILD deep-bottom every rep You fold by" in said
    assert "Fold less." in said
    page = (extended.folder / "r.html").read_text(encoding="utf-8")
    assert "Deep bottom" in page
    assert "Fold less." in page
    report = (extended.folder / "r.json").read_text(encoding="utf-8")
    for part in ('"rule": "deep-bottom"', '"text": "Fold less.", "because": ["deep-bottom"]'):
        assert part in report


def test_its_limits_decide(extended: Cli) -> None:
    command = ("check", "--pose", "clip.npz", "--lift", "deadlift", "--json", "-")
    (extended.folder / "mine.toml").write_text(
        "[limits.deep_bottom]\nmild = 170\nmoderate = 180\nsevere = 190\n", encoding="utf-8"
    )
    strict, loose = extended.ok(*command).report, extended.ok(*command, "--config", "mine.toml").report
    assert "deep-bottom" in {finding["rule"] for finding in strict["findings"]}
    assert "deep-bottom" in loose["good"]
    assert strict["provenance"]["config_sha256"] != loose["provenance"]["config_sha256"]


def test_it_is_explained_and_in_the_docs(extended: Cli) -> None:
    assert "deep-bottom" in extended.ok("rules").out
    assert "deep-bottom: nobody asked" in extended.ok("lifts", "hip-thrust").out
    one = extended.ok("rules", "deep-bottom").out
    for part in (
        "Fold less.",
        "limits.deep_bottom",
        "mild 60°",
        "Nobody has looked",
        "All of it.",
    ):
        assert part in one
    page = extended.ok("rules", "--markdown").out
    assert "## deep-bottom" in page
    assert "a test's own [J]" in page
