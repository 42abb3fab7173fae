from __future__ import annotations

import struct
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.camera import Background
from hingecheck.core.types import OUTLINE_POINTS, PoseTrack
from hingecheck.errors import InputError, OutputError
from hingecheck.sources.pose import saved
from hingecheck.sources.pose.saved import SavedTrack, load_track, save_track

SOURCE = {"path": "a.mp4", "duration_s": 1.5, "frame_rate_hz": None, "frames_read": 45, "still": False}


def track(count: int = 20, scale_px: float = 1000.0) -> PoseTrack:
    random = np.random.default_rng(7)
    image = random.uniform(-50, scale_px, (count, 33, 2))
    world = random.uniform(-1, 1, (count, 33, 3))
    visibility = random.uniform(0, 1, (count, 33))
    outline = np.cumsum(random.uniform(-4, 4, (count, OUTLINE_POINTS, 2)), axis=1) + 300
    for array in (image, world, visibility, outline):
        array[count // 2] = np.nan
    return PoseTrack(
        time_s=np.arange(count) / 29.97,
        frame_index=np.arange(count) * 2,
        image_px=image,
        visibility=visibility,
        world_m=world,
        outline_px=outline.astype(np.float32),
        width_px=1920,
        height_px=1080,
        people=np.ones(count, dtype=np.int64),
    )


@pytest.mark.parametrize("scale_px", [640.0, 8000.0])
def test_comes_back_to_a_thirtysecond_of_a_pixel(tmp_path, scale_px):
    wanted = track(scale_px=scale_px)
    save_track(tmp_path / "p.npz", SavedTrack(wanted, SOURCE, "full", "ab" * 32))
    got = load_track(tmp_path / "p.npz")
    assert (got.source, got.model_name, got.model_sha256) == (SOURCE, "full", "ab" * 32)
    np.testing.assert_array_equal(got.track.time_s, wanted.time_s)
    np.testing.assert_array_equal(got.track.frame_index, wanted.frame_index)
    np.testing.assert_allclose(got.track.image_px, wanted.image_px, atol=1 / 32 + 1e-9)
    np.testing.assert_allclose(got.track.outline_px, wanted.outline_px, atol=1 / 32 + 1e-4)
    np.testing.assert_allclose(got.track.world_m, wanted.world_m, atol=0.5e-4 + 1e-9)
    np.testing.assert_allclose(got.track.visibility, wanted.visibility, atol=0.5 / 254 + 1e-9)
    assert got.track.outline_px.dtype == np.float32
    assert (got.track.width_px, got.track.height_px) == (1920, 1080)
    assert [p.name for p in tmp_path.iterdir()] == ["p.npz"]


def test_saving_again_changes_nothing(tmp_path):
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", ""))
    loaded = load_track(tmp_path / "p.npz").track
    save_track(tmp_path / "q.npz", SavedTrack(loaded, SOURCE, "full", ""))
    again = load_track(tmp_path / "q.npz").track
    for field in fields(PoseTrack):
        np.testing.assert_array_equal(getattr(loaded, field.name), getattr(again, field.name))
    assert (tmp_path / "p.npz").read_bytes() == (tmp_path / "q.npz").read_bytes()


def test_blocks_of_frames_do_not_show(tmp_path, monkeypatch):
    """One block needs 32 bits, the others 16; some frames are missing."""
    wanted = track()
    wanted.outline_px[40:44] *= 4.0
    wanted.image_px[60:] = np.nan
    save_track(tmp_path / "p.npz", SavedTrack(wanted, SOURCE, "full", ""))
    one = load_track(tmp_path / "p.npz").track
    monkeypatch.setattr(saved, "BLOCK", 16)
    save_track(tmp_path / "q.npz", SavedTrack(wanted, SOURCE, "full", ""))
    two = load_track(tmp_path / "q.npz").track
    for field in fields(PoseTrack):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(two, field.name))
    assert (tmp_path / "p.npz").read_bytes() == (tmp_path / "q.npz").read_bytes()


def test_an_unwritable_place_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="the poses cannot be written"):
        save_track(tmp_path / "none" / "p.npz", SavedTrack(track(), SOURCE, "full", ""))


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "p.npz"
    path.write_bytes(b"old")

    def full_disk(file, **arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        save_track(path, SavedTrack(track(), SOURCE, "full", ""))
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def changed(folder: Path, **changes: object) -> Path:
    """Make a good file with some arrays exchanged; None takes one away."""
    path = folder / "p.npz"
    save_track(path, SavedTrack(track(), SOURCE, "full", ""))
    with np.load(path) as stored:
        arrays = {**stored, **changes}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": "hingecheck.poses/9"}, "its schema is 'hingecheck.poses/9', wanted 'hingecheck.poses/1'"),
        ({"schema": None}, "its schema is 'none'"),
        ({"image": None}, "image is missing"),
        ({"image": np.zeros((20, 32, 2), np.int16)}, r"'image' is int16 \(20, 32, 2\), wanted .*\(20, 33, 2\)"),
        ({"image": np.zeros((20, 33, 2))}, "'image' is float64"),
        ({"outline_steps": np.zeros((19, 191, 2), np.int16)}, "'outline_steps'"),
        ({"time_s": np.full(20, np.nan)}, "times do not strictly increase"),
        ({"time_s": np.zeros(20)}, "times do not strictly increase"),
        ({"time_s": np.float64(3)}, "'time_s' is"),
        ({"frame_index": np.arange(20)[::-1].copy()}, "frame numbers do not strictly increase"),
        ({"size_px": np.array([0, 10])}, "below what can be"),
        ({"source": "[1, 2]"}, "'source' is no JSON object"),
        ({"source": "{" * 50}, "'source' is no JSON object"),
        ({"source": np.array({"a": 1}, dtype=object)}, "[Oo]bject arrays|pickle"),
    ],
)
def test_everything_wrong_is_one_line(tmp_path, changes, message):
    path = changed(tmp_path, **changes)
    with pytest.raises(InputError, match=message) as caught:
        load_track(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_no_frames_is_an_error(tmp_path):
    path = tmp_path / "p.npz"
    save_track(path, SavedTrack(track(), SOURCE, "full", ""))
    with np.load(path) as stored:
        none = {k: a[:0] if a.ndim and len(a) == 20 else a for k, a in stored.items()}
    np.savez(path, **none)
    with pytest.raises(InputError, match="holds no frames"):
        load_track(path)


def test_files_that_are_no_npz(tmp_path):
    path = tmp_path / "p.npz"
    with pytest.raises(InputError, match="cannot be read"):
        load_track(path)
    save_track(path, SavedTrack(track(), SOURCE, "full", ""))
    whole = path.read_bytes()
    for content in (b"", b"text", whole[: len(whole) // 2], whole[:200] + b"x" * 500 + whole[700:]):
        path.write_bytes(content)
        with pytest.raises(InputError, match="not a usable pose file"):
            load_track(path)
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(InputError, match=r"no \.npz file"):
        load_track(tmp_path / "one.npy")


def test_a_header_that_promises_too_much_is_refused(tmp_path):
    path = changed(tmp_path)
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    members["time_s.npy"] = members["time_s.npy"].replace(b"(20,)", b"(99999999999999,)", 1)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    with pytest.raises(InputError, match="not a usable pose file"):
        load_track(path)


def entry_of(data: bytes, name: str) -> tuple[int, int]:
    """Where an entry begins in a zip, and where the directory says so."""
    return data.index(b"PK\3\4", data.index(name.encode()) - 30), data.rindex(
        b"PK\1\2", 0, data.rindex(name.encode())
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("method", value) for value in (1, 9, 93, 99, 0xFFFF)),
        *(("flags", value) for value in (1, 0x20, 0x41, 0xFFFF)),
    ],
)
def test_odd_methods_and_encrypted_members_of_the_zip(tmp_path, field, value):
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", ""))
    data = bytearray((tmp_path / "p.npz").read_bytes())
    entry, listed = entry_of(bytes(data), "outline_steps.npy")
    before, within = {"flags": (6, 8), "method": (8, 10)}[field]
    for at in (entry + before, listed + within):
        struct.pack_into("<H", data, at, value)
    (tmp_path / "odd.npz").write_bytes(data)
    refused(tmp_path / "odd.npz")


@pytest.mark.parametrize(
    "header",
    ["{" * 500, "[" * 3000, "()", "", "-" * 2000 + "1", "f'{x}'", "{'descr': 3, 'fortran_order': 'x', 'shape': 1}"],
)
def test_headers_that_are_none(tmp_path, header):
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", ""))
    with zipfile.ZipFile(tmp_path / "p.npz") as packed, zipfile.ZipFile(tmp_path / "odd.npz", "w") as out:
        for name in packed.namelist():
            text = header.encode() + b"\n"
            odd = b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + bytes(64)
            out.writestr(name, odd if name == "time_s.npy" else packed.read(name))
    refused(tmp_path / "odd.npz")


@pytest.mark.parametrize("field", ["schema", "source", "model_name", "model_sha256"])
@pytest.mark.parametrize("kind", ["<u4", ">u4"])
def test_texts_of_what_is_no_character(tmp_path, field, kind):
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", "0" * 64))
    codes = np.array([*map(ord, "ab"), 0xF89A94B0], dtype=kind)
    odd = np.frombuffer(codes.tobytes(), dtype=f"{kind[0]}U3").reshape(())
    np.savez(tmp_path / "odd.npz", **{**dict(np.load(tmp_path / "p.npz")), field: odd})
    assert "no character" in refused(tmp_path / "odd.npz")


@pytest.mark.parametrize("field", ["image_px", "world_m"])
def test_a_body_in_one_point(tmp_path, field):
    points = getattr(track(), field)
    save_track(tmp_path / "p.npz", SavedTrack(replace(track(), **{field: np.ones_like(points)}), SOURCE, "full", ""))
    assert "in one point" in refused(tmp_path / "p.npz")


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_track(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: not a usable pose file")
    assert len(text) < 500
    assert text.isprintable()
    return text


def test_what_the_background_showed_is_kept(tmp_path: Path) -> None:
    count = len(track())
    steps = np.random.default_rng(5).normal(size=(count, 4)).astype(np.float32).astype(np.float64)
    steps[0] = np.nan
    background = Background(steps, np.array([[0.0, 1.5, 2.5, 3.5, 4.5]]))
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", "", background))
    loaded = load_track(tmp_path / "p.npz").background
    assert loaded is not None
    assert np.array_equal(loaded.steps, steps, equal_nan=True)
    assert np.array_equal(loaded.lines, background.lines)


def test_where_the_film_is_between_bars_is_kept(tmp_path: Path) -> None:
    barred = replace(track(), inner_px=(12.0, 0.0, 90.5, 100.0))
    save_track(tmp_path / "p.npz", SavedTrack(barred, SOURCE, "full", ""))
    assert load_track(tmp_path / "p.npz").track.inner_px == (12.0, 0.0, 90.5, 100.0)
    save_track(tmp_path / "p.npz", SavedTrack(replace(barred, inner_px=(90.0, 0.0, 12.0, 100.0)), SOURCE, "full", ""))
    with pytest.raises(InputError, match="below what can be"):
        load_track(tmp_path / "p.npz")


def test_how_much_is_before_her_is_kept(tmp_path: Path) -> None:
    for leg2 in (0.0, 0.03, None):
        save_track(tmp_path / "p.npz", SavedTrack(replace(track(), in_front_leg2=leg2), SOURCE, "full", ""))
        assert load_track(tmp_path / "p.npz").track.in_front_leg2 == leg2
    save_track(tmp_path / "p.npz", SavedTrack(replace(track(), in_front_leg2=-0.1), SOURCE, "full", ""))
    with pytest.raises(InputError, match="no number that can be"):
        load_track(tmp_path / "p.npz")


def test_how_much_of_the_back_shows_is_kept(tmp_path: Path) -> None:
    for unclear in (0.0, 0.25, 1.0, None):
        save_track(tmp_path / "p.npz", SavedTrack(replace(track(), unclear_back=unclear), SOURCE, "full", ""))
        assert load_track(tmp_path / "p.npz").track.unclear_back == unclear
    for impossible in (float("nan"), -0.1, 1.1):
        save_track(tmp_path / "p.npz", SavedTrack(replace(track(), unclear_back=impossible), SOURCE, "full", ""))
        with pytest.raises(InputError, match="no number that can be"):
            load_track(tmp_path / "p.npz")


def test_how_much_the_pictures_show_is_kept(tmp_path: Path) -> None:
    save_track(tmp_path / "p.npz", SavedTrack(replace(track(), detail_px=131.5), SOURCE, "full", ""))
    assert load_track(tmp_path / "p.npz").track.detail_px == 131.5
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", ""))
    assert load_track(tmp_path / "p.npz").track.detail_px is None
    for impossible in (float("nan"), 0.0, float("inf")):
        save_track(tmp_path / "p.npz", SavedTrack(replace(track(), detail_px=impossible), SOURCE, "full", ""))
        with pytest.raises(InputError, match="no number that can be"):
            load_track(tmp_path / "p.npz")


def test_files_without_a_background_are_read(tmp_path: Path) -> None:
    save_track(tmp_path / "p.npz", SavedTrack(track(), SOURCE, "full", ""))
    assert load_track(tmp_path / "p.npz").background is None
