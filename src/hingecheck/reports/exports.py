"""The measures and landmarks over time for other programs: Parquet, OpenSim's .trc and .mot, numpy's .npz.

Each format is a function of the analysis and an entry in `EXPORTS`. All hold the analysis' even time grid.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.landmarks import Landmark
from ..core.types import Analysis
from ..errors import ConfigError
from .series_csv import MEASURES, labels, measures_of

SCHEMA = "hingecheck.series/1"
#: What the .trc and .mot files are called inside.
NAME = "hingecheck"


@dataclass(frozen=True, slots=True)
class Export:
    """One format."""

    file: str  #: its name in a video's folder
    about: str  #: in a few words
    write: Callable[[Analysis], bytes]


def to_parquet(analysis: Analysis) -> bytes:
    """The series as a Parquet table: the columns of the CSV but `frame`; null = not measurable there."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {
        name: pa.array(values, mask=_missing(values), type=_arrow_type(pa, values))
        for name, values in _columns(analysis).items()
    }
    table = pa.table(columns).replace_schema_metadata({"schema": SCHEMA})
    file = BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


def to_npz(analysis: Analysis) -> bytes:
    """The series and the landmarks as arrays, NaN = missing; docs/exports.md lists them."""
    motion = analysis.motion
    arrays: dict[str, Any] = {"schema": SCHEMA, **_columns(analysis)}
    arrays["phase"] = np.array(arrays["phase"], dtype=np.str_)
    arrays["landmark_names"] = np.array([point.name.lower() for point in Landmark])
    arrays |= {"image_px": motion.image_px, "world_m": motion.world_m, "visibility": motion.visibility}
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def to_trc(analysis: Analysis) -> bytes:
    """The world landmarks as OpenSim markers, metres; an empty cell = missing.

    The pose model's frame (origin between the hips, x to the picture's right, y down, z away from the camera)
    is turned to OpenSim's: y up, and z towards the camera, so that it stays right-handed.
    """
    motion = analysis.motion
    rows, rate = len(motion), f"{motion.rate_hz:g}"
    names = [point.name.lower() for point in Landmark]
    points = motion.world_m * np.array([1.0, -1.0, -1.0])
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{NAME}.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{rows}\t{len(names)}\tm\t{rate}\t1\t{rows}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{n}" for n in range(1, len(names) + 1) for axis in "XYZ"),
        "",
    ]
    for row in range(rows):
        cells = ["" if np.isnan(value) else f"{value:.5f}" for value in points[row].ravel()]
        lines.append("\t".join([str(row + 1), f"{motion.time_s[row]:.6f}", *cells]))
    return ("\n".join(lines) + "\n").encode("ascii")


def to_mot(analysis: Analysis) -> bytes:
    """The angles as an OpenSim motion, degrees; nan = not measurable there. Measures without a value are left out."""
    motion = analysis.motion
    names = [name for name in MEASURES if name.endswith("_deg") and name in motion.series]
    table = np.column_stack([motion.time_s, *(motion.series[name].value for name in names)])
    lines = [NAME, "version=1", f"nRows={len(table)}", f"nColumns={table.shape[1]}", "inDegrees=yes", "endheader"]
    lines.append("\t".join(["time", *names]))
    lines += ["\t".join([f"{row[0]:.6f}", *(f"{value:.4f}" for value in row[1:])]) for row in table]
    return ("\n".join(lines) + "\n").encode("ascii")


EXPORTS = {
    "parquet": Export("series.parquet", "the series as a Parquet table", to_parquet),
    "trc": Export("landmarks.trc", "the landmarks as OpenSim markers", to_trc),
    "mot": Export("angles.mot", "the angles as an OpenSim motion", to_mot),
    "npz": Export("series.npz", "series and landmarks as numpy arrays", to_npz),
}


def check_exports(kinds: Sequence[str]) -> None:
    """See before the work that the formats can be written.

    Raises
    ------
    ConfigError
        There is no such format, or one needs a package that is not installed.
    """
    for kind in kinds:
        if kind not in EXPORTS:
            raise ConfigError(
                "--export {kind}: no such format. There are {choices}.", kind=kind, choices=", ".join(EXPORTS)
            )
    if "parquet" not in kinds:
        return
    try:
        importlib.import_module("pyarrow.parquet")
    except ImportError as error:  # missing, or made for another numpy
        raise ConfigError(
            "--export parquet needs pyarrow ({why}): pip install 'hingecheck[tables]'", why=str(error)
        ) from None


def _columns(analysis: Analysis) -> dict[str, NDArray[Any]]:
    """One array a column, in the order of the CSV; rep 0 and phase "" = outside the reps."""
    motion = analysis.motion
    rep_of, phase_of = labels(analysis.reps, len(motion))
    columns: dict[str, NDArray[Any]] = {
        "time_s": motion.time_s,
        "rep": np.array(rep_of, dtype=np.int32),
        "phase": np.array(phase_of, dtype=object),
    }
    nothing = np.full(len(motion), np.nan)
    for name in measures_of(motion):
        series = motion.series.get(name)
        columns[name] = nothing if series is None else series.value
        columns[f"{name}_sigma"] = (
            nothing if series is None else np.where(np.isnan(series.value), np.nan, series.sigma)
        )
    return columns


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values))
    return np.asarray(values == (0 if values.dtype.kind == "i" else ""))


def _arrow_type(pa: Any, values: NDArray[Any]) -> Any:
    return {"f": pa.float64(), "i": pa.int32(), "O": pa.string()}[values.dtype.kind]
