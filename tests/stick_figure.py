"""A stick figure that lifts, posed by hand: trunk T, thigh F and shank S in degrees give every landmark.

T is hip → shoulder from the vertical, F hip → knee from straight down, S ankle → knee from the vertical, all
positive forward, so that hip hinge = T + F and knee flexion = F + S by definition. The camera's azimuth is the
contract's: 0 before the lifter, +90 the left side towards it. Nothing here uses the code under test, but for the
names of the landmarks and the class that carries them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hingecheck.core.landmarks import MIRROR, SIDES, Landmark, Side, point
from hingecheck.core.types import OUTLINE_POINTS, Person, PoseTrack

Floats = NDArray[np.float64]
Posture = tuple[float, float, float]  #: T, F, S in degrees

TALL: Posture = (2.0, 2.0, 2.0)
DEADLIFT: Posture = (62.0, 49.0, 16.0)  # hinge 111, knee 65
RDL: Posture = (70.0, 14.0, 6.0)  # hinge 84, knee 20
SQUATTED_RDL: Posture = (42.0, 45.0, 30.0)  # hinge 87, knee 75
FREE_LEG: Posture = (70.0, -66.0, 66.0)  # the leg behind, in line with the trunk; T as in RDL
THRUST_TOP: Posture = (-88.0, 90.0, 0.0)  # hinge 2, face up
THRUST_BOTTOM: Posture = (-48.0, 122.0, -8.0)  # hinge 74

THIGH_M, SHANK_M, TRUNK_M, ARM_M = 0.43, 0.43, 0.50, 0.58
LEG_M = THIGH_M + SHANK_M
HIP_WIDTH_M, SHOULDER_WIDTH_M, HAND_WIDTH_M = 0.20, 0.35, 0.45
ANKLE_HEIGHT_M, HEEL_M, TOE_M = 0.08, -0.05, 0.17
MID_FOOT_M = 0.5 * (HEEL_M + TOE_M)  #: ahead of the ankle


@dataclass(frozen=True)
class Phase:
    """When one rep's phases begin and end, seconds."""

    lowering_s: tuple[float, float]
    lifting_s: tuple[float, float]


@dataclass(frozen=True)
class Move:
    """Angles over time, and the reps that are in them."""

    time_s: Floats
    angles_deg: Floats  #: T, F, S [shape=(n, 3)]
    phases: tuple[Phase, ...] = ()

    @property
    def hinge_deg(self) -> Floats:
        return self.angles_deg[:, 0] + self.angles_deg[:, 1]

    @property
    def knee_deg(self) -> Floats:
        return self.angles_deg[:, 1] + self.angles_deg[:, 2]


def minimum_jerk(share: ArrayLike) -> Floats:
    """Smoothest way from 0 to 1 while `share` runs from 0 to 1."""
    u = np.clip(share, 0.0, 1.0)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def glide(start: Posture, *steps: tuple[float, Posture], rate_hz: float = 30.0) -> Move:
    """From `start` to each step's posture in that step's seconds; the same posture again is a pause."""
    length_s = sum(seconds for seconds, _ in steps)
    time_s = np.arange(int(np.floor(length_s * rate_hz + 1e-6)) + 1) / rate_hz
    angles = np.tile(np.asarray(start, dtype=float), (len(time_s), 1))
    here, since = np.asarray(start, dtype=float), 0.0
    for seconds, posture in steps:
        way = np.asarray(posture) - here
        angles += minimum_jerk((time_s - since) / seconds)[:, None] * way
        here, since = np.asarray(posture, dtype=float), since + seconds
    return Move(time_s, angles)


def reps(
    n: int = 3,
    top: Posture = TALL,
    bottom: Posture | list[Posture] = RDL,
    lowering_s: float = 1.5,
    pause_s: float = 0.5,
    lifting_s: float = 1.2,
    stand_s: float = 1.0,
    rate_hz: float = 30.0,
    starts: Literal["tall", "floor"] = "tall",
) -> Move:
    """`n` minimum-jerk reps, each down and up; from the floor, up and down. A list gives each rep its own bottom."""
    bottoms = bottom if isinstance(bottom, list) else [bottom] * n
    steps: list[tuple[float, Posture]] = [(pause_s if starts == "floor" else stand_s, top)]
    phases, now = [], steps[0][0]
    if starts == "floor":
        steps = [(pause_s, bottoms[0])]
    for low in bottoms:
        if starts == "tall":
            parts = [(lowering_s, low), (pause_s, low), (lifting_s, top), (stand_s, top)]
            lift = now + lowering_s + pause_s
            phases.append(Phase((now, now + lowering_s), (lift, lift + lifting_s)))
        else:
            parts = [(lifting_s, top), (stand_s, top), (lowering_s, low), (pause_s, low)]
            lower = now + lifting_s + stand_s
            phases.append(Phase((lower, lower + lowering_s), (now, now + lifting_s)))
        steps += parts
        now += sum(seconds for seconds, _ in parts)
    return replace(glide(top if starts == "tall" else bottoms[0], *steps, rate_hz=rate_hz), phases=tuple(phases))


def follow(move: Move, *moves: Move) -> Move:
    """One move after another, a frame apart; the later ones' phases move along."""
    out = move
    for later in moves:
        offset = out.time_s[-1] + out.time_s[1] - out.time_s[0]
        shifted = tuple(
            Phase(tuple(t + offset for t in p.lowering_s), tuple(t + offset for t in p.lifting_s))  # type: ignore[arg-type]
            for p in later.phases
        )
        out = Move(
            np.concatenate([out.time_s, later.time_s + offset]),
            np.concatenate([out.angles_deg, later.angles_deg]),
            out.phases + shifted,
        )
    return out


def joints_m(
    angles_deg: Floats,
    *,
    free: Side | None = None,
    free_angles_deg: Floats | None = None,
    hands_ahead_m: ArrayLike | None = None,
    hands_tilt_deg: ArrayLike = 0.0,
) -> Floats:
    """All landmarks as (forward, left, up) from between the standing ankles [shape=(n, 33, 3)].

    The `free` leg hangs from the hip by `free_angles_deg`; the other stands. `hands_ahead_m` reaches the hands to
    that place ahead of the mid-foot instead of letting the arms hang; the left hand is raised by `hands_tilt_deg`.
    """
    n = len(angles_deg)
    body = np.zeros((n, 33, 3))
    trunk, thigh, shank = np.radians(angles_deg).T
    hip = _at(0.0, ANKLE_HEIGHT_M, n) + SHANK_M * _up(shank) - THIGH_M * _down(thigh)
    shoulder = hip + TRUNK_M * _up(trunk)
    _head(body, shoulder, trunk)
    for side in SIDES:
        left = 0.5 if side == "left" else -0.5
        f, s = np.radians(free_angles_deg).T[1:] if side == free else (thigh, shank)
        knee = hip + THIGH_M * _down(f)
        ankle = knee - SHANK_M * _up(s)
        tilt = s if side == free else np.zeros(n)  # a free foot turns with its shank
        heel, toe = (ankle + along * _ahead(tilt) - 0.06 * _up(tilt) for along in (HEEL_M, TOE_M))
        for name, place in (("HIP", hip), ("KNEE", knee), ("ANKLE", ankle), ("HEEL", heel), ("FOOT_INDEX", toe)):
            _put(body, side, name, place, left * HIP_WIDTH_M)
        _put(body, side, "SHOULDER", shoulder, left * SHOULDER_WIDTH_M)
        hand = _hand(shoulder, hands_ahead_m)
        hand = hand + _at(0.0, left * HAND_WIDTH_M * np.tan(np.radians(hands_tilt_deg)), n)
        _put(body, side, "ELBOW", 0.5 * (shoulder + hand), left * SHOULDER_WIDTH_M)
        for name in ("WRIST", "INDEX", "PINKY", "THUMB"):
            _put(body, side, name, hand, left * HAND_WIDTH_M)
    return body


def figure(
    move: Move,
    azimuth_deg: float = 90.0,
    *,
    px_per_m: float = 400.0,
    size_px: tuple[int, int] = (960, 1280),
    across_m: ArrayLike = 0.0,
    **arms_and_legs: object,
) -> PoseTrack:
    """The move filmed from afar (orthographic) with every landmark seen; see `joints_m` for arms and legs.

    `across_m` moves the lifter to the picture's right, over time if it is an array.
    """
    body = joints_m(move.angles_deg, **arms_and_legs)  # type: ignore[arg-type]
    camera = seen_from(body, azimuth_deg)
    hips = camera[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1, keepdims=True)
    n = len(camera)
    image = camera[..., :2] * px_per_m
    image[..., 0] += 0.5 * size_px[0] + px_per_m * np.broadcast_to(across_m, n)[:, None]
    image[..., 1] += 0.9 * size_px[1]
    return PoseTrack(
        time_s=move.time_s,
        frame_index=np.arange(n),
        image_px=image,
        visibility=np.ones((n, 33)),
        world_m=camera - hips,
        outline_px=np.full((n, OUTLINE_POINTS, 2), np.nan, dtype=np.float32),
        width_px=size_px[0],
        height_px=size_px[1],
        people=np.ones(n, dtype=np.int64),
    )


def seen_from(body_m: Floats, azimuth_deg: float) -> Floats:
    """(forward, left, up) turned into the camera's x to the right, y down, z away."""
    sin, cos = np.sin(np.radians(azimuth_deg)), np.cos(np.radians(azimuth_deg))
    forward, left, up = np.moveaxis(body_m, -1, 0)
    return np.stack([-sin * forward + cos * left, -up, -cos * forward - sin * left], axis=-1)


def lean_free_leg(move: Move, free: Posture = FREE_LEG) -> Floats:
    """Angles of a free leg that goes from hanging down to `free` as the trunk goes to its deepest."""
    share = (move.angles_deg[:, 0] - move.angles_deg[0, 0]) / np.ptp(move.angles_deg[:, 0])
    return np.asarray(TALL) + share[:, None] * (np.asarray(free) - np.asarray(TALL))


def hide(
    track: PoseTrack, names: tuple[str, ...], rows: slice = slice(None), sides: tuple[Side, ...] = SIDES
) -> PoseTrack:
    """The same with these joints hidden, as behind plates: still somewhere, at a visibility of 0.2."""
    seen = track.visibility.copy()
    for side in sides:
        for name in names:
            seen[rows, point(side, name)] = 0.2
    return replace(track, visibility=seen)


def lose(track: PoseTrack, rows: slice | Floats) -> PoseTrack:
    """The same with nobody found in `rows`."""
    image, world, seen, people = (a.copy() for a in (track.image_px, track.world_m, track.visibility, track.people))
    image[rows], world[rows], seen[rows], people[rows] = np.nan, np.nan, 0.0, 0
    return replace(track, image_px=image, world_m=world, visibility=seen, people=people)


def cut(track: PoseTrack, since_s: float = 0.0, until_s: float = np.inf) -> PoseTrack:
    """Only the frames from `since_s` to `until_s`, their times as they were."""
    keep = (track.time_s >= since_s - 1e-9) & (track.time_s <= until_s + 1e-9)
    arrays = ("time_s", "frame_index", "image_px", "visibility", "world_m", "outline_px", "people")
    return replace(track, **{name: getattr(track, name)[keep] for name in arrays})


def mirror(track: PoseTrack) -> PoseTrack:
    """The picture flipped left to right, and with it the lifter's sides."""
    image, world = track.image_px[:, MIRROR].copy(), track.world_m[:, MIRROR].copy()
    image[..., 0] = track.width_px - image[..., 0]
    world[..., 0] *= -1.0
    return replace(track, image_px=image, world_m=world, visibility=track.visibility[:, MIRROR])


def people_of(track: PoseTrack) -> list[Person]:
    """One person a frame."""
    return [Person(track.image_px[i], track.visibility[i], track.world_m[i]) for i in range(len(track))]


def _up(angle: Floats) -> Floats:
    return np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], axis=-1)


def _down(angle: Floats) -> Floats:
    return np.stack([np.sin(angle), np.zeros_like(angle), -np.cos(angle)], axis=-1)


def _ahead(angle: Floats) -> Floats:
    return np.stack([np.cos(angle), np.zeros_like(angle), -np.sin(angle)], axis=-1)


def _at(forward: ArrayLike, up: ArrayLike, n: int) -> Floats:
    return np.stack([np.broadcast_to(a, n) for a in (forward, 0.0, up)], axis=-1).astype(float)


def _put(body: Floats, side: Side, name: str, place: Floats, left: float) -> None:
    body[:, point(side, name)] = place + np.array([0.0, left, 0.0])


def _hand(shoulder: Floats, ahead_m: ArrayLike | None) -> Floats:
    """Hands below the shoulders, or reached to `ahead_m` before the mid-foot as far as the arm goes."""
    away = np.zeros(len(shoulder)) if ahead_m is None else ahead_m + MID_FOOT_M - shoulder[:, 0]
    away = np.clip(away, -0.95 * ARM_M, 0.95 * ARM_M)
    return shoulder + np.stack([away, np.zeros_like(away), -np.sqrt(ARM_M**2 - away**2)], axis=-1)


def _head(body: Floats, shoulder: Floats, trunk: Floats) -> None:
    """Face points 20 cm above the shoulders in line with the trunk, ears 8 cm each side, nose 10 cm ahead."""
    for landmark in list(Landmark)[:11]:
        left = 0.08 if "LEFT" in landmark.name else -0.08 if "RIGHT" in landmark.name else 0.0
        ear = landmark in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
        face = 0.20 * _up(trunk) + (0.0 if ear else 0.10) * _ahead(trunk)
        body[:, landmark] = shoulder + face + np.array([0.0, left if ear else 0.4 * left, 0.0])
