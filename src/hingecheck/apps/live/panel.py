"""From a live state to the texts beside the picture: cue, advice, counts, phase."""

from __future__ import annotations

from ...drawing.live_frame import LivePanel
from ...languages.speaking import tr
from ...reports.live_words import ADVICE, HELP, PHASES, READY, cue_words
from .state import State


def panel_of(state: State, *, mirrored: bool, with_help: bool, paused: bool) -> LivePanel:
    """Everything to draw over a frame."""
    headline, kind = _headline(state, paused=paused)
    moment = state.moment
    return LivePanel(
        person=state.lifter,
        near=state.near,
        hinge_deg=None if state.lifter is None else state.hinge_deg,
        phase="" if moment is None or state.lifter is None else tr(PHASES[moment.phase]),
        reps=state.reps,
        title=tr("set {n}", n=state.set_number),
        headline=headline,
        kind=kind,
        help=tuple(tr(line) for line in HELP) if with_help else (),
        mirrored=mirrored,
    )


def _headline(state: State, *, paused: bool) -> tuple[str, str]:
    """The one thing said, and what kind of thing it is."""
    if paused:
        return tr("Paused: space goes on"), "note"
    if state.cue is not None:
        return cue_words(state.cue), state.cue.kind
    if state.advice is not None:
        return tr(ADVICE[state.advice]), "advice"
    lifts = state.moment is not None and (state.moment.moves or state.moment.phase == "bottom")
    if not state.running and state.ready and not lifts:
        return tr(READY), "ready"
    return "", "note"
