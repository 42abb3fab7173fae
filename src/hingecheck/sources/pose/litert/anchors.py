"""Where the detector's answers are anchored: the cells of its three grids."""

from __future__ import annotations

from functools import cache

import numpy as np

from ....core.arrays import Floats

#: Side of the detector's input, pixels.
DETECTOR_PX = 224
#: Cell size of each grid in input pixels, and how many answers a cell gives. The network has five layers, of strides
#: 8, 16, 32, 32, 32, with two answers each; layers of one stride share their cells.
GRIDS = ((8, 2), (16, 2), (32, 6))


@cache
def anchor_centres() -> Floats:
    """Centre of each answer's cell, x and y as shares of the input's side, row by row [shape=(2254, 2)]."""
    return np.concatenate([_grid(DETECTOR_PX // stride, answers) for stride, answers in GRIDS])


def _grid(cells: int, answers: int) -> Floats:
    centres = (np.arange(cells) + 0.5) / cells
    y, x = np.meshgrid(centres, centres, indexing="ij")
    return np.asarray(np.stack([x.ravel(), y.ravel()], axis=1).repeat(answers, axis=0))
