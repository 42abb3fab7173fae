"""The interface of what sees a load: from a frame and its lifter to round outlines near the hands; and a fake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from ...core.arrays import Floats
from ...core.types import Frame, Person


class LoadSource(Protocol):
    """Looks for what is held, picture by picture. Use one for each recording, in one thread."""

    def outlines(self, frame: Frame, person: Person) -> Floats:
        """Outlines near the person's hands, the best first; frames come in order of time.

        Returns
        -------
        array [shape=(k, 6)]
            As a row of `LoadShapes.shapes`; empty where there is none.
        """


class FakeLoads:
    """Outlines made up by a script, for tests without pictures.

    Parameters
    ----------
    script : callable
        From a frame and its lifter to outlines [shape=(k, 6)].
    """

    def __init__(self, script: Callable[[Frame, Person], Floats]) -> None:
        self._script = script

    def outlines(self, frame: Frame, person: Person) -> Floats:
        """See `LoadSource.outlines`."""
        return np.asarray(self._script(frame, person), dtype=np.float64).reshape(-1, 6)
