"""What the window shows and the voice says: few words, large letters."""

from __future__ import annotations

from ..core.live.causal import Phase
from ..core.live.cues import Cue
from ..core.live.guidance import Hint
from ..core.phrases import N_
from ..core.rules import RULES_BY_ID
from ..core.rules.words import words_of
from ..languages.speaking import tr

ADVICE: dict[Hint, str] = {
    "too-dark": N_("More light, please"),
    "nobody": N_("Step into the picture"),
    "one-person": N_("One person at a time"),
    "step-back": N_("Step back"),
    "feet": N_("Feet are out of the picture"),
    "head": N_("Head is out of the picture"),
    "centre": N_("Move to the middle"),
    "come-closer": N_("Come closer"),
    "turn": N_("Turn side on"),
    "in-the-dark": N_("Too dark to see you"),
    "unseen": N_("You are out of sight"),
    "cut-off": N_("Head and feet are out of view"),
}

PHASES: dict[Phase, str] = {
    "still": "",
    "lowering": N_("down"),
    "bottom": N_("bottom"),
    "lifting": N_("up"),
    "top": N_("top"),
}

STOP = N_("Enough: that is your set")
READY = N_("Ready: begin when you like")
HELP = (
    N_("q  quit"),
    N_("space  pause"),
    N_("r  restart the set"),
    N_("m  mirror"),
    N_("f  full screen"),
    N_("h  help"),
)


def cue_text(cue: Cue) -> str:
    """A cue in a few words, as the lift has them, in English."""
    said = words_of(RULES_BY_ID[cue.rule], cue.lift)
    return said.short_praise if cue.kind == "praise" else said.short_cue


def cue_words(cue: Cue) -> str:
    """A cue in a few words, as the lift has them."""
    return tr(cue_text(cue))
