"""The lifter as of now: from the people of each frame to smoothed landmarks, phase of the rep and touch-downs."""

from __future__ import annotations

from ...core.live.boundaries import Stand, pick_lifter
from ...core.live.causal import Moment, PhaseDetector, SmoothBody, hinge_deg
from ...core.live.midrep import FreeFoot
from ...core.types import MovementName, Person


class LiveLifter:
    """Causal filters over the people of each frame; a new one starts with nothing known."""

    def __init__(self) -> None:
        self.person: Person | None = None  #: smoothed; None while nobody is found
        self.moment: Moment | None = None  #: of the last frame that showed the lifter
        self._body, self._phases, self._foot = SmoothBody(), PhaseDetector(), FreeFoot()

    def update(self, time_s: float, people: tuple[Person, ...], stood: Stand | None = None) -> Person | None:
        """Take the people of the next frame, and where she stood; the lifter's raw landmarks, where found."""
        found = pick_lifter(people, self.person, stood)
        self.person = None if found is None else self._body.update(time_s, found)
        if self.person is not None:
            self.moment = self._phases.update(time_s, hinge_deg(self.person.world_m))
        return found

    @property
    def lifting(self) -> bool:
        """Whether there was a rep's worth of movement in the last seconds."""
        return self.moment is not None and self.moment.lifting_goes_on

    @property
    def moving(self) -> bool:
        """Whether a rep is under way rather than standing between two."""
        return self.moment is not None and self.moment.lifting_goes_on and self.moment.phase != "still"

    def foot_touches(self, time_s: float, lift: MovementName | None) -> bool:
        """Whether the free foot has touched down in the middle of a one-legged rep."""
        if self.person is None or self.moment is None:
            return False
        return self._foot.touches(time_s, self.person, self.moment.hinge_deg, lift)
