"""``hingecheck lab validate`` on clips whose truth is known: posed figures with saved poses, and a drawn video."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hingecheck.apps.recording import Recording, save_recording
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Source
from hingecheck.lab.truth import TrueRep, TrueVerdict, Truth, save_truth, truth_path
from stick_figure import RDL, Move, figure, lose, reps

from .. import mannequin
from .conftest import Cli, Clips, strict_json

SOURCE = Source("figure.mp4", "0" * 64, 960, 1280, 12.0, 30.0, 360, 360)


def truth_of(move: Move, name: str, azimuth_deg: float) -> Truth:
    """What the figure does, exactly; the low back has a truth that no figure shows."""
    trunk, _, shank = move.angles_deg.T
    spans = [(i, phase.lowering_s, phase.lifting_s) for i, phase in enumerate(move.phases, 1)]
    true_reps = tuple(TrueRep(i, low[0], lift[0], lift[1], low, lift) for i, low, lift in spans)
    return Truth(
        name=name,
        lift="rdl",
        working_side="both",
        azimuth_deg=azimuth_deg,
        width_px=960,
        height_px=1280,
        time_s=move.time_s,
        series={
            "hip_hinge_deg": move.hinge_deg,
            "knee_flexion_deg": move.knee_deg,
            "trunk_inclination_deg": trunk,
            "shank_inclination_deg": shank,
            "lumbar_flexion_deg": np.full(len(trunk), 5.0),
        },
        joints=(),
        joints_px=np.zeros((len(trunk), 0, 2)),
        reps=true_reps,
        verdicts=tuple(TrueVerdict("knee-locked", rep.index, 20.0, None) for rep in true_reps),
        recipe={},
    )


def put(folder: Path, name: str, azimuth_deg: float = 90.0, *, lost: bool = False) -> None:
    """A posed clip: truth and poses."""
    move = reps(2, bottom=RDL)
    track = figure(move, azimuth_deg, hands_ahead_m=0.03)
    folder.mkdir(exist_ok=True)
    save_truth(truth_of(move, f"{name}.mp4", azimuth_deg), folder / f"{name}.truth.json")
    track = lose(track, slice(None)) if lost else track
    save_recording(
        folder / f"{name}.poses.npz", Recording(LifterTrack(track, 0, 0), SOURCE, "stick figure", "1" * 64)
    )


@pytest.fixture
def folder(cli: Cli) -> Path:
    """Two clips, one in a folder of its own."""
    put(cli.folder / "clips", "left")
    put(cli.folder / "clips" / "more", "right", -90.0)
    return cli.folder / "clips"


def test_posed_figures_are_measured_well(cli: Cli, folder: Path) -> None:
    ran = cli.ok("lab", "validate", folder, "--json", "table.json", "--markdown", "table.md", "--jobs", "2")
    table = strict_json((cli.folder / "table.json").read_text("utf-8"))
    assert (table["clips"], table["reps"], table["unmeasured"]) == (2, 4, [])
    side = {m["measure"]: m for m in table["measures"] if m["group"] == "side"}
    assert side["knee_flexion_deg"]["mae"] < 3.0
    assert side["hip_hinge_deg"]["coverage"] == 1.0
    assert (side["lumbar_flexion_deg"]["mae"], side["lumbar_flexion_deg"]["coverage"]) == (None, 0.0)
    assert table["rep_scores"][0]["clips_exact"] == 2
    assert table["lifts"]["confusion"] == {"rdl": {"rdl": 2}}
    page = (cli.folder / "table.md").read_text("utf-8")
    assert set(ran.out.splitlines()) <= set(page.splitlines())
    assert "not measured" in ran.out


def test_json_on_standard_output_alone(cli: Cli, folder: Path) -> None:
    table = strict_json(cli.ok("lab", "validate", folder, "--json", "-", "--jobs", "1").out)
    assert table["provenance"]["models"] == [{"name": "stick figure", "sha256": "1" * 64}]


def test_a_clip_in_which_nothing_is_measured_counts(cli: Cli, folder: Path) -> None:
    put(folder, "empty", lost=True)
    ran = cli.here("lab", "validate", folder, "--jobs", "1", "--json", "table.json")
    assert ran.status == 0
    assert ran.err.startswith("hingecheck: empty: nobody was found")
    table = strict_json((cli.folder / "table.json").read_text("utf-8"))
    assert (table["clips"], table["unmeasured"]) == (3, ["empty.mp4"])
    hinge = next(m for m in table["measures"] if m["measure"] == "hip_hinge_deg")
    assert hinge["coverage"] == pytest.approx(2 / 3, abs=0.02)
    assert "  - empty: nobody was found" in ran.out


def test_a_clip_that_cannot_be_read_stops_no_other(cli: Cli, folder: Path) -> None:
    put(folder, "broken")
    truth = folder / "broken.truth.json"
    truth.write_bytes(truth.read_bytes()[:1000])
    ran = cli.here("lab", "validate", folder, "--jobs", "1")
    assert ran.status == 3
    assert "1 of 3 clips could not be read" in ran.err.splitlines()[-1]
    assert "broken.truth.json" in ran.err.splitlines()[-1]
    assert "2 clips with 4 true reps" in ran.out
    assert "1 further clips could not be read" in ran.out


def test_truth_of_which_a_part_is_missing(cli: Cli, folder: Path) -> None:
    put(folder, "broken")
    truth = folder / "broken.truth.json"
    truth.write_text(truth.read_text("utf-8").replace('"series"', '"other"'), encoding="utf-8")
    ran = cli.here("lab", "validate", folder, "--jobs", "1")
    assert ran.status == 3
    assert "broken.truth.json: is no whole truth file (KeyError: 'series')" in ran.err


class TestBadInput:
    def test_truth_alone(self, cli: Cli, folder: Path) -> None:
        (folder / "left.poses.npz").unlink()
        said = cli.refuses(3, "lab", "validate", folder)
        assert "left.truth.json: has neither left.poses.npz nor left.mp4" in said

    def test_nothing_there(self, cli: Cli) -> None:
        assert "lab render" in cli.refuses(3, "lab", "validate", "missing")
        (cli.folder / "empty").mkdir()
        assert "holds no NAME.truth.json" in cli.refuses(3, "lab", "validate", "empty")

    def test_nowhere_to_write_is_said_before_the_work(self, cli: Cli, folder: Path) -> None:
        assert "does not exist" in cli.refuses(3, "lab", "validate", folder, "--markdown", "missing/table.md")


@pytest.mark.model
def test_a_video_and_then_its_saved_poses(cli: Cli, clips: Clips) -> None:
    """The second run reads no pixels and says the same; a truth file alone is a folder of one."""
    video = cli.folder / "set.mp4"
    video.write_bytes(clips.lifter(2).read_bytes())
    move = reps(2, bottom=RDL, lowering_s=1.2, pause_s=0.2, lifting_s=1.2, stand_s=mannequin.REST_S)
    save_truth(truth_of(move, video.name, -90.0), truth_path(video))
    first = cli.ok("lab", "validate", cli.folder, "--save-poses")
    assert {path.name for path in cli.folder.iterdir()} == {"set.mp4", "set.truth.json", "set.poses.npz"}
    video.unlink()
    assert cli.ok("lab", "validate", truth_path(video)).out == first.out
