"""What is to be corrected in a result, and whether its times can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..core.corrections import JointMoved, RepBorders
from ..core.landmarks import Side
from ..core.lifts import LiftName
from ..errors import ConfigError

#: Reports tell times to a hundredth of a second: who repeats one means that very moment.
TOLD_S = 0.01


@dataclass(frozen=True, slots=True)
class RepChange:
    """A rep by its number in the report, and where it begins and ends."""

    rep: int
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be corrected; reps by their number in the report as it is."""

    lift: LiftName | None = None
    stance: Side | None = None
    not_reps: tuple[int, ...] = ()
    borders: tuple[RepChange, ...] = ()
    joints: tuple[JointMoved, ...] = ()
    forget: bool = False  #: all that was corrected before
    of_set: int | None = None  #: that lift and leg are of; None: of the whole recording

    def __bool__(self) -> bool:
        return self != Changes()


def check_places(changes: Changes, width_px: int, height_px: int) -> None:
    """See that joints are put into the picture.

    Raises
    ------
    ConfigError
    """
    for move in changes.joints:
        if not (0 <= move.x_px <= width_px and 0 <= move.y_px <= height_px):
            raise ConfigError(
                "{joint} at {x:.0f},{y:.0f} is outside the picture, which is {width} x {height} pixels.",
                joint=move.joint.name.lower(),
                x=move.x_px,
                y=move.y_px,
                width=width_px,
                height=height_px,
            )


def check_times(reps: Mapping[int, Mapping[str, Any]], changes: Changes, duration_s: float) -> None:
    """See that times are in the recording, and that no rep is moved into another.

    Parameters
    ----------
    reps : mapping
        Number → the rep as the report has it.
    changes : Changes
    duration_s : float
        Of the recording.

    Raises
    ------
    ConfigError
    """
    told_s = [time_s for change in changes.borders for time_s in (change.start_s, change.end_s) if time_s is not None]
    for time_s in (*told_s, *(move.time_s for move in changes.joints)):
        if time_s > duration_s + TOLD_S:
            raise ConfigError(
                "{time_s:.2f} s is behind the end of the recording, which is {duration_s:.2f} s long.",
                time_s=time_s,
                duration_s=duration_s,
            )
    spans = {number: (rep["start_s"], rep["end_s"]) for number, rep in reps.items() if number not in changes.not_reps}
    for change in changes.borders:
        start_s, end_s = reps[change.rep]["start_s"], reps[change.rep]["end_s"]
        spans[change.rep] = (
            start_s if change.start_s is None else change.start_s,
            end_s if change.end_s is None else change.end_s,
        )
    for change in changes.borders:
        _check_apart(change, reps, spans)


def _check_apart(
    change: RepChange, reps: Mapping[int, Mapping[str, Any]], spans: Mapping[int, tuple[float, float]]
) -> None:
    """See that the borders that were moved lie in no other rep."""
    for other, (start_s, end_s) in spans.items():
        before = reps[other]["bottom_s"] < reps[change.rep]["bottom_s"]
        moved = change.start_s if before else change.end_s
        if other == change.rep or moved is None:
            continue
        if (end_s - moved if before else moved - start_s) > TOLD_S:
            raise ConfigError(
                "rep {rep}: would reach into rep {other}, which is from {start_s:.2f} to {end_s:.2f} s. Move that "
                "one's border too, or say that it is no rep.",
                rep=change.rep,
                other=other,
                start_s=start_s,
                end_s=end_s,
            )


def moved_borders(rep: Mapping[str, Any], change: RepChange, film_speed: float = 1.0) -> RepBorders:
    """A rep's borders as they are kept.

    Parameters
    ----------
    rep : mapping
        Of a report: its moments are the film's, how long it took is the lifter's.
    change : RepChange
    film_speed : float
        Seconds of the lifter in one of the film.

    Raises
    ------
    ConfigError
        They are out of order.
    """
    start_s, end_s = (
        float(rep[name]) if given is None else given
        for name, given in (("start_s", change.start_s), ("end_s", change.end_s))
    )
    low_s = float(rep["bottom_s"])
    # who starts low begins at the bottom: there is nothing before it to say where
    starts_low = float(rep["start_s"]) >= low_s
    if start_s >= end_s or end_s <= low_s or (start_s >= low_s and not starts_low):
        raise ConfigError(
            "rep {rep}: {start_s:.2f} to {end_s:.2f} s does not hold its bottom at {low_s:.2f} s. A "
            "rep begins before it and ends behind it.",
            rep=change.rep,
            start_s=start_s,
            end_s=end_s,
            low_s=low_s,
        )
    lifting_s = rep["tempo"]["lifting_s"]
    over_s = end_s if lifting_s is None else low_s + lifting_s / film_speed
    if starts_low and start_s >= over_s:
        raise ConfigError(
            "rep {rep}: its lift is over at {over_s:.2f} s, so that it cannot begin at {start_s:.2f} s.",
            rep=change.rep,
            over_s=over_s,
            start_s=start_s,
        )
    lowering_s = rep["tempo"]["lowering_s"]
    if starts_low and change.end_s is not None and lowering_s is not None:
        _check_end(change.rep, change.end_s, float(rep["end_s"]) - lowering_s / film_speed)
    at_s = max(low_s, start_s) if starts_low else low_s
    return RepBorders(at_s, change.start_s, change.end_s)


def _check_end(rep: int, end_s: float, lowers_s: float) -> None:
    """See that a rep that is lowered last ends behind where that begins."""
    if end_s <= lowers_s:
        raise ConfigError(
            "rep {rep}: its way down begins at {lowers_s:.2f} s, so that it cannot end at {end_s:.2f} s.",
            rep=rep,
            lowers_s=lowers_s,
            end_s=end_s,
        )


def number_of(borders: RepBorders, reps: Iterable[Mapping[str, Any]]) -> object:
    """The rep that borders are of, so that one word on it takes the place of another."""
    holding = [rep for rep in reps if rep["start_s"] <= borders.at_s <= rep["end_s"]]
    return min(holding, key=lambda rep: abs(rep["bottom_s"] - borders.at_s))["index"] if holding else borders


def over(before: RepBorders | None, now: RepBorders) -> RepBorders:
    """What was said of a rep before and now; the later word counts."""
    if before is None:
        return now
    start_s = before.start_s if now.start_s is None else now.start_s
    return replace(before, start_s=start_s, end_s=before.end_s if now.end_s is None else now.end_s)
