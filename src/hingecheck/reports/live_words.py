"""What the window shows and the voice says: few words, large letters."""

from __future__ import annotations

from ..core.live.causal import Phase
from ..core.live.cues import Cue
from ..core.live.guidance import SetupHint
from ..core.rules import RULES_BY_ID
from ..core.rules.words import words_of

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

STOP = "Enough: that is your set"
READY = "Ready: begin when you like"
HELP = ("q  quit", "space  pause", "r  restart the set", "m  mirror", "f  full screen", "h  help")


def cue_words(cue: Cue) -> str:
    """A cue in a few words, as the lift has them."""
    said = words_of(RULES_BY_ID[cue.rule], cue.lift)
    return said.short_praise if cue.kind == "praise" else said.short_cue
