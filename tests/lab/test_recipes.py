"""Recipes are read strictly, drawn the same every time, and splits never share a draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hingecheck.errors import ConfigError, InputError
from hingecheck.lab.clipspec import from_dict
from hingecheck.lab.recipe import clips, load_recipe, parse_faults

ROOT = Path(__file__).parents[2]
HEAD = 'schema = "hingecheck.lab-recipe/1"\nsplit = "s"\nseed = 1\n'


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_validation_recipe_has_its_size() -> None:
    recipe = load_recipe(ROOT / "benchmarks" / "validation.toml")
    full, quick = clips(recipe), clips(recipe, quick=True)
    assert len(full) == 366
    assert len(quick) == 30
    assert {spec.name for spec in quick} <= {spec.name for spec in full}
    assert len({spec.name for spec in full}) == len(full)


def test_the_sample_recipe_has_a_clean_and_a_faulty_clip_of_each_lift() -> None:
    specs = clips(load_recipe(ROOT / "sample_videos" / "recipe.toml"))
    kinds = {(spec.movement.lift, bool(spec.faults)) for spec in specs}
    assert len(kinds) == 10


def test_drawn_the_same_every_time_and_never_in_two_splits() -> None:
    recipe = load_recipe(ROOT / "benchmarks" / "validation.toml")
    again = clips(replace(recipe, split="fit"), quick=True)
    assert clips(recipe, quick=True) == clips(recipe, quick=True)
    assert not {spec.body for spec in clips(recipe)} & {spec.body for spec in again}


def test_a_clip_survives_the_truth_file() -> None:
    for spec in clips(load_recipe(ROOT / "benchmarks" / "validation.toml"), quick=True):
        assert from_dict(spec.as_dict()) == spec


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml [", "is not TOML"),
        (HEAD + 'colour = "red"', "colour"),
        (HEAD + '[[group]]\nlift = "squat"\nview = "side"\ncount = 1', "group.0.lift"),
        (HEAD + '[[group]]\nlift = "rdl"\nview = "above"\ncount = 1', "group.0.view"),
        ('schema = "hingecheck.lab-recipe/9"\nsplit = "s"\nseed = 1', "schema"),
    ],
)
def test_a_wrong_recipe_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_recipe(write(tmp_path, text))


def test_a_wrong_fault_or_clip_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="lumbar:2"):
        parse_faults("lumbar:2")
    with pytest.raises(ConfigError, match="fast-lowering:4"):
        parse_faults("fast-lowering:4")
    bad = HEAD + '[[clip]]\nname = "x"\nmovement = { lift = "rdl", reps = "many" }'
    with pytest.raises(ConfigError, match=r"clip x: movement\.reps"):
        clips(load_recipe(write(tmp_path, bad)))


def test_a_missing_recipe_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_recipe(tmp_path / "none.toml")


def test_a_group_may_say_how_many_reps(tmp_path: Path) -> None:
    group = '[[group]]\nlift = "rdl"\nview = "side"\ncount = 2\nreps = 6\nfaults = ["none", "form-drift:2"]'
    assert [spec.movement.reps for spec in clips(load_recipe(write(tmp_path, HEAD + group)))] == [6, 6]
