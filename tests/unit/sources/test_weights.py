"""The networks' file: written and read back alike, refused in one line when it is not ours."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.learned.networks import QUANTITIES
from hingecheck.errors import ModelError
from hingecheck.sources.files import weights
from hingecheck.sources.files.weights import default_weights, load_weights, save_weights
from small_networks import constant_networks


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    learned = constant_networks(7, spine=(20.0, 40.0))
    path = tmp_path / "measures.npz"
    save_weights(path, "test", {name: getattr(learned, name) for name in QUANTITIES})
    return path


def test_what_was_written_is_read(saved: Path) -> None:
    read = load_weights(saved)
    assert read.name == "test"
    assert read.spine.estimate(np.zeros((1, 7)), np.zeros(1, np.int64)).value[0] == pytest.approx(
        [20.0, 40.0], abs=0.02
    )


def test_the_same_networks_give_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    learned = constant_networks(7, spine=(20.0, 40.0))
    save_weights(tmp_path / "again.npz", "test", {name: getattr(learned, name) for name in QUANTITIES})
    assert (tmp_path / "again.npz").read_bytes() == saved.read_bytes()


def rewritten(path: Path, name: str, value: object) -> Path:
    """The file with one array replaced, or left out where the value is None."""
    with np.load(path) as stored:
        arrays = {key: stored[key] for key in stored.files if key != name}
    if value is not None:
        arrays[name] = np.asarray(value)
    other = path.with_name("other.npz")
    np.savez(other, **arrays)
    return other


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("schema", "something else", "schema"),
        ("features_version", -1, "features of version -1"),
        ("spine/sums", None, "spine/sums"),
        ("spine/sums", np.eye(5), "5 quantities"),
        ("joints/members", 0, "joints"),
        ("pelvis/plane", np.array([{}], dtype=object), "pickle"),
    ],
)
def test_another_file_is_refused(saved: Path, name: str, value: object, words: str) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        load_weights(rewritten(saved, name, value))
    assert "\n" not in str(caught.value)
    assert "other.npz" in str(caught.value)


def test_missing_and_damaged_files_are_refused(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_weights(tmp_path / "nowhere.npz")
    (tmp_path / "text.npz").write_text("hello")
    with pytest.raises(ModelError, match="no usable weights"):
        load_weights(tmp_path / "text.npz")
    data = saved.read_bytes()
    (tmp_path / "half.npz").write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelError, match="no usable weights"):
        load_weights(tmp_path / "half.npz")


def test_the_file_is_a_plain_zip(saved: Path) -> None:
    with zipfile.ZipFile(saved) as packed:
        assert all(info.date_time[0] == 1980 for info in packed.infolist())


def test_weights_that_load_but_are_not_those_of_the_manifest_are_refused(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_weights(saved)
    monkeypatch.setattr(weights, "weights_path", lambda: saved)
    default_weights.cache_clear()
    try:
        with pytest.raises(ModelError, match=r"\(its sha256 is [0-9a-f]{12}…; .*manifest\.toml wants"):
            default_weights()
    finally:
        default_weights.cache_clear()


def test_the_package_has_its_own() -> None:
    learned = default_weights()
    assert len(learned.sha256) == 64
    assert len(learned.joints.sums) == len(QUANTITIES["joints"])
