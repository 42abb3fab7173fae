"""How to film the next set where rules could not be judged: one or two lines for the set, not one a rule.

The distance is that of a pinhole camera that holds the lifter with a tenth of room on every side: half of what it
must hold over the tangent of half its field of view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians, tan

from ..lifts import row_of
from ..phrases import N_, Phrase, joined, listed
from ..rules import RULES, RULES_BY_ID, Rule
from ..tracking.framing import WORTH_SAYING, feet_cut_share, head_cut_share
from ..tracking.quality import is_small
from ..types import Filming, Lift, Motion, MovementName, NotAssessable, PoseTrack, Rep, ViewName

#: A rule is worth filming anew where it could not be judged in more than this share of the reps.
MAX_REPS = 0.5
#: Room round the lifter: a tenth on each side.
ROOM = 1.2
#: Of a lifter who did not say, metres: the mean of the bodies of de Leva 1996 (1.741 and 1.735 m).
TYPICAL_HEIGHT_M = 1.74
#: Hips above the floor as a share of height: shank, thigh and foot of Dumas 2007.
HIP_SHARE = 0.53

#: Views to choose from, the first of equals; where to stand for each.
PLACES: dict[ViewName, str] = {
    "side": N_("from the side"),
    "front": N_("from the front"),
    "front-oblique": N_("from in front and to the side, at 45°"),
}


@dataclass(frozen=True, slots=True)
class Lens:
    """What a camera's picture holds, degrees."""

    name: str
    across_deg: float
    up_deg: float


#: A phone's main lens of 28 mm in 35 mm terms (26 to 28 are usual), 16:9 cut from a 4:3 sensor as wide; a laptop's or
#: desk camera of 78° across the diagonal (as Logitech gives for its C920), 16:9.
LENSES = (Lens(N_("a phone on its side"), 63.5, 38.3), Lens(N_("a laptop"), 70.4, 43.3))


def distance_m(lens: Lens, across_m: float, up_m: float) -> float:
    """Least distance from which a lens holds so much, with room.

    Examples
    --------
    >>> round(distance_m(Lens("", 90.0, 60.0), 2.0, 1.0), 2)
    1.2
    """
    return max(
        0.5 * ROOM * size / tan(0.5 * radians(angle))
        for size, angle in ((across_m, lens.across_deg), (up_m, lens.up_deg))
    )


def how_far(lift: MovementName, height_m: float | None = None) -> str:
    """Where to put the camera for a lift: height and distance, in half metres."""
    tall = height_m or TYPICAL_HEIGHT_M
    framing = row_of(lift).framing
    across_m, up_m = framing.across * tall, framing.up * tall
    far = [
        Phrase(N_("{metres:g} m away with {lens}"), metres=_half(distance_m(lens, across_m, up_m)), lens=lens.name)
        for lens in LENSES
    ]
    level = Phrase(" ({metres:.1f} m)", metres=HIP_SHARE * tall) if framing.camera_at == "hip height" else ""
    return Phrase(N_("camera at {at}{level}, about {far}"), at=framing.camera_at, level=level, far=joined(far))


def advise_filming(
    entries: Sequence[NotAssessable],
    motion: Motion,
    lift: Lift,
    reps: Sequence[Rep],
    track: PoseTrack,
    height_m: float | None = None,
) -> tuple[Filming, ...]:
    """Say how to film so that what could not be judged can be.

    Parameters
    ----------
    entries : sequence of NotAssessable
    motion : Motion
    lift : Lift
    reps : sequence of Rep
    track : PoseTrack
        As it was found: what lies beyond the picture's edge.
    height_m : float, optional
        The lifter's height.

    Returns
    -------
    tuple of Filming
        Two at most: another view first, then what to mend in this one. Empty where filming would not help.
    """
    unjudged = _worth_filming(entries, len(reps))
    here = motion.view.name
    elsewhere = [rule for rule in unjudged if rule.judged_from and here not in rule.judged_from]
    out = []
    if elsewhere:
        out.append(_from_elsewhere(elsewhere, unjudged, lift.name, here, height_m))
    rest = [rule for rule in unjudged if rule not in elsewhere]
    if rest:
        if max(feet_cut_share(track), head_cut_share(track)) > WORTH_SAYING or is_small(motion, track):
            text = Phrase(
                N_("Keep head to feet in the picture through the whole set: {far}."), far=how_far(lift.name, height_m)
            )
            out.append(Filming(text, tuple(rule.id for rule in rest)))
        else:
            alike = tuple(rule.id for rule in rest if rule.views == rest[0].views)
            out.append(Filming(Phrase(N_("For {rules}: {views}."), rules=listed(alike), views=rest[0].views), alike))
    return tuple(out)


def _worth_filming(entries: Sequence[NotAssessable], reps: int) -> list[Rule]:
    """Rules that filming may help, in the order of the rule table: the most telling first."""
    missed: dict[str, int] = {}
    for entry in entries:
        if entry.filming:
            missed[entry.rule] = missed.get(entry.rule, 0) + (reps if entry.reps == "all" else len(entry.reps))
    return [rule for rule in RULES if missed.get(rule.id, 0) > MAX_REPS * reps]


def _from_elsewhere(
    elsewhere: Sequence[Rule], unjudged: Sequence[Rule], lift: MovementName, here: ViewName, height_m: float | None
) -> Filming:
    """The one view that gains most, and whether it takes the place of this one or comes beside it."""
    ranks = [rule.id for rule in RULES if lift in rule.lifts]

    def worth(rules: Sequence[Rule]) -> float:
        return sum(1.0 / (1 + ranks.index(rule.id)) for rule in rules)

    def gained(view: ViewName) -> list[Rule]:
        return [rule for rule in elsewhere if view in rule.judged_from]

    best = max((view for view in PLACES if view != here), key=lambda view: worth(gained(view)))
    rules = tuple(rule.id for rule in gained(best)) or tuple(rule.id for rule in elsewhere)
    judged = [r for name in ranks if (r := RULES_BY_ID[name]) not in unjudged and here in r.judged_from]
    lost = [rule for rule in judged if best not in rule.judged_from]
    place = PLACES[best]
    if worth(lost) > worth(gained(best)):
        text = N_("Film one set {place} as well, to judge {rules}: {far}.")
    else:
        text = N_("Film the next set {place}, to judge {rules}: {far}.")
    return Filming(Phrase(text, place=place, rules=listed(rules), far=how_far(lift, height_m)), rules, best)


def _half(metres: float) -> float:
    """To the nearest half metre.

    >>> _half(2.9), _half(2.6)
    (3.0, 2.5)
    """
    return round(2 * metres) / 2
