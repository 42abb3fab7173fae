"""Which decoder reads a file: the first of a table that suits it and gives a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from ...core.arrays import Picture
from ...core.phrases import Phrase, Told
from ...errors import InputError
from .animated_webp import AnimatedWebpDecoder, is_animated_webp
from .container import ONLY_SOUND, holds_film, is_cut, movie_index, why_no_picture
from .past_damage import PastDamage
from .presentation import Presentation
from .pyav import PyAvDecoder, changes_size, is_sound_with_cover, pyav_if_there
from .tracks import UPRIGHT, DisplayMatrix, VideoTrack, film_of, video_tracks


class Decoder(Protocol):
    """A file's frames, decoded from front to end; what it gives is not yet as players show it."""

    frame_rate_hz: float  #: as the file says, nonsense included
    expected_frames: float  #: as the file says, nonsense included; of some kinds known after the first `grab`
    sample_aspect: float  #: a pixel's width over its height, of the pictures as they are given
    matrix: DisplayMatrix | None  #: how they are still to be turned; None: as the track says
    passed_damage: bool  #: a part before the frame could not be read

    def grab(self) -> bool:
        """Go to the next frame; False at the end."""

    @property
    def stamp_s(self) -> float:
        """The frame's own time; NaN where it has none."""

    def retrieve(self, buffer: Picture | None = None) -> Picture | None:
        """The frame as blue, green, red [shape=(height, width, 3)], in `buffer` if it likes; None: damaged."""

    def release(self) -> None:
        """Close the file."""


@dataclass(frozen=True, slots=True)
class VideoToRead:
    """A file and what is known of it before a frame is decoded."""

    path: Path
    tracks: tuple[VideoTrack, ...]

    @property
    def number(self) -> int:
        """Which of its tracks is the film."""
        return film_of(self.tracks)

    @property
    def film(self) -> VideoTrack:
        """The film's facts."""
        return self.tracks[self.number] if self.tracks else VideoTrack("")

    @property
    def is_for_opencv_to_turn(self) -> bool:
        """Turns alone it does, and fast; mirrors it takes for turns; fields and borders lie in the coded picture."""
        film = self.film
        a, b, c, d = film.matrix or UPRIGHT
        return a * d - b * c > 0 and film.aperture is None and film.first_field is None

    @property
    def is_of_one_size(self) -> bool:
        """Whether OpenCV can show all of it: pictures of another size it gives as the last one of the first size."""
        return movie_index(self.path) is not None or not changes_size(self.path)


@dataclass(frozen=True, slots=True)
class DecoderKind:
    """A row of `DECODERS`."""

    suits: Callable[[VideoToRead], bool]
    opens: Callable[[VideoToRead], Decoder]


#: Who reads a file, asked in this order. OpenCV takes a file's first track, whatever it is.
DECODERS = (
    DecoderKind(lambda video: is_animated_webp(video.path), lambda video: AnimatedWebpDecoder(video.path)),
    DecoderKind(
        lambda video: video.number == 0 and video.is_of_one_size,
        lambda video: PastDamage(video.path, turns=video.is_for_opencv_to_turn),
    ),
    DecoderKind(lambda video: pyav_if_there() is not None, lambda video: PyAvDecoder(video.path, video.number)),
)


@dataclass(frozen=True, slots=True)
class ReadableVideo:
    """A file that gives pictures: how they are decoded and how they are shown."""

    open: Callable[[], Decoder]
    presentation: Presentation
    first: Picture  #: the first picture as decoded
    frame_rate_hz: float  #: as the file says
    expected_frames: float  #: as the file says


def find_decoder(path: Path) -> ReadableVideo:
    """The decoder that reads a file.

    Raises
    ------
    InputError
        None does; the text says what kind of video it is where that is known.
    """
    video = VideoToRead(path, video_tracks(path))
    if not video.tracks and (holds_film(path) is False or is_sound_with_cover(path)):  # whose cover is no film
        raise InputError("{path}: {why}", path=path, why=Phrase(ONLY_SOUND))
    seen = ""
    for kind in DECODERS:
        try:
            if not kind.suits(video):
                continue
            decoder = kind.opens(video)
        except InputError:
            continue
        try:
            first = decoder.retrieve() if decoder.grab() else None
            if first is not None:
                shown = _presentation(video.film, decoder, first)
                facts = (decoder.frame_rate_hz, decoder.expected_frames)
                return ReadableVideo(partial(kind.opens, video), shown, first.copy(), *facts)
            seen = seen or getattr(decoder, "codec", "")
        finally:
            decoder.release()
    raise InputError("{path}: {why}", path=path, why=_why_none(video, seen))


def _presentation(film: VideoTrack, decoder: Decoder, first: Picture) -> Presentation:
    whole = film.size_px == (first.shape[1], first.shape[0])  # else the decoder has cropped it already
    return Presentation(
        film.first_field,
        film.aperture if whole else None,
        decoder.sample_aspect,
        decoder.matrix or film.matrix or UPRIGHT,
    )


def _why_none(video: VideoToRead, seen: str) -> Phrase:
    codec = video.film.codec or seen
    if video.number > 0:
        return Told(
            "its first track is a preview picture, and the film ({codec}) behind it needs PyAV to be read: "
            "pip install 'hingecheck[video]'.",
            codec=codec,
        )
    if codec and is_cut(video.path) is not True and (video.film.frames or not video.tracks):
        if pyav_if_there() is None:
            return Told(
                "{codec} video, and no decoder here can read it: pip install 'hingecheck[video]' brings more "
                "decoders, or convert it to H.264.",
                codec=codec,
            )
        return Told("{codec} video, and no decoder here can read it: convert it to H.264.", codec=codec)
    return why_no_picture(video.path, codec)
