"""The socket of a live session: one at a time, for the cores are one session's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from ...errors import HingecheckError
from ...languages.speaking import tr_error
from ...plain_text import safe_name
from ...reports.desk.pages import SetCard
from ...reports.desk.words import say
from ..check import CheckOptions
from ..outputs import make_folder
from .forms import facts_of
from .live import LiveInPage
from .places import Desk
from .worker import Worker

if TYPE_CHECKING:
    from ...sources.pose.pose_source import PoseSource

#: Longest reason that a socket may be closed with, bytes: RFC 6455 has 123.
MAX_REASON = 120


class LiveSockets:
    """Serves the live page's socket.

    Parameters
    ----------
    desk : Desk
    worker : Worker
        It rests while somebody trains.
    make_poses : callable, optional
        Makes the pose source, in the stead of the default backend.
    """

    def __init__(self, desk: Desk, worker: Worker, make_poses: Callable[[], PoseSource] | None = None) -> None:
        self._desk, self._worker, self._make_poses = desk, worker, make_poses
        self._taken = False

    async def serve(self, socket: WebSocket) -> None:
        """One session, from the first picture to the last report."""
        await socket.accept()
        if self._taken:
            await socket.close(1013, say("live_busy"))
            return
        self._taken = True
        self._worker.rest(resting=True)
        try:
            await self._session(socket)
        except HingecheckError as error:
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close(1008, tr_error(error).encode()[:MAX_REASON].decode("utf-8", "ignore"))
        finally:
            self._taken = False
            self._worker.rest(resting=False)

    async def _session(self, socket: WebSocket) -> None:
        told = dict(socket.query_params)
        lifter = safe_name(told.get("lifter", "").strip(), "me")
        options = CheckOptions(facts=facts_of(told), limits=self._desk.limits())
        folder = self._desk.results_of(lifter)
        make_folder(folder)
        loop, texts = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def send(text: str | None) -> None:
            with suppress(RuntimeError):  # the loop is over: the desk closes
                loop.call_soon_threadsafe(texts.put_nowait, text)

        live = LiveInPage(
            options,
            folder,
            send,
            lambda: send(None),
            page_of=lambda saved: SetCard(lifter, Path(saved).name, "", "", (), corrected=False).href,
            make_poses=self._make_poses,
        )
        live.start()
        receiving = asyncio.create_task(_receive(socket, live))
        try:
            while (text := await texts.get()) is not None:
                if socket.client_state is WebSocketState.CONNECTED:
                    with suppress(RuntimeError, WebSocketDisconnect):
                        await socket.send_text(text)
        finally:
            receiving.cancel()
            await run_in_threadpool(live.close)
            with suppress(RuntimeError, WebSocketDisconnect):  # the page has gone first
                await socket.close()
            with suppress(asyncio.CancelledError):
                await receiving  # what went wrong there is not lost


async def _receive(socket: WebSocket, live: LiveInPage) -> None:
    """Pictures and wishes, until the page is gone."""
    try:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            if (picture := message.get("bytes")) is not None:
                live.picture(picture)
            elif (text := message.get("text")) is not None:
                live.asked(text)
    finally:
        live.camera.end()
