"""Numbers of saved poses as whole numbers of the smallest type that holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats


def whole_numbers(blocks: Iterable[Floats]) -> NDArray[Any]:
    """Rows as whole numbers of the smallest type that holds them; its lowest value stands for NaN."""
    parts = [_whole_block(block) for block in blocks]
    widest = max((part.dtype for part in parts), key=lambda kind: kind.itemsize)
    return np.concatenate([_widened(part, widest) for part in parts])


def _whole_block(values: Floats) -> NDArray[Any]:
    rounded = np.round(values)
    largest = np.abs(rounded, where=np.isfinite(rounded), out=np.zeros_like(rounded)).max(initial=0)
    kind = np.int16 if largest <= np.iinfo(np.int16).max else np.int32
    limits = np.iinfo(kind)
    return np.where(np.isfinite(rounded), rounded.clip(-limits.max, limits.max), limits.min).astype(kind)


def _widened(whole: NDArray[Any], kind: np.dtype[Any]) -> NDArray[Any]:
    if whole.dtype == kind:
        return whole
    missing = whole == np.iinfo(whole.dtype).min
    return np.where(missing, np.iinfo(kind).min, whole).astype(kind)


def numbers(whole: NDArray[Any]) -> Floats:
    """The numbers again, NaN where the lowest value stands."""
    return np.where(whole == np.iinfo(whole.dtype).min, np.nan, whole)
