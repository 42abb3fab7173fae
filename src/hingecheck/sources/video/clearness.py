"""Pictures that show far less detail than a recording's others: out of focus for a moment, or still in the dark.

What is read from them is not believed: legs were exchanged in a blur, and a bent lifter stood upright in the dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ...core.arrays import Floats, Mask, Picture
from ...core.phrases import N_, Phrase
from ...core.tracking.trails import largest_of
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .shrinking import cut_out, shrink

#: Pictures are looked at this small, on the long side, round the largest person with so much room, pixels of it.
LONGEST_PX, ROOM_PX = 320, 6
#: A picture is unclear where its detail round the lifter is below this share of the scene's middle picture: 0.52 and
#: more in 46 real clips and in films shaken, zoomed and sped up; 0.13 to 0.24 where two films were out of focus, and
#: less than this in the first half second of a fade from black, in which she was read wrong.
UNCLEAR = 0.3
#: A scene with fewer pictures of people has no middle one …
MIN_FRAMES = 12
#: … and unclear ones below this share of those that show people are not worth a line.
WORTH_SAYING = 0.02

BLURRED = N_(
    "in {share:.0%} of the frames the picture is far less clear than in the others, out of focus or dark: left out"
)


def detail_round(frame: Frame, people: Sequence[Person]) -> float:
    """How much each pixel round the largest person differs from its neighbours, in the mean; NaN where none shows."""
    person = largest_of(people)
    if person is None:
        return float("nan")
    cv2 = quiet_cv2()
    over = max(max(frame.rgb.shape[:2]) / LONGEST_PX, 1.0)
    points, room = person.image_px / np.array(frame.scale), ROOM_PX * over
    cut = cut_out(frame.rgb, points.min(axis=0) - room, np.ceil(points.max(axis=0)) + room)
    if min(cut.shape[:2]) < 3.0 * over:
        return float("nan")
    small, _ = shrink(cut, round(max(cut.shape[:2]) / over))
    gray: Picture = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2GRAY)
    return float(np.abs(cv2.Laplacian(gray, cv2.CV_16S)).mean())


def unclear_frames(detail: Floats, cuts: Sequence[int]) -> Mask:
    """Which of a recording's frames are unclear [shape=(n,)].

    Parameters
    ----------
    detail : array [shape=(n,)]
        `detail_round` of each.
    cuts : sequence of int
        Rows from which on another scene is shown, in order.
    """
    out = np.zeros(len(detail), dtype=bool)
    for first, last in pairwise([0, *cuts, len(detail)]):
        scene = detail[first:last]
        known = scene[np.isfinite(scene)]
        if len(known) >= MIN_FRAMES:
            out[first:last] = np.nan_to_num(scene, nan=np.inf) < UNCLEAR * float(np.median(known))
    return out


def clearness_problems(detail: Floats, unclear: Mask) -> tuple[str, ...]:
    """What to say of the unclear ones."""
    share = float(unclear.sum()) / max(int(np.isfinite(detail).sum()), 1)
    return (Phrase(BLURRED, share=share),) if share >= WORTH_SAYING else ()
