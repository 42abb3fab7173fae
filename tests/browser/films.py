"""Films whose pictures say which they are, and where their upper left is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS, WIDE, HIGH = 10, 320, 96
TICKS_HZ = 90_000


def numbered(path: Path, frames: int, rate_hz: float, first_s: float = 0.0) -> Path:
    """Each picture carries its number: stripes, white for one, the lowest bit first."""
    pictures = []
    for number in range(frames):
        picture = np.zeros((HIGH, WIDE, 3), np.uint8)
        for bit in range(BITS):
            if number >> bit & 1:
                picture[:, bit * WIDE // BITS : (bit + 1) * WIDE // BITS] = 255
        pictures.append(picture)
    return written(path, pictures, rate_hz, first_s=first_s)


def marked(path: Path, aspect: Fraction = Fraction(1)) -> Path:
    """A red block in the upper left quarter."""
    picture = np.full((HIGH, WIDE, 3), 60, np.uint8)
    picture[18:30, 60:100] = (255, 0, 0)
    return written(path, [picture] * 10, 25, aspect=aspect)


def written(
    path: Path, pictures: list[np.ndarray], rate_hz: float, *, first_s: float = 0.0, aspect: Fraction = Fraction(1)
) -> Path:
    with av.open(str(path), "w", options={"video_track_timescale": str(TICKS_HZ)}) as file:
        stream = file.add_stream("libx264", rate=Fraction(rate_hz).limit_denominator(1000), options={"crf": "20"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS_HZ)
        stream.codec_context.sample_aspect_ratio = aspect
        for place, rgb in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv420p")
            picture.time_base, picture.pts = Fraction(1, TICKS_HZ), round((first_s + place / rate_hz) * TICKS_HZ)
            for packet in stream.encode(picture):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return path
