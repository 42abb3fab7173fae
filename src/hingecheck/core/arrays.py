"""Type aliases of the arrays that everything computes on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Numbers; the shape is said where one is used. NaN means missing.
Floats = NDArray[np.float64]
#: Places or turns of a plane, x + iy.
Complexes = NDArray[np.complex128]
#: A picture, rows from the top [shape=(height, width, 3)].
Picture = NDArray[np.uint8]
#: Yes or no for each row or point.
Mask = NDArray[np.bool_]
#: Arrays of single precision, as meshes and training have them.
Singles = NDArray[np.float32]
