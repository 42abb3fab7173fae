"""Truths and analyses of a made-up clip of two reps, a value every 1/30 s from 0 to 10 s."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from hingecheck.core.types import (
    Analysis,
    Cycle,
    Finding,
    Lift,
    Motion,
    NotAssessable,
    Quality,
    Rep,
    RepFault,
    Series,
    Span,
    Tempo,
    View,
)
from hingecheck.lab.truth import TrueRep, TrueVerdict, Truth

TIME_S = np.arange(301) / 30.0
#: Start, bottom, end: lowering 1 s and lifting 1 s round half a second of pause.
REPS = ((1.0, 2.5, 3.5), (5.0, 6.5, 7.5))
#: Rows inside them: both ends count.
FRAMES = 2 * 76


def true_rep(index: int, start_s: float, bottom_s: float, end_s: float) -> TrueRep:
    return TrueRep(index, start_s, bottom_s, end_s, (start_s, bottom_s - 0.5), (bottom_s, end_s))


@pytest.fixture
def make_truth() -> Callable[..., Truth]:
    def make(series: Mapping[str, Any] | None = None, **changes: Any) -> Truth:
        fields: dict[str, Any] = {
            "name": "clip.mp4",
            "lift": "rdl",
            "working_side": "both",
            "azimuth_deg": 90.0,
            "width_px": 640,
            "height_px": 360,
            "time_s": TIME_S,
            "series": {name: np.broadcast_to(v, 301).astype(float) for name, v in (series or {}).items()},
            "joints": (),
            "joints_px": np.zeros((301, 0, 2)),
            "reps": tuple(true_rep(i, *times) for i, times in enumerate(REPS, 1)),
            "verdicts": (),
            "recipe": {},
        }
        return Truth(**{**fields, **changes})

    return make


def rep(index: int, start_s: float, bottom_s: float, end_s: float, tempo: Tempo) -> Rep:
    first, bottom, last = (round(30 * t) for t in (start_s, bottom_s, end_s))
    cycle = Cycle(bottom, last, Span(first, bottom), Span(bottom, last + 1), complete=True)
    return Rep(index, start_s, bottom_s, end_s, {}, tempo, cycle)


@pytest.fixture
def make_analysis() -> Callable[..., Analysis]:
    """`series` is name → (value, sigma); `reps` are (start, bottom, end)."""

    def make(
        series: Mapping[str, tuple[Any, Any]] | None = None,
        reps: tuple[tuple[float, float, float], ...] = REPS,
        *,
        lift: Lift | None = None,
        azimuth_deg: float = 90.0,
        time_s: Any = TIME_S,
        findings: tuple[Finding, ...] = (),
        not_assessable: tuple[NotAssessable, ...] = (),
        tempo: Tempo | None = None,
    ) -> Analysis:
        n = len(time_s)
        full = {
            name: Series(np.broadcast_to(v, n).astype(float), np.broadcast_to(s, n).astype(float), "deg")
            for name, (v, s) in (series or {}).items()
        }
        motion = Motion(
            time_s=time_s, rate_hz=30.0, image_px=np.zeros((n, 33, 2)), world_m=np.zeros((n, 33, 3)),
            visibility=np.ones((n, 33)), view=View(azimuth_deg, 1.0, "left"), leg_px=200.0, working_side="both",
            face_up=False, measured_side="left", stands_left=np.ones(n, dtype=bool), swapped=np.zeros(n, dtype=bool),
            series=full, by_side={}, missing={},
        )  # fmt: skip
        return Analysis(
            motion=motion,
            lift=lift or Lift("rdl", given=False, confidence=0.9, working_side="both"),
            sets=(),
            reps=tuple(rep(i, *times, tempo or Tempo(1.0, 0.5, 1.0)) for i, times in enumerate(reps, 1)),
            partial_reps=(),
            findings=findings,
            not_assessable=not_assessable,
            good=(),
            advice=(),
            quality=Quality("good", ()),
        )

    return make


def finding(rule: str, **severities: Any) -> Finding:
    """A finding on reps: ``finding("knee-locked", r1="mild")``."""
    by_rep = tuple(RepFault(int(key[1:]), s, 1.0, 0.1, 0.5, 1.0, "", "", "") for key, s in severities.items())
    reps = tuple(fault.rep for fault in by_rep)
    return Finding(rule, by_rep[0].severity, reps, "", 1.0, 0.1, 0.5, "deg", (1.0,) * len(reps), 0.9, "", "", by_rep)


@pytest.fixture
def make_finding() -> Callable[..., Finding]:
    return finding


def verdict(rule: str, rep: int, severity: Any, value: float = 99.0) -> TrueVerdict:
    return TrueVerdict(rule, rep, value, severity)


@pytest.fixture
def make_verdict() -> Callable[..., TrueVerdict]:
    return verdict
