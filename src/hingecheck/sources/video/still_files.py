"""Files of one picture: which they are, and reading one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...core.arrays import Picture
from ...core.phrases import Phrase, Told
from ...quiet import quiet_cv2, quiet_stderr
from .animated_webp import is_animated_webp
from .container import holds_film
from .frames import STILL_SUFFIXES
from .presentation import turned
from .pyav import picture_codecs, pyav_if_there, read_picture
from .tracks import UPRIGHT

#: Kinds of picture in an MP4-like file that OpenCV does not read, by the brand they begin with.
HEIF_BRANDS = {b"avif": "AVIF", **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1"), "HEIC")}
#: … and kinds of short film with the suffix of a picture.
FILM_BRANDS = frozenset({b"avis", b"hevc", b"hevx", b"msf1"})


def is_still(path: Path) -> bool:
    """Whether a file is one picture: by its name, or by its kind; an animated one is a film.

    Raises
    ------
    OSError
        It cannot be read.
    """
    return (path.suffix.lower() in STILL_SUFFIXES and not _is_animated(path)) or heif_kind(path) is not None


def heif_kind(path: Path) -> str | None:
    """AVIF or HEIC, or None for any other file."""
    return HEIF_BRANDS.get(_brand(path))


def _is_animated(path: Path) -> bool:
    if is_animated_webp(path) or _brand(path) in FILM_BRANDS or holds_film(path) is True:
        return True
    with path.open("rb") as file:
        head = file.read(4096)  # of an animated PNG the control chunk comes before the picture's data
    return head.startswith(b"\x89PNG") and 0 < head.find(b"acTL") < head.find(b"IDAT")


def _brand(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(12)
    return head[8:12] if head[4:8] == b"ftyp" else b""


def read_still(path: Path) -> Picture | None:
    """Upright 8-bit picture [shape=(height, width, 3)], or None where it cannot be read."""
    cv2 = quiet_cv2()
    try:
        # Not `imread`: on Windows it cannot open names outside the system's code page.
        coded = np.frombuffer(path.read_bytes(), dtype=np.uint8)
        with quiet_stderr():  # libjpeg tells what is damaged on its own, four times
            bgr = cv2.imdecode(coded, cv2.IMREAD_COLOR) if coded.size else None
        if bgr is None and heif_kind(path) and (found := read_picture(path)) is not None:
            bgr = turned(found[0], found[1] or UPRIGHT)
    except (OSError, cv2.error):
        return None
    if bgr is None:
        return None
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def why_no_still(pictures: Sequence[Path]) -> Phrase:
    """Why none of the pictures could be read, and what to do."""
    kind = heif_kind(pictures[0])
    if kind is None:
        if len(pictures) == 1:
            return Phrase("cannot be read: the picture is damaged or not a picture. Export again.")
        return Phrase("cannot be read: all pictures in it are damaged or not a picture. Export again.")
    if pyav_if_there() is None:
        return Told(
            "{kind} pictures: they need PyAV to be read, pip install 'hingecheck[video]'; or export as JPEG.",
            kind=kind,
        )
    codecs = picture_codecs(pictures[0])
    if len(codecs) > 1:
        return Told(
            "{kind} picture in {count} tiles of {codec}, as phones write them: no decoder here puts them together. "
            "Export as JPEG, or set the camera to Most Compatible.",
            kind=kind,
            count=len(codecs),
            codec=codecs[0],
        )
    if codecs:
        return Told(
            "{kind} picture ({codec}) of a kind that no decoder here can read. Export as JPEG.",
            kind=kind,
            codec=codecs[0],
        )
    return Told("{kind} picture of a kind that no decoder here can read. Export as JPEG.", kind=kind)
