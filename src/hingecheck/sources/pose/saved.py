"""Saved poses: the people found in a recording, read and written as one compressed file.

One compressed ``.npz`` file (a zip of plain arrays; nothing in it is ever run). Numbers are kept in fixed
point, finer than the model is sure of: pixels to 1/16, metres to 0.1 mm, visibility to 1/254. The arrays, for
n frames:

=============  =======================  =========================================================
name           type and shape           meaning
=============  =======================  =========================================================
schema         text                     ``hingecheck.poses/1``
source         text                     JSON object of plain values about the recording
model_name     text                     the model, by name
model_sha256   text                     the model, by hash
size_px        int64 (2,)               width and height of the upright picture
time_s         float64 (n,)             seconds from the first frame, strictly increasing
frame_index    int64 (n,)               place of each frame in the file, strictly increasing
people         int64 (n,)               how many people were seen
image          int16/32 (n, 33, 2)      landmarks, 1/16 px
world          int16/32 (n, 33, 3)      landmarks, 1/10000 m
visibility     uint8 (n, 33)            1/254; 255 = missing
outline_start  int16/32 (n, 2)          first point of the outline, 1/16 px
outline_steps  int16/32 (n, 191, 2)     from each point of the outline to the next, 1/16 px
camera_steps   float32 (n, 4)           how the background moved since the frame before, `Background.steps`
scene_lines    float32 (k, 5)           straight edges of the background, `Background.lines`
inner_px       float64 (4,)             where the film's own picture is between bars, `PoseTrack.inner_px`
detail_px      float64 ()               pixels along the lifter that show, `PoseTrack.detail_px`
unclear_back   float64 ()               share of the back without an edge, `PoseTrack.unclear_back`
in_front_leg2  float64 ()               what is before her, squares of a leg, `PoseTrack.in_front_leg2`
load_shapes    float32 (n, 4, 6)        round outlines near the hands, `LoadShapes.shapes`
load_looked    bool (n,)                frames that were searched for them
load_bar       float32 (n,)             how much of a bar shows beyond the hands, `LoadShapes.bar`
load_unlike    float32 (n, 4)           how unlike skin the outlines are, `LoadShapes.unlike`
load_fists     float32 (n, 2, 4)        what is at each fist, `LoadShapes.fists`
=============  =======================  =========================================================

The background's two are missing where nobody looked at it, `inner_px` where no bars are, `detail_px` and the loads'
first two where nobody looked, as in older files, of which some have these two without the three after them. The
lowest value of an integer type means missing (NaN). Whole numbers of 16 bits are used where they reach.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...atomic import replacing
from ...core.camera import Background
from ...core.landmarks import COUNT
from ...core.load_types import FIST_MEASURES, SHAPES_KEPT, LoadShapes
from ...core.phrases import N_, Phrase, whole
from ...core.tracking.packed import PER_M, PER_PX, VISIBILITY_STEPS
from ...core.types import OUTLINE_POINTS, PoseTrack
from ...errors import InputError, OutputError, reason_of
from ..files.regular import check_regular
from .whole import numbers, whole_numbers

Scalar: TypeAlias = str | int | float | bool | None
Layout: TypeAlias = dict[str, tuple[tuple[str, ...], tuple[int | str, ...]]]

SCHEMA = "hingecheck.poses/1"
VISIBILITY_MISSING = 255
#: Frames coded at a time.
BLOCK = 4096
#: Unpacked size that no recording reaches (about eight hours at 60 frames a second): a zip made to fill memory.
LARGEST_BYTES = 2 << 30

_WHOLE = ("int16", "int32")
#: Every array: its types and its shape, "n" standing for the number of frames.
_LAYOUT: Layout = {
    "schema": (("text",), ()),
    "source": (("text",), ()),
    "model_name": (("text",), ()),
    "model_sha256": (("text",), ()),
    "size_px": (("int64",), (2,)),
    "time_s": (("float64",), ("n",)),
    "frame_index": (("int64",), ("n",)),
    "people": (("int64",), ("n",)),
    "image": (_WHOLE, ("n", COUNT, 2)),
    "world": (_WHOLE, ("n", COUNT, 3)),
    "visibility": (("uint8",), ("n", COUNT)),
    "outline_start": (_WHOLE, ("n", 2)),
    "outline_steps": (_WHOLE, ("n", OUTLINE_POINTS - 1, 2)),
}
#: Each together, or not at all.
_BACKGROUND: Layout = {"camera_steps": (("float32",), ("n", 4)), "scene_lines": (("float32",), ("k", 5))}
_LOADS: Layout = {"load_shapes": (("float32",), ("n", SHAPES_KEPT, 6)), "load_looked": (("bool",), ("n",))}
#: Where it is so.
_SEEN: Layout = {
    "inner_px": (("float64",), (4,)),
    "detail_px": (("float64",), ()),
    "unclear_back": (("float64",), ()),
    "in_front_leg2": (("float64",), ()),
}
#: Each goes with the loads, in files of after it was looked for.
_LATER: Layout = {
    "load_bar": (("float32",), ("n",)),
    "load_unlike": (("float32",), ("n", SHAPES_KEPT)),
    "load_fists": (("float32",), ("n", 2, FIST_MEASURES)),
}


@dataclass(frozen=True, slots=True)
class SavedTrack:
    """What a pose file holds."""

    track: PoseTrack
    source: dict[str, Scalar]  #: about the recording, as it was saved
    model_name: str
    model_sha256: str
    background: Background | None = None


def save_track(path: Path, saved: SavedTrack) -> None:
    """Write a track to `path`, whole or not at all.

    Parameters
    ----------
    path : Path
        Ends in ``.npz`` by custom; taken as it is.
    saved : SavedTrack

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    path = Path(path)
    try:
        with replacing(path) as file:
            # Whole from memory: an unfinished zip closes itself later, into a full disk again, with a traceback.
            packed = BytesIO()
            pack_track(packed, saved)
            file.write(packed.getbuffer())
    except OSError as error:
        raise OutputError(
            "{path}: the poses cannot be written ({why}). Choose another place.", path=path, why=reason_of(error)
        ) from error


def pack_track(file: BinaryIO, saved: SavedTrack) -> None:
    """Write a track into an open file; the same track gives the same bytes."""
    arrays: dict[str, Any] = {
        "schema": SCHEMA,
        "source": json.dumps(saved.source),
        "model_name": saved.model_name,
        "model_sha256": saved.model_sha256,
        **_coded(saved.track),
    }
    if saved.background is not None:
        arrays["camera_steps"] = saved.background.steps.astype(np.float32)
        arrays["scene_lines"] = saved.background.lines.astype(np.float32)
    if saved.track.loads is not None:
        arrays["load_shapes"] = saved.track.loads.shapes.astype(np.float32)
        arrays["load_looked"] = saved.track.loads.looked
        later = (getattr(saved.track.loads, name.removeprefix("load_")) for name in _LATER)
        arrays |= {name: one.astype(np.float32) for name, one in zip(_LATER, later, strict=True) if one is not None}
    np.savez_compressed(file, **arrays)


def load_track(path: Path) -> SavedTrack:
    """Read a pose file; everything in it is checked.

    Raises
    ------
    InputError
        It is missing, no pose file, of another version, or damaged.
    """
    path = Path(path)
    try:
        check_regular(path)
        arrays = _read(path)
        source = _source(str(arrays["source"]))
        track = _decoded(arrays)
        _check_bodies(track)
    except InputError:
        raise
    except OSError as error:
        raise InputError("{path}: the pose file cannot be read ({why}).", path=path, why=reason_of(error)) from error
    except Exception as error:  # of a damaged zip or header come RuntimeError, TokenError, NotImplementedError, …
        raise InputError(
            "{path}: not a usable pose file ({why}). Make it again with --save-pose.", path=path, why=_one_line(error)
        ) from error
    return SavedTrack(track, source, str(arrays["model_name"]), str(arrays["model_sha256"]), _background(arrays))


def _coded(track: PoseTrack) -> dict[str, NDArray[Any]]:
    visibility = np.round(track.visibility.clip(0, 1) * VISIBILITY_STEPS)
    # first round, then steps: no drift
    outlines = (np.round(block.astype(np.float64) * PER_PX) for block in _blocks(track.outline_px))
    seen = {name: getattr(track, name) for name in _SEEN}
    return {
        **{name: np.array(one, dtype=np.float64) for name, one in seen.items() if one is not None},
        "size_px": np.array([track.width_px, track.height_px], dtype=np.int64),
        "time_s": track.time_s.astype(np.float64),
        "frame_index": track.frame_index.astype(np.int64),
        "people": track.people.astype(np.int64),
        "image": whole_numbers(block * PER_PX for block in _blocks(track.image_px)),
        "world": whole_numbers(block * PER_M for block in _blocks(track.world_m)),
        "visibility": np.where(np.isnan(visibility), VISIBILITY_MISSING, visibility).astype(np.uint8),
        "outline_start": whole_numbers([track.outline_px[:, 0].astype(np.float64) * PER_PX]),
        "outline_steps": whole_numbers(np.diff(outline, axis=1) for outline in outlines),
    }


def _decoded(arrays: Mapping[str, NDArray[Any]]) -> PoseTrack:
    visibility = arrays["visibility"]
    return PoseTrack(
        time_s=arrays["time_s"],
        frame_index=arrays["frame_index"],
        image_px=numbers(arrays["image"]) / PER_PX,
        visibility=np.where(visibility == VISIBILITY_MISSING, np.nan, visibility / VISIBILITY_STEPS),
        world_m=numbers(arrays["world"]) / PER_M,
        outline_px=_outlines(arrays["outline_start"], arrays["outline_steps"]),
        width_px=int(arrays["size_px"][0]),
        height_px=int(arrays["size_px"][1]),
        people=arrays["people"],
        loads=_loads(arrays),
        inner_px=tuple(arrays["inner_px"].tolist()) if "inner_px" in arrays else None,
        detail_px=float(arrays["detail_px"]) if "detail_px" in arrays else None,
        unclear_back=float(arrays["unclear_back"]) if "unclear_back" in arrays else None,
        in_front_leg2=float(arrays["in_front_leg2"]) if "in_front_leg2" in arrays else None,
    )


def _background(arrays: Mapping[str, NDArray[Any]]) -> Background | None:
    if "camera_steps" not in arrays:
        return None
    return Background(arrays["camera_steps"].astype(np.float64), arrays["scene_lines"].astype(np.float64))


def _loads(arrays: Mapping[str, NDArray[Any]]) -> LoadShapes | None:
    if "load_shapes" not in arrays:
        return None
    later = (arrays[name].astype(np.float64) if name in arrays else None for name in _LATER)
    return LoadShapes(arrays["load_shapes"].astype(np.float64), arrays["load_looked"], *later)


def _outlines(start: NDArray[Any], steps: NDArray[Any]) -> NDArray[np.float32]:
    """Outlines from their first points and the steps from each point to the next [shape=(n, 192, 2)]."""
    out = np.empty((len(start), OUTLINE_POINTS, 2), dtype=np.float32)
    for first in range(0, len(start), BLOCK):
        rows = slice(first, first + BLOCK)
        parts = [numbers(start[rows])[:, np.newaxis], numbers(steps[rows])]
        out[rows] = np.concatenate(parts, axis=1).cumsum(axis=1) / PER_PX
    return out


def _blocks(values: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Some rows at a time, so that an hour takes no more room than a minute; at least one block."""
    for first in range(0, max(len(values), 1), BLOCK):
        yield values[first : first + BLOCK]


def _read(path: Path) -> dict[str, NDArray[Any]]:
    """Read every array of the layout, of the right type and shape, with times that make sense."""
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise ValueError(N_("it is no .npz file"))
        with zipfile.ZipFile(file) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST_BYTES:
                raise ValueError(N_("it unpacks to more than any recording needs"))
        file.seek(0)
        # Without pickles: an array of Python objects could run anything. numpy raises ValueError on one.
        with np.load(file, allow_pickle=False) as stored:
            schema = _text(stored["schema"]) if "schema" in stored else "none"
            if schema != SCHEMA:
                raise ValueError(f"its schema is {schema[:40]!r}, wanted {SCHEMA!r}")
            missing = [name for name in _LAYOUT if name not in stored]
            if missing:
                raise ValueError(f"{', '.join(missing)} is missing")
            found = [[name for name in pair if name in stored] for pair in (_BACKGROUND, _LOADS)]
            for pair in found:
                if len(pair) == 1:
                    raise ValueError(f"{pair[0]} is there alone")
            later = [name for name in _LATER if name in stored and found[1]]
            seen = [name for name in _SEEN if name in stored]
            arrays = {name: stored[name] for name in (*_LAYOUT, *found[0], *found[1], *later, *seen)}
    _check(arrays)
    return arrays


def _check(arrays: Mapping[str, NDArray[Any]]) -> None:
    count = len(np.atleast_1d(arrays["time_s"]))
    for name, array in arrays.items():
        kinds, shape = (_LAYOUT | _BACKGROUND | _LOADS | _LATER | _SEEN)[name]
        kind = "text" if array.dtype.kind == "U" else array.dtype.name
        wanted = tuple(count if side == "n" else len(array) if side == "k" else side for side in shape)
        if kind not in kinds or array.shape != wanted:
            raise ValueError(f"{name!r} is {kind} {array.shape}, wanted {' or '.join(kinds)} {wanted}")
        if kind == "text":
            _text(array)
    time_s, frame_index = arrays["time_s"], arrays["frame_index"]
    if count == 0:
        raise ValueError(N_("it holds no frames"))
    if not np.isfinite(time_s).all() or (np.diff(time_s) <= 0).any():
        raise ValueError(N_("its times do not strictly increase"))
    if frame_index[0] < 0 or (np.diff(frame_index) <= 0).any():
        raise ValueError(N_("its frame numbers do not strictly increase"))
    if "scene_lines" in arrays and not ((lines := arrays["scene_lines"][:, 0]) < count).all() & (lines >= 0).all():
        raise ValueError(N_("its edges are of frames that are not there"))
    inner = arrays.get("inner_px", np.array([0.0, 0.0, 1.0, 1.0])).reshape(2, 2)
    detail_px, unclear_back = float(arrays.get("detail_px", 1.0)), float(arrays.get("unclear_back", 0.0))
    in_front_leg2 = float(arrays.get("in_front_leg2", 0.0))
    if not (0.0 < detail_px < np.inf and 0.0 <= unclear_back <= 1.0 and 0.0 <= in_front_leg2 < np.inf):
        raise ValueError(N_("how much its pictures show is no number that can be"))
    if (arrays["size_px"] <= 0).any() or (arrays["people"] < 0).any() or not (inner[1] > inner[0]).all():
        raise ValueError(N_("its picture size or its count of people is below what can be"))


def _check_bodies(track: PoseTrack) -> None:
    """A body whose landmarks all lie in one point has no size that anything could be measured by."""
    for points in (track.image_px, track.world_m):
        seen = points[np.isfinite(points).all(axis=(1, 2))]
        if len(seen) and not np.ptp(seen, axis=1).max() > 0:
            raise ValueError(N_("its landmarks all lie in one point"))


def _text(array: NDArray[Any]) -> str:
    """An array of text as text: numpy makes characters of any number, which no file or terminal then takes."""
    if array.dtype.kind == "U" and array.size:
        codes = np.frombuffer(array.tobytes(), dtype=f"{array.dtype.byteorder}u4")
        if codes.max() > sys.maxunicode:
            raise ValueError(N_("a text in it holds what is no character"))
    return str(array)


def _source(text: str) -> dict[str, Scalar]:
    try:
        source = json.loads(text)
    except (ValueError, RecursionError):
        source = None
    if not isinstance(source, dict) or any(isinstance(value, (dict, list)) for value in source.values()):
        raise ValueError(N_("'source' is no JSON object of plain values"))
    return source


def _one_line(error: BaseException) -> Phrase:
    return whole(" ".join((str(error).strip() or type(error).__name__).split())[:200])
