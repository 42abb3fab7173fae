"""H.264 encoding by an ffmpeg child process that frames are piped to; the file is whole or absent."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ..errors import ConfigError, OutputError


def ffmpeg() -> str:
    """Find an ffmpeg: on PATH, else imageio-ffmpeg's.

    Raises
    ------
    ConfigError
        There is none.
    """
    found = shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise ConfigError(
            "writing video needs ffmpeg: install it (e.g. apt install ffmpeg), or pip install 'hingecheck[video]'."
        ) from error


class H264Pipe:
    """A running ffmpeg and the file it writes, beside the target until it is whole.

    Parameters
    ----------
    path : Path
        The target.
    reads : sequence of str
        Options that say what `write` brings.
    codes : sequence of str
        Options of the encoder.

    Raises
    ------
    ConfigError
        No ffmpeg.
    OutputError
        ffmpeg cannot write the file.
    """

    def __init__(self, path: Path, reads: Sequence[str], codes: Sequence[str]) -> None:
        self.path = path
        self._command = [
            ffmpeg(), "-y", "-loglevel", "error", *reads, "-i", "-", "-an", "-c:v", "libx264", *codes,
            "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4",
        ]  # fmt: skip
        target = path.resolve()
        self._part = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
        self._process: subprocess.Popen[bytes] | None = None
        # Not a pipe: one that nobody empties stops ffmpeg when it is full. Closed in `_end`.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> H264Pipe:
        if self.path.exists() and not self.path.is_file():
            raise OutputError(f"{self.path}: a video needs a plain file. Choose another name.")
        self._process = subprocess.Popen(
            [*self._command, str(self._part)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,  # Ctrl-C is for us to answer
        )
        return self

    def write(self, *parts: bytes | memoryview) -> None:
        """Append bytes, as `reads` told ffmpeg to take them."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            for part in parts:
                self._process.stdin.write(part)
        except OSError:  # it has gone: BrokenPipeError, on Windows something else
            self._fail()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        assert process is not None
        try:
            if kind is not None:
                return
            process.communicate()
            if process.returncode != 0:
                raise self._error()
            self._part.replace(self.path.resolve())
        except OSError as problem:
            if isinstance(problem, OutputError):
                raise
            raise OutputError(f"{self.path}: cannot be written ({problem.strerror}).") from problem
        finally:
            self._end()

    def _fail(self) -> None:
        """Raise with ffmpeg's last word."""
        assert self._process is not None
        with suppress(OSError):
            self._process.communicate()
        raise self._error()

    def _error(self) -> OutputError:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return OutputError(f"{self.path}: ffmpeg could not write it ({lines[-1] if lines else 'no reason given'}).")

    def _end(self) -> None:
        """No process and no half-written file stay behind."""
        process = self._process
        assert process is not None
        if process.poll() is None:
            process.kill()
        for stream in (process.stdin, self._said):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()
        with suppress(OSError):
            self._part.unlink()
