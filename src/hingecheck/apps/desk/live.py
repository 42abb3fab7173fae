"""Live in the page: the browser's camera through a loopback socket, with the same coach as ``hingecheck live``.

The browser sends pictures as JPEG behind eight bytes with their time; it gets one JSON text a picture that was looked
at, and one an event.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.live.events import Event
from ...errors import HingecheckError
from ...languages.speaking import tr, tr_error
from ...reports.live_events import to_line
from ...sources.video.camera import BROWSER
from ...sources.video.pushed_camera import PushedCamera
from ..check import CheckOptions
from ..live.frontends import SpokenAdvice, event_words, spoken
from ..live.loop import Loop, Shown
from ..live.panel import panel_of
from ..live.session import LiveJob, run_live

if TYPE_CHECKING:
    from ...core.known_facts import Felt
    from ...sources.pose.pose_source import PoseSource

#: Time of a picture, seconds, before its JPEG.
HEAD = struct.Struct("<d")
Send = Callable[[str], None]


@dataclass(slots=True)
class Wishes:
    """What the page's buttons ask of the session."""

    paused: bool = False
    restart: bool = False
    end: bool = False


class PageFrontend:
    """Tells a page what the coach sees, by texts.

    Parameters
    ----------
    send : callable
        Takes a text for the page, from any thread.
    wishes : Wishes
    page_of : callable
        Address of a set's page, by its folder.
    """

    def __init__(self, send: Send, wishes: Wishes, page_of: Callable[[str], str]) -> None:
        self._send, self._wishes, self._page_of = send, wishes, page_of
        self._advice = SpokenAdvice()
        self.posed = 0

    def event(self, event: Event) -> None:
        """Send an event, with what is to be said of it."""
        plain = json.loads(to_line(event))
        if "report" in plain:  # pages open it by its folder
            plain["reps"] = len(plain.pop("report")["reps"])
        if plain.get("folder"):
            plain["page"] = self._page_of(plain["folder"])
        self._tell({**plain, "words": event_words(event), "say": spoken(event)})

    def show(self, shown: Shown) -> None:
        """Send what was seen of the lifter in a picture."""
        state = shown.state
        self.posed += 1
        panel = panel_of(state, mirrored=False, with_help=False, paused=self._wishes.paused)
        height, width = state.frame.rgb.shape[:2]
        body = None
        if state.lifter is not None:
            points, seen = state.lifter.image_px, state.lifter.visibility
            body = np.column_stack([points, seen]).round(2).tolist()
        self._tell(
            {
                "event": "state",
                "time_s": state.frame.time_s,
                "size": [width, height],
                "body": body,
                "near": panel.near,
                "hinge_deg": None if panel.hinge_deg is None else round(panel.hinge_deg),
                "phase": panel.phase,
                "reps": panel.reps,
                "title": panel.title,
                "headline": panel.headline,
                "kind": panel.kind,
                "say": self._advice.due(state.advice, state.frame.time_s),
            }
        )

    def keys(self, loop: Loop) -> bool:
        """Do what the buttons ask."""
        loop.controls.paused = self._wishes.paused
        if self._wishes.restart:
            self._wishes.restart, loop.controls.restart = False, True
        return not self._wishes.end

    def felt(self) -> Felt | None:
        """Ask nobody: the page's form has asked."""
        return None

    def close(self) -> None:
        """Nothing to put away."""

    def _tell(self, plain: dict[str, Any]) -> None:
        self._send(json.dumps(plain, allow_nan=False, ensure_ascii=False))


class LiveInPage:
    """One live session of a page.

    Parameters
    ----------
    options : CheckOptions
    folder : Path
        Where its sets are saved.
    send : callable
        Takes a text for the page, from any thread.
    ended : callable
        Called once the session is over.
    page_of : callable
        Address of a set's page, by its folder.
    make_poses : callable, optional
        Makes the pose source, in the stead of the default backend.
    """

    def __init__(
        self,
        options: CheckOptions,
        folder: Path,
        send: Send,
        ended: Callable[[], None],
        *,
        page_of: Callable[[str], str],
        make_poses: Callable[[], PoseSource] | None = None,
    ) -> None:
        self.camera, self.wishes = PushedCamera(), Wishes()
        self._frontend = PageFrontend(send, self.wishes, page_of)
        self._job = LiveJob(BROWSER, options, folder=folder)
        self._send, self._ended, self._make_poses = send, ended, make_poses
        # in the language of the page that asks
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name="live in the page", daemon=True
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def picture(self, message: bytes) -> None:
        """Take a message with a picture; what is none is left out."""
        if len(message) > HEAD.size:
            with suppress(ValueError):
                self.camera.push(HEAD.unpack_from(message)[0], message[HEAD.size :])

    def asked(self, text: str) -> None:
        """Take what a button asks."""
        if text in ("pause", "go on"):
            self.wishes.paused = text == "pause"
        elif text == "restart":
            self.wishes.restart = True
        elif text == "end":
            self.wishes.end = True

    def close(self) -> None:
        """End: the set so far is reported and saved."""
        self.camera.end()
        self._thread.join(60.0)

    def _run(self) -> None:
        problem = ""
        try:
            run_live(self._job, self._frontend, camera=self.camera, make_poses=self._make_poses)
        except HingecheckError as error:
            problem = tr_error(error)
        except Exception as error:  # told to the page, not lost in a thread
            problem = tr("unexpected error: {kind}: {why}", kind=type(error).__name__, why=str(error))
        finally:
            self._send(json.dumps({"event": "over", "problem": problem, "posed": self._frontend.posed}))
            self._ended()
