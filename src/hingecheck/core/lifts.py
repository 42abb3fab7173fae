"""The table of lifts: one row each, which everything that differs by lift asks.

To add a lift: its row and its name in `LiftName`, both here; then a motion in the lab (`lab/sampling.py`), and
``hingecheck lab fit``. A row that passes over a rule is refused when the rules are loaded (`rules.check_row`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar, cast, get_args

from .lift_demands import ON_ONE_FOOT, ON_THE_BACK, ON_TWO_FEET
from .lift_row import Applies, Framing, LiftRow, LiftText, NotJudged, NotMeant, RuleWords

LiftName = Literal["deadlift", "rdl", "single-leg-rdl", "kickstand-rdl", "hip-thrust"]
#: What a set may be found to be: one of the lifts, or none of them.
MovementName = LiftName | Literal["other"]

JUDGED = Applies()
KNEES_OF_ROMANIAN = Applies(limit="knee_dominant_rdl")
LOAD_BEFORE_THIGHS = Applies(limit="overextended_lockout_held")
NO_FREE_LEG = NotMeant("both feet carry, and no leg is free to open towards")
STANDS_ON_TWO = NotMeant("both feet carry, and balance is asked of one-legged lifts")
OFF_THE_FLOOR = NotMeant("the load does not come from the floor")
NO_BENCH = NotMeant("it is about where the feet of a lying lifter stand")
TWO_HANDS = NotMeant("both hands hold the load")
ONE_SIDED = NotMeant("one leg works: its two sides are not meant to be alike")
BESIDE_THE_LEG = NotMeant("a weight in one hand hangs beside the leg, not along both")
LIES = NotMeant("lying face up, the trunk leans on the bench")
BACK_UNSEEN = NotMeant("lying face up, the low back's line does not show")
ON_HIPS = NotMeant("the load lies on the hips")
KNEES_BENT = NotMeant("the knees stay bent throughout")
FLOOR_ENDS_IT = NotMeant("the floor ends the way down")
DOWN_UP = ("lowering", "bottom", "lifting", "top")
TALL = "standing tall, hips and knees straight, the trunk upright"

ROWS: tuple[LiftRow, ...] = (
    LiftRow(
        id="deadlift",
        title="deadlift",
        legs="two",
        posture="standing",
        load_at="hands",
        start="floor",
        framing=Framing(0.75, 1.0),
        demands=ON_TWO_FEET,
        rules={
            "hips-opening": NO_FREE_LEG,
            "back-dominant": JUDGED,
            "lumbar-rounding": JUDGED,
            "balance-loss": STANDS_ON_TWO,
            "knee-dominant": Applies(limit="knee_dominant_deadlift"),
            "hips-rise-first": JUDGED,
            "range-too-deep": FLOOR_ENDS_IT,
            "load-drifting": JUDGED,
            "incomplete-lockout": JUDGED,
            "overextended-lockout": LOAD_BEFORE_THIGHS,
            "shin-angle": NO_BENCH,
            "uneven-sides": JUDGED,
            "load-side": TWO_HANDS,
            "knee-locked": NotMeant("the knees bend to reach the load on the floor"),
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="on two feet, hips and knees bend, the load comes from the floor",
            starts="bent over the load on the floor, or tall and bending down to it",
            rep="one lift from the floor to standing tall, with the lowering that belongs to it",
            finished=TALL,
            phases=("lifting", "top", "lowering", "bottom"),
            also_counts="sumo and trap-bar deadlifts, kettlebell deadlifts",
        ),
    ),
    LiftRow(
        id="rdl",
        title="Romanian deadlift",
        legs="two",
        posture="standing",
        load_at="hands",
        start="tall",
        framing=Framing(0.75, 1.0),
        demands=ON_TWO_FEET,
        rules={
            "hips-opening": NO_FREE_LEG,
            "back-dominant": JUDGED,
            "lumbar-rounding": JUDGED,
            "balance-loss": STANDS_ON_TWO,
            "knee-dominant": KNEES_OF_ROMANIAN,
            "hips-rise-first": OFF_THE_FLOOR,
            "range-too-deep": JUDGED,
            "load-drifting": JUDGED,
            "incomplete-lockout": JUDGED,
            "overextended-lockout": LOAD_BEFORE_THIGHS,
            "shin-angle": NO_BENCH,
            "uneven-sides": JUDGED,
            "load-side": TWO_HANDS,
            "knee-locked": JUDGED,
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="on two feet, the load stays off the floor, knees soft and still while the hips go back",
            starts="tall, the load in the hands",
            rep="one bend to the depth that the hips allow, and back to tall",
            finished=TALL,
            phases=DOWN_UP,
            also_counts="stiff-legged deadlifts",
        ),
    ),
    LiftRow(
        id="single-leg-rdl",
        title="single-leg RDL",
        legs="one",
        other_foot="swings",
        posture="standing",
        load_at="hands",
        start="tall",
        framing=Framing(1.0, 1.0),
        demands=ON_ONE_FOOT,
        rules={
            "hips-opening": JUDGED,
            "back-dominant": JUDGED,
            "lumbar-rounding": JUDGED,
            "balance-loss": JUDGED,
            "knee-dominant": KNEES_OF_ROMANIAN,
            "hips-rise-first": OFF_THE_FLOOR,
            "range-too-deep": JUDGED,
            "load-drifting": BESIDE_THE_LEG,
            "incomplete-lockout": JUDGED,
            "overextended-lockout": JUDGED,
            "shin-angle": NO_BENCH,
            "uneven-sides": ONE_SIDED,
            "load-side": JUDGED,
            "knee-locked": JUDGED,
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="one foot on the floor, the free leg swings back in line with the trunk",
            starts="tall on one leg",
            rep="one bend over the stance leg, and back to tall",
            finished=TALL,
            phases=DOWN_UP,
        ),
    ),
    LiftRow(
        id="kickstand-rdl",
        title="kickstand RDL",
        legs="one",
        other_foot="rests",
        posture="standing",
        load_at="hands",
        start="tall",
        framing=Framing(0.75, 1.0),
        demands=ON_ONE_FOOT,
        rules={
            "hips-opening": JUDGED,
            "back-dominant": JUDGED,
            "lumbar-rounding": JUDGED,
            "balance-loss": JUDGED,
            "knee-dominant": KNEES_OF_ROMANIAN,
            "hips-rise-first": OFF_THE_FLOOR,
            "range-too-deep": JUDGED,
            "load-drifting": BESIDE_THE_LEG,
            "incomplete-lockout": JUDGED,
            "overextended-lockout": JUDGED,
            "shin-angle": NO_BENCH,
            "uneven-sides": ONE_SIDED,
            "load-side": NotMeant("it is asked where one leg stands alone"),
            "knee-locked": JUDGED,
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="the front leg works, the back toes rest on the floor for balance",
            starts="tall, one foot a short step behind the other, its heel up",
            rep="one bend over the front leg, and back to tall",
            finished=TALL,
            phases=DOWN_UP,
            also_counts="B-stance and staggered-stance RDLs",
        ),
    ),
    LiftRow(
        id="hip-thrust",
        title="hip thrust",
        legs="two",
        posture="lying",
        load_at="hips",
        start="low",
        framing=Framing(0.8, 0.6, "bench height"),
        demands=ON_THE_BACK,
        rules={
            "hips-opening": NO_FREE_LEG,
            "back-dominant": BACK_UNSEEN,
            "lumbar-rounding": BACK_UNSEEN,
            "balance-loss": STANDS_ON_TWO,
            "knee-dominant": KNEES_BENT,
            "hips-rise-first": LIES,
            "range-too-deep": FLOOR_ENDS_IT,
            "load-drifting": ON_HIPS,
            "incomplete-lockout": Applies(
                words=RuleWords(
                    "The rep ends with the hips still bent by {value}: they stop short of the line from shoulders "
                    "to knees.",
                    "Finish with the hips level with the knees: squeeze the glutes and stay there for a moment.",
                    "Hips all the way up",
                    "the hips end level with shoulders and knees",
                    "Good: hips all the way up",
                )
            ),
            "overextended-lockout": Applies(
                words=RuleWords(
                    "At the top your hips go {value} past straight, so the back arches.",
                    "Chin tucked, ribs down: stop where shoulders, hips and knees make one line.",
                    "Stop at straight, ribs down",
                    "the hips stop at straight, no arch in the back",
                )
            ),
            "shin-angle": JUDGED,
            "uneven-sides": JUDGED,
            "load-side": ON_HIPS,
            "knee-locked": KNEES_BENT,
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="face up, the hips rise between shoulders and feet",
            starts="hips low, upper back on a bench or on the floor",
            rep="one rise of the hips to straight, with the lowering after it",
            finished="shoulders, hips and knees in one line, the shins upright",
            phases=("lifting", "top", "lowering"),
            also_counts="glute bridges, without the bench",
        ),
    ),
)

#: What is none of the lifts: measured, never judged. Only history asks for it; `row_of` finds it.
OTHER = LiftRow(
    id="other",
    title="other movement",
    legs="two",
    posture="standing",
    load_at=None,
    start="tall",
    framing=Framing(1.0, 1.0),
    rules=dict.fromkeys(
        ROWS[0].rules,
        NotJudged("told as none of the lifts that the rules are for; if it is one, say which with --lift"),
    ),
    text=LiftText(
        looks_like="none of the lifts",
        starts="anywhere",
        rep="one bend at the hips and back",
        finished="as it began",
        phases=DOWN_UP,
    ),
)

T = TypeVar("T")


def table_of(rows: Iterable[LiftRow]) -> dict[LiftName, LiftRow]:
    """Rows by their names.

    Raises
    ------
    LookupError
        `LiftName` lacks a row's name, or a row is missing or there twice.
    """
    ids, names = [row.id for row in rows], get_args(LiftName)
    if sorted(ids) != sorted(names):
        odd = sorted(set(ids) ^ set(names)) or sorted(name for name in names if ids.count(name) > 1)
        raise LookupError(f"core/lifts.py: LiftName and ROWS do not name the same lifts: {', '.join(odd)}")
    return {cast(LiftName, row.id): row for row in rows}


LIFTS: Mapping[LiftName, LiftRow] = table_of(ROWS)
LIFT_NAMES: tuple[LiftName, ...] = tuple(LIFTS)


def row_of(name: MovementName) -> LiftRow:
    """The row of a lift, or of what is none.

    >>> row_of("rdl").title, row_of("other").title
    ('Romanian deadlift', 'other movement')
    """
    return OTHER if name == "other" else LIFTS[name]


def lifts_where(fits: Callable[[LiftRow], bool]) -> tuple[LiftName, ...]:
    """The lifts whose row fits, in the table's order."""
    return tuple(name for name, row in LIFTS.items() if fits(row))


def one_for_each_lift(what: str, table: Mapping[LiftName, T]) -> dict[LiftName, T]:
    """The table itself, if it has an entry for each lift.

    Raises
    ------
    LookupError
        It lacks some; the text names them.
    """
    lacking = [name for name in LIFTS if name not in table]
    if lacking:
        raise LookupError(f"{what}: nothing for {', '.join(lacking)}")
    return dict(table)


ONE_LEG = lifts_where(lambda row: row.legs == "one")
FREE_FOOT = lifts_where(lambda row: row.other_foot == "swings")
RESTING_FOOT = lifts_where(lambda row: row.other_foot == "rests")
LYING = lifts_where(lambda row: row.posture == "lying")
STANDING = lifts_where(lambda row: row.posture == "standing")
FROM_FLOOR = lifts_where(lambda row: row.start == "floor")
#: On two feet, the load never down: the Romanian deadlift and its like.
FROM_TALL = lifts_where(lambda row: row.start == "tall" and row.legs == "two")
