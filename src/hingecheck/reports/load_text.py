"""What the pictures show of the load, in words for people: what it is, how it is sized, how fast it goes."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.load_types import Load, LoadKind, LoadSeen, Measurement, ScaleSource
from ..core.phrases import N_
from ..core.types import Analysis, LiftSet, Rep
from ..languages.speaking import tr, written

KIND_WORDS: dict[LoadKind, str] = {
    "barbell": N_("a barbell"),
    "dumbbells": N_("two dumbbells"),
    "dumbbell": N_("a dumbbell"),
    "kettlebell": N_("a kettlebell"),
    "band": N_("a band"),
    "none": N_("nothing in the hands"),
    "unknown": N_("something that could not be named"),
}
SIZED_BY: dict[ScaleSource, str] = {
    "plate": N_("its plate"),
    "height": N_("your height"),
    "leg-length": N_("a usual leg"),
}
#: What was told of it, by the hand that holds it.
HELD = {"both": "{mass:g} kg", "left": N_("{mass:g} kg, left hand"), "right": N_("{mass:g} kg, right hand")}
#: Below this confidence the kind is said to be likely, no more.
SURE_KIND = 0.75
#: What the column of speeds holds.
SPEED_WORDS = N_("m/s: mean speed of the load on its way up")


def load_words(load: Load | None, seen: LoadSeen) -> str:
    """The load: "24 kg, left hand; seen: a kettlebell, sized by your height"; empty where nothing is known."""
    return "; ".join(part for part in (_told(load), _seen(seen)) if part)


def _told(load: Load | None) -> str:
    if load is None or load.mass_kg is None:
        return ""
    return tr(HELD[load.side], mass=load.mass_kg)


def _seen(seen: LoadSeen) -> str:
    if not seen.searched:
        return ""
    kind = tr(KIND_WORDS[seen.kind])
    if seen.confidence < SURE_KIND:
        kind = tr("likely {kind}", kind=kind)
    if seen.kind == "none":
        return tr("seen: {kind}", kind=kind)
    if seen.track is None:
        return tr("not followed: {why}", why=tr(seen.reason)) if seen.reason else ""
    by = "" if seen.track.by == "outline" else tr(", followed by the hands that hold it")
    size = "" if seen.scale is None else tr(", sized by {what}", what=tr(SIZED_BY[seen.scale.source]))
    unnamed = seen.kind == "unknown" and seen.reason
    what = tr("not named: {why}", why=tr(seen.reason)) if unnamed else tr("seen: {kind}", kind=kind)
    return f"{what}{by}{size}"


def by_hands_words(analysis: Analysis) -> str:
    """To be said after the load where its place was judged and its outline was not seen; else empty."""
    seen = analysis.motion.load
    judged = "load-drifting" in analysis.good or any(one.rule == "load-drifting" for one in analysis.findings)
    if not judged or not seen.searched or seen.outlined is not None:
        return ""
    return tr("; how close it stays is judged by the hands")


def speed_of(rep: Rep) -> Measurement | None:
    """Mean speed of the load on its way up, metres a second."""
    return None if rep.load is None else rep.load.mean_concentric_m_s


def speed_words(speed: Measurement | None) -> str:
    """A speed as tables have it.

    >>> speed_words(Measurement(0.523, 0.02)), speed_words(None)
    ('0.52', '-')
    """
    return "-" if speed is None else written("{speed:.2f}", speed=speed.value)


def rep_speed_words(rep: Rep) -> str:
    """The load's mean speed in a rep: "0.52 m/s"; empty where it is not known."""
    speed = speed_of(rep)
    return "" if speed is None else f"{speed_words(speed)} m/s"


def usual_error_words(reps: Iterable[Rep]) -> str:
    """The speeds' error in the median of some reps: "±0.02"; "-" where there is none."""
    sigmas = sorted(speed.sigma for rep in reps if (speed := speed_of(rep)) is not None)
    return written("±{error:.2f}", error=sigmas[len(sigmas) // 2]) if sigmas else "-"


def speed_loss_words(lift_set: LiftSet) -> str:
    """How much slower the last rep is than the fastest: "18% ± 4%"; empty where it is not known."""
    return slower_words(lift_set.speed_loss)


def slower_words(loss: Measurement | None) -> str:
    """A loss of speed in a sentence; empty where it is not known.

    >>> slower_words(Measurement(0.213, 0.08))
    'the last rep is 21% ± 8% slower than the fastest'
    """
    if loss is None:
        return ""
    return tr("the last rep is {share:.0%} ± {error:.0%} slower than the fastest", share=loss.value, error=loss.sigma)
