"""Open the desk: bind to this machine alone, hold the folder, serve until Ctrl-C."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.phrases import Phrase
from ...errors import ConfigError, reason_of
from ..batch.folder_lock import only_writer
from ..batch.kept import Elsewhere, KeptProcess
from .places import Desk
from .uploads import tidy_uploads
from .worker import Worker

if TYPE_CHECKING:
    from ...sources.pose.pose_source import PoseSource
    from .guard import Guard, Keys

LOOPBACK = "127.0.0.1"
#: Largest message of a socket: a picture of the browser's camera.
MAX_MESSAGE = 8 << 20
#: How long open pages are waited for at the end, seconds.
GOODBYE_S = 3
MISSING = "the desk needs Starlette, uvicorn, python-multipart and websockets: pip install 'hingecheck[app]'."


def check_desk() -> None:
    """Find out before anything that the extra is installed.

    Raises
    ------
    ConfigError
        It is not.
    """
    try:
        import python_multipart
        import starlette
        import uvicorn
        import websockets
    except ImportError:
        raise ConfigError(MISSING) from None
    del python_multipart, starlette, uvicorn, websockets


def serve_desk(folder: Path, port: int, opened: Callable[[str], None]) -> None:
    """Serve the desk until it is told to end.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    port : int
        0 takes one that is free.
    opened : callable
        Told the address that opens the desk, once it is served.

    Raises
    ------
    ConfigError
        The port is taken, another desk is open in the folder, or a package is missing.
    OutputError
        The folder cannot be made or written.
    """
    check_desk()
    import uvicorn

    from .guard import Keys

    desk = Desk(folder)
    with only_writer(desk.folder, "desk"):
        tidy_uploads([desk.videos_of(lifter) for lifter in desk.lifters()])
        worker = Worker(desk)
        with _bound(port) as listening:
            port = int(listening.getsockname()[1])
            keys = Keys(port)
            elsewhere = KeptProcess()
            app = guarded_desk(desk, worker, keys, port, elsewhere)
            server = uvicorn.Server(
                uvicorn.Config(
                    app,
                    ws="websockets-sansio",
                    ws_max_size=MAX_MESSAGE,
                    ws_per_message_deflate=False,  # JPEG does not shrink
                    lifespan="off",
                    log_config=None,
                    access_log=False,
                    server_header=False,
                    timeout_graceful_shutdown=GOODBYE_S,
                )
            )
            worker.start()
            try:
                opened(f"http://{LOOPBACK}:{port}/enter?token={keys.token}")
                server.run(sockets=[listening])
            finally:
                worker.stop()
                elsewhere.close()


def guarded_desk(
    desk: Desk,
    worker: Worker,
    keys: Keys,
    port: int,
    elsewhere: Elsewhere,
    make_poses: Callable[[], PoseSource] | None = None,
) -> Guard:
    """The desk's pages and its socket, behind the guard.

    Parameters
    ----------
    desk : Desk
    worker : Worker
    keys : Keys
    port : int
        Where it will be served.
    elsewhere : Elsewhere
        Where films of sets are read once more.
    make_poses : callable, optional
        Makes the pose source of live sessions, in the stead of the default backend.
    """
    from .guard import Guard
    from .read_again import ReadAgain
    from .routes import DeskPages
    from .sockets import LiveSockets

    pages = DeskPages(desk, worker, keys, LiveSockets(desk, worker, make_poses), ReadAgain(elsewhere))
    return Guard(pages.app(), keys, port)


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)  # a browser that is quicker than the server waits
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        why = Phrase("another program has it") if taken else reason_of(error)
        raise ConfigError(
            "--port {port}: {why}. Leave it out, and a free one is taken.", port=port, why=why
        ) from None
    return listening
