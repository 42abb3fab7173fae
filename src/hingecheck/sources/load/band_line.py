"""A band that is stood on: a thin stripe of one colour from the fist down towards the foot."""

from __future__ import annotations

import numpy as np

from ...core.landmarks import FOOT, Side, point
from .hand_window import HandWindow

#: It is looked for from below the knuckles to this far below the fist, leg lengths, no nearer to the foot than the
#: shoe is high.
BELOW_LEG, FOOT_LEG = (0.12, 0.42), 0.05
#: Fewest rows of it that tell anything.
MIN_ROWS = 6
#: How far its ends may be from the fist and from the foot's middle to either side, leg lengths.
_AT_FIST, _AT_FOOT = np.arange(-0.06, 0.061, 0.015), np.arange(-0.10, 0.101, 0.02)
#: It differs from what is this far to both sides of it, leg lengths, in the same way and by this, and is of one
#: colour to this.
BESIDE_LEG, STRIPE, ALIKE = 0.035, 22.0, 45.0

#: So many of the stripes that show most are asked for their colour.
BEST = 8

_STEP = 1.0 / 72.0
_BESIDE = round(BESIDE_LEG / _STEP)
#: Ends of every stripe that is tried [shape=(k, 2)].
_TRIED = np.array([(a, b) for a in _AT_FIST for b in _AT_FOOT])
#: Columns of the strip that is read, leg lengths from the line between fist and foot.
_HALF = int(np.ceil(0.11 / _STEP)) + _BESIDE
_ACROSS = np.arange(-_HALF, _HALF + 1) * _STEP


def band_shows(window: HandWindow, side: Side) -> float:
    """How much of a stripe shows below a fist, 0 … 1; NaN where the fist is not above its foot."""
    grip, leg = window.grips[side], window.leg_px
    foot = window.points[[point(side, joint) for joint in FOOT]].mean(axis=0)
    to_foot = (foot - grip) / leg
    down = np.arange(BELOW_LEG[0], min(BELOW_LEG[1], float(to_foot[1]) - FOOT_LEG), _STEP)
    if len(down) < MIN_ROWS:
        return float("nan")
    share = down / to_foot[1]
    across = to_foot[0] * share[:, None] + _ACROSS
    places = np.stack([across, np.broadcast_to(down[:, None], across.shape)], axis=2)
    values, inside = window.fine.read(grip + places * leg)
    if not inside.all():
        return float("nan")
    middle = values[:, _BESIDE:-_BESIDE]
    to_left, to_right = middle - values[:, : -2 * _BESIDE], middle - values[:, 2 * _BESIDE :]
    stripe = np.sqrt(np.clip((to_left * to_right).sum(axis=-1), 0.0, None)) > STRIPE
    offsets = _TRIED[:, :1] + (_TRIED[:, 1:] - _TRIED[:, :1]) * share
    columns = np.rint(offsets / _STEP).astype(int) + middle.shape[1] // 2
    rows = np.arange(len(down))
    shows = stripe[rows, columns]
    best = np.argsort(shows.sum(axis=1))[-BEST:]  # of these the one of one colour
    on_line = middle[rows, columns[best]]
    alike = np.abs(on_line - np.median(on_line, axis=1, keepdims=True)).sum(axis=-1) < ALIKE
    return float((shows[best] & alike).mean(axis=1).max())
