"""One network on LiteRT."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Picture
from ....errors import ModelError
from ....quiet import quiet_stderr

Tensor = NDArray[np.float32]


class LiteRTNetwork:
    """A network that takes one picture, and its outputs in the order of the file.

    Parameters
    ----------
    name : str
        For errors.
    content : bytes
        The ``.tflite`` file.
    outputs : tuple of tuple of int
        Shape of each output that it must have.
    threads : int
        Two give the same bytes as one.

    Raises
    ------
    ModelError
        LiteRT cannot load it, or it is another network.
    """

    def __init__(self, name: str, content: bytes, outputs: tuple[tuple[int, ...], ...], threads: int = 1) -> None:
        self._interpreter = _start(name, content, threads)
        taken = self._interpreter.get_input_details()[0]
        self._input, self._values = taken["index"], np.empty(taken["shape"], dtype=np.float32)
        details = self._interpreter.get_output_details()
        shapes = tuple(tuple(int(side) for side in detail["shape"]) for detail in details)
        if shapes != outputs:
            raise ModelError(
                "{name}: another network than the one it should be: its outputs have shapes {shapes}.",
                name=name,
                shapes=shapes,
            )
        self._outputs = [detail["index"] for detail in details]

    def run(self, picture: Picture, *, scale: float, offset: float) -> list[Tensor]:
        """Outputs for a picture whose values enter as value × `scale` + `offset`.

        Copies in and out, a hundredth of a run's time: while anybody has a view into its memory LiteRT refuses to
        run, and a profiler that samples frames, as a cluster's workers do, has the last run's at times.
        """
        np.multiply(picture, np.float32(scale), out=self._values[0])
        if offset:
            np.add(self._values, np.float32(offset), out=self._values)
        self._interpreter.set_tensor(self._input, self._values)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]


def _start(name: str, content: bytes, threads: int) -> Any:
    with quiet_stderr():  # "Created TensorFlow Lite XNNPACK delegate for CPU"
        try:
            from ai_edge_litert.interpreter import Interpreter

            interpreter = Interpreter(model_content=content, num_threads=threads)
            interpreter.allocate_tensors()
        except ImportError as error:
            raise ModelError("LiteRT cannot be loaded ({why}). Reinstall hingecheck.", why=str(error)) from error
        except (RuntimeError, ValueError) as error:
            first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise ModelError(
                "{name}: LiteRT cannot load this network ({why}).", name=name, why=first_line[:200]
            ) from error
    return interpreter
