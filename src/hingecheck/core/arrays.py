"""Type aliases of the arrays that everything computes on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Numbers; the shape is said where one is used. NaN means missing.
Floats = NDArray[np.float64]
#: A picture, rows from the top [shape=(height, width, 3)].
Picture = NDArray[np.uint8]
