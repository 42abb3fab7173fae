"""Options that several commands share, each declared once; those of `KnownFacts` are put in by `with_facts`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from ..core.fact_ranges import RANGES, RATES_HZ
from ..core.lifts import LIFT_NAMES, LiftName
from ..core.phrases import N_

if TYPE_CHECKING:
    from ..apps.check import CheckOptions
    from ..core.known_facts import KnownFacts
    from ..sources.pose.backends import PoseChoice

FACTS = "What you tell it"
SEE = "What to see"
OUT = "What comes out"

if TYPE_CHECKING:
    LiftOption = Literal["auto"] | LiftName
else:  # Typer reads the choices from one Literal
    CHOICES = ("auto", *LIFT_NAMES)
    LiftOption = Literal[CHOICES]


def _from_to(span: tuple[float, float]) -> dict[str, Any]:
    """Least and most of an option that is a number."""
    return {"min": span[0], "max": span[1]}


#: One option a field of `KnownFacts`, by the field's name, in the order of the help.
FACT_OPTIONS: Mapping[str, Any] = {
    "lift": Annotated[
        LiftOption,
        typer.Option(
            help="The lift, where you want to say it.",
            rich_help_panel=FACTS,
            callback=lambda lift: None if lift == "auto" else lift,
        ),
    ],
    "stance": Annotated[
        Literal["left", "right"] | None,
        typer.Option(help="Stance leg of a single-leg lift.", rich_help_panel=FACTS),
    ],
    "load_kg": Annotated[
        float | None,
        typer.Option(
            "--load",
            metavar="KG",
            **_from_to(RANGES["load_kg"]),
            help="Weight lifted.",
            rich_help_panel=FACTS,
        ),
    ],
    "load_side": Annotated[
        Literal["both", "left", "right"] | None,
        typer.Option(help="Hand that holds it.", rich_help_panel=FACTS),
    ],
    "height_m": Annotated[
        float | None,
        typer.Option(
            "--height",
            metavar="M",
            **_from_to(RANGES["height_m"]),
            help="Your height in metres, as 1.72.",
            rich_help_panel=FACTS,
        ),
    ],
    "body_mass_kg": Annotated[
        float | None,
        typer.Option(
            "--body-mass",
            metavar="KG",
            **_from_to(RANGES["body_mass_kg"]),
            help="Your body mass; with --height it tells who does the work.",
            rich_help_panel=FACTS,
        ),
    ],
    "sex": Annotated[
        Literal["female", "male"] | None,
        typer.Option(
            help="Whose proportions to use for the moments; both mixed if not given.", rich_help_panel=FACTS
        ),
    ],
    "target_depth_deg": Annotated[
        float | None,
        typer.Option(
            "--target-depth",
            metavar="DEG",
            **_from_to(RANGES["target_depth_deg"]),
            help="How far your hips are to fold in each rep; your first good reps set the mark if not given.",
            rich_help_panel=FACTS,
        ),
    ],
    "roll_deg": Annotated[
        float | None,
        typer.Option(
            "--roll",
            metavar="DEG",
            **_from_to(RANGES["roll_deg"]),
            help="How far the picture leans clockwise; found out if not given, 0 takes it as level.",
            rich_help_panel=FACTS,
        ),
    ],
    "plate_diameter_m": Annotated[
        float | None,
        typer.Option(
            "--plate-diameter",
            metavar="M",
            **_from_to(RANGES["plate_diameter_m"]),
            help="Diameter of the largest plate in metres; a full-size one of 0.45 is recognised.",
            rich_help_panel=FACTS,
        ),
    ],
    "felt": Annotated[
        Literal["glutes", "hamstrings", "low-back", "quads", "soreness", "pain"] | None,
        typer.Option(help="Where you felt the work. Pain means stop and ask a professional.", rich_help_panel=FACTS),
    ],
    "speed_factor": Annotated[
        float | None,
        typer.Option(
            "--speed",
            metavar="FACTOR",
            **_from_to(RANGES["speed_factor"]),
            help="How fast the recording plays: 0.25 for four times slowed, 8 for a time lapse, 1 for as it was.",
            rich_help_panel=FACTS,
        ),
    ],
}
#: What a fact is where its option is not used; None for all others.
FACT_DEFAULTS: Mapping[str, Any] = {"lift": "auto"}

Rate = Annotated[
    float | None,
    typer.Option(
        metavar="HZ",
        **_from_to(RATES_HZ),
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
BackendName = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="litert|mediapipe",
        help="What runs the pose model; see 'hingecheck doctor'.",
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
Export = Annotated[
    list[str] | None,
    typer.Option(
        metavar="parquet|trc|mot|npz",
        help="Also write, in the folder of each video or set, the series as Parquet, OpenSim's landmarks.trc or "
        "angles.mot, or series.npz; may be given several times.",
        rich_help_panel=OUT,
    ),
]


def with_facts(command: Callable[..., None]) -> Callable[..., None]:
    """A command with an option for every fact, in the place of its parameter `facts`.

    Parameters
    ----------
    command : callable
        Has a keyword parameter ``facts: KnownFacts``.
    """
    places = list(inspect.signature(command).parameters)
    place = places.index("facts")

    @functools.wraps(command)
    def run(**given: Any) -> None:
        from ..core.known_facts import KnownFacts

        facts = KnownFacts(**{name: given.pop(name) for name in FACT_OPTIONS})
        command(**given, facts=facts)

    own = {name: kind for name, kind in command.__annotations__.items() if name != "facts"}
    run.__annotations__ = {**own, **FACT_OPTIONS}
    kinds = get_type_hints(run, include_extras=True)
    defaults = {name: p.default for name, p in inspect.signature(command).parameters.items()}
    defaults |= {name: FACT_DEFAULTS.get(name) for name in FACT_OPTIONS}
    keyword = inspect.Parameter.KEYWORD_ONLY
    names = (*places[:place], *FACT_OPTIONS, *places[place + 1 :])
    parameters = [inspect.Parameter(n, keyword, default=defaults[n], annotation=kinds[n]) for n in names]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def check_options(facts: KnownFacts, rate_hz: float | None, config: Path | None) -> CheckOptions:
    """The options of a check.

    Raises
    ------
    ConfigError
        The limits file has a mistake.
    """
    from ..apps.check import CheckOptions
    from ..sources.files.config import load_limits

    return CheckOptions(rate_hz, facts, load_limits(config))


#: What is said where exports have no folder to go to, and of live sets.
NO_FOLDER = N_("--export writes into each video's folder: say where with --out DIR.")
NO_FOLDER_LIVE = N_("--export writes into each set's folder: say where with --out DIR.")


def exports_of(given: Sequence[str] | None, folder: Path | None, nowhere: str = NO_FOLDER) -> tuple[str, ...]:
    """The kinds of export that were asked for, each once.

    Raises
    ------
    ConfigError
        There is no folder to write them into, no such kind, or it needs a package that is not installed.
    """
    from ..errors import ConfigError
    from ..reports.exports import check_exports

    kinds = tuple(dict.fromkeys(given or ()))
    if kinds and folder is None:
        raise ConfigError(nowhere)
    check_exports(kinds)
    return kinds


def pose_choice(backend: str | None, model: str | None) -> PoseChoice:
    """What is to find the poses."""
    from ..sources.pose.backends import PoseChoice

    return PoseChoice(backend, model)
