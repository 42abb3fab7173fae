"""What the window shows and the voice says: few words, large letters."""

from __future__ import annotations

from ..core.live.causal import Phase
from ..core.live.cues import Cue
from ..core.live.guidance import SetupHint

#: A rule's cue in a glance; the report has the whole sentence.
SHORT: dict[str, str] = {
    "hips-opening": "Hips face the floor",
    "back-dominant": "Hips first, quiet back",
    "lumbar-rounding": "Keep your back long",
    "balance-loss": "Slower, find your balance",
    "knee-locked": "Soften the knee",
    "knee-dominant": "Push the hips back",
    "hips-rise-first": "Chest and hips together",
    "range-too-deep": "Stop a little higher",
    "load-drifting": "Weight close to the legs",
    "incomplete-lockout": "Finish tall",
    "overextended-lockout": "Finish straight, ribs down",
    "shin-angle": "Shins upright at the top",
    "uneven-sides": "Both sides together",
    "fast-lowering": "Slower on the way down",
    "load-side": "Weight in the other hand",
    "form-drift": "Like your first rep",
}

#: Praise in a glance, of a rule that was judged and clean.
PRAISE: dict[str, str] = {
    "hips-opening": "Good: hips stay square",
    "balance-loss": "Good: steady",
    "lumbar-rounding": "Good: long back",
    "back-dominant": "Good: the hips lead",
    "knee-dominant": "Good: a real hinge",
    "hips-rise-first": "Good: chest and hips rise together",
    "fast-lowering": "Good: calm on the way down",
    "incomplete-lockout": "Good: tall at the top",
}

ADVICE: dict[SetupHint, str] = {
    "too-dark": "More light, please",
    "nobody": "Step into the picture",
    "one-person": "One person at a time",
    "step-back": "Step back",
    "feet": "Feet are out of the picture",
    "head": "Head is out of the picture",
    "centre": "Move to the middle",
    "come-closer": "Come closer",
    "turn": "Turn side on",
}

PHASES: dict[Phase, str] = {"still": "", "lowering": "down", "bottom": "bottom", "lifting": "up", "top": "top"}

READY = "Ready: begin when you like"
HELP = ("q  quit", "space  pause", "r  restart the set", "m  mirror", "f  full screen", "h  help")


def cue_words(cue: Cue) -> str:
    """A cue in a few words."""
    if cue.kind == "praise":
        return PRAISE.get(cue.rule, "Good")
    return SHORT.get(cue.rule, cue.rule.replace("-", " "))
