"""A desk with its guard, a client that its session was sold to, and a reader that needs no model."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hingecheck.apps.batch.kept import Elsewhere, Here
from hingecheck.apps.desk.apart import files_here
from hingecheck.apps.desk.guard import Keys
from hingecheck.apps.desk.places import Desk
from hingecheck.apps.desk.serve import guarded_desk
from hingecheck.apps.desk.worker import Worker
from hingecheck.apps.recording import Recording, load_recording
from hingecheck.errors import InputError
from hingecheck.sources.files.fingerprint import sha256_of
from hingecheck.sources.pose.pose_source import FakePoses
from stick_figure import RDL, figure, people_of, reps

POSES = Path(__file__).parents[2] / "golden" / "samples" / "deadlift-hips-rise-first.npz"
PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"
SOCKET = f"ws://127.0.0.1:{PORT}/live/socket"
#: So long a queue of saved poses takes at most.
WAIT_S = 60.0


def read_saved(path: Path, progress: Callable[[int, int | None], None]) -> Recording:
    """Saved poses, as if they were this video's."""
    progress(1, 2)
    if path.read_bytes() == b"broken":
        raise InputError(f"{path.name}: cannot be decoded.")
    recording = load_recording(POSES)
    source = replace(recording.source, path=str(path), sha256=sha256_of(path))
    progress(2, 2)
    return replace(recording, source=source)


@dataclass(frozen=True)
class Opened:
    """A desk that is open."""

    desk: Desk
    worker: Worker
    keys: Keys
    client: TestClient

    def drop(self, name: str, content: bytes = b"video", lifter: str = "Anna", **told: str) -> int:
        """Drop a video in; the status of the answer."""
        query = {"name": name, "lifter": lifter, **told}
        return self.client.put("/videos", params=query, content=content, headers={"origin": HOME}).status_code

    def post(self, path: str, **form: object) -> tuple[int, str]:
        """Send a form; status and text of the page that it leads to."""
        answer = self.client.post(path, data=form, headers={"origin": HOME})
        return answer.status_code, answer.text

    def work(self) -> None:
        """Wait until the queue is worked off."""
        until = time.monotonic() + WAIT_S
        while any(job.status in ("waiting", "working") for job in self.worker.jobs()):
            assert time.monotonic() < until
            time.sleep(0.02)


def open_desk(folder: Path, port: int = PORT, elsewhere: Elsewhere | None = None) -> Opened:
    desk = Desk(folder)
    worker, keys = Worker(desk, read_saved, files_here), Keys(port)
    people = people_of(figure(reps(2, bottom=RDL)))
    guarded = guarded_desk(
        desk, worker, keys, port, elsewhere or Here(), lambda: FakePoses([(person,) for person in people])
    )
    return Opened(desk, worker, keys, TestClient(guarded, base_url=HOME))


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Opened]:
    """A desk that nobody has entered, its worker at rest."""
    opened = open_desk(tmp_path / "desk")
    yield opened
    opened.worker.stop()


@pytest.fixture
def opened(shut: Opened) -> Opened:
    """The same, entered, at work."""
    assert shut.client.get("/enter", params={"token": shut.keys.token}).status_code == 200
    shut.worker.start()
    return shut
