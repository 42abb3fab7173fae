"""Sigma's scale: what holds the errors is found again, sectors with few clips are left alone, the rest stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.learned.networks import JOINT_QUANTITIES, QUANTITIES
from hingecheck.errors import ModelError
from hingecheck.lab.fitting.calibration import (
    MIN_CLIPS,
    RESTS_ON,
    ClipErrors,
    SigmaStretch,
    sigma_stretches,
    with_sigma_stretched,
)
from hingecheck.lab.fitting.card import CALIBRATION_HEADING, recalibrated
from hingecheck.sources.files.weights import default_weights, load_weights, read_card, save_weights

REPO = Path(__file__).parents[3]
FRONT, SIDE = 0, 2  # as `view.sector_of` counts


def made_up(clips: int, sector: int, true_sigma_deg: float, said_deg: float) -> list[ClipErrors]:
    rng = np.random.default_rng(clips)
    return [
        ClipErrors(
            sector=sector,
            error={
                "hip_hinge_deg": np.abs(rng.normal(scale=true_sigma_deg, size=200)),
                "lumbar_flexion_deg": np.empty(0),
            },
            sigma={"hip_hinge_deg": np.full(200, said_deg), "lumbar_flexion_deg": np.empty(0)},
        )
        for _ in range(clips)
    ]


def test_sigma_half_of_what_it_should_be_is_doubled() -> None:
    (one,) = sigma_stretches(made_up(60, FRONT, true_sigma_deg=6.0, said_deg=3.0))
    assert (one.measure, one.sector, one.clips) == ("hip_hinge_deg", FRONT, 60)
    assert one.factor == pytest.approx(2.0, rel=0.05)
    assert one.before[0] == pytest.approx(0.38, abs=0.02)  # of a normal distribution within half its deviation
    assert one.after[0] == pytest.approx(0.68, abs=0.02)


def test_sigma_is_narrowed_only_where_it_is_clearly_too_wide() -> None:
    (little,) = sigma_stretches(made_up(60, FRONT, true_sigma_deg=6.0, said_deg=6.3))
    (clearly,) = sigma_stretches(made_up(60, FRONT, true_sigma_deg=6.0, said_deg=9.0))
    assert little.factor == 1.0
    assert little.after == little.before
    assert clearly.factor == pytest.approx(0.67, rel=0.05)


def test_each_clip_counts_the_same() -> None:
    long = made_up(30, FRONT, true_sigma_deg=6.0, said_deg=3.0)
    short = [
        ClipErrors(FRONT, {"hip_hinge_deg": c.error["hip_hinge_deg"][:10] / 2}, {"hip_hinge_deg": np.full(10, 3.0)})
        for c in made_up(30, FRONT, true_sigma_deg=6.0, said_deg=3.0)
    ]
    (one,) = sigma_stretches([*long, *short])
    assert 1.3 < one.factor < 1.75  # frame by frame it would be 1.95


def test_a_sector_with_few_clips_is_left_as_it_was() -> None:
    assert sigma_stretches(made_up(MIN_CLIPS - 1, SIDE, 6.0, 3.0)) == []


def test_only_that_measures_scale_in_that_sector_changes() -> None:
    learned = default_weights()
    networks = with_sigma_stretched(learned, sigma_stretches(made_up(60, FRONT, true_sigma_deg=6.0, said_deg=3.0)))
    assert networks.keys() == learned.networks().keys()
    ratio = networks["joints"].calibration / learned.joints.calibration
    for column, name in enumerate(JOINT_QUANTITIES):
        assert ratio[SIDE, column] == 1.0
        assert (ratio[FRONT, column] > 1.9) == name.startswith("hip_hinge_deg")
    assert networks["joints"].members is learned.joints.members
    assert np.array_equal(networks["spine"].calibration, learned.spine.calibration)


def test_what_is_refined_has_its_own_scale_where_it_is_asked() -> None:
    learned = default_weights()
    one = SigmaStretch("pelvis_rotation_deg", FRONT, 60, 2.0, (0.4, 0.7), (0.7, 0.95))
    networks = with_sigma_stretched(learned, [one, replace(one, sector=SIDE, factor=3.0)])
    for name, sector, factor in (("pelvis.before", FRONT, 2.0), ("pelvis", SIDE, 3.0)):
        ratio = networks[name].calibration / learned.networks()[name].calibration
        wanted = np.ones_like(ratio)
        wanted[sector, 0] = factor
        assert ratio == pytest.approx(wanted)


def test_every_measure_rests_on_quantities_that_are_there() -> None:
    for network, quantities in RESTS_ON.values():
        assert set(quantities) <= set(QUANTITIES[network])


def test_the_card_tells_what_was_done_and_to_which_weights(tmp_path: Path) -> None:
    learned = default_weights()
    page = read_card(REPO / "models" / "MEASURES.md", learned)
    found = sigma_stretches(made_up(60, FRONT, true_sigma_deg=6.0, said_deg=3.0))
    save_weights(tmp_path / "measures.npz", "again", with_sigma_stretched(learned, found))
    after = load_weights(tmp_path / "measures.npz")
    text = recalibrated(page, learned, after, found)
    assert text.count(CALIBRATION_HEADING) == 1
    assert text.splitlines()[0] == "# Model card: again"
    assert f"sha256 `{after.sha256}`" in text.split(CALIBRATION_HEADING)[0]
    assert learned.sha256 in text.split(CALIBRATION_HEADING)[1]
    assert "| hip_hinge_deg | front | 60 |" in text
    assert text.endswith(page[page.index("## Where not to trust them") :])
    (tmp_path / "MEASURES.md").write_text(text)
    with pytest.raises(ModelError, match="cannot be read"):
        read_card(tmp_path / "none.md", learned)
    (tmp_path / "other.md").write_text(page.replace(learned.sha256, "0" * 64))
    with pytest.raises(ModelError, match="not the card of the weights in use"):
        read_card(tmp_path / "other.md", learned)
