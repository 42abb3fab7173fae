"""Every error that hingecheck raises on purpose.

::

    HingecheckError                 exit status 1
    ├── ConfigError                 2   a limits file or an option is wrong
    ├── InputError                  3   a video, picture, folder or pose file cannot be read
    │   └── OutputError             3   a result cannot be written
    ├── NothingMeasuredError        4   no person, or no repetition, in an input that reads well
    └── ModelError                  5   the pose model is missing, wrong or does not load

Each message says in one or two lines what was wrong with which input, and what to do. Catch the base::

    try:
        report = hingecheck.check_video("squat.mp4")
    except hingecheck.HingecheckError as error:
        print(error)

The command line catches it in one place, prints the message and exits with `exit_status`.
"""

from __future__ import annotations

from typing import ClassVar


class HingecheckError(Exception):
    """Base of every error raised on purpose; its text is meant for the user."""

    exit_status: ClassVar[int] = 1


class ConfigError(HingecheckError, ValueError):
    """A limits file or an option cannot be used; the text lists every mistake with its path."""

    exit_status = 2


class InputError(HingecheckError, OSError):
    """An input cannot be read."""

    exit_status = 3


class OutputError(InputError):
    """A result cannot be written."""


class NothingMeasuredError(HingecheckError):
    """The input reads well, but shows nobody, or nobody who lifts."""

    exit_status = 4


class ModelError(HingecheckError):
    """The pose model is missing, is not the file it should be, or does not load."""

    exit_status = 5
