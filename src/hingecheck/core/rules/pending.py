"""Rules whose measures this version does not take: said to be so, never silent."""

from __future__ import annotations

from collections.abc import Mapping

from ..types import ONE_LEG, LiftName
from .base import Rule, SetContext, Unknown, Verdict

ROMANIAN: tuple[LiftName, ...] = ("rdl", "single-leg-rdl", "kickstand-rdl")


def _pending(rule: str, lifts: tuple[LiftName, ...], flags: str, measure: str, lacks: str, views: str) -> Rule:
    """Make a rule that answers why it cannot be judged."""
    reason = f"this version does not measure {lacks} yet"

    def judge(context: SetContext) -> Mapping[int, Verdict]:
        return {rep.index: Unknown(reason) for rep in context.reps}

    return Rule(rule, lifts, flags, measure, "", (), views, "", "", "", judge)


PENDING = (
    _pending(
        "balance-loss", ONE_LEG, "sway, foot touch-down or hop, a corrected rep",
        "sway_leg", "balance", "any view with both feet in the picture",
    ),
    _pending(
        "range-too-deep", ROMANIAN, "going lower than hips or back stay in position",
        "hip_hinge_deg", "hip and back position at depth", "side or 45° view",
    ),
    _pending(
        "shin-angle", ("hip-thrust",), "feet too near or too far at the top",
        "shank_inclination_deg", "hip thrusts", "side view",
    ),
    _pending(
        "load-side", ("single-leg-rdl",), "the weight on the stance side where the opposite hand would help",
        "load_side", "which hand holds the weight", "any view, or --load-side",
    ),
)  # fmt: skip
