"""What the background tells of the camera, and the camera as the analysis takes it: still and upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Mask


@dataclass(frozen=True, slots=True)
class Background:
    """What the background of a recording shows of the camera."""

    #: how it moved since the frame before, a row a frame: (x, y) went to (ax - by + tx, bx + ay + ty), pixels of the
    #: video's own picture; NaN where it is not known, as in the first row [shape=(n, 4): a, b, tx, ty]
    steps: Floats
    lines: Floats  #: its straight edges: the frame's row, x and y of both ends [shape=(k, 5)]

    def rows(self, first: int, last: int) -> Background:
        """What some rows that follow each other show; how the camera came to the first of them is not known."""
        steps = self.steps[first:last].copy()
        steps[:1] = np.nan
        rows = self.lines[:, 0]
        lines = self.lines[(rows >= first) & (rows < last)].copy()
        lines[:, 0] -= first
        return Background(steps, lines)


@dataclass(frozen=True, slots=True)
class HeldCamera:
    """The way back from a track as a still and upright camera would have it to each frame's own picture."""

    to_picture: Floats  #: as `Background.steps`, from the still picture's pixels [shape=(n, 4)]
    roll_sigmas_deg: Floats | None = None  #: error of the vertical, None where no picture was turned [shape=(n,)]
    lost: Mask | None = None  #: where the camera moved, and it could not be taken out [shape=(n,)]

    @property
    def roll_sigma_deg(self) -> float:
        """Error of the vertical, the largest."""
        return 0.0 if self.roll_sigmas_deg is None else float(self.roll_sigmas_deg.max(initial=0.0))

    @property
    def place_lost(self) -> bool:
        """Whether the camera moved somewhere, and it could not be taken out."""
        return self.lost is not None and bool(self.lost.any())

    def at(self, time_s: Floats, at_s: Floats) -> HeldCamera:
        """The same at other moments: the way back alone.

        Parameters
        ----------
        time_s : array [shape=(n,)]
            Of the rows as they are.
        at_s : array [shape=(m,)]
        """
        between = [np.interp(at_s, time_s, column) for column in self.to_picture.T]
        return HeldCamera(np.stack(between, axis=1))

    def rows(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> HeldCamera:
        """Some rows, by number or mask."""
        sigmas, lost = self.roll_sigmas_deg, self.lost
        return HeldCamera(
            self.to_picture[rows], None if sigmas is None else sigmas[rows], None if lost is None else lost[rows]
        )

    def in_picture(self, points_px: Floats) -> Floats:
        """Points of each row in that frame's own picture [shape=(n, ..., 2)]."""
        shape = (-1,) + (1,) * (points_px.ndim - 2)
        turn = (self.to_picture[:, 0] + 1j * self.to_picture[:, 1]).reshape(shape)
        shift = (self.to_picture[:, 2] + 1j * self.to_picture[:, 3]).reshape(shape)
        there = turn * (points_px[..., 0] + 1j * points_px[..., 1]) + shift
        return np.stack([there.real, there.imag], axis=-1)
