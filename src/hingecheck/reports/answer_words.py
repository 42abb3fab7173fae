"""The answer to each rep, in words: how deep it went against the lifter's own mark, and its tempo."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.advice.depth import SAME_DEPTH_DEG, RepDepth, depth_of
from ..core.types import LiftSet, Rep
from .load_text import rep_speed_words


def depth_words(depth: RepDepth | None) -> str:
    """How deep, in a few words; empty where there is no mark.

    >>> depth_words(RepDepth(88.0, 1.0, "on the mark")), depth_words(RepDepth(80.0, -7.4, "shallower"))
    ('on your mark', '7° short of your mark')
    """
    if depth is None:
        return ""
    off = f"{abs(depth.off_deg):.0f}°"
    words = {"on the mark": "on your mark", "deeper": f"{off} deeper", "shallower": f"{off} short of your mark"}
    return words[depth.verdict]


def depth_cell(depth: RepDepth | None) -> str:
    """The same in a table: "on", "+6°", "-7°"; "-" where there is no mark.

    >>> depth_cell(RepDepth(80.0, -7.4, "shallower")), depth_cell(None)
    ('-7°', '-')
    """
    if depth is None:
        return "-"
    return "on" if depth.verdict == "on the mark" else f"{depth.off_deg:+.0f}°"


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
    whose = "your target" if target.told else "your first good reps"
    within = f"{SAME_DEPTH_DEG:.0f}°" + (" and the error" if target.told else "")
    return f"mark: depth against {whose}, {target.value_deg:.0f}°; on is within {within}"


def answer_words(rep: Rep, depth: RepDepth | None) -> str:
    """The answer to a rep: depth, tempo, and the load's speed where it is known."""
    tempo = rep.tempo
    parts = [
        depth_words(depth),
        "" if tempo.lowering_s is None else f"down {tempo.lowering_s:.1f} s",
        "" if tempo.lifting_s is None else f"up {tempo.lifting_s:.1f} s",
        rep_speed_words(rep),
    ]
    return ", ".join(part for part in parts if part) or "counted"


def spoken_count(count: int, depth: RepDepth | None) -> str:
    """What is said aloud as a rep ends: its number, and the depth where it is off the mark.

    >>> spoken_count(3, RepDepth(80.0, -7.4, "shallower")), spoken_count(2, None)
    ('3, not as deep', '2')
    """
    said = {"on the mark": "", "deeper": ", deeper", "shallower": ", not as deep"}
    return f"{count}{'' if depth is None else said[depth.verdict]}"
