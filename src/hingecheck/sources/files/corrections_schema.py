"""The shape of `corrections.json`, apart from its reader: pydantic is slow to import, and wanted only there."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ...core.corrections import Corrections, JointMoved, RepBorders, SetTold
from ...core.landmarks import Landmark, Side
from ...core.lifts import LIFT_NAMES

#: More by hand is no correction; a file of this many is somebody else's.
MAX_ENTRIES = 10_000
#: Recordings of a hundred days, and pictures of a hundred thousand pixels: beyond lies a slip of the pen.
Seconds = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]
Pixels = Annotated[float, Field(ge=-1e5, le=1e5, allow_inf_nan=False)]
JOINTS = tuple(mark.name.lower() for mark in Landmark)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class BordersEntry(_Strict):
    """A `RepBorders`."""

    at_s: Seconds
    start_s: Seconds | None = None
    end_s: Seconds | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "BordersEntry":
        if self.start_s is None and self.end_s is None:
            raise ValueError("says neither start_s nor end_s")
        if self.start_s is not None and self.end_s is not None and self.start_s >= self.end_s:
            raise ValueError("start_s must lie before end_s")
        return self


class JointEntry(_Strict):
    """A `JointMoved`."""

    time_s: Seconds
    joint: Literal[JOINTS]  # type: ignore[valid-type]
    x_px: Pixels
    y_px: Pixels


class SetEntry(_Strict):
    """A `SetTold`."""

    at_s: Seconds
    lift: Literal[tuple(LIFT_NAMES)] | None = None  # type: ignore[valid-type]
    stance: Side | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "SetEntry":
        if self.lift is None and self.stance is None:
            raise ValueError("says neither lift nor stance")
        return self

    def told(self) -> SetTold:
        """What it says, as the core has it."""
        lift: Any = self.lift
        return SetTold(self.at_s, lift, self.stance)


class CorrectionsFile(_Strict):
    """The whole file."""

    format: Literal["hingecheck.corrections/1"] = Field(alias="schema")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    lift: Literal[tuple(LIFT_NAMES)] | None = None  # type: ignore[valid-type]
    stance: Side | None = None
    sets: list[SetEntry] = Field(default=[], max_length=MAX_ENTRIES)
    not_reps_s: list[Seconds] = Field(default=[], max_length=MAX_ENTRIES)
    borders: list[BordersEntry] = Field(default=[], max_length=MAX_ENTRIES)
    joints: list[JointEntry] = Field(default=[], max_length=MAX_ENTRIES)

    def corrections(self) -> Corrections:
        """What it says, as the core has it."""
        lift: Any = self.lift
        return Corrections(
            lift=lift,
            stance=self.stance,
            sets=tuple(one.told() for one in self.sets),
            not_reps_s=tuple(self.not_reps_s),
            borders=tuple(RepBorders(one.at_s, one.start_s, one.end_s) for one in self.borders),
            joints=tuple(
                JointMoved(one.time_s, Landmark[str(one.joint).upper()], one.x_px, one.y_px) for one in self.joints
            ),
        )
