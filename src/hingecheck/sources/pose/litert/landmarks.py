"""The body in a region: BlazePose's landmark network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Floats, Picture
from ....core.landmarks import COUNT
from .heatmaps import refine_by_heatmap
from .interpreter import LiteRTNetwork
from .regions import Region, crop, region_of

#: Side of the network's input and of its mask, pixels.
LANDMARKS_PX = 256
#: Points the network knows: the body's 33, the middle of the hips, the rim of the circle round the body, and four
#: that nobody uses.
POINTS = 39
HIPS, RIM = COUNT, COUNT + 1
#: A region in which the network sees a person with less than this likelihood holds nobody.
MIN_PRESENCE = 0.5
#: Shapes of the outputs: points, presence, mask, heatmaps, points in the world.
MASK = (1, LANDMARKS_PX, LANDMARKS_PX, 1)
OUTPUTS = ((1, 5 * POINTS), (1, 1), MASK, (1, 64, 64, POINTS), (1, 3 * POINTS))
UNMASKED_OUTPUTS = tuple(shape for shape in OUTPUTS if shape != MASK)


class Look(NamedTuple):
    """Where a body is to be read."""

    rgb: Picture
    region: Region
    masked: bool  #: its mask is wanted too


@dataclass(frozen=True, slots=True)
class SeenBody:
    """What the network sees in one region."""

    image_px: Floats  #: landmarks in the picture [shape=(33, 2)]
    visibility: Floats  #: 0 hidden … 1 seen [shape=(33,)]
    world_m: Floats  #: from the middle of the hips, x right, y down, z away from the camera [shape=(33, 3)]
    #: logits of "this is body" over the region [shape=(256, 256)]; None where it was not asked for
    mask: NDArray[np.float32] | None
    region: Region  #: where it was seen
    next_region: Region  #: where to look in the next frame


#: Finds people in a square of a picture, the surest first.
Detect = Callable[[Picture, Region], list[Region]]
#: Reads bodies in pictures, each in its region, in any order or at once; answers come in the order of the questions.
Read = Callable[[Sequence[Look]], "list[SeenBody | None]"]


class LandmarkNetwork:
    """Reads the body in a region of the picture.

    Parameters
    ----------
    masked : LiteRTNetwork
        With all of `OUTPUTS`.
    unmasked : LiteRTNetwork
        The same without the mask: cheaper by a quarter.
    """

    def __init__(self, masked: LiteRTNetwork, unmasked: LiteRTNetwork) -> None:
        self._masked, self._unmasked = masked, unmasked

    def read(self, look: Look) -> SeenBody | None:
        """The body in a region; None where there is none, or its hips are beyond the picture's left or right edge.

        So they were in no frame of 46 real clips and 63 odd ones, but where no body was: beside who leaves the
        picture, the network reads on in what is beyond its edge. Who stands too near has hips below it.
        """
        region = look.region
        picture = crop(look.rgb, region, LANDMARKS_PX, replicate=True)
        mask: NDArray[np.float32] | None = None
        if look.masked:
            points, presence, masks, heatmaps, world = self._masked.run(picture, scale=1 / 255, offset=0.0)
            mask = masks[0, :, :, 0]
        else:
            points, presence, heatmaps, world = self._unmasked.run(picture, scale=1 / 255, offset=0.0)
        if not presence[0, 0] > MIN_PRESENCE:
            return None
        values = points[0].reshape(POINTS, 5)[: RIM + 1].astype(np.float64)
        image_px = region.to_picture(refine_by_heatmap(values[:, :2] / LANDMARKS_PX, heatmaps[0]))
        if not 0.0 <= image_px[HIPS, 0] <= look.rgb.shape[1]:
            return None
        world_m = world[0].reshape(POINTS, 3)[:COUNT].astype(np.float64)
        world_m[:, :2] = world_m[:, :2] @ region.axes.T
        return SeenBody(
            image_px=image_px[:COUNT],
            visibility=1 / (1 + np.exp(-values[:COUNT, 3])),
            world_m=world_m,
            mask=mask,
            region=region,
            next_region=region_of(image_px[HIPS], image_px[RIM]),
        )
