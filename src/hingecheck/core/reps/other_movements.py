"""Whether a movement meets what a lift's row demands of it; where it does not, what else it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from statistics import NormalDist

from ..lift_row import Demand, LiftRow, Trait

#: A movement is another one where it meets a demand with less than this probability; nearer to it, that is left open.
#: No clean set meets its worst demand with less than 0.93, and no other movement tried with more than 0.17, but for
#: squats with the load hanging and a trunk that leans by 20°: those are what a squatted deadlift is.
OUTSIDE = 0.20


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a movement fits a lift, by the demand that it meets worst."""

    probability: float
    unlike: str  #: that demand in words
    trait: Trait | None = None  #: … and what it asks for

    @property
    def is_other(self) -> bool:
        """Whether it is clearly another movement."""
        return self.probability < OUTSIDE


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A movement beside the lifts, by the traits that it shows; used to name it, never to judge."""

    name: str
    shows: Mapping[Trait, tuple[float, float]]  #: from, to
    lying: bool = False


#: Told by what goes on in them; the first that fits is named. Their bounds lie far apart and need no care.
LOOKALIKES = (
    Lookalike(
        "back extension",
        {"shank_at_top_deg": (25.0, inf), "trunk_travel_deg": (25.0, inf), "hips_over_feet_leg": (0.3, inf)},
    ),
    Lookalike("push-up or burpee", {"hips_over_feet_leg": (-inf, 0.15)}),
    Lookalike("burpee", {"shoulders_past_feet_leg": (0.85, inf)}),
    Lookalike(
        "swing or clean",
        {"hands_below_shoulders_leg": (0.42, inf), "hands_below_shoulders_tall_leg": (-inf, 0.3)},
    ),
    Lookalike("row", {"hands_below_shoulders_leg": (-inf, 0.4), "hands_travel_leg": (0.15, inf)}),
    Lookalike("squat", {"hands_below_shoulders_leg": (-inf, 0.3), "hips_over_feet_leg": (0.15, 0.6)}),
    Lookalike("good morning", {"hands_below_shoulders_leg": (-inf, 0.2), "trunk_travel_deg": (25.0, inf)}),
    Lookalike("squat or lunge", {"trunk_travel_deg": (-inf, 14.0), "knee_travel_deg": (60.0, inf)}),
    Lookalike("walk", {"trunk_travel_deg": (-inf, 10.0), "hips_over_feet_leg": (0.75, inf)}),
    Lookalike("sit-up", {"shoulders_fall_leg": (0.34, inf)}, lying=True),
    Lookalike(
        "leg press",
        {"hips_rise_leg": (-inf, 0.05), "shoulders_over_hips_leg": (0.25, inf), "knee_travel_deg": (45.0, inf)},
        lying=True,
    ),
    Lookalike(
        "bridge march", {"hips_rise_leg": (-inf, 0.05), "shoulders_over_hips_leg": (-inf, 0.25)}, lying=True
    ),
)  # fmt: skip


def fit_of(row: LiftRow, traits: Mapping[Trait, float]) -> Fit:
    """How well a movement meets a lift's demands; what is not seen is not held against it.

    Parameters
    ----------
    row : LiftRow
    traits : mapping of str to float
        See `traits.measure_traits`.
    """
    met = [_fit(demand, traits[demand.trait]) for demand in row.demands if demand.trait in traits]
    return min(met, key=lambda fit: fit.probability, default=Fit(1.0, ""))


def looks_like(traits: Mapping[Trait, float], *, lying: bool) -> str | None:
    """What a movement that is none of the lifts may be; None where nothing fits."""
    for known in LOOKALIKES:
        if known.lying == lying and all(
            low <= traits.get(trait, -inf) < high and trait in traits for trait, (low, high) in known.shows.items()
        ):
            return known.name
    return None


def _fit(demand: Demand, value: float) -> Fit:
    """Probability that the limit is kept."""
    inside = value - demand.limit if demand.side == "at least" else demand.limit - value
    return Fit(NormalDist(0.0, demand.sigma).cdf(inside), demand.unlike, demand.trait)
