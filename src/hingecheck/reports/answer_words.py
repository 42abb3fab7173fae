"""The answer to each rep, in words: how deep it went against the lifter's own mark, and its tempo."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.advice.depth import SAME_DEPTH_DEG, DepthVerdict, RepDepth, depth_of
from ..core.phrases import N_
from ..core.types import LiftSet, Rep
from ..languages.speaking import tr
from .load_text import rep_speed_words

#: How deep, in a few words.
DEPTH_WORDS: dict[DepthVerdict, str] = {
    "on the mark": N_("on your mark"),
    "deeper": N_("{off:.0f}° deeper"),
    "shallower": N_("{off:.0f}° short of your mark"),
}
#: What the column of marks holds.
TARGET_MARK = N_("mark: depth against your target, {depth:.0f}°; on is within {within:.0f}° and the error")
FIRST_MARK = N_("mark: depth against your first reps, {depth:.0f}°; on is within {within:.0f}°")
OWN_MARK = N_("mark: depth against your first good reps, {depth:.0f}°; on is within {within:.0f}°")
#: What is said aloud after a rep's number.
SPOKEN: dict[DepthVerdict, str] = {
    "on the mark": "{n}",
    "deeper": N_("{n}, deeper"),
    "shallower": N_("{n}, not as deep"),
}


def depth_words(depth: RepDepth | None) -> str:
    """How deep, in a few words; empty where there is no mark.

    >>> depth_words(RepDepth(88.0, 1.0, "on the mark")), depth_words(RepDepth(80.0, -7.4, "shallower"))
    ('on your mark', '7° short of your mark')
    """
    if depth is None:
        return ""
    return tr(DEPTH_WORDS[depth.verdict], off=abs(depth.off_deg))


def depth_cell(depth: RepDepth | None) -> str:
    """The same in a table: "on", "+6°", "-7°"; "-" where there is no mark.

    >>> depth_cell(RepDepth(80.0, -7.4, "shallower")), depth_cell(None)
    ('-7°', '-')
    """
    if depth is None:
        return "-"
    return tr("on") if depth.verdict == "on the mark" else f"{depth.off_deg:+.0f}°"


def depth_cells(reps: Iterable[Rep], lift_set: LiftSet) -> list[str]:
    """A cell a rep; empty where the set has no mark."""
    if lift_set.depth_target is None:
        return []
    return [depth_cell(depth_of(rep, lift_set.depth_target)) for rep in reps]


def mark_words(lift_set: LiftSet) -> str:
    """What the column of marks holds: "mark: depth against your first good reps, 88°; on is within 5°"."""
    target = lift_set.depth_target
    if target is None:
        return ""
    own = OWN_MARK if target.of_good else FIRST_MARK
    return tr(TARGET_MARK if target.told else own, depth=target.value_deg, within=SAME_DEPTH_DEG)


def answer_words(rep: Rep, depth: RepDepth | None) -> str:
    """The answer to a rep: depth, tempo, and the load's speed where it is known."""
    tempo = rep.tempo
    parts = [
        depth_words(depth),
        "" if tempo.lowering_s is None else tr("down {seconds:.1f} s", seconds=tempo.lowering_s),
        "" if tempo.lifting_s is None else tr("up {seconds:.1f} s", seconds=tempo.lifting_s),
        rep_speed_words(rep),
    ]
    return ", ".join(part for part in parts if part) or tr("counted")


def spoken_count(count: int, depth: RepDepth | None) -> str:
    """What is said aloud as a rep ends: its number, and the depth where it is off the mark.

    >>> spoken_count(3, RepDepth(80.0, -7.4, "shallower")), spoken_count(2, None)
    ('3, not as deep', '2')
    """
    return tr(SPOKEN["on the mark" if depth is None else depth.verdict], n=count)
