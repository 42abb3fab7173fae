"""The next steps that advice chooses from: which finding each answers, in which lift, in the physio's voice.

The mapping is that of the physio's article the project grew from where it has one; what the evidence does not carry
is not said: no claim that the hip thrust, a bent knee, the kickstand or the other hand takes load off the low
back. Plain words about load sharing and control, never a diagnosis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..known_facts import Felt
from ..lifts import (
    FREE_FOOT,
    FROM_FLOOR,
    FROM_TALL,
    LIFT_NAMES,
    LYING,
    ONE_LEG,
    RESTING_FOOT,
    STANDING,
    LiftName,
    MovementName,
)
from ..phrases import N_, joined

BACK = ("back-dominant", "lumbar-rounding")
OPPOSITE_HAND = N_("Hold the weight in the hand opposite your standing leg: it helps to feel the glute work.")


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next."""

    triggers: tuple[str, ...]  #: it is taken where one of these rules found something
    text: str
    lifts: tuple[LiftName, ...] = LIFT_NAMES
    also_answers: tuple[str, ...] = ()  #: findings that it answers along with those
    bent_knees: str = ""  #: its text where the knees bend too much already, if the usual one asks for more

    @property
    def answers(self) -> tuple[str, ...]:
        """All findings that need no step of their own where this one is taken."""
        return self.triggers + self.also_answers

    def words(self, lift: MovementName, good: Sequence[str] = (), found: Sequence[str] = ()) -> str:
        """Its text; for the back on one leg with the other hand, unless `good` says the weight is there already."""
        text = self.bent_knees if self.bent_knees and "knee-dominant" in found else self.text
        hand = self.triggers == BACK and lift in ONE_LEG and "load-side" not in good
        return joined([text, OPPOSITE_HAND], " ") if hand else text


@dataclass(frozen=True, slots=True)
class FeltStep:
    """One thing to do next where the lifter felt it in the wrong place."""

    text: str
    lifts: tuple[LiftName, ...] = LIFT_NAMES
    like: str = ""  #: the finding whose step is said along with it
    also_answers: tuple[str, ...] = ()  #: findings that it answers itself


#: The first that fits a finding and the lift is taken.
STEPS: tuple[NextStep, ...] = (
    NextStep(
        ("balance-loss",),
        "Use a kickstand: rest your back toes on the floor. That isn't cheating, as long as you still move from your "
        "hips and the toes only help a little with the balance.",
        FREE_FOOT,
    ),
    NextStep(
        ("balance-loss",),
        "Slow the way down, spread the front foot on the floor and leave the back toes where they are: they are "
        "there to help you balance. Go a little lighter until that holds.",
        RESTING_FOOT,
    ),
    NextStep(
        ("hips-opening",),
        "Shorten the range: turn round while both hip bones still face the floor. You don't have to go down to the "
        "floor; what counts is moving through your hips rather than your low back.",
        ONE_LEG,
        ("range-too-deep",),
    ),
    NextStep(
        BACK,
        "It's ok to have a bend in that front knee: let it soften, push the hips back first, and turn round before "
        "the low back joins in. Resting the back toes as a kickstand is worth a try too.",
        FREE_FOOT,
        ("knee-locked", "load-side", "range-too-deep"),
        "Push the hips back first, and turn round before the low back joins in. Resting the back toes as a kickstand "
        "is worth a try too.",
    ),
    NextStep(
        BACK,
        "It's ok to have a bend in that front knee: let it soften, push the hips back first, and turn round before "
        "the low back joins in.",
        RESTING_FOOT,
        ("knee-locked", "load-side", "range-too-deep"),
        "Push the hips back first, and turn round before the low back joins in.",
    ),
    NextStep(
        BACK,
        "Start every rep by pushing the hips back, with a soft knee and a quiet back, and shorten the range to where "
        "the hips still lead. You don't have to go down to the floor.",
        FROM_TALL,
        ("knee-locked", "range-too-deep"),
    ),
    NextStep(
        BACK,
        "Start from a little higher for now, the weight on a block or two plates, and fold at the hips before the "
        "back. Go back to the floor once that holds.",
        FROM_FLOOR,
    ),
    NextStep(
        ("range-too-deep",),
        "Shorten the range: turn round while hips and back still hold their place. You don't have to go down to the "
        "floor; what counts is moving through your hips rather than your low back.",
        STANDING,
    ),
    NextStep(
        ("load-side",),
        OPPOSITE_HAND,
        ONE_LEG,
    ),
    NextStep(
        ("knee-locked",),
        "Let the standing knee keep a soft bend: no one said you have to lock it out or it doesn't count.",
        STANDING,
    ),
    NextStep(
        ("knee-dominant",),
        "Practise the start with a light weight: hips back and a little higher, until you feel the hamstrings, then "
        "push the floor away. Deadlifts are there to teach the hips the work the thighs like to take.",
        FROM_FLOOR,
    ),
    NextStep(
        ("knee-dominant",),
        "Practise the hinge with a light weight: hips back, shins nearly still, chest following. Deadlifts are there "
        "to teach the hips the work the thighs like to take.",
        STANDING,
    ),
    NextStep(
        ("hips-rise-first",),
        "Take some weight off and give the start of the lift two seconds, hips and shoulders rising together.",
        STANDING,
    ),
    NextStep(
        ("shin-angle",),
        "Move your feet until the shins stand upright at the top: a bit further away if the knees pass the toes, a "
        "bit closer if they stay behind the ankles.",
        LYING,
    ),
    NextStep(
        ("incomplete-lockout",),
        "Bring the hips up level with the knees and hold them there for a second; take some weight off if they don't "
        "get that far.",
        LYING,
    ),
    NextStep(
        ("incomplete-lockout",), "Finish every rep tall, with the glutes, before the next one begins.", STANDING
    ),
    NextStep(
        ("overextended-lockout",),
        "Tuck the chin, keep the ribs down, and stop when shoulders, hips and knees make one line.",
        LYING,
    ),
    NextStep(
        ("overextended-lockout",),
        "Finish at straight: squeeze the glutes and keep the ribs over the hips.",
        STANDING,
    ),
    NextStep(
        ("load-drifting",),
        "Start with the weight over the middle of the foot and drag it up along the legs.",
        FROM_FLOOR,
    ),
    NextStep(
        ("load-drifting",), "Let the weight slide down and up along the legs, close enough to brush them.", STANDING
    ),
    NextStep(
        ("uneven-sides",),
        "Film the next set from the same place again, a little lighter, and let both sides move together.",
    ),
    NextStep(
        ("fast-lowering",),
        "Lower the hips for about two seconds: the way down is work too.",
        LYING,
    ),
    NextStep(
        ("fast-lowering",),
        "Lower for about two seconds: on the way down the hamstrings learn to brake, as they do in every stride.",
        STANDING,
    ),
    NextStep(
        ("form-drift",),
        "Stop the next set one or two reps earlier, or go a little lighter, while every rep looks like the first.",
    ),
)

#: Where single-leg work fails on several counts.
THRUST_FOR_BALANCE = N_(
    "If the single-leg version just isn't working yet, don't worry: try the hip thrust. It trains the hips with no "
    "balance to keep, and one leg can wait."
)
#: Where the back takes over in every rep.
THRUST_FOR_BACK = N_(
    "Or train the hips with hip thrusts for a while: there is no standing hinge to learn and no balance to keep. It "
    "is no rest for the low back, so keep the ribs down and stop at straight."
)

PAIN = N_(
    "You felt pain: stop here for today, and ask a doctor or a physio before you do this lift again, whatever the "
    "camera saw."
)

#: What was felt and asks for a change.
FELT_STEPS: dict[Felt, tuple[FeltStep, ...]] = {
    "pain": (FeltStep(PAIN),),
    "soreness": (
        FeltStep(
            "Where it is your low back that is sore or tight: go lighter and shorter next time, or try the hip "
            "thrust, which needs no balance and no standing hinge; some find it more comfortable. If it grows or "
            "stays, ask a doctor or a physio.",
            STANDING,
        ),
        FeltStep(
            "Where it is your low back that is sore or tight: go lighter next time and stop when the hips are "
            "straight, ribs down. If it grows or stays, ask a doctor or a physio.",
            LYING,
        ),
    ),
    "low-back": (
        FeltStep("You felt it in your low back.", STANDING, like="back-dominant"),
        FeltStep(
            "You felt it in your low back: tuck the chin, keep the ribs down, and stop when shoulders, hips and "
            "knees make one line.",
            LYING,
            also_answers=("overextended-lockout",),
        ),
    ),
    "quads": (
        FeltStep("You felt it in your thighs.", STANDING, like="knee-dominant"),
        FeltStep(
            "You felt it in your thighs: put the feet a bit further away, until the shins stand upright at the top.",
            LYING,
            also_answers=("shin-angle",),
        ),
    ),
}

#: What was felt where it belongs.
FELT_GOOD: dict[Felt, str] = {
    "glutes": N_("You felt it in your glutes: that is where the work belongs."),
    "hamstrings": N_("You felt it in your hamstrings: that is where the work belongs."),
}
