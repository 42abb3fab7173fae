"""Which films browsers play as they are, shown as our own reading shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...core.phrases import N_, Phrase
from ...core.types import Unavailable
from .tracks import UPRIGHT, VideoTrack, film_of, video_tracks

#: Codecs that every current browser decodes. HEVC and ProRes play in some, on some machines.
CODECS = frozenset({"H.264", "VP9", "AV1"})
WEBM, MP4 = "video/webm", "video/mp4"


@dataclass(frozen=True, slots=True)
class BrowserFilm:
    """A film that browsers play."""

    mime: str


def browser_film(path: Path) -> BrowserFilm | Unavailable:
    """Whether browsers play a file as it is, or why they may not, in words for the lifter.

    Parameters
    ----------
    path : Path

    Returns
    -------
    BrowserFilm or Unavailable
        Unavailable where they may not decode it, or may show another part or shape of the picture than was measured.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:  # holds VP8, VP9 or AV1, by its definition
        return BrowserFilm(WEBM)
    tracks = video_tracks(path)
    codec = tracks[film_of(tracks)].codec if tracks else ""
    if head[4:8] != b"ftyp" or head[8:12] == b"qt  ":
        holds = Phrase(N_("the film is no MP4 or WebM file (it holds {codec})"), codec=codec)
        return Unavailable(holds if codec else N_("the film is no MP4 or WebM file"))
    if codec not in CODECS:
        return Unavailable(
            Phrase(N_("the film is {codec}"), codec=codec) if codec else N_("the film is of an unknown kind")
        )
    return _shown_alike(tracks)


def _shown_alike(tracks: tuple[VideoTrack, ...]) -> BrowserFilm | Unavailable:
    film = film_of(tracks)
    track = tracks[film]
    if film:
        return Unavailable(N_("the film lies behind a preview picture in its file"))
    if track.aperture is not None:
        return Unavailable(N_("the film is to be shown cropped"))
    if track.first_field is not None:
        return Unavailable(N_("the film is interlaced"))
    if _is_mirrored(track):
        return Unavailable(N_("the film is to be shown mirrored"))
    return BrowserFilm(MP4)


def _is_mirrored(track: VideoTrack) -> bool:
    a, b, c, d = track.matrix or UPRIGHT
    return a * d - b * c < 0
