"""Live events as JSON Lines: the contract's names, one object a line."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import Any

from ..core.live.events import Cued, Event, Found, Problem, Ready, RepEnded, SetEnded, SetStarted
from ..languages.speaking import tr_data
from .json_report import finding_dict, rep_dict, to_dict
from .live_words import cue_text


def to_line(event: Event) -> str:
    """One event as one line of strict JSON, without the line's end.

    Times of reps and findings are the set's own; ``set_zero_s`` is where those begin in the session's time.
    """
    name, rest = _parts(event)
    plain = {"event": name, "time_s": round(event.time_s, 3), **rest}
    return json.dumps(plain, allow_nan=False, ensure_ascii=False)


@singledispatch
def _parts(event: Event) -> tuple[str, dict[str, Any]]:
    """Name of an event, and what it carries."""
    raise TypeError(f"no event: {event!r}")


@_parts.register
def _(event: Ready) -> tuple[str, dict[str, Any]]:
    return "ready", {}


@_parts.register
def _(event: SetStarted) -> tuple[str, dict[str, Any]]:
    own = {"set": event.number, "set_zero_s": round(event.zero_s, 3), "start_s": round(event.start_s, 3)}
    return "set_start", own


@_parts.register
def _(event: RepEnded) -> tuple[str, dict[str, Any]]:
    own = {"set": event.number, "set_zero_s": round(event.zero_s, 3), "count": event.count}
    depth = None
    if event.depth is not None:
        off = round(event.depth.off_deg, 4)
        depth = {"value_deg": round(event.depth.value_deg, 4), "off_deg": off, "verdict": event.depth.verdict}
    loss = event.speed_loss
    lost = None if loss is None else {"value": round(loss.value, 4), "sigma": round(loss.sigma, 4)}
    return "rep", {**own, "rep": rep_dict(event.rep), "depth": depth, "speed_loss": lost, "stop": event.stop}


@_parts.register
def _(event: Found) -> tuple[str, dict[str, Any]]:
    own = {"set": event.number, "set_zero_s": round(event.zero_s, 3), "mid_rep": event.mid_rep}
    return "finding", {**own, "finding": finding_dict(event.finding)}


@_parts.register
def _(event: Cued) -> tuple[str, dict[str, Any]]:
    return "cue", {
        "rule": event.cue.rule,
        "kind": event.cue.kind,
        "rep": event.cue.rep,
        "text": tr_data(cue_text(event.cue)),
    }


@_parts.register
def _(event: SetEnded) -> tuple[str, dict[str, Any]]:
    own = {
        "set": event.number,
        "set_zero_s": round(event.zero_s, 3),
        "why": tr_data(event.why),
        "folder": event.folder,
    }
    return "set_end", {**own, "report": to_dict(event.report)}


@_parts.register
def _(event: Problem) -> tuple[str, dict[str, Any]]:
    return "problem", {"text": tr_data(event.text)}
