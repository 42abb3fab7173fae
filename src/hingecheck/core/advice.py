"""One to three next steps, in the physio's voice; each with the rules it follows from.

Load sharing and control, never a diagnosis. Pain comes before anything the camera saw.
"""

from __future__ import annotations

from typing import Literal

from .types import Advice, Finding, Lift

Felt = Literal["glutes", "hamstrings", "low-back", "quads", "soreness", "pain"]
FELT: tuple[Felt, ...] = ("glutes", "hamstrings", "low-back", "quads", "soreness", "pain")

MOST_STEPS = 3

#: The next step for each fault. The seed's own advice where it gives one.
NEXT_STEP: dict[str, str] = {
    "knee-dominant": "Practise the hinge with a light weight: hips back, shins nearly still, chest following. "
    "Deadlifts are there to teach the hips to do the work the thighs like to take.",
    "hips-opening": "Shorten the range to where both hip bones still face the floor: you don't have to reach it.",
    "back-dominant": "Start every rep by pushing the hips back, with a soft knee; on one leg, rest the back toes "
    "as a kickstand.",
    "lumbar-rounding": "Bend the knees a little more and stop where your back keeps its shape; a lighter weight "
    "helps to feel it.",
    "hips-rise-first": "Take some weight off and lift with a two-second start, hips and shoulders together.",
    "incomplete-lockout": "Finish every rep tall with the glutes before the next one begins.",
    "overextended-lockout": "Finish at straight: squeeze the glutes and keep the ribs over the hips.",
    "load-drifting": "Start with the weight over the middle of the foot and drag it up along the legs.",
    "uneven-sides": "Film the next set from the front again, a little lighter, and watch both hands leave together.",
    "fast-lowering": "Lower for about two seconds: the way down trains the hamstrings for your long runs.",
    "form-drift": "Stop the next set one or two reps earlier, or go a little lighter, while form holds.",
    "knee-locked": "Let the standing knee stay softly bent: nobody said it has to be locked to count.",
}

FELT_STEP: dict[Felt, str] = {
    "pain": "You felt pain: stop this exercise for today. If it is sharp, spreads or stays, ask a doctor or "
    "physio before the next session, whatever the camera saw.",
    "soreness": "Sore low back or tightness: go lighter and shorter next time, or try the hip thrust, which "
    "needs no balance and no standing hinge. If it grows or stays, ask a professional.",
    "low-back": "You felt it in the low back: shorten the range to where the hips still lead, and let the "
    "knees bend a little.",
    "quads": "You felt it in the thighs: sit the hips further back so that glutes and hamstrings take over.",
    "glutes": "You felt it in the glutes: that is where the work belongs.",
    "hamstrings": "You felt it in the hamstrings: that is where the work belongs.",
}

#: What was felt and asks for a change, ahead of what was seen.
FELT_FIRST: tuple[Felt, ...] = ("pain", "soreness", "low-back", "quads")


def advise(
    findings: tuple[Finding, ...], good: tuple[str, ...], lift: Lift, felt: Felt | None = None
) -> tuple[Advice, ...]:
    """Next steps, the most pressing first.

    Parameters
    ----------
    findings : tuple of Finding
        Worst first.
    good : tuple of str
        Rules that were assessed and clean.
    lift : Lift
    felt : str, optional
        Where the lifter felt the work, in her own word.

    Returns
    -------
    tuple of Advice
        One to three. With pain it is the only one.
    """
    if felt == "pain":
        return (Advice(FELT_STEP["pain"], ("felt",)),)
    steps = [Advice(FELT_STEP[felt], ("felt",))] if felt in FELT_FIRST else []
    steps += [Advice(NEXT_STEP[f.rule], (f.rule,)) for f in findings if f.rule in NEXT_STEP]
    if felt in ("glutes", "hamstrings"):
        steps.append(Advice(FELT_STEP[felt], ("felt",)))
    if not findings and not steps:
        steps.append(_keep_going(good, lift))
    return tuple(steps[:MOST_STEPS])


def _keep_going(good: tuple[str, ...], lift: Lift) -> Advice:
    if not good:
        return Advice("Film the next set from the side, the whole body in the picture, to have more to go on.", ())
    return Advice(
        "All that could be judged held in every rep. Keep this form, and add a rep or a little weight when it "
        "feels easy.",
        good,
    )
