"""The live window through OpenCV, where there is a display."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import numpy as np

from ..core.arrays import Picture
from ..errors import ConfigError
from ..quiet import quiet_cv2, quiet_stderr
from .live_frame import LivePanel, compose

NAME = "hingecheck live"
#: Least height of the window, pixels: small pictures are made larger.
MIN_PX = 720
#: No picture is made larger than this, pixels: a screen may be very fine.
MAX_PX = 1440
#: Making it larger is worth it from this factor on; the screen is looked at every so many pictures.
WORTH, LOOK_EVERY = 1.05, 15
#: How long opening a window may take in the trial, seconds.
TRIAL_S = 20.0
NO_DISPLAY = (
    "there is no display to open a window on. Run it where there is one, or take --headless: events as JSON Lines."
)
_TRIAL = "import cv2; cv2.namedWindow('x'); cv2.waitKey(1)"


def prepare_display() -> None:
    """Choose what OpenCV's windows can use: under Wayland they go through X11 (XWayland)."""
    if sys.platform == "linux":
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        os.environ.setdefault("QT_LOGGING_RULES", "*=false")


def check_display() -> None:
    """Find out whether a window can be opened.

    OpenCV ends the whole process where it cannot, so the trial is another process.

    Raises
    ------
    ConfigError
        It cannot.
    """
    prepare_display()
    if sys.platform != "linux":
        return
    if not os.environ.get("DISPLAY"):
        raise ConfigError(NO_DISPLAY)
    try:
        trial = subprocess.run([sys.executable, "-c", _TRIAL], capture_output=True, timeout=TRIAL_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise ConfigError(NO_DISPLAY) from None
    if trial.returncode:
        raise ConfigError(NO_DISPLAY)


class Window:
    """One window over the whole screen; opened with its first picture. Use it from the main thread."""

    def __init__(self) -> None:
        self._open = False
        self._full = True
        self._shown = 0
        self._larger = 1.0
        self._canvas: Picture | None = None
        self.closed = False  #: by the user, with the mouse
        self.last: Picture | None = None  #: what was shown last

    def show(self, rgb: Picture, panel: LivePanel) -> None:
        """Draw and show a picture."""
        cv2 = quiet_cv2()
        self._canvas = self.last = compose(rgb, panel, self._canvas)
        if not self._open:
            self._begin(self.last)
        elif self._shown % LOOK_EVERY == 0:
            self._larger = screen_scale(self.last.shape, cv2.getWindowImageRect(NAME)) if self._full else 1.0
        self._shown += 1
        if self._larger > 1.0:  # OpenCV makes pictures smaller to fill the screen, but not larger
            self.last = np.asarray(cv2.resize(self.last, None, fx=self._larger, fy=self._larger), np.uint8)
        cv2.imshow(NAME, self.last)

    def toggle_full(self) -> None:
        """Fill the screen, or no longer."""
        self._full, self._shown = not self._full, 0
        if self._open:
            self._fill()

    def key(self) -> str:
        """The key pressed since last asked, or an empty text; also lets the window draw itself."""
        if not self._open:
            return ""
        cv2 = quiet_cv2()
        code = cv2.waitKey(1)
        self.closed = cv2.getWindowProperty(NAME, cv2.WND_PROP_VISIBLE) < 1
        return "" if code < 0 else chr(code & 0xFF).lower()

    def close(self) -> None:
        """Close it."""
        if self._open:
            cv2 = quiet_cv2()
            cv2.destroyAllWindows()
            cv2.waitKey(1)
            self._open = False

    def _begin(self, picture: Picture) -> None:
        cv2 = quiet_cv2()
        prepare_display()
        with quiet_stderr():
            cv2.namedWindow(NAME, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
            # Where no window manager is there to make it fill the screen, and once it no longer does.
            by = max(1.0, MIN_PX / picture.shape[0])
            cv2.resizeWindow(NAME, round(by * picture.shape[1]), round(by * picture.shape[0]))
        self._open = True
        cv2.imshow(NAME, picture)
        self._fill()

    def _fill(self) -> None:
        cv2 = quiet_cv2()
        wanted = cv2.WINDOW_FULLSCREEN if self._full else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(NAME, cv2.WND_PROP_FULLSCREEN, wanted)


def screen_scale(shape: Sequence[int], placed: Sequence[int]) -> float:
    """How many times larger a picture fills the screen that it stands in the middle of.

    Parameters
    ----------
    shape : sequence of int
        Of the picture; the first two are height and width.
    placed : sequence of int
        Where it is on the screen: left, top, width, height.
    """
    left, top, wide, high = placed
    if min(left, top, wide - 1, high - 1) < 0:
        return 1.0
    by = min((2 * left + wide) / shape[1], (2 * top + high) / shape[0], MAX_PX / shape[0])
    return by if by > WORTH else 1.0
