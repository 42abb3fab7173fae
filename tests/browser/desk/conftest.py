"""A real Chromium before a desk that is served."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ...unit.desk.conftest import Opened, open_desk
from ..conftest import CHROMIUM, DESK, PHONE

SIZES = {"phone": PHONE, "desk": DESK}


@dataclass(frozen=True)
class Served:
    """A desk that is served."""

    home: str
    entrance: str
    opened: Opened


@dataclass(frozen=True)
class Tab:
    """A page of the browser, and what it asked for."""

    page: Any
    requests: list[str]
    troubles: list[str]  #: errors of scripts, and what the page's policy forbade

    def faults(self) -> list[tuple[str, str]]:
        """Serious faults of accessibility that axe finds."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        found = axe.Axe().run(self.page).response["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    port = int(listening.getsockname()[1])
    opened = open_desk(tmp_path / "desk", port)
    config = uvicorn.Config(
        opened.client.app, ws="websockets-sansio", lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    opened.worker.start()
    home = f"http://127.0.0.1:{port}"
    yield Served(home, f"{home}/enter?token={opened.keys.token}", opened)
    server.should_exit = True
    thread.join(10)
    opened.worker.stop()


@pytest.fixture
def open_tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    browsers = []

    def opening(camera: Path | None = None) -> Tab:
        """A tab of a browser of its own, whose camera is a file."""
        fake = [] if camera is None else [f"--use-file-for-fake-video-capture={camera}"]
        flags = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", *fake]
        browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
        browsers.append(browser)
        tab = Tab(browser.new_page(viewport=DESK), [], [])
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("pageerror", lambda error: tab.troubles.append(str(error)))
        tab.page.on("console", lambda said: tab.troubles.append(said.text) if said.type == "error" else None)
        return tab

    yield opening
    for browser in browsers:
        browser.close()
