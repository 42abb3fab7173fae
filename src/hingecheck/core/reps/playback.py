"""How fast a recording plays: as told, as its file says, or as no body could move otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..phrases import N_, Phrase
from ..tracking.joints import mean_of_known
from ..types import Motion, Playback, Rep, Span

#: Leg length (thigh and shank) that heights are scaled by: 0.76 to 0.96 m from small women to tall men.
LEG_M = 0.86
GRAVITY_M_S2 = 9.81
#: Greatest acceleration of the smoothest move (minimum jerk) over a way d in a time T: 5.77 d / T².
SMOOTHEST = 5.77
#: Lowerings and liftings that take less than this together, seconds …
QUICKEST_REP_S = 1.2
#: … although a smooth move over the same way would ask for this much of g, at least. Touch-and-go kettlebell
#: deadlifts, the fastest real sets measured, take 1.4 s; clips played four times too fast 0.9 to 1.0 s, with 0.6 to
#: 1.6 g. Short pulses may be as quick, but go no way.
LONG_WAY_G = 0.5
#: No body falls faster than with 1 g, nor stops rising faster without a jump: of 46 real clips the most is 0.94, so
#: this much is a film sped up, also where it blurs reps into one; but not in slow reps, of which a film with few
#: frames may show one phase in a single step, seconds.
IMPOSSIBLE_G, NOT_SLOW_S = 1.5, 1.6
#: Lowerings and liftings that take this long, all of them, are slow motion, or a tempo that nobody is told to mend,
#: seconds: of 44 real clips the slowest lowers in 4.0 and lifts in 2.4, another in 3.6 and 3.9.
SLOWEST_S = 4.5
#: So long, and nobody can tell a slowed film from a calm lifter: the slower of 46 real clips take 3.0 s both down and
#: up at their own speed, the lab's 2.1; who lowers in five on purpose lifts in two. Slowed 3 to 4 times, all but two
#: of the clips in which a lowering of 3.5 s and more was praised take longer.
DOUBTED_S = 3.1
#: What a phase takes at its own speed, seconds: the median of the same clips, and what nine in ten of them lie
#: between.
USUAL_S, USUALLY_S = 1.4, (0.7, 2.7)
#: A phase this brief is as long as its few frames let it be, seconds.
BRIEF_S = 0.25
#: A film that is told to play fast, or slowly, does so by no less.
LEAST_TIMES = 2.0
#: Both phases of one rep take this many times as long, or as short, as those of the set's middle rep: the film
#: changes its speed. Real sets: at most 1.3 in both at once.
RAMP = 2.5
#: Reps that a set needs for a middle.
MIN_REPS = 3
#: From some rep on both phases take so many times as long, or as short, as before: shown again in slow motion, or the
#: other way round. Of 46 real clips no two reps of a set differ by more than 1.45 in both.
SHOWN_AGAIN = 1.7


class _Phases(NamedTuple):
    """A rep's lowering and lifting, seconds."""

    lowering_s: float
    lifting_s: float


def playback_of(told: float | None, hinted: float | None, parts: Sequence[tuple[Motion, Sequence[Rep]]]) -> Playback:
    """How fast a recording plays.

    Parameters
    ----------
    told : float or None
        The speed factor the lifter gave, which the motions are already freed of.
    hinted : float or None
        The one that the file's metadata give, likewise.
    parts : sequence of (Motion, reps)
        Each part of the recording; the rows of its reps are those of its motion. A film has one speed, unless it
        changes within a part: what differs between parts may be the lifts.

    Returns
    -------
    Playback
        With a problem in words where times cannot be trusted.
    """
    if told is not None:
        return Playback(told, "told")
    if hinted is not None:
        return Playback(hinted, "metadata")
    each = [_phases(reps) for _, reps in parts]
    phases = [phase for part in each for phase in part]
    if not phases:
        return Playback(maybe_slowed=_lowers_slowly(parts))
    rep_s, asked_g = _rep_s(parts), _asked_g(parts)
    both_s = float(np.median(phases, axis=0).sum())
    if (both_s < QUICKEST_REP_S and asked_g > LONG_WAY_G) or (rep_s < NOT_SLOW_S and asked_g > IMPOSSIBLE_G):
        phase_s = float(np.median(phases))
        if phase_s < BRIEF_S:  # of few frames: half of a rep says more
            phase_s = max(phase_s, 0.5 * rep_s)
        return _guess(phase_s, N_("too fast for a body: this looks like time lapse, or a film sped up"), sped_up=True)
    if min(np.median(phases, axis=0)) > SLOWEST_S:
        return _guess(float(np.median(phases)), N_("very slow: this looks like slow motion"), sped_up=False)
    if any(_changes_speed(part) for part in each):
        return Playback(
            None,
            "estimated",
            N_(
                "some reps run much faster than others, down and up alike: the film changes its speed, or shows them "
                "again in slow motion"
            ),
        )
    return Playback(maybe_slowed=bool(min(np.median(phases, axis=0)) > DOUBTED_S))


def _phases(reps: Sequence[Rep]) -> list[_Phases]:
    """Of the reps that show both."""
    return [_Phases(t.lowering_s, t.lifting_s) for t in (r.tempo for r in reps) if t.lowering_s and t.lifting_s]


def _lowers_slowly(parts: Sequence[tuple[Motion, Sequence[Rep]]]) -> bool:
    """Whether lowerings, of which no lifting is there to tell how fast the film plays, take very long."""
    lowerings_s = [rep.tempo.lowering_s for _, reps in parts for rep in reps if rep.tempo.lowering_s]
    return bool(lowerings_s) and float(np.median(lowerings_s)) > SLOWEST_S


def _rep_s(parts: Sequence[tuple[Motion, Sequence[Rep]]]) -> float:
    """How long the middle rep takes."""
    return float(np.median([rep.end_s - rep.start_s for _, reps in parts for rep in reps]))


def _guess(phase_s: float, what: str, *, sped_up: bool) -> Playback:
    """An estimate from how long a phase takes, as far as bodies are alike."""
    quickest_s, slowest_s = USUALLY_S
    ends = (quickest_s / phase_s, slowest_s / phase_s) if sped_up else (phase_s / slowest_s, phase_s / quickest_s)
    low = max(np.floor(ends[0]), LEAST_TIMES)
    fast, slow = N_("{low:.0f} to {high:.0f} times as fast as life"), N_("{low:.0f} to {high:.0f} times slowed")
    times = Phrase(fast if sped_up else slow, low=low, high=max(np.ceil(ends[1]), low + 1.0))
    factor = float(f"{USUAL_S / phase_s:.1g}")
    return Playback(
        max(factor, LEAST_TIMES) if sped_up else min(factor, 1.0 / LEAST_TIMES),
        "estimated",
        Phrase(
            N_("the reps are {what} ({times}); tempo is not judged. Say how fast with --speed"),
            what=what,
            times=times,
        ),
    )


def _asked_g(parts: Sequence[tuple[Motion, Sequence[Rep]]]) -> float:
    """Acceleration that the middle phase asks of shoulders or hips, whichever go the further way, in g."""
    found = [g for motion, reps in parts for g in _asked_of_phases(motion, reps)]
    return float(np.median(found)) if found else 0.0


def _asked_of_phases(motion: Motion, reps: Sequence[Rep]) -> list[float]:
    times_s = [(rep, t) for rep in reps for t in (rep.tempo.lowering_s, rep.tempo.lifting_s) if t is not None]
    return [asked_g(motion, rep, max(phase_s, 1.0 / motion.rate_hz)) for rep, phase_s in times_s]


def asked_g(motion: Motion, rep: Rep, phase_s: float) -> float:
    """Acceleration that a rep's way asks of shoulders or hips, whichever go further, if gone in so long, in g."""
    ways_leg = _ways_leg(motion, Span(rep.cycle.first, rep.cycle.last))
    return SMOOTHEST * max(ways_leg) * LEG_M / phase_s**2 / GRAVITY_M_S2


def share_of_way(motion: Motion, rep: Rep, phase: Span) -> float:
    """How much of a rep's way, of shoulders or hips, whichever go further, is gone in a phase of it; 0 to 1."""
    whole = _ways_leg(motion, Span(rep.cycle.first, rep.cycle.last))
    further = int(np.argmax(whole))
    return _ways_leg(motion, phase)[further] / whole[further] if whole[further] > 0 else 1.0


def _ways_leg(motion: Motion, span: Span) -> tuple[float, float]:
    """How far shoulders and hips go up or down in some rows, leg lengths; 0 where they are not seen."""
    ways = []
    for joint in ("SHOULDER", "HIP"):
        places = both(joint)
        height = mean_of_known(motion.image_px[span.first : span.last, places, 1]) / motion.leg_px
        seen = height[np.isfinite(height)]
        ways.append(float(np.ptp(seen)) if len(seen) else 0.0)
    return ways[0], ways[1]


def _changes_speed(phases: Sequence[_Phases]) -> bool:
    """Whether both phases of a rep are unlike the middle rep's, or the middle ones from some rep on unlike before."""
    took = np.log(np.asarray(phases))
    if len(took) >= MIN_REPS and _both_further(took - np.median(took, axis=0), RAMP):
        return True
    later = [np.median(took[row:], axis=0) - np.median(took[:row], axis=0) for row in range(1, len(took))]
    return bool(later) and _both_further(np.array(later), SHOWN_AGAIN)


def _both_further(ratio: Floats, than: float) -> bool:
    """Whether both logarithms of some row are further from 0 than that of a ratio, on one side."""
    return bool((ratio.min(axis=1) > np.log(than)).any() or (ratio.max(axis=1) < -np.log(than)).any())
