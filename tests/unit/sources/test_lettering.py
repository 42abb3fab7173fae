"""Letters laid on a picture."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.drawing.lettering import INK, WHITE, write


@pytest.mark.parametrize("level", [0, 7, 128, 254, 255])
def test_letters_are_white_with_a_dark_rim_and_leave_the_rest_as_it_was(level: int) -> None:
    picture = np.full((160, 500, 3), level, np.uint8)
    write(picture, "128°", (40, 110), 60.0)
    colours = {tuple(int(part) for part in colour) for colour in picture.reshape(-1, 3)}
    assert {WHITE, INK, (level,) * 3} <= colours
    corner = picture[58:62, 30:34]  # inside the stamp, beside the letters
    assert (corner == level).all()
    # no sum runs over and turns dark: what is blended lies between rim and letter or ground
    assert picture.min() >= min(level, *INK) - 1
