"""Names and texts from outside, made fit for a line, a file and a folder."""

from __future__ import annotations

import hashlib
import os
import re

#: Longest name of a folder, bytes: file systems take 255, and files in it want room in paths of 260 signs.
MAX_NAME_BYTES = 120
#: Names that Windows keeps for devices, whatever stands behind a dot.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)
#: Control characters, which a terminal would obey, and signs that turn the direction of writing.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: What file systems do not take in a name, Windows' least of all; half a character is none.
NOT_IN_NAMES = re.compile("[/\\\\\ud800-\udfff]" if os.name != "nt" else '[/\\\\:*?"<>|\ud800-\udfff]')


def plain_text(text: str) -> str:
    r"""A text in one line that any file and terminal takes: what is no character of it is written out.

    >>> plain_text("set\x1b[31m 1\n"), plain_text("caf\udce9")
    ('set\\x1b[31m 1\\x0a', 'caf\\udce9')
    """
    escaped = CONTROL.sub(lambda match: _written_out(match[0]), text)
    return escaped.encode("utf-8", "backslashreplace").decode("utf-8")


def safe_name(name: str, otherwise: str = "video") -> str:
    r"""A folder's name from any name: inside the folder it is asked for in, on every system.

    A name that has nothing odd about it stays as it is.

    Parameters
    ----------
    name : str
    otherwise : str
        Where nothing is left of it.

    >>> safe_name("set 1"), safe_name(".."), safe_name("NUL"), safe_name("a/b\x07")
    ('set 1', 'video', '_NUL', 'a_b_')
    """
    kept = NOT_IN_NAMES.sub("_", CONTROL.sub("_", name)).rstrip(" .")
    if not kept.strip(" ._"):
        return otherwise
    if kept.startswith("."):  # no folder that is hidden, or that is our own
        kept = f"_{kept.lstrip('.')}"
    if DEVICES.match(kept):
        kept = f"_{kept}"
    if len(kept.encode("utf-8")) <= MAX_NAME_BYTES:
        return kept
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    short = kept.encode("utf-8")[: MAX_NAME_BYTES - 9].decode("utf-8", "ignore")
    return f"{short.rstrip(' .')}-{digest}"


def _written_out(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
