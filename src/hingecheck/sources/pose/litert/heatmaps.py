"""Landmarks moved to where their heatmaps have their weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Floats

#: Cells looked at around the landmark, to each side.
REACH = 3
#: A heatmap that nowhere near the landmark reaches this likelihood has no say.
MIN_LIKELIHOOD = 0.5


def refine_by_heatmap(places: Floats, logits: NDArray[np.float32]) -> Floats:
    """Move each landmark to the mean of its heatmap around it.

    Parameters
    ----------
    places : array [shape=(n, 2)]
        x and y as shares of the heatmap's sides.
    logits : array [shape=(rows, columns, m)]
        A heatmap a landmark, m ≥ n.

    Returns
    -------
    array [shape=(n, 2)]
        Weighted means in windows of 7 × 7 cells, cut at the heatmap's edges. The place stays where it was if it lies
        beyond the edge, or where the heatmap is nowhere sure.
    """
    size = np.array([logits.shape[1], logits.shape[0]])
    cell = (places * size).astype(np.intp)
    around = cell[:, :, None] + np.arange(-REACH, REACH + 1)  # [landmark, xy, cell of the window]
    inside = (around >= 0) & (around < size[:, None])
    column, row = np.moveaxis(np.clip(around, 0, size[:, None] - 1), 1, 0)
    weights = logits[row[:, :, None], column[:, None, :], np.arange(len(places))[:, None, None]].astype(np.float64)
    weights = 1 / (1 + np.exp(-weights)) * (inside[:, 1, :, None] & inside[:, 0, None, :])
    total = weights.sum(axis=(1, 2))
    # Below the lower edge a window may still reach in: MediaPipe lets it.
    sure = (cell >= 0).all(axis=1) & (cell[:, 0] < size[0]) & (weights.max(axis=(1, 2)) >= MIN_LIKELIHOOD)
    mean = np.stack([(weights.sum(axis=1) * column).sum(axis=1), (weights.sum(axis=2) * row).sum(axis=1)], axis=1)
    return np.where(sure[:, None], mean / np.maximum(total, 1e-12)[:, None] / size, places)
