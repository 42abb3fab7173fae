"""Angles and lengths of body segments, vectorised over frames.

Every angle is taken in the lifter's **sagittal plane**, spanned by *forward* (where the toes point) and
*up* (against gravity). A point in that plane is a pair ``(forward, up)``.
"""

from __future__ import annotations

import numpy as np

from .arrays import Floats


def inclination_deg(lower: Floats, upper: Floats) -> Floats:
    """Angle of the line from `lower` to `upper` from the vertical.

    Parameters
    ----------
    lower, upper : array [shape=(..., 2)]
        Points as (forward, up), in any one unit.

    Returns
    -------
    array [shape=(...)]
        Degrees in (-180, 180]: 0 = upright, positive = the upper end leans forward, 90 = level.

    Examples
    --------
    >>> import numpy as np
    >>> float(inclination_deg(np.array([0.0, 0.0]), np.array([1.0, 1.0])).round(6))
    45.0
    """
    delta = upper - lower
    return np.asarray(np.degrees(np.arctan2(delta[..., 0], delta[..., 1])))


def wrap_deg(angle_deg: Floats, low_deg: float = -180.0) -> Floats:
    """Bring angles into ``[low_deg, low_deg + 360)``.

    >>> import numpy as np
    >>> wrap_deg(np.array([190.0, -190.0]))
    array([-170.,  170.])
    """
    return np.mod(angle_deg - low_deg, 360.0) + low_deg


def length(a: Floats, b: Floats) -> Floats:
    """Distance between points of shape ``(..., k)``."""
    return np.asarray(np.linalg.norm(a - b, axis=-1))


def between_deg(one: Floats, other: Floats) -> Floats:
    """Angle between vectors of shape ``(..., k)``, 0 to 180; 90 where one has no length.

    >>> import numpy as np
    >>> between_deg(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 2.0], [-1.0, 0.0]])).tolist()
    [90.0, 180.0]
    """
    sizes = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    cosine = (one * other).sum(axis=-1) / np.maximum(sizes, 1e-9)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def turned_away_deg(seen: Floats, whole: float) -> Floats:
    """Angle out of the picture by which something of a known length looks so long; 0 where it looks no shorter.

    >>> import numpy as np
    >>> turned_away_deg(np.array([0.25, 0.5, 0.6]), 0.5).round(6).tolist()
    [60.0, 0.0, 0.0]
    """
    return np.asarray(np.degrees(np.arccos(np.clip(seen / whole, 0.0, 1.0))))


def circular_mean_deg(angles_deg: Floats, weights: Floats | None = None) -> float:
    """Mean direction of angles in degrees; NaN where none is finite.

    >>> round(circular_mean_deg(np.array([170.0, -170.0])), 6)
    180.0
    """
    ok = np.isfinite(angles_deg)
    if not ok.any():
        return float("nan")
    w = np.ones_like(angles_deg) if weights is None else weights
    rad = np.radians(angles_deg[ok])
    return float(np.degrees(np.arctan2(np.sum(w[ok] * np.sin(rad)), np.sum(w[ok] * np.cos(rad)))))
