"""What a page may send through the socket of a live session: a session as bytes, and a desk that it is played to."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"
#: A message: a letter for its kind (query, binary, text), its length, its bytes.
HEAD = struct.Struct("<cI")
#: More than these are not played: a page cannot send faster than it is heard.
MOST = 60


def session(chance_text: str) -> bytes:
    """A session as a page has it: facts, pictures with their times, buttons."""
    import cv2

    jpeg = cv2.imencode(".jpg", np.full((48, 36, 3), 90, np.uint8))[1].tobytes()
    pictures = [(b"b", struct.pack("<d", number / 10) + jpeg) for number in range(24)]
    texts = [(b"t", b"pause"), (b"t", b"go on"), (b"t", chance_text.encode())]
    messages = [(b"q", b"lifter=Anna&lift=rdl&load=60&height=170"), *pictures[:12], *texts, *pictures[12:]]
    return b"".join(HEAD.pack(kind, len(content)) + content for kind, content in messages)


def messages(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and bytes of each message, as far as they can be told apart."""
    at = 0
    while at + HEAD.size <= len(content):
        kind, length = HEAD.unpack_from(content, at)
        at += HEAD.size
        yield kind, content[at : at + min(length, 1 << 20)]
        at += min(length, 1 << 20)


def play(folder: Path, content: bytes) -> None:
    """Play a session to a desk in `folder`, which goes on answering whatever comes.

    Raises
    ------
    AssertionError
        It does not.
    """
    from starlette.testclient import TestClient
    from starlette.websockets import WebSocketDisconnect

    from hingecheck.apps.batch.kept import Here
    from hingecheck.apps.desk.guard import Keys
    from hingecheck.apps.desk.places import Desk
    from hingecheck.apps.desk.serve import guarded_desk
    from hingecheck.apps.desk.worker import Worker
    from hingecheck.sources.pose.pose_source import FakePoses

    from .world import who_lifts

    desk, keys = Desk(folder), Keys(PORT)
    worker = Worker(desk)
    app = guarded_desk(desk, worker, keys, PORT, Here(), lambda: FakePoses(who_lifts))
    client = TestClient(app, base_url=HOME)
    assert client.get("/enter", params={"token": keys.token}).status_code == 200
    sent = [message for message, _ in zip(messages(content), range(MOST), strict=False)]
    query = b"".join(said for kind, said in sent if kind == b"q").decode("latin-1")
    # whatever a browser could have in an address: no line breaks, no fragment
    asked = "".join(letter for letter in query if letter.isascii() and letter.isprintable() and letter not in "# ")
    try:
        with client.websocket_connect(
            f"ws://127.0.0.1:{PORT}/live/socket?{asked}", headers={"origin": HOME}
        ) as socket:
            for kind, said in sent:
                if kind == b"b":
                    socket.send_bytes(said)
                elif kind == b"t":
                    socket.send_text(said.decode("utf-8", "replace"))
            socket.send_text("end")
            while json.loads(socket.receive_text())["event"] != "over":
                pass
    except WebSocketDisconnect as closed:
        if closed.code not in (1000, 1008):
            raise AssertionError(f"the socket was closed with {closed.code}") from closed
    assert client.get("/").status_code == 200
