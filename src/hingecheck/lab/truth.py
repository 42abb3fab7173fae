"""Ground truth of a clip, frame by frame and rep by rep, and its file beside the video."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..atomic import replacing
from ..core.arrays import Floats
from ..core.landmarks import Side
from ..core.types import LiftName, Severity
from ..errors import InputError

SCHEMA = "hingecheck.truth/1"
SUFFIX = ".truth.json"
#: Measures that the truth holds beyond the contract's: how trunk lean divides into pelvis and hip.
BEYOND_CONTRACT = ("pelvis_tilt_deg", "hip_flexion_deg")


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One repetition as it was posed: seconds from the video's first frame."""

    index: int  #: from 1
    start_s: float  #: lowering and lifting together
    bottom_s: float  #: the last moment at the bottom: the lift begins
    end_s: float
    lowering_s: tuple[float, float] | None  #: from … to; None where the video does not show it whole
    lifting_s: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TrueVerdict:
    """The true verdict of a rule on one rep, from the exact motion."""

    rule: str
    rep: int
    value: float  #: in the rule's own measure and unit
    severity: Severity | None  #: None = clean


@dataclass(frozen=True, slots=True)
class Truth:
    """Ground truth of one clip."""

    name: str  #: the video's file name
    lift: LiftName
    working_side: Side | Literal["both"]
    azimuth_deg: float  #: as in the contract
    width_px: int
    height_px: int
    time_s: Floats  #: one value a video frame [shape=(n,)]
    #: the contract's measures by name [shape=(n,) each]; NaN where a measure has no meaning
    series: Mapping[str, Floats]
    joints: tuple[str, ...]  #: names of the joint centres below, as MediaPipe names them: ``"LEFT_HIP"`` …
    joints_px: Floats  #: joint centres in the picture [shape=(n, len(joints), 2)]
    reps: tuple[TrueRep, ...]
    verdicts: tuple[TrueVerdict, ...]
    recipe: Mapping[str, Any]  #: all that made the clip: render it again from this

    def in_reps(self, time_s: Floats) -> NDArray[np.bool_]:
        """Which of some times lie inside a true rep [shape=(n,)]."""
        inside = np.zeros(len(time_s), dtype=bool)
        for rep in self.reps:
            inside |= (time_s >= rep.start_s) & (time_s <= rep.end_s)
        return inside


def truth_path(video: Path) -> Path:
    """Where the truth of `video` lies: ``clip.mp4`` → ``clip.truth.json``."""
    return video.with_name(video.stem + SUFFIX)


def save_truth(truth: Truth, path: Path) -> None:
    """Write a truth file, whole or not at all: angles to 0.01°, pixels to 0.1."""
    body = {
        "schema": SCHEMA,
        **{
            key: getattr(truth, key)
            for key in ("name", "lift", "working_side", "azimuth_deg", "width_px", "height_px")
        },
        "recipe": truth.recipe,
        "reps": [asdict(rep) for rep in truth.reps],
        "verdicts": [asdict(verdict) for verdict in truth.verdicts],
        "time_s": _listed(truth.time_s, 4),
        "series": {name: _listed(values, 3) for name, values in truth.series.items()},
        "joints": list(truth.joints),
        "joints_px": _listed(truth.joints_px, 1),
    }
    text = json.dumps(body, allow_nan=False, separators=(",", ":")) + "\n"
    with replacing(path) as file:
        file.write(text.encode())


def load_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    InputError
        It is missing, no JSON, or not of this schema.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}). Render the clip again: hingecheck lab render."
        ) from error
    except ValueError as error:
        raise InputError(
            f"{path}: is no truth file ({error}). Render the clip again: hingecheck lab render."
        ) from error
    if not isinstance(body, dict) or body.get("schema") != SCHEMA:
        raise InputError(f"{path}: is not of schema {SCHEMA}. Render the clip again: hingecheck lab render.")
    return Truth(
        **{
            key: body[key]
            for key in ("name", "lift", "working_side", "azimuth_deg", "width_px", "height_px", "recipe")
        },
        time_s=_array(body["time_s"]),
        series={name: _array(values) for name, values in body["series"].items()},
        joints=tuple(body["joints"]),
        joints_px=_array(body["joints_px"]),
        reps=tuple(_rep(entry) for entry in body["reps"]),
        verdicts=tuple(TrueVerdict(**entry) for entry in body["verdicts"]),
    )


def _rep(entry: Mapping[str, Any]) -> TrueRep:
    pairs = {key: None if entry[key] is None else tuple(entry[key]) for key in ("lowering_s", "lifting_s")}
    return TrueRep(**{**entry, **pairs})


def _listed(values: Floats, digits: int) -> Any:
    """Nested lists, rounded, None for NaN."""
    rounded = (np.round(values, digits) + 0.0).astype(object)
    rounded[~np.isfinite(values)] = None
    return rounded.tolist()


def _array(values: Any) -> Floats:
    return np.array(values, dtype=np.float64)
