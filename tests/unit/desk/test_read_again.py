"""Films of sets that were checked are read once more in a process of their own, never in the desk's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from hingecheck.apps.batch.kept import KeptProcess
from hingecheck.apps.recording import load_recording

from .conftest import POSES, Opened, open_desk

SET = "/sets/Anna/results/deadlift/"
PICTURE = "data:image/jpeg;base64,"


def plain_film(path: Path) -> bytes:
    """A film of the saved poses' size and length that shows nothing, and is quick to read."""
    source = load_recording(POSES).source
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30.0, (source.width, source.height))
    for _ in range(source.frames_read):
        writer.write(np.full((source.height, source.width, 3), 90, np.uint8))
    writer.release()
    return path.read_bytes()


@pytest.fixture
def with_film(tmp_path: Path) -> Iterator[Opened]:
    """A desk with a set whose film can be read, as it is served."""
    elsewhere = KeptProcess()
    opened = open_desk(tmp_path / "desk", elsewhere=elsewhere)
    opened.client.get("/enter", params={"token": opened.keys.token})
    opened.drop("deadlift.mp4", plain_film(tmp_path / "deadlift.mp4"))
    opened.worker.start()
    opened.work()
    yield opened
    opened.worker.stop()
    elsewhere.close()


def test_the_desk_itself_opens_no_film(with_film: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened_here(*_: object, **__: object) -> None:
        raise AssertionError("the desk's own process opened a film")

    for decoder in ("cv2.VideoCapture", "av.open"):
        monkeypatch.setattr(decoder, opened_here)
    ask, compared = with_film.client.get, {"a": "Anna/deadlift", "b": "Anna/deadlift", "a_part": "1", "b_part": "2"}
    assert PICTURE in ask(f"{SET}joints", params={"t": "5.2"}).text
    assert ask("/compared", params=compared).text.count(PICTURE) == 2
    assert with_film.post(f"{SET}correct", **{"not": "2"})[0] == 200
    assert PICTURE in ask(f"{SET}report.html").text
