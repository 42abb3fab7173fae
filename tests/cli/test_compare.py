"""``hingecheck compare`` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.apps.annotate import check_encoder
from hingecheck.apps.check import CheckOptions
from hingecheck.apps.compare import SideName, compare_recordings
from hingecheck.apps.compare_files import CompareOutputs, check_compare_outputs, write_comparison
from hingecheck.cli.compare import _sides
from hingecheck.cli.console import ConsolePrinter
from hingecheck.errors import ConfigError, InputError

from .conftest import REPO, Cli, strict_json

SAMPLES = REPO / "tests" / "golden" / "samples"
CLEAN, FAULTY = SAMPLES / "deadlift-clean.npz", SAMPLES / "deadlift-hips-rise-first.npz"


def test_terminal_page_and_json(cli: Cli) -> None:
    said = cli.ok("compare", CLEAN, FAULTY, "--html", "page.html", "--json", "both.json").out
    assert "hips rise first: clean → severe" in said
    assert max(map(len, said.splitlines())) <= 80
    assert "<svg" in (cli.folder / "page.html").read_text()
    plain = strict_json((cli.folder / "both.json").read_text())
    assert {one["measure"] for one in plain["measures"]} >= {"hip_hinge_deg", "lowering_s"}


def test_without_the_videos_there_is_no_film(tmp_path: Path) -> None:
    check_encoder()
    printer = ConsolePrinter()
    found = compare_recordings(SideName(CLEAN, 1), SideName(CLEAN, 2), CheckOptions(), printer)
    with pytest.raises(InputError, match="needs the videos"):
        write_comparison(found, CompareOutputs(film=tmp_path / "both.mp4"), printer)
    assert not list(tmp_path.iterdir())


def test_what_is_asked_for_is_checked_first(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--reference"):
        _sides("a.mp4", None, None)
    with pytest.raises(ConfigError, match="--reference"):
        _sides("a.mp4", "b.mp4", "c.mp4")
    assert _sides("a.mp4#3", None, "best.mp4") == (
        SideName(Path("best.mp4")),
        SideName(Path("a.mp4"), 3),
        "reference",
    )
    with pytest.raises(ConfigError, match=r"\.mp4"):
        check_compare_outputs(CompareOutputs(film=tmp_path / "x.avi"), [])
    with pytest.raises(ConfigError, match="input"):
        check_compare_outputs(CompareOutputs(html=CLEAN), [SideName(CLEAN)])
    alone = tmp_path / "alone.json"
    alone.write_text("{}")
    with pytest.raises(ConfigError, match="Name its folder"):
        compare_recordings(SideName(alone), SideName(CLEAN), CheckOptions(), ConsolePrinter())
