"""Round outlines near a lifter's hands: circles once the plates' turn to the camera is taken out, then fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ...core.arrays import Floats, Picture
from ...core.landmarks import SIDES, point
from ...core.load.following import hands_px
from ...core.load_types import SHAPES_KEPT
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .followed_outlines import SMALL_BELOW_LEG, FollowedOutlines
from .leg import Leg, about_hips_px, leg_after
from .outline_fit import RoundOutline, fit_outlines
from .remembered_places import SHOWS, RememberedPlaces

#: A plate stands out along the bar from the middle between the hands by 0.70 m, a leg being 0.85 m.
PLATE_OUT_LEG = 0.83
#: Plates narrower than this share of their height are seen edge on: no outline is looked for.
MIN_WIDTH = 0.42
#: Weight of a new frame in what is kept of the ones before: which way the bar points.
NEW = 0.15
#: The circle finder of OpenCV: steepness of an edge, and its coarseness. On grey levels, black
#: plates before dark trousers show no circle; on their logarithm, evened out over a plate's width, they do, and what
#: is as bright as what is behind it may be of another colour.
EDGE, COARSE = 130.0, 2.0
LEVELS, EVENED_PX, LEAST_COLOUR = 90.0, 20.0, 40.0
#: Circles that are looked at more closely.
MAX_CIRCLES = 6
#: Circles are looked for in the first of so many looks, and where nothing is followed; else what was found goes with
#: the hands and is fitted again.
FIND_EVERY = 3
#: Fitted again where it went on as before, less than this share of an outline shows where it was braked, or something
#: else is there: then it is looked for where the hands went. Of a lab clip's plates those that show less are off by
#: up to 7 cm, the others by 0.3.
SURE = 0.85
#: Two outlines whose middles and sizes differ less than this, shares of the radius, are one.
SAME = 0.08
#: Sizes of a plate to that of a ring on it, the first that shows is taken, of how
#: many rings rims are looked for, and the share of one that must show.
RIMS, MAX_RINGS, MIN_RIM = (1.32, 1.14), 2, 0.75

#: Middle, half width and half height of an outline to fit.
Start = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for, and where: all lengths in leg lengths but the small picture's own."""

    leg_px: float  #: a leg in the small picture
    aside: float  #: what is looked at reaches this far to each side of the hands, up and down
    up: float
    down: float
    radii: tuple[float, float]
    round: float  #: how nearly round a circle must be, 0 … 1
    turned: bool  #: a flat thing, seen as wide as it is turned to the camera


#: A plate of 0.225 m is 25 to 36 pixels then; it hangs from the hands, lower still where it is nearer to the camera.
PLATES = _Search(leg_px=90.0, aside=0.75, up=0.5, down=0.95, radii=(0.13, 0.48), round=0.82, turned=True)
#: A bell of 0.07 to 0.12 m, or the head of a dumbbell: a closer look, at less. Up to 0.175, as large as bells look
#: near the camera, more of them is seen at 45°, but an empty-handed lifter holds a bar.
SMALL = _Search(leg_px=190.0, aside=0.34, up=0.18, down=0.55, radii=(0.045, 0.15), round=0.7, turned=False)


@dataclass(frozen=True, slots=True)
class _Window:
    """The small picture: a part of the frame, its width stretched so that plates are round."""

    search: _Search
    evened: Picture  #: see `_evened` [shape=(height, width, 3)]
    colour: Picture  #: see `_colourful` [shape=(height, width)]
    both: Picture  #: [shape=(height, width, 4)]
    corner_px: Floats  #: of its upper left, in the video's pixels
    per_px: Floats  #: the video's pixels per pixel of it, across and down

    def inside(self, xy_px: Floats) -> Floats:
        return np.asarray((xy_px - self.corner_px) / self.per_px)

    def holds(self, fit: RoundOutline) -> bool:
        low, high = (share * self.search.leg_px for share in self.search.radii)
        return low < fit.half_height_px < high


class RoundOutlines:
    """A `LoadSource` that sees plates, kettlebells and the heads of dumbbells."""

    def __init__(self) -> None:
        self._leg = Leg()
        self._bar: Floats | None = None  #: from the far to the near end: across, and towards the camera
        self._followed, self._remembered = FollowedOutlines(), RememberedPlaces()
        self._hands = np.full(2, np.nan)
        self._looks = self._finds = 0

    def outlines(self, frame: Frame, person: Person) -> Floats:
        """See `LoadSource.outlines`."""
        self._learn(person)
        hands = _hands_px(person)
        if not np.isfinite(hands).all():
            self._followed = FollowedOutlines()
            return self._followed.last
        moved, self._hands = hands - self._hands, hands
        if self._bar is None or self._leg.length_px <= 0:
            return self._followed.last
        followed = self._followed.expected(moved, frame.time_s)
        due = self._looks % FIND_EVERY == 0 or not followed
        searches = (PLATES, SMALL)[self._finds % 2 :][:1] if due else ()
        self._looks, self._finds = self._looks + 1, self._finds + due
        remembered = self._remembered.expected(hands, followed)
        found: list[Floats] = []
        for search in (PLATES, SMALL):
            mine, known = (self._for(search, places) for places in (followed, remembered))
            finds = search in searches or self._followed.seeks(
                *(share * self._leg.length_px for share in search.radii)
            )
            if (mine or known or finds) and (window := self._cut(frame, person, hands, search)) is not None:
                found += _found(window, mine, known, finds=finds)
        self._followed.keep(_best(found), frame.time_s, self._leg.length_px)
        self._remembered.learn(self._followed.last, hands, self._leg.length_px)
        return self._followed.last

    def _for(self, search: _Search, places: list[Floats]) -> list[Floats]:
        """Those of a search's size."""
        return [one for one in places if (one[0, 3] < SMALL_BELOW_LEG * self._leg.length_px) == (search is SMALL)]

    def _cut(self, frame: Frame, person: Person, hands: Floats, search: _Search) -> _Window | None:
        """The small picture for a search; None where it lies outside the frame."""
        assert self._bar is not None
        across, toward = self._bar
        if not search.turned:
            return _cut(frame, hands, self._leg.length_px, 1.0, search)
        middle = about_hips_px(person) if self._leg.lies else hands
        out = np.array([across * PLATE_OUT_LEG * self._leg.length_px, 0.0])
        return _cut(frame, middle + out, self._leg.length_px, float(np.clip(abs(toward), MIN_WIDTH, 1.0)), search)

    def _learn(self, person: Person) -> None:
        """Take the leg and the bar's direction from the next frame."""
        self._leg = leg_after(self._leg, person)
        left, right = (person.world_m[[point(s, j) for j in ("SHOULDER", "HIP")]].mean(axis=0) for s in SIDES)
        line = (left - right)[[0, 2]]
        size = float(np.hypot(*line))
        if np.isfinite(size) and size > 0:
            near = line / size * (-1.0 if line[1] > 0 else 1.0)  # z is away from the camera
            if self._bar is None or float(self._bar @ near) < -0.5:
                self._bar = near
            mixed = (1.0 - NEW) * self._bar + NEW * near
            self._bar = mixed / max(float(np.hypot(*mixed)), 1e-6)


#: Less of a frame than this is not looked at, pixels.
LEAST_PX = 8
#: The mean over a plate's width is taken in a picture so many times smaller: a quarter of the time.
COARSER = 4
#: Width there of a box that evens as a bell of `EVENED_PX` does.
_WIDE = 2 * round(1.73 * EVENED_PX / COARSER) + 1
_LOGARITHM = np.log1p(np.arange(256, dtype=np.float32))


def _hands_px(person: Person) -> Floats:
    """The middle between both hands [shape=(2,)]."""
    return np.asarray(hands_px(person.image_px[None], person.visibility[None])[0])


def _found(window: _Window, followed: Sequence[Floats], remembered: Sequence[Floats], *, finds: bool) -> list[Floats]:
    """Outlines in a window: those that are followed and remembered fitted again, new ones where they are looked for.

    All are fitted at once, those too that are not wanted then: apart, most of the time is Python's.
    """
    first, other, known = (
        [start for places in outlines for start in _starts(window, places[part])]
        for outlines, part in ((followed, slice(1)), (followed, slice(1, None)), (remembered, slice(None)))
    )
    circles = _circles(_grey(window.evened), window.search) + _circles(window.colour, window.search) if finds else []
    fits, others, new, again = _fits(window, first, other, circles, known)
    found = _some(fits)
    if not all(fit.support > SURE for fit in found) or len(found) < len(followed):
        found += _some(others)
    pairs = zip(circles, new, strict=True)
    found += _some([fit for circle, fit in pairs if not any(_is_same(circle, one) for one in found)])
    if finds:
        found += _rims(window, sorted(found, key=_showing)[-MAX_RINGS:])
    found += [fit for fit in _some(again) if fit.support > SHOWS]
    return [_in_video(fit, window) for fit in found]


def _starts(window: _Window, places: Floats) -> list[Start]:
    """Where to fit outlines again that are expected there, as far as that is in the window."""
    high, wide = window.colour.shape
    starts = [(*window.inside(one[:2]), *(one[2:4] / window.per_px)) for one in places]
    return [start for start in starts if 0 < start[0] < wide and 0 < start[1] < high]


def _fits(window: _Window, *groups: Sequence[Start]) -> list[list[RoundOutline | None]]:
    """For each group an outline of the search's size near each start, None where there is none."""
    starts = [start for group in groups for start in group]
    fits = iter(fit_outlines(window.both, np.array(starts)) if starts else [])
    sized = (fit if fit is not None and window.holds(fit) else None for fit in fits)
    return [list(islice(sized, len(group))) for group in groups]


def _some(fits: Sequence[RoundOutline | None]) -> list[RoundOutline]:
    return [fit for fit in fits if fit is not None]


def _cut(frame: Frame, middle: Floats, leg_px: float, width: float, search: _Search) -> _Window | None:
    """The small picture round a place; None where that is outside."""
    scale = np.array(frame.scale)
    aside = search.aside * max(width, 0.6)
    high, wide = frame.rgb.shape[:2]
    low = np.floor((middle - leg_px * np.array([aside, search.up])) / scale).astype(int).clip(0, [wide, high])
    top = np.ceil((middle + leg_px * np.array([aside, search.down])) / scale).astype(int).clip(0, [wide, high])
    if (top - low < LEAST_PX).any():
        return None
    small = np.array([search.leg_px / (leg_px * width), search.leg_px / leg_px]) * scale  # small pixels a picture's
    halved = max(int(np.floor(-np.log2(max(small.max(), LEAST_PX / (top - low).min())))), 0)
    top -= (top - low) % 2**halved
    size = tuple(max(round(v), 8) for v in (top - low) * small)
    resized = _smaller(frame.rgb[low[1] : top[1], low[0] : top[0]], size, halved)
    per_px = (top - low) * scale / size
    evened, colour = _evened(resized), _colourful(resized)
    both = np.asarray(quiet_cv2().merge([evened, colour]))
    return _Window(search, evened, colour, both, low * scale + 0.5 * (per_px - scale), per_px)


def _smaller(picture: Picture, size: tuple[int, ...], halved: int) -> Picture:
    """The mean over what each pixel of a smaller picture covers; halving first takes a quarter of the time."""
    cv2 = quiet_cv2()
    for _ in range(halved):
        high, wide = picture.shape[:2]
        picture = cv2.resize(picture, (wide // 2, high // 2), interpolation=cv2.INTER_AREA)
    high, wide = picture.shape[:2]
    shrinks = min(size[0] / wide, size[1] / high) < 0.7
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR))


def _grey(picture: Picture) -> Picture:
    return np.asarray(quiet_cv2().cvtColor(picture, quiet_cv2().COLOR_RGB2GRAY))


def _evened(picture: Picture) -> Picture:
    """The logarithm of grey levels less its mean over a plate's width, so that dark things show as bright ones do."""
    cv2 = quiet_cv2()
    light = cv2.LUT(picture, _LOGARITHM)
    high, wide = picture.shape[:2]
    coarse = cv2.resize(light, (max(wide // COARSER, 1), max(high // COARSER, 1)), interpolation=cv2.INTER_AREA)
    mean = cv2.resize(cv2.blur(coarse, (_WIDE, _WIDE)), (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.convertScaleAbs(cv2.subtract(light, mean), alpha=LEVELS, beta=128.0))


def _showing(fit: RoundOutline) -> float:
    """How well an outline shows: a large one has more to show."""
    return float(fit.support**2 * np.sqrt(fit.half_height_px))


def _is_same(start: Start, fit: RoundOutline) -> bool:
    """Whether a fit from there would find that outline again."""
    x, y, _, high = start
    return max(abs(x - fit.x_px), abs(y - fit.y_px), abs(high - fit.half_height_px)) < 0.5 * SAME * fit.half_height_px


def _rims(window: _Window, rings: Sequence[RoundOutline]) -> list[RoundOutline]:
    """Larger outlines round the same middles: of a plate's rings the rim is as large as the plate."""
    if not rings:
        return []
    starts = [
        (ring.x_px, ring.y_px, times * ring.half_width_px, times * ring.half_height_px)
        for ring in rings
        for times in RIMS
    ]
    larger = fit_outlines(window.both, np.array(starts))
    rims = []
    for at in range(0, len(starts), len(RIMS)):
        shown = (rim for rim in larger[at : at + len(RIMS)] if rim is not None and rim.support > MIN_RIM)
        rims += [rim for rim in shown if window.holds(rim)][:1]
    return rims


def _colourful(picture: Picture) -> Picture:
    """How far each place is from grey: a blue bell before a wall that is as bright shows in this alone."""
    cv2 = quiet_cv2()
    red, green, blue = cv2.split(picture)
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    colour = cv2.subtract(most, least)
    strongest = cv2.minMaxLoc(cv2.blur(colour, (9, 9)))[1]
    return np.asarray(cv2.convertScaleAbs(colour, alpha=255.0 / max(strongest, LEAST_COLOUR)))


def _circles(grey: Picture, search: _Search) -> list[Start]:
    cv2 = quiet_cv2()
    low, high = (int(share * search.leg_px) for share in search.radii)
    soft = cv2.GaussianBlur(grey, (5, 5), 1.2)
    found = cv2.HoughCircles(
        soft,
        cv2.HOUGH_GRADIENT_ALT,
        COARSE,
        0.05 * search.leg_px,
        param1=EDGE,
        param2=search.round,
        minRadius=low,
        maxRadius=high,
    )
    if found is None:
        return []
    return [(float(x), float(y), float(r), float(r)) for x, y, r in found.reshape(-1, 3)[:MAX_CIRCLES]]


def _in_video(fit: RoundOutline, window: _Window) -> Floats:
    x, y = window.corner_px + np.array([fit.x_px, fit.y_px]) * window.per_px
    across, down = window.per_px
    sigma = fit.sigma_px * float(np.hypot(across, down)) / np.sqrt(2.0)
    return np.array([x, y, fit.half_width_px * across, fit.half_height_px * down, fit.support, sigma])


def _best(found: list[Floats]) -> Floats:
    """The outlines that show best, each once."""
    kept: list[Floats] = []
    for one in sorted(found, key=lambda f: -(f[4] ** 2) * f[3] ** 0.5):
        if all(max(np.hypot(*(one[:2] - k[:2])), abs(one[3] - k[3])) > SAME * k[3] for k in kept):
            kept.append(one)
    return np.array(kept[:SHAPES_KEPT]).reshape(-1, 6)
