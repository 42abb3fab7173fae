"""The vertical where the lifter is in the picture: from edges of the background and her own balance, with an error.

Upright edges of a room lean in the picture by the camera's roll, and, where it looks up or down, by more the further
they stand from the middle: a straight line is fitted to lean over place, and read where the lifter is. Level edges
that lead away lean by more the further they lie above or below the camera: theirs is read at the camera's own height,
where they lean by the roll alone. A lifter who stands still has her middle over her feet, or she would fall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..types import PoseTrack
from .upright import MIN_STRETCHED, stretched_shares

#: A camera is held or propped up about level: how far it is off, one standard deviation, degrees.
USUAL_ROLL_DEG = 12.0
#: Upright edges at the picture's side lean by this more than in the middle, one standard deviation, degrees: what
#: looking up or down by 10° does.
USUAL_SPLAY_DEG = 5.0
#: Level edges that lead away lean by this more at place 1 below the camera's own height, one standard deviation,
#: degrees. So read, 92 % of 365 clips of the lab are right within two of the errors said; taken to lean by the roll
#: alone, 40 % were.
USUAL_LEADING_DEG = 25.0
#: The camera's own height lies so far from the picture's middle, halves of its longer side: looking down by 10°.
HORIZON = 0.25
#: How lean may go with the place, tried first, in what is usual.
SLOPES = (-1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2, 1.6)
#: Edges count as upright or level where they lean by less than this, degrees.
WIDEST_LEAN_DEG = 30.0
#: Error of one edge's lean, degrees; edges of one thing are not independent, so many count as few.
EDGE_SIGMA_DEG, MAX_INDEPENDENT = 2.0, 8.0
#: An edge whose lean lies further than this from the fit belongs to something else, degrees.
OUTLYING_DEG = 3.0
#: Share of the edges' length that must agree, and their length in picture heights.
MIN_AGREEING, MIN_LENGTH = 0.3, 0.5
#: How far the middle of one who stands lies from over her feet, seen from the feet, one standard deviation, degrees.
STANDING_SIGMA_DEG = 4.0
#: A lifter stands where hips and shoulders are this near to their highest, in leg lengths.
TALL_LEG = 0.06
#: Shoulders are higher above the feet than this where somebody stands, in leg lengths.
STANDS_FROM_LEG = 1.3
#: Fewest frames of standing.
MIN_STANDING = 5
#: A foot this far above the other, in leg lengths, carries nothing.
LIFTED_LEG = 0.08
#: A turn that would have her fall by more than so many of those is none: edges of a room seen cornerwise, its floor
#: and ceiling among them, agreed on 18 ± 1.3° of a level picture in which she stood at 0.
FALLS_SIGMAS = 3.0
#: Estimates agree within so many of their errors, none of which is taken as less than this, degrees.
AGREE_SIGMAS, MIN_SIGMA_DEG = 1.5, 1.0
#: A pair of estimates that makes the picture less turned by more than this is believed, degrees.
APART_DEG = 3.0
#: A witness that is known this well, degrees, says that the picture leans where it reads more than so much, and more
#: than so many of its errors. Level pictures seem to lean so in 7 of 365 clips of the lab and in one of 44 real ones,
#: which moves; those turned by 12° in 26 of the 50 of the lab, of 183, that are not taken for turned.
TELLS_DEG, LEANS_DEG, LEANS_SIGMAS = 5.0, 5.0, 2.5
#: … and one that is alone more than this: of thrusts in level pictures lone upright edges say up to 9°.
ALONE_DEG = 10.0


@dataclass(frozen=True, slots=True)
class Roll:
    """How far the vertical leans in the picture, where the lifter is: the camera's turn about its line of sight."""

    roll_deg: float  #: positive: the picture's content leans clockwise
    sigma_deg: float


class Witnesses(NamedTuple):
    """What tells of the lean of the vertical at the lifter, each by itself; None where it tells nothing."""

    upright: Roll | None = None  #: upright edges
    level: Roll | None = None  #: level edges
    standing: Roll | None = None  #: her balance


def roll_witnesses(lines: Floats, track: PoseTrack, leg_px: float) -> Witnesses:
    """The lean of the vertical at the lifter as upright edges, level edges and her balance tell it.

    Parameters
    ----------
    lines : array [shape=(n, 4)]
        Straight segments of the background: x and y of both ends, pixels.
    track : PoseTrack
        Raw, in the same pixels.
    leg_px : float
        Thigh + shank in the picture.
    """
    size = track.width_px, track.height_px
    upright = _fit(lines, *size, turn_deg=0.0, slope_deg=USUAL_SPLAY_DEG)
    level = _fit(lines, *size, turn_deg=90.0, slope_deg=USUAL_LEADING_DEG)
    at = _lifters_place(track)
    splay = upright or _Lean(0.0, 0.0, np.diag([0.0, USUAL_SPLAY_DEG**2]))
    return Witnesses(
        upright=None if upright is None else upright.at(at),
        level=None if level is None else splay.moved(level.at(0.0, HORIZON), at),
        standing=roll_from_standing(track, leg_px),
    )


@dataclass(frozen=True, slots=True)
class _Lean:
    """Lean of edges over their place, -1 … 1 on the picture's longer side: upright ones across, level ones down."""

    middle_deg: float
    slope_deg: float  #: by how much more they lean at place 1
    covariance: Floats  #: of both [shape=(2, 2)]

    def at(self, place: float, place_sigma: float = 0.0) -> Roll:
        """The lean at a place, which is known so well."""
        way = np.array([1.0, place])
        slope_deg = np.hypot(self.slope_deg, np.sqrt(self.covariance[1, 1]))
        sigma_deg = np.hypot(np.sqrt(way @ self.covariance @ way), place_sigma * slope_deg)
        return Roll(self.middle_deg + self.slope_deg * place, float(sigma_deg))

    def moved(self, middle: Roll, place: float) -> Roll:
        """What leans by `middle` in the picture's middle leans by this at a place."""
        sigma_deg = float(np.hypot(middle.sigma_deg, place * np.sqrt(self.covariance[1, 1])))
        return Roll(middle.roll_deg + self.slope_deg * place, sigma_deg)


def _lifters_place(track: PoseTrack) -> float:
    """Where the lifter is across the picture: 0 in its middle, 1 half the longer side to the right."""
    hips = track.image_px[:, both("HIP"), 0]
    seen = hips[np.isfinite(hips)]
    half_px = max(track.width_px, track.height_px) / 2
    return (float(np.median(seen)) - track.width_px / 2) / half_px if len(seen) else 0.0


def _fit(lines: Floats, width_px: int, height_px: int, *, turn_deg: float, slope_deg: float) -> _Lean | None:
    """Lean of the edges near `turn_deg` over their place; None where too few agree."""
    if not len(lines):
        return None
    step = lines[:, 2:] - lines[:, :2]
    length = np.hypot(step[:, 0], step[:, 1])
    lean = np.degrees(np.arctan2(step[:, 0], -step[:, 1])) - turn_deg
    lean = (lean + 90.0) % 180.0 - 90.0
    middles = ((lines[:, :2] + lines[:, 2:]) - (width_px, height_px)) / max(width_px, height_px)
    place = middles[:, 1 if turn_deg else 0]
    near = np.abs(lean) < WIDEST_LEAN_DEG
    if length[near].sum() < MIN_LENGTH * height_px:
        return None
    lean, place, weight = lean[near], place[near], length[near]
    prior = np.diag([1.0 / USUAL_ROLL_DEG**2, 1.0 / slope_deg**2])
    fit = _Lean(*_densest(lean, place, weight, slope_deg), np.linalg.inv(prior))
    for _ in range(8):
        inside = np.abs(lean - fit.middle_deg - fit.slope_deg * place) < OUTLYING_DEG
        if weight[inside].sum() < MIN_AGREEING * weight.sum():
            return None
        share = weight[inside] / weight[inside].sum()
        independent = min(1.0 / float((share**2).sum()), MAX_INDEPENDENT)
        precision = share * independent / EDGE_SIGMA_DEG**2
        design = np.stack([np.ones(inside.sum()), place[inside]], axis=1)
        inverse = np.linalg.inv(design.T @ (design * precision[:, None]) + prior)
        middle_deg, more_deg = (inverse @ (design.T @ (precision * lean[inside]))).tolist()
        fit = _Lean(middle_deg, more_deg, inverse)
    return fit


def _densest(lean: Floats, place: Floats, weight: Floats, slope_deg: float) -> tuple[float, float]:
    """The lean in the middle, and how it goes with the place, round which most length lies."""
    grid = np.arange(-WIDEST_LEAN_DEG, WIDEST_LEAN_DEG + 0.1, 0.5)
    best, found = -1.0, (0.0, 0.0)
    for sigmas in SLOPES:
        off = lean - sigmas * slope_deg * place - grid[:, None]
        density = (weight * np.exp(-0.5 * (off / 1.5) ** 2)).sum(axis=1)
        density *= np.exp(-0.05 * ((grid / USUAL_ROLL_DEG) ** 2 + sigmas**2))
        if density.max() > best:
            best, found = float(density.max()), (float(grid[int(density.argmax())]), sigmas * slope_deg)
    return found


def roll_from_standing(track: PoseTrack, leg_px: float) -> Roll | None:
    """Roll from a lifter who stands tall: her middle is over the feet that carry. None where she never stands.

    Which foot is the lower one, and where she is tallest, shows in an upright picture: one that seems to be turned is
    turned back and looked at again. Of 161 clips of the lab turned by 20°, 41 were read more than 6° off without, and
    24 with it.
    """
    lean_deg = _standing_lean_deg(track.image_px, leg_px)
    if lean_deg is not None and abs(lean_deg) > STANDING_SIGMA_DEG:
        turn = np.exp(-1j * np.radians(lean_deg))
        here = turn * (track.image_px[..., 0] + 1j * track.image_px[..., 1])
        more_deg = _standing_lean_deg(np.stack([here.real, here.imag], axis=-1), leg_px)
        lean_deg = None if more_deg is None else lean_deg + more_deg
    return None if lean_deg is None else Roll(lean_deg, STANDING_SIGMA_DEG)


def _standing_lean_deg(image_px: Floats, leg_px: float) -> float | None:
    """How far she leans from the feet that carry, where she stands tall; None where she never does."""
    sides = {name: image_px[:, both(name)] for name in ("SHOULDER", "HIP", "ANKLE", "HEEL", "FOOT_INDEX")}
    shoulder, hip = (sides[name].mean(axis=1) for name in ("SHOULDER", "HIP"))
    foot = _carrying(0.5 * (sides["HEEL"] + sides["FOOT_INDEX"]), sides["ANKLE"], leg_px)
    tall = foot[:, 1] - shoulder[:, 1]
    known = np.isfinite(tall)
    if leg_px <= 0 or known.sum() < MIN_STANDING:
        return None
    highest = float(np.percentile(tall[known], 95))
    if highest < STANDS_FROM_LEG * leg_px:
        return None
    still = known & (tall > highest - TALL_LEG * leg_px) & (stretched_shares(image_px).max(axis=0) >= MIN_STRETCHED)
    # half of the mass lies above the hips, half below: the body's middle is a little above them
    up = (0.6 * hip + 0.4 * shoulder - foot)[still]
    lean = np.degrees(np.arctan2(up[:, 0], -up[:, 1]))
    lean = lean[np.isfinite(lean)]
    return None if len(lean) < MIN_STANDING else float(np.median(lean))


def _carrying(foot: Floats, ankle: Floats, leg_px: float) -> Floats:
    """The foot that carries, or the middle of both where both do [shape=(n, 2)]."""
    lower = np.argmax(ankle[..., 1], axis=1)
    one = np.take_along_axis(foot, lower[:, None, None], axis=1)[:, 0]
    lifted = np.abs(ankle[:, 0, 1] - ankle[:, 1, 1]) > LIFTED_LEG * leg_px
    return np.where(lifted[:, None], one, foot.mean(axis=1))


def agreed(upright: Roll | None, level: Roll | None, standing: Roll | None) -> Roll | None:
    """What two witnesses say together; None where no two agree.

    Where one that says that the picture is less turned is contradicted by what two others say, a pair by a surer pair
    or edges by a pair without them, the former is believed.
    """
    pairs = [_together(upright, level)]
    for edges, others in ((upright, level), (level, upright)):
        pair = _together(others, standing)
        pairs.append(None if pair and edges and _less_turned(edges, pair) else pair)
    sure = sorted((pair for pair in pairs if pair and not _falls(pair, standing)), key=lambda pair: pair.sigma_deg)
    if not sure:
        return None
    best = sure[0]
    for other in sure[1:]:
        if _less_turned(other, best):
            best = other
    return best


def _less_turned(one: Roll, than: Roll) -> bool:
    """Whether one estimate says that the picture is less turned than another does, and they disagree."""
    return abs(one.roll_deg) < abs(than.roll_deg) - APART_DEG and _together(one, than) is None


def unsettled_deg(witnesses: Witnesses, together: Roll | None) -> float:
    """How far the picture leans at the least where by how much it does is not settled; 0 where it seems to be level.

    It leans where two witnesses together say so, and not so surely that it is turned. Where no two that tell agree,
    or there is but one, it leans where every witness that tells says that it does.

    Parameters
    ----------
    witnesses : Witnesses
    together : Roll or None
        What two of them agree on.
    """
    telling = [w for w in witnesses if w is not None and w.sigma_deg < TELLS_DEG]
    least_deg = ALONE_DEG if len(telling) == 1 else LEANS_DEG
    if together is not None and together.sigma_deg < TELLS_DEG:
        telling, least_deg = [together], LEANS_DEG
    level = any(abs(w.roll_deg) <= max(least_deg, LEANS_SIGMAS * w.sigma_deg) for w in telling)
    return 0.0 if level or not telling else min(abs(w.roll_deg) for w in telling)


def _falls(turned: Roll, standing: Roll | None) -> bool:
    """Whether she could not stand so in a picture that is so turned."""
    return standing is not None and abs(turned.roll_deg - standing.roll_deg) > FALLS_SIGMAS * standing.sigma_deg


def _together(one: Roll | None, two: Roll | None) -> Roll | None:
    """Both estimates as one; None where one is missing or they disagree."""
    if one is None or two is None:
        return None
    a, b = (Roll(r.roll_deg, max(r.sigma_deg, MIN_SIGMA_DEG)) for r in (one, two))
    agree = abs(a.roll_deg - b.roll_deg) < AGREE_SIGMAS * float(np.hypot(a.sigma_deg, b.sigma_deg))
    return combine(a, b) if agree else None


def combine(one: Roll, two: Roll) -> Roll:
    """Both estimates together, each as heavy as it is sure; at least half their distance wide.

    Half of that let a room's edges at 6.3 ± 1.6° turn the picture of a level camera, of whose lifter her balance said
    0.6 ± 4°: her trunk was 4.4° from the side camera's, and 2.3° with the picture as it is.
    """
    a, b = one.sigma_deg**-2, two.sigma_deg**-2
    middle = (a * one.roll_deg + b * two.roll_deg) / (a + b)
    half_apart = abs(one.roll_deg - two.roll_deg) / 2
    return Roll(float(middle), float(max((a + b) ** -0.5, half_apart)))
