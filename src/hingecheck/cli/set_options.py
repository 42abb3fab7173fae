"""What a lifter tells of a set, as options: the same words wherever sets are checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..core.lifts import LIFT_NAMES, LiftName

if TYPE_CHECKING:
    from ..apps.check import CheckOptions
    from ..core.kinetics.segments import Sex
    from ..core.landmarks import Side

SAID = "What you tell it"
SEE = "What to see"
OUT = "What comes out"

if TYPE_CHECKING:
    LiftOption = Literal["auto"] | LiftName
else:  # Typer reads the choices from one Literal
    LiftOption = Literal[("auto", *LIFT_NAMES)]
FeltOption = Literal["glutes", "hamstrings", "low-back", "quads", "soreness", "pain"]

LiftChoice = Annotated[
    LiftOption,
    typer.Option(help="The lift, where you want to say it.", rich_help_panel=SAID),
]
StanceChoice = Annotated[
    Literal["left", "right"] | None,
    typer.Option(help="Stance leg of a single-leg lift.", rich_help_panel=SAID),
]
LoadKg = Annotated[float | None, typer.Option(metavar="KG", min=0, help="Weight lifted.", rich_help_panel=SAID)]
LoadSide = Annotated[
    Literal["both", "left", "right"] | None, typer.Option(help="Hand that holds it.", rich_help_panel=SAID)
]
Height = Annotated[
    float | None,
    typer.Option(metavar="M", min=0.5, max=2.6, help="Your height in metres.", rich_help_panel=SAID),
]
BodyMass = Annotated[
    float | None,
    typer.Option(
        metavar="KG",
        min=20,
        max=300,
        help="Your body mass; with --height it tells who does the work.",
        rich_help_panel=SAID,
    ),
]
SexOf = Annotated[
    Literal["female", "male"] | None,
    typer.Option(help="Whose proportions to use for the moments; both mixed if not given.", rich_help_panel=SAID),
]
Rate = Annotated[
    float | None,
    typer.Option(
        metavar="HZ",
        min=5,
        max=240,
        help="Frames a second to analyse; 30 if not given, fewer beyond 22 minutes.",
        rich_help_panel=SEE,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE.toml", help="Your own limits; see 'hingecheck config init'.", rich_help_panel=SEE),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE.task",
        help="Another pose model; see 'hingecheck models list'.",
        rich_help_panel=SEE,
    ),
]
FailOn = Annotated[
    Literal["mild", "moderate", "severe"] | None,
    typer.Option(help="Exit with status 10 where a fault is at least this bad.", rich_help_panel=OUT),
]
Replay = Annotated[
    bool,
    typer.Option(
        "--replay",
        help="At the end of the annotated video, the rep with the worst fault again at half speed.",
        rich_help_panel=OUT,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told, as the options have it."""

    lift: LiftOption
    stance: Side | None
    load: float | None
    load_side: Literal["both", "left", "right"] | None
    height: float | None
    body_mass: float | None
    sex: Sex | None
    felt: FeltOption | None = None


def check_options(told: Told, rate_hz: float | None, config: Path | None) -> CheckOptions:
    """The options of a check.

    Raises
    ------
    ConfigError
        The limits file has a mistake.
    """
    from ..apps.check import CheckOptions
    from ..core.analysis import SetOptions
    from ..core.types import Load
    from ..sources.files.config import load_limits

    chosen = SetOptions(
        None if told.lift == "auto" else told.lift,
        told.stance,
        told.height,
        told.felt,
        load_limits(config),
        load_side=told.load_side,
        body_mass_kg=told.body_mass,
        sex=told.sex,
        load_kg=told.load,
    )
    given = told.load is not None or told.load_side is not None
    return CheckOptions(rate_hz, chosen, Load(told.load, told.load_side or "both") if given else None)
