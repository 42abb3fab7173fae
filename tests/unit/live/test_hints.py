"""What is shown of a lifter who is gone, and of a picture told to be level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hingecheck.apps.live.panel import panel_of
from hingecheck.apps.live.state import State
from hingecheck.core.live.causal import Moment
from hingecheck.core.tracking.quality import _camera_problems
from hingecheck.core.types import CameraReport, Frame
from stick_figure import TALL, figure, glide, people_of

from .conftest import GREY

LIFTER = people_of(figure(glide(TALL, (0.1, TALL))))[0]


def test_no_phase_is_shown_of_who_is_gone() -> None:
    moment = Moment(1.0, 40.0, -50.0, 80.0, "lifting", 0.5)
    state = State(Frame(0, 0.0, GREY), LIFTER, "left", moment, 40.0, 3, 1, True, None, None, True)
    shown, gone = (
        panel_of(one, mirrored=False, with_help=False, paused=False) for one in (state, replace(state, lifter=None))
    )
    assert shown.phase == "up"
    assert gone.phase == ""


@pytest.mark.parametrize(("roll_deg", "lines"), [(0.0, 0), (0.4, 0), (7.0, 1)])
def test_a_picture_told_to_be_level_does_not_lean(roll_deg: float, lines: int) -> None:
    assert len(_camera_problems(CameraReport(roll_deg=roll_deg, roll_sigma_deg=0.0, turned=True))) == lines
