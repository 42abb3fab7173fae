"""Every threshold of the rules: value, unit, why and source, in one place.

A fault is mild, moderate or severe where the value surely passes that level, its error allowed for; how surely is
said in `rules.base`, and by the rules that have their own.
A TOML file may override any level (``hingecheck config init`` writes one to start from); names and units
stay. Sources name the rows of docs/rule-table.md: [J] marks judgement without a published
threshold, [C] a computation, [R] a paper that was read, [S] the physio's article this project grew from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from ..lifts import MovementName, row_of
from ..types import Severity


@dataclass(frozen=True, slots=True)
class Levels:
    """Where a fault begins to be mild, moderate and severe."""

    mild: float
    moderate: float
    severe: float

    def items(self) -> tuple[tuple[Severity, float], ...]:
        """Levels from the worst to the least."""
        return (("severe", self.severe), ("moderate", self.moderate), ("mild", self.mild))


@dataclass(frozen=True, slots=True)
class LimitInfo:
    """What a limit's numbers mean."""

    unit: str
    fault: Literal["above", "below"]  #: on which side of the level the fault lies
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with its name: one that a rule brings along in its own module instead of a field of `Limits`."""

    name: str
    levels: Levels
    info: LimitInfo


def _limit(mild: float, moderate: float, severe: float, info: LimitInfo) -> Any:
    return field(default=Levels(mild, moderate, severe), metadata={"info": info})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force; each field's metadata holds its `LimitInfo`."""

    #: Levels that the user set for limits that rules bring along; see `of`.
    own: tuple[tuple[str, Levels], ...] = ()

    hips_opening: Levels = _limit(
        10.0, 15.0, 25.0,
        LimitInfo(
            "deg", "above",
            "Greatest turn of the pelvis towards the free leg while the trunk leans by 30° or more.",
            "[S] lines 244, 255-257; rule table P1: 10, 15, 25° [J]; Baker 2001 for the angle [R]",
        ),
    )  # fmt: skip
    back_dominant: Levels = _limit(
        0.25, 0.32, 0.37,
        LimitInfo(
            "share", "above",
            "The low back's part of the fold from tall to bottom, lumbar over lumbar + hip. A plain forward bend "
            "is 0.37.",
            "Esola 1996 [R]; rule table L3: 25, 32, 37 % in all [J]",
        ),
    )  # fmt: skip
    back_work: Levels = _limit(
        0.15, 0.22, 0.30,
        LimitInfo(
            "share", "above",
            "The low back's part of the work of lifting, against hips and knees: moment times angle. Only where "
            "--body-mass and --height are given.",
            "Rule table W1: 15, 22, 30 % by statics [C]: a low back that bends 20° of 95° does 16 % of the work, "
            "a plain forward bend 30 %",
        ),
    )  # fmt: skip
    lumbar_rounding: Levels = _limit(
        30.0, 37.0, 44.0,
        LimitInfo(
            "deg", "above",
            "Greatest flexion of the low back in the rep, from the lifter's own straight posture. Bending is "
            "common and not harmful by itself: this asks whether the back keeps its shape under load.",
            "von Arx 2021: 24 ± 7° in freestyle and 25 ± 8° in squat lifts, 36 ± 10° stooped [R]: beyond what most "
            "do by themselves, stooped, and further. Rule table L1 begins at 20° [J]; lifts that look good on real "
            "footage read 12 to 35°, those that look rounded 37 to 47°; MDC 4 to 8° [R]",
        ),
    )  # fmt: skip
    balance_loss: Levels = _limit(
        0.08, 0.13, 0.17,
        LimitInfo(
            "leg", "above",
            "95 % range of the body's centre over the stance foot in a rep, in leg lengths, the greater of forward "
            "and sideways; a touch-down or hop counts as 0.06 more, and 0.03 again for each further such rep.",
            "[S] lines 242, 251-253; rule table B1 (touch-downs 1, 2, 3) and B2: a foot is some 0.3 leg lengths "
            "long, its .25, .40 and .50 are 0.08, 0.13 and 0.17 [J]",
        ),
    )  # fmt: skip
    knee_dominant_deadlift: Levels = _limit(
        0.75, 0.90, 1.10,
        LimitInfo(
            "knee/hip", "above",
            "Knee flexion over hip hinge in the deep part of the rep. The two are equal when shin and trunk lean "
            "alike: a squat. A deadlift's start is near 0.6 by statics, squatted down to (trunk 50°, knees 115°) "
            "near 0.85, and a squat near 1.0 to 1.1. Starts of 13 real lifters that look clean read 0.41 to 0.73, "
            "with kettlebells, in a Smith machine and sumo the most.",
            "[C] DL start T 62° K 65° H 111°; Choe 2021 [R] hip:knee moment 3.0 deadlift, 1.4 squat; levels [J]",
        ),
    )  # fmt: skip
    knee_dominant_rdl: Levels = _limit(
        0.50, 0.67, 1.00,
        LimitInfo(
            "knee/hip", "above",
            "The same for the Romanian lifts, where the knee bends once and stays: hip 80°, knee 34° at 70 % of "
            "one-repetition maximum.",
            "Lee 2018 hip:knee 2.4:1 [R2]; rule table Q1: below 2.0, 1.5, 1.0 to 1 [J]",
        ),
    )  # fmt: skip
    knee_locked: Levels = _limit(
        8.0, 3.0, -3.0,
        LimitInfo(
            "deg", "below",
            "Knee flexion at the bottom. A soft bend is fine and lets the pelvis tilt.",
            "[S] lines 259-261; coaching 15-25° [R2]; rule table N1 [J]",
        ),
    )  # fmt: skip
    hips_rise_first: Levels = _limit(
        5.0, 10.0, 15.0,
        LimitInfo(
            "deg", "above",
            "How much further forward the trunk tips after the hips have begun to rise.",
            "Rule table Q2 [J]; skilled lifters stay more upright at lift-off (Brown & Abani 1985 [R])",
        ),
    )  # fmt: skip
    incomplete_lockout: Levels = _limit(
        10.0, 15.0, 25.0,
        LimitInfo(
            "deg", "above",
            "Hip hinge left at the top.",
            "Rule tables D3: lockout H 0 ± 5° [M], and H1 for the hip thrust: 170, 160, 150° between trunk and "
            "thigh; levels [J]",
        ),
    )  # fmt: skip
    overextended_lockout: Levels = _limit(
        5.0, 10.0, 15.0,
        LimitInfo(
            "deg", "above",
            "Lean back of the trunk behind the vertical at the top; in a hip thrust how far the hips go past "
            "straight.",
            "Rule tables D2, and H2 for the hip thrust: 185, 190, 195° between trunk and thigh [J]",
        ),
    )  # fmt: skip
    overextended_lockout_held: Levels = _limit(
        10.0, 15.0, 20.0,
        LimitInfo(
            "deg", "above",
            "The same where both hands hold the load before the thighs: a lifter balances it by leaning back, by "
            "15° of the trunk alone for a bar as heavy as she is, half of that for half. Of seven real lifters whose "
            "tops look clean from the side, two lean back by 12 to 17° and one by 9°.",
            "[C] bar 6 cm ahead of the mid-foot, trunk, head and arms 65 % of the mass with their centre 0.35 m "
            "above the hips; rule table D2 [J]",
        ),
    )  # fmt: skip
    shin_angle: Levels = _limit(
        10.0, 15.0, 20.0,
        LimitInfo(
            "deg", "above",
            "How far the shin stands from upright at the top of a hip thrust, either way. Each 5° shift about "
            "30 N·m between hip and knee.",
            "Contreras 2011: shins upright at the top [R]; [C] 30 N·m per 5°; rule table H3 [J]",
        ),
    )  # fmt: skip
    range_too_deep: Levels = _limit(
        5.0, 12.0, 20.0,
        LimitInfo(
            "deg", "above",
            "How much further the hips hinge in the rep than where the pelvis first opens, or the low back first "
            "rounds, past its own mild level.",
            "[S] line 257: no need to go down to the floor; rule table R1: stop 5° above that depth [J]",
        ),
    )  # fmt: skip
    load_drifting: Levels = _limit(
        0.17, 0.21, 0.25,
        LimitInfo(
            "leg", "above",
            "Hands ahead of the mid-foot while lifting, in leg lengths (0.1 is about 9 cm). A bar that brushes the "
            "legs reads 0.04 to 0.10, a kettlebell or dumbbells 0.13 to 0.17, held as well as can be: a bar whose "
            "plate is seen is judged by levels 0.03 lower. Each 5 cm more adds about 95 N·m at hip and low back with "
            "80 kg.",
            "[C] places of the hands on posed bodies; rule table D1: 4, 7, 10 cm for a bar from where it belongs; "
            "Escamilla 2001 [R]; levels [J]",
        ),
    )  # fmt: skip
    load_side: Levels = _limit(
        0.5, 1.5, 2.5,
        LimitInfo(
            "side", "above",
            "1 where the weight is in the hand of the stance side, 0 where it is in the other: never worse than "
            "mild, since the evidence is mixed.",
            "[S] line 265; Mo 2023, mixed [R]; rule table S1: for information [J]",
        ),
    )  # fmt: skip
    uneven_sides: Levels = _limit(
        5.0, 8.0, 12.0,
        LimitInfo(
            "deg", "above",
            "Tilt of the line between the hands against its tilt at the top, seen from front or behind.",
            "Rule table A1: 5, 8, 12° [J]; 10-15 % customs lack evidence (review 2022 [R])",
        ),
    )  # fmt: skip
    fast_lowering: Levels = _limit(
        1.0, 0.7, 0.5,
        LimitInfo(
            "s", "below",
            "Time from the first bend to the bottom.",
            "[S] lines 145-155 on eccentric control; rule table T1 [J]",
        ),
    )  # fmt: skip
    form_drift: Levels = _limit(
        8.0, 12.0, 18.0,
        LimitInfo(
            "deg", "above",
            "Change of trunk, hip or knee angle at the bottom against the set's first three reps.",
            "Rule table L2: 8, 12, 18°; smallest real change 4-8° (Aasa 2019 [R])",
        ),
    )  # fmt: skip

    def of(self, limit: Limit) -> Levels:
        """Levels in force of a limit that a rule brings along."""
        return dict(self.own).get(limit.name, limit.levels)

    def knee_dominant(self, lift: MovementName, runner_up: MovementName | None = None) -> Levels:
        """Levels of knee-dominant for a lift; where two lifts are possible, those that forgive more."""
        return max(self._knees(lift, runner_up), key=lambda levels: levels.mild)

    def knee_dominant_strict(self, lift: MovementName, runner_up: MovementName | None = None) -> Levels:
        """The same; where two lifts are possible, those that forgive less."""
        return min(self._knees(lift, runner_up), key=lambda levels: levels.mild)

    def _knees(self, *lifts: MovementName | None) -> list[Levels]:
        rule = "knee-dominant"
        found = [self.of_rule(rule, lift) for lift in lifts if lift is not None and row_of(lift).judges(rule)]
        return [levels for levels in found if levels is not None]

    def of_rule(self, rule: str, lift: MovementName | None) -> Levels | None:
        """Levels that a rule is judged by in a lift, or where that is not known yet; None where it has none here."""
        levels = getattr(self, rule.replace("-", "_") if lift is None else row_of(lift).limit_of(rule), None)
        return levels if isinstance(levels, Levels) else None


def info(name: str) -> LimitInfo:
    """What the numbers of limit `name` mean."""
    found: LimitInfo = next(f.metadata["info"] for f in fields(Limits) if f.name == name and f.metadata)
    return found


def names() -> tuple[str, ...]:
    """Names of the limits that are fields of `Limits`, in order; for all see `rules.effective`."""
    return tuple(f.name for f in fields(Limits) if f.metadata)
