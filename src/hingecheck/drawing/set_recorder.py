"""Video recorded while a set is filmed: the last seconds wait as JPEGs, older frames are encoded as they come.

MPEG-4 part 2 by OpenCV, at a fixed rate: H.264 by PyAV costs twice the time, which the pose needs, and is an extra
that not everyone has. What is meant for browsers is the annotated video (`video_writer`), written after the set.
"""

from __future__ import annotations

import os
import queue
import shutil
import tempfile
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from ..atomic import replacing
from ..core.phrases import N_, Told
from ..core.types import Frame
from ..errors import reason_of
from ..quiet import quiet_cv2

#: Frames a second of the video.
FILM_RATE_HZ = 30.0
#: Pictures wait this long before they are written: until then the set may turn out to begin later, seconds.
WAIT_S = 12.0
#: Pictures that may wait for the JPEG coder; others are left out of the video.
ROOM = 30
JPEG_QUALITY = 92
#: Bytes of a film that are copied at once.
COPIED_BYTES = 1 << 20
UNWRITTEN = N_("{path}: the video could not be written ({why}).")


class SetFilms:
    """Records set after set; see `hingecheck.apps.live.state.Films`. Pictures are coded in a thread of its own.

    Parameters
    ----------
    patience_s : float
        How long a picture may wait for room: none with a camera, which does not wait either.
    """

    def __init__(self, patience_s: float = 0.0) -> None:
        self._patience_s = patience_s
        self._queue: queue.Queue[tuple[SetFilm, Frame]] = queue.Queue(ROOM)
        self._film = SetFilm()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="film", daemon=True)
        self._thread.start()

    def add(self, frame: Frame) -> None:
        """Take a picture; one too many is left out."""
        with suppress(queue.Full):
            self._queue.put((self._film, frame), timeout=self._patience_s)

    def forget(self, before_s: float) -> None:
        """The set will not begin before this."""
        self._film.forget(before_s)

    def ended(self) -> SetFilm:
        """The set's film; the next picture begins another."""
        film, self._film = self._film, SetFilm()
        self._queue.join()
        return film

    def close(self) -> None:
        """Throw away what is under way."""
        self._stop.set()
        self._thread.join()
        self._film.discard()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                film, frame = self._queue.get(timeout=0.1)
            except queue.Empty:
                continue
            try:
                film.take(frame)
            except Exception as error:  # a film that cannot be made is no reason to lose the set
                film.fail(error)
            finally:
                self._queue.task_done()


class SetFilm:
    """The pictures of one set; see `hingecheck.apps.live.finish.SetVideo`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[float, Any]] = deque()  # time and JPEG
        self._writer: Any = None
        self._path: Path | None = None
        self._zero_s: float | None = None
        self._written = 0
        self._last: Any = None
        self._trouble: Exception | None = None  #: why there is no film

    def take(self, frame: Frame) -> None:
        """Keep a picture, and write those that have waited long enough."""
        if self._trouble is not None:
            return
        cv2 = quiet_cv2()
        ok, jpeg = cv2.imencode(
            ".jpg", cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
        )
        if not ok:
            return
        with self._lock:
            self._waiting.append((frame.time_s, jpeg))
            while frame.time_s - self._waiting[0][0] > WAIT_S:
                self._write(*self._waiting.popleft())

    def fail(self, error: Exception) -> None:
        """Give the film up; `save` tells why."""
        with self._lock:
            self._trouble = error
            self._waiting.clear()
            with suppress(Exception):  # the disk may refuse that too
                self._away()

    def forget(self, before_s: float) -> None:
        """Begin with the first picture from this time on."""
        with self._lock:
            self._trouble = None  # the disk may have room again
            self._away()
            while self._waiting and self._waiting[0][0] < before_s - 1e-9:
                self._waiting.popleft()

    def save(self, path: Path) -> str | None:
        """Write what still waits, and put the video at `path`."""
        with self._lock:
            try:
                while self._waiting:
                    self._write(*self._waiting.popleft())
                if self._trouble is not None:
                    return Told(UNWRITTEN, path=path, why=reason_of(self._trouble))
                if self._writer is None or self._path is None:
                    return Told(N_("{path}: the video could not be written (no encoder)."), path=path)
                self._writer.release()
                self._writer = None
                with self._path.open("rb") as film, replacing(path) as file:
                    shutil.copyfileobj(film, file, COPIED_BYTES)
            except Exception as error:  # of the disk, or of OpenCV: the set has its report all the same
                return Told(UNWRITTEN, path=path, why=reason_of(error))
            finally:
                self._away()
        return None

    def discard(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._away()
            self._waiting.clear()

    def _away(self) -> None:
        if self._writer is not None:
            self._writer.release()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self._writer = self._path = self._zero_s = self._last = None
        self._written = 0

    def _write(self, time_s: float, jpeg: Any) -> None:
        """Write a picture at its place; where some are missing before it, the last one stands for them."""
        cv2 = quiet_cv2()
        picture = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        if self._zero_s is None:
            self._zero_s = time_s
            self._open(picture.shape[1], picture.shape[0])
        if self._writer is None:
            return
        place = max(self._written, int(np.round((time_s - self._zero_s) * FILM_RATE_HZ)))
        for _ in range(place - self._written):
            self._writer.write(self._last)
        self._writer.write(picture)
        self._written, self._last = place + 1, picture

    def _open(self, width: int, height: int) -> None:
        cv2 = quiet_cv2()
        handle, name = tempfile.mkstemp(suffix=".mp4", prefix="hingecheck-")
        os.close(handle)
        self._path = Path(name)
        writer = cv2.VideoWriter(name, cv2.VideoWriter_fourcc(*"mp4v"), FILM_RATE_HZ, (width, height))
        if not writer.isOpened():
            self._path.unlink(missing_ok=True)
            self._path = None
            return
        self._writer = writer
