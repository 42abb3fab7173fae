"""What one row of the table of lifts holds: stance, load, start, framing, the rules that apply, and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

#: What the feet do: both carry, one alone with the other leg in line with the trunk, one with the other's toes on the
#: floor behind it, or the body lies face up between a bench and its feet.
Footing = Literal["two", "one", "kickstand", "lying"]
#: What carries the load.
LoadPlace = Literal["hands", "hips", "shoulders"]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What is said of a rule; an empty text says nothing of its own."""

    message: str = ""  #: what was seen; may use {value}
    cue: str = ""  #: the one thing to change
    short_cue: str = ""  #: the same in a glance
    praise: str = ""  #: where it is clean
    short_praise: str = ""  #: the same in a glance

    def over(self, default: RuleWords) -> RuleWords:
        """These words, and the default's where there are none."""
        return RuleWords(*(getattr(self, f.name) or getattr(default, f.name) for f in fields(RuleWords)))


@dataclass(frozen=True, slots=True)
class Applies:
    """The rule is judged in this lift."""

    limit: str | None = None  #: the one of the rule's limits it is judged by, where that differs by lift
    words: RuleWords = RuleWords()  #: where the rule's own do not fit


@dataclass(frozen=True, slots=True)
class NotMeant:
    """The rule asks nothing of this lift; reports leave it out, ``hingecheck lifts LIFT`` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotJudged:
    """The rule would have a meaning, and cannot be judged in this lift: every report says why."""

    reason: str


RuleUse = Applies | NotMeant | NotJudged


#: What a set shows of its movement, each the median of its repetitions; heights are the picture's, in leg lengths.
Trait = Literal[
    "hands_below_shoulders_leg",  # in the fold: the lower hand, where it hangs lowest but for a sixth of the time
    "hands_below_shoulders_tall_leg",  # standing: the lower hand, half of the time
    "hands_travel_leg",  # in the fold: how far they go up and down against the shoulders
    "trunk_travel_deg",  # from bottom to top
    "shank_at_top_deg",  # how far the shank leans forwards that does so less
    "knee_travel_deg",
    "hips_over_feet_leg",  # at the lowest
    "shoulders_past_feet_leg",  # furthest to either side of the nearer foot, as in a plank
    "shoulders_over_hips_leg",  # at the top
    "hips_rise_leg",  # against the shoulders, from bottom to top
    "shoulders_fall_leg",  # against the feet, from bottom to top
]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a movement must show to be a lift: a trait on the right side of a limit, as sure as `sigma` allows."""

    trait: Trait
    limit: float
    side: Literal["at least", "at most"]
    sigma: float  #: how far the trait strays in clean sets of the lift, its unit
    unlike: str  #: what a movement does that is beyond it, in words


@dataclass(frozen=True, slots=True)
class LiftText:
    """A lift in words: what sets it apart, and how it is counted."""

    looks_like: str
    starts: str  #: the posture that the set begins in
    rep: str  #: what makes one repetition
    finished: str  #: what the end of a repetition looks like
    phases: tuple[str, ...]  #: of a repetition, in order
    also_counts: str = ""  #: what else counts as this lift


@dataclass(frozen=True, slots=True)
class Framing:
    """What the camera must hold, from the side, as shares of the lifter's height.

    By segment lengths (de Leva 1996) head, trunk and free leg in one line are a body long; bent over, head and trunk
    reach 0.44 ahead of the hips and a plate round the hands 0.13 further; lying in a hip thrust head to feet are 0.8,
    the bar's plates 0.6 up.
    """

    across: float
    up: float
    camera_at: Literal["hip height", "bench height"] = "hip height"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftRow:
    """All that sets one lift apart; whatever differs by lift is asked of its row."""

    id: str
    title: str
    legs: Literal["one", "two"]  #: that do the work
    posture: Literal["standing", "lying"]
    other_foot: Literal["swings", "rests"] | None = None  #: of a one-legged lift: in the air, or toes on the floor
    load_at: LoadPlace | None  #: None where that is not known
    start: Literal["tall", "floor", "low"]  #: standing tall, load on the floor, or hips low
    framing: Framing
    demands: tuple[Demand, ...] = ()  #: what goes against one of them is another movement
    rules: Mapping[str, RuleUse]  #: every rule by its id: judged, or why not
    text: LiftText

    @property
    def footing(self) -> Footing:
        """What carries the body."""
        if self.posture == "lying":
            return "lying"
        if self.legs == "two":
            return "two"
        return "kickstand" if self.other_foot == "rests" else "one"

    def judges(self, rule: str) -> bool:
        """Whether a rule is judged in this lift."""
        return isinstance(self.rules.get(rule), Applies)

    def limit_of(self, rule: str) -> str:
        """Name of the limit that a rule is judged by in this lift."""
        use = self.rules.get(rule)
        return (use.limit if isinstance(use, Applies) else None) or rule.replace("-", "_")

    def words_of(self, rule: str) -> RuleWords:
        """Words of this lift's own on a rule."""
        use = self.rules.get(rule)
        return use.words if isinstance(use, Applies) else RuleWords()
