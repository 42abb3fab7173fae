"""The words of the page's player, in one place: for the page itself and, as data, for its script."""

from __future__ import annotations

from typing import Any

from ..core.phrases import N_
from ..languages.speaking import current_language, tr
from ..languages.table import ENGLISH
from .figure import READINGS

PLAYER_WORDS = {
    "film": N_("The film"),
    "place": N_("Place in the film"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "back": N_("One frame back"),
    "forward": N_("One frame on"),
    "rep_before": N_("To the rep before"),
    "rep_after": N_("To the next rep"),
    "speed": N_("Speed"),
    "repeat": N_("Repeat the rep"),
    "skeleton": N_("Skeleton"),
    "back_line": N_("Back line"),
    "hinge": N_("Hinge angle"),
    "load": N_("Load path"),
    "rep": N_("rep"),
    "lowering": N_("lowering"),
    "lifting": N_("lifting"),
    "bottom": N_("bottom"),
    "top": N_("top"),
    "drawn": N_("Drawn over the film"),
    "go_to": N_("Show in the film:"),
    "choose": N_("Choose the film"),
    "missing": N_(
        "The film is not where it was when this page was made. Choose it, and it plays here; it stays on "
        "this machine."
    ),
    "cannot_play": N_("This browser cannot play this film. The pictures below show each rep."),
    "other_film": N_("This looks like another film: it is of another length or shape."),
    "other_shape": N_("This browser shows the film in another shape than was measured, so nothing is drawn over it."),
    "keyboard": N_(
        "Space plays and pauses, ← → go a frame, with Shift a rep, S is slow motion. Drag along a curve to "
        "move the film."
    ),
}


def player_words() -> dict[str, Any]:
    """The words in the language in force; but for English with its decimal sign and its names of the readings."""
    words: dict[str, Any] = {name: tr(text) for name, text in PLAYER_WORDS.items()}
    if current_language() == ENGLISH:
        return words
    return {**words, "decimal": current_language().decimal, "called": {name: tr(name) for name, _ in READINGS}}
