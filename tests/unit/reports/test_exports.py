"""Exports read back by the readers they are meant for: pyarrow, numpy, OpenSim's own and one by its specification."""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import joined_tracks
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import Landmark
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis
from hingecheck.errors import ConfigError
from hingecheck.reports.exports import EXPORTS, check_exports, to_mot, to_npz, to_parquet, to_trc
from hingecheck.reports.series_csv import to_csv
from stick_figure import figure, reps

CM = 1e-5  #: what the last digit of the .trc stands for, metres


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Two RDLs; the camera loses the right hand for a while, and MediaPipe's world points with it."""
    track = figure(reps(2), -90.0)
    track.world_m[20:60, Landmark.RIGHT_WRIST] = np.nan
    return analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl"))


@pytest.fixture(scope="module")
def rows(analysis: Analysis) -> list[dict[str, str]]:
    motion = analysis.motion
    text = to_csv(analysis, motion.time_s, np.arange(len(motion)))
    return list(csv.DictReader(io.StringIO(text)))


def test_parquet(analysis: Analysis, rows: list[dict[str, str]]) -> None:
    """The same as the series' CSV, to its last digit; empty there is null here."""
    parquet = pytest.importorskip("pyarrow.parquet", exc_type=ImportError)  # the newest want NumPy 2
    table = parquet.read_table(io.BytesIO(to_parquet(analysis)))
    assert table.schema.metadata[b"schema"] == b"hingecheck.series/1"
    assert table.column_names == [name for name in rows[0] if name != "frame"]
    for name in table.column_names:
        for value, text in zip(table[name].to_pylist(), (row[name] for row in rows), strict=True):
            if value is None or isinstance(value, str):
                assert (value or "") == text, name
            else:
                assert value == pytest.approx(float(text), abs=0.0006), name


def test_rows_leap_where_the_recording_has_a_gap_as_the_page_says() -> None:
    track = joined_tracks.with_gap(figure(reps(4), -90.0), 8.0, 30.0)
    broken = analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl"))
    with np.load(io.BytesIO(to_npz(broken)), allow_pickle=False) as stored:
        npz_s = stored["time_s"]
    trc_s = np.array([float(line.split("\t")[1]) for line in to_trc(broken).decode().splitlines()[6:]])
    for time_s in (npz_s, trc_s):
        steps = np.diff(time_s)
        assert (steps > 0.05).sum() == 1
        assert steps.max() == pytest.approx(30.0, abs=0.5)
    assert "leaps" in (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_npz(analysis: Analysis) -> None:
    motion = analysis.motion
    with np.load(io.BytesIO(to_npz(analysis)), allow_pickle=False) as stored:
        assert str(stored["schema"]) == "hingecheck.series/1"
        assert stored["landmark_names"][24] == "right_hip"
        np.testing.assert_array_equal(stored["world_m"], motion.world_m)
        np.testing.assert_array_equal(stored["hip_hinge_deg"], motion.series["hip_hinge_deg"].value)
        assert set(stored["phase"]) >= {"lowering", "lifting"}
        assert set(stored["rep"]) - {0} == {1, 2}


def read_trc(text: str) -> tuple[dict[str, str], list[str], np.ndarray[Any, Any]]:
    """Header, marker names, and time with the points, by the format's description."""
    lines = text.split("\n")
    assert lines[0].split("\t")[:3] == ["PathFileType", "4", "(X/Y/Z)"]
    header = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    names = [cell for cell in lines[3].split("\t")[2:] if cell]
    assert lines[4].split("\t")[2:] == [f"{axis}{n + 1}" for n in range(len(names)) for axis in "XYZ"]
    assert lines[5] == ""
    assert lines[-1] == ""
    cells = [line.split("\t") for line in lines[6:-1]]
    assert [int(row[0]) for row in cells] == list(range(1, len(cells) + 1))
    return header, names, np.array([[float(cell or "nan") for cell in row[1:]] for row in cells])


def test_trc(analysis: Analysis) -> None:
    motion = analysis.motion
    header, names, table = read_trc(to_trc(analysis).decode("ascii"))
    assert (header["DataRate"], header["Units"]) == (f"{motion.rate_hz:g}", "m")
    assert (int(header["NumFrames"]), int(header["NumMarkers"])) == (len(motion), 33)
    assert names[:1] == ["nose"]
    np.testing.assert_allclose(table[:, 0], motion.time_s, atol=1e-6)
    points = table[:, 1:].reshape(-1, 33, 3)
    np.testing.assert_allclose(points, motion.world_m * [1, -1, -1], atol=CM)
    tall = points[0]
    assert tall[Landmark.NOSE, 1] > tall[Landmark.LEFT_HIP, 1] > tall[Landmark.LEFT_ANKLE, 1]


def test_mot(analysis: Analysis) -> None:
    lines = to_mot(analysis).decode("ascii").splitlines()
    end = lines.index("endheader")
    header = dict(line.split("=") for line in lines[1:end])
    names, table = lines[end + 1].split("\t"), np.array([row.split("\t") for row in lines[end + 2 :]], dtype=float)
    assert header["inDegrees"] == "yes"
    assert (int(header["nRows"]), int(header["nColumns"])) == table.shape == (len(analysis.motion), len(names))
    assert names[0] == "time"
    for name, column in zip(names[1:], table.T[1:], strict=True):
        np.testing.assert_allclose(column, analysis.motion.series[name].value, atol=1e-4)


@pytest.mark.skipif(importlib.util.find_spec("opensim") is None, reason="needs OpenSim")
def test_opensim_reads_both(analysis: Analysis, tmp_path: Path) -> None:
    """In a process of its own: OpenSim's bindings warn when they are imported."""
    import subprocess

    motion = analysis.motion
    (tmp_path / "landmarks.trc").write_bytes(to_trc(analysis))
    (tmp_path / "angles.mot").write_bytes(to_mot(analysis))
    code = (
        "import numpy, opensim\n"
        "points = opensim.TimeSeriesTableVec3('landmarks.trc')\n"
        "assert points.getTableMetaDataString('Units') == 'm'\n"
        "column = points.getDependentColumn('right_hip')\n"
        "hip = [[column[row][axis] for axis in range(3)] for row in range(points.getNumRows())]\n"
        "numpy.savez('points.npz', time=points.getIndependentColumn(), hip=hip)\n"
        "angles = opensim.TimeSeriesTable('angles.mot')\n"
        "assert angles.getTableMetaDataString('inDegrees') == 'yes'\n"
        "hinge = angles.getDependentColumn('hip_hinge_deg').to_numpy()\n"
        "numpy.savez('angles.npz', time=angles.getIndependentColumn(), hinge=hinge)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    points, angles = np.load(tmp_path / "points.npz"), np.load(tmp_path / "angles.npz")
    np.testing.assert_allclose(points["time"], motion.time_s, atol=1e-6)
    np.testing.assert_allclose(points["hip"], motion.world_m[:, Landmark.RIGHT_HIP] * [1, -1, -1], atol=CM)
    np.testing.assert_allclose(angles["hinge"], motion.series["hip_hinge_deg"].value, atol=1e-4)


def test_missing_points_stay_missing() -> None:
    track = figure(reps(1), -90.0)
    track.world_m[:, Landmark.LEFT_WRIST] = np.nan
    analysis = analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl"))
    _, _, table = read_trc(to_trc(analysis).decode("ascii"))
    points = table[:, 1:].reshape(-1, 33, 3)
    np.testing.assert_array_equal(np.isnan(points), np.isnan(analysis.motion.world_m))
    assert np.isnan(points[:, Landmark.LEFT_WRIST]).all()


def test_a_package_that_is_missing_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    check_exports([kind for kind in EXPORTS if kind != "parquet"])
    with pytest.raises(ConfigError, match=r"hingecheck\[tables\]"):
        check_exports(["parquet"])
