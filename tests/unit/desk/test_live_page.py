"""Live in the page: pictures through the socket, what the coach sees back, the set saved."""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Callable
from concurrent.futures import wait
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.websockets import WebSocketDisconnect

from hingecheck.apps.live import session
from hingecheck.apps.live.executors import Job, ThreadExecutor
from hingecheck.errors import InputError
from hingecheck.sources.video.pushed_camera import PushedCamera
from stick_figure import RDL, figure, reps

from .conftest import HOME, SOCKET, Opened


def grey(width_px: int, height_px: int) -> bytes:
    return cv2.imencode(".jpg", np.full((height_px, width_px, 3), 90, np.uint8))[1].tobytes()


JPEG = grey(36, 48)


def picture(time_s: float, jpeg: bytes = JPEG) -> bytes:
    return struct.pack("<d", time_s) + jpeg


class InStep(ThreadExecutor):
    """Pictures wait for each analysis, which takes 0.3 s of their time: nine seconds of them come within one here.

    Else it would be over long after the rep that it tells of, and such a rep is given no cue.
    """

    def run(self, task: Callable[[], Any]) -> Job:
        job = super().run(task)
        wait([job])
        self.cost_s = 0.3
        return job


def test_a_set_in_the_page(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "ThreadExecutor", InStep)
    track = figure(reps(2, bottom=RDL))
    jpeg = grey(track.width_px, track.height_px)  # in a smaller picture her legs are cut off, and not judged
    events: list[dict[str, Any]] = []
    with opened.client.websocket_connect(f"{SOCKET}?lifter=Anna&lift=rdl", headers={"origin": HOME}) as socket:
        for time_s in track.time_s:
            socket.send_bytes(picture(float(time_s), jpeg))
            while True:
                said = json.loads(socket.receive_text())
                events.append(said)
                if said["event"] == "state":
                    break
        socket.send_text("end")
        while events[-1]["event"] != "over":
            events.append(json.loads(socket.receive_text()))
    states = [said for said in events if said["event"] == "state"]
    assert len(states) == len(track)
    assert len(states[-1]["body"]) == 33
    assert {said["phase"] for said in states} >= {"down", "up"}
    assert events[-1]["problem"] == ""
    (ended,) = [said for said in events if said["event"] == "set_end"]
    assert ended["reps"] == 2
    (cue,) = [said for said in events if said["event"] == "cue"]  # heard with the count, not in its stead
    assert [said["say"] for said in events if said["event"] == "rep"] == [f"1. {cue['text']}", "2"]
    assert cue["say"] is None
    assert opened.client.get(ended["page"]).status_code == 200
    assert (opened.desk.results_of("Anna") / "set-1" / "report.json").is_file()


def test_one_trains_at_a_time(opened: Opened) -> None:
    with opened.client.websocket_connect(SOCKET, headers={"origin": HOME}) as socket:
        socket.send_bytes(picture(0.0))
        socket.receive_text()
        with (
            opened.client.websocket_connect(SOCKET, headers={"origin": HOME}) as other,
            pytest.raises(WebSocketDisconnect) as closed,
        ):
            other.receive_text()
        assert "Another tab" in closed.value.reason
        socket.send_text("end")
        while json.loads(socket.receive_text())["event"] != "over":
            pass


@pytest.mark.parametrize("message", [b"", b"short", picture(float("nan")), picture(1.0, b"no picture at all")])
def test_what_is_no_picture_ends_nothing_else(opened: Opened, message: bytes) -> None:
    with opened.client.websocket_connect(SOCKET, headers={"origin": HOME}) as socket:
        socket.send_bytes(message)
        socket.send_text("what?")
        socket.send_text("end")
        while json.loads(socket.receive_text())["event"] != "over":
            pass
    assert opened.client.get("/").status_code == 200


def test_facts_that_cannot_be_are_refused(opened: Opened) -> None:
    with (
        opened.client.websocket_connect(f"{SOCKET}?load_kg=heavy", headers={"origin": HOME}) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_text()
    assert "load kg" in closed.value.reason


def test_the_newest_picture_counts() -> None:
    camera = PushedCamera(lost_s=0.05)
    for time_s in (0.0, 0.1, 0.2):
        camera.push(time_s, JPEG)
    frame = camera.read()
    assert frame is not None
    assert (frame.index, frame.time_s, frame.rgb.shape) == (0, 0.2, (48, 36, 3))
    with pytest.raises(InputError, match="no pictures any more"):
        camera.read()
    camera.end()
    assert camera.read() is None
    with pytest.raises(ValueError, match="no picture"):
        camera.push(float("inf"), JPEG)


def test_what_is_no_picture_is_left_out() -> None:
    camera = PushedCamera(lost_s=0.3)
    camera.push(0.0, b"none")
    after = threading.Timer(0.05, camera.push, (0.1, JPEG))
    after.start()
    frame = camera.read()
    after.join()
    assert frame is not None
    assert (frame.index, frame.time_s) == (0, 0.1)
    camera.push(0.2, b"none")
    with pytest.raises(InputError, match="no pictures any more"):
        camera.read()
