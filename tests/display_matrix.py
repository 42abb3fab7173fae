"""Another display matrix in an MP4 file's track header: how players turn and mirror it."""

from __future__ import annotations

from pathlib import Path


def turned(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """The same file, turned in place."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    for place, value in zip((0, 4, 12, 16), matrix, strict=True):
        content[at + place : at + place + 4] = (value * 65536).to_bytes(4, "big", signed=True)
    path.write_bytes(content)
    return path
