"""The words of the page's player, in one place: for the page itself and, as data, for its script."""

from __future__ import annotations

PLAYER_WORDS = {
    "film": "The film",
    "place": "Place in the film",
    "play": "Play",
    "pause": "Pause",
    "back": "One frame back",
    "forward": "One frame on",
    "rep_before": "To the rep before",
    "rep_after": "To the next rep",
    "speed": "Speed",
    "repeat": "Repeat the rep",
    "skeleton": "Skeleton",
    "back_line": "Back line",
    "hinge": "Hinge angle",
    "load": "Load path",
    "rep": "rep",
    "lowering": "lowering",
    "lifting": "lifting",
    "bottom": "bottom",
    "top": "top",
    "drawn": "Drawn over the film",
    "go_to": "Show in the film:",
    "choose": "Choose the film",
    "missing": "The film is not where it was when this page was made. Choose it, and it plays here; it stays on "
    "this machine.",
    "cannot_play": "This browser cannot play this film. The pictures below show each rep.",
    "other_film": "This looks like another film: it is of another length or shape.",
    "other_shape": "This browser shows the film in another shape than was measured, so nothing is drawn over it.",
    "keyboard": "Space plays and pauses, ← → go a frame, with Shift a rep, S is slow motion. Drag along a curve to "
    "move the film.",
}
