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

The command line catches it in one place, prints the message and exits with `exit_status`. ``str(error)`` is English;
`languages.speaking.tr_error` says it in the language in force.
"""

from __future__ import annotations

from typing import Any, ClassVar

from .core.phrases import N_, Phrase, Told, whole


class HingecheckError(Exception):
    """Base of every error raised on purpose; its text is meant for the user.

    Parameters
    ----------
    text : str
        English: what was wrong with which input, and what to do; with fields, a template of them.
    **fields
        Put into it: names and numbers as they are, phrases in the language it is said in.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, text: str = "", /, **fields: Any) -> None:
        super().__init__(Told(text, **fields) if fields else text)

    @property
    def words(self) -> Phrase:
        """Its text, to be said in another language or put into another text."""
        return whole(str(self) if not self.args or not isinstance(self.args[0], str) else self.args[0])


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


#: What systems say most often where a file cannot be read or written, for the catalogues.
SYSTEMS_REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("No space left on device"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
    N_("Disk quota exceeded"),
    N_("Operation not permitted"),
)


def words_of_error(error: Exception) -> Phrase:
    """The text of any error, to be said in another language where it is ours."""
    return error.words if isinstance(error, HingecheckError) else whole(str(error))


def reason_of(error: Exception) -> Phrase:
    """Why the system refused, in its words."""
    return whole(getattr(error, "strerror", None) or str(error) or type(error).__name__)
