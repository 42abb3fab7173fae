"""What is known of a set before it is measured: the facts that the lifter gave, and what follows from them.

One value passes unchanged from the command line to the rules. A new fact is a field here and an option in
`cli/set_options.py`; whoever needs it reads it from the facts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from ..errors import ConfigError
from .corrections import Corrections, SetTold
from .fact_ranges import RANGES, check_range
from .landmarks import SIDES, Side
from .lifts import LIFT_NAMES, ONE_LEG, LiftName
from .types import Load

Sex = Literal["female", "male"]
Hands = Side | Literal["both"]
Felt = Literal["glutes", "hamstrings", "low-back", "quads", "soreness", "pain"]
FELT: tuple[Felt, ...] = get_args(Felt)
#: What each fact that is a word may be.
CHOICES: dict[str, tuple[str, ...]] = {
    "lift": LIFT_NAMES,
    "stance": SIDES,
    "load_side": (*SIDES, "both"),
    "sex": get_args(Sex),
    "felt": FELT,
}


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What the lifter says of herself and the set; None = not given, so it is found out or done without.

    Raises
    ------
    ConfigError
        One of them cannot be: see `fact_ranges.RANGES` and `CHOICES`.
    """

    lift: LiftName | None = None
    stance: Side | None = None  #: the stance leg, as given; `stance_leg` is where it counts
    load_kg: float | None = None  #: counts as no load in the moments where it is not given
    load_side: Hands | None = None  #: the hand that holds it
    height_m: float | None = None  #: gives distances in metres
    body_mass_kg: float | None = None  #: with the height, gives moments and work shares
    sex: Sex | None = None  #: whose segment lengths and masses; the mean of women's and men's if not given
    felt: Felt | None = None  #: where the work was felt
    roll_deg: float | None = None  #: how far the camera was turned, clockwise in the picture; 0 = it was level
    target_depth_deg: float | None = None  #: how far the hips are to fold; the first good reps set it if not given
    plate_diameter_m: float | None = None  #: of the largest plate; gives the load's path in metres
    speed_factor: float | None = None  #: how fast the recording plays: 0.25 = four times slowed, 1 = as it was

    def __post_init__(self) -> None:
        for name, span in RANGES.items():
            check_range(name, getattr(self, name), span)
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in choices:
                raise ConfigError(
                    "{name} cannot be {value!r}: it is one of {choices}.",
                    name=name,
                    value=value,
                    choices=", ".join(choices),
                )

    @property
    def one_leg(self) -> bool | None:
        """Whether one leg works; None where the lift is to be recognised."""
        return None if self.lift is None else self.lift in ONE_LEG

    @property
    def stance_leg(self) -> Side | None:
        """The leg to measure, where it is given; it means nothing in a lift on two."""
        return None if self.one_leg is False else self.stance

    @property
    def load(self) -> Load | None:
        """What is lifted, as the report has it; None where nothing was said of it."""
        if self.load_kg is None and self.load_side is None:
            return None
        return Load(self.load_kg, self.load_side or "both")

    def with_told(self, told: Corrections | SetTold) -> KnownFacts:
        """With lift and leg told by hand: who looked at this recording, or set, knows better than an option.

        A batch with ``--lift`` speaks of all its recordings.
        """
        return replace(self, lift=told.lift or self.lift, stance=told.stance or self.stance)
