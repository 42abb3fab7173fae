"""Standard output and error that take any text: made once, before the first word is said.

A terminal or file of another alphabet than UTF-8 (cp1252, cp437, cp932, ascii) gets look-alikes of the signs it
lacks. Of streams that were closed before the start input is empty and error goes nowhere; what is written to output
fails as on a full disk.
"""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress

from ..look_alikes import spelled
from ..plain_text import plain_text

#: What a message's second line begins with.
SET_IN = "\n  "
HANDLER = "hingecheck-look-alikes"


def prepare() -> None:
    """Make standard output and error take any text."""
    _open_closed()
    codecs.register_error(HANDLER, _look_alike)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # not a text file of Python's own: a notebook's, a test's
            stream.reconfigure(errors=HANDLER)  # type: ignore[union-attr]


def tell(text: str) -> None:
    """A text on standard output, with one end of line.

    Click's own `echo` would write UTF-8 where the stream's alphabet is ASCII.
    """
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """A line on standard error, or two where the second is set in; lost where that is full or gone.

    All other ends of lines came with a name and are written out.
    """
    first, end, second = line.partition(SET_IN)
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{plain_text(first)}{end}{plain_text(second)}\n")
        sys.stderr.flush()


def why_not_written() -> OSError | None:
    """What keeps standard output from taking what was written to it, which is then thrown away; None: it took it."""
    try:
        sys.stdout.flush()
    except OSError as error:
        abandon()
        return error
    except ValueError:  # closed by somebody else
        pass
    return None


def abandon() -> None:
    """Throw away what standard output still holds: Python would complain of it when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def json_for(line: str, encoding: str | None) -> str:
    r"""A line of JSON in a stream's encoding: signs that it may lack are escaped, so that nothing of it is lost.

    >>> json_for('"45°"', "ascii")
    '"45\\u00b0"'
    """
    if codecs.lookup(encoding or "utf-8").name == "utf-8":
        return line
    utf_16 = (c.encode("utf-16-be", "surrogatepass").hex() for c in line)
    return "".join(
        c if c.isascii() else "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        for c, units in zip(line, utf_16, strict=True)
    )


def _look_alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end], error.encoding), error.end


def _open_closed() -> None:
    """Descriptors 0 to 2 that are closed are taken: the next file opened would take their place and their text.

    Output is opened for reading: a result that was asked for, and written nowhere, must not pass for one.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            flags = os.O_RDONLY if name == "stdout" else os.O_RDWR
            os.open(os.devnull, flags)  # takes the lowest number that is free: this one
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115
