"""Styles and scripts of the pages, from files of their own into the page, and the policy that lets nothing else run.

A page is one file, so all of it stands inside. What a page runs is named by its hash: a script that came in with a
file's name or a note does not run, and nothing on a page can ask anything of a network.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

FOLDER = Path(__file__).with_name("assets")
#: Nothing from anywhere, but pictures and films from the page itself, from beside it, or chosen by who looks at it.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'none'"
FILMS = "media-src 'self' file: blob:"


@cache
def asset(*names: str) -> Markup:
    """Files of the folder of assets, one after the other, as they stand in a page.

    Parameters
    ----------
    *names : str
        ``player.css``, ``player.js`` …; styles and scripts do not mix.
    """
    return Markup("".join((FOLDER / name).read_text("utf-8") for name in names))


def content_security(*scripts: str, pictures: str = "") -> str:
    """The content security policy of a page that runs these scripts and no other.

    Parameters
    ----------
    *scripts : str
        The text of each, to the letter.
    pictures : str
        Where pictures may lie besides inside the page, as the policy names it.
    """
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    pictured = f"img-src data: blob: {pictures}".rstrip()
    return f"{NOTHING}; {pictured}; {FILMS}; style-src 'unsafe-inline'; script-src {allowed}"


def json_in_page(plain: Any) -> Markup:
    r"""Data as JSON that can stand in a script element, whatever texts are in it.

    Raises
    ------
    ValueError
        A number in it is not finite.

    Examples
    --------
    >>> print(json_in_page({"name": "</script><!--"}))
    {"name":"\u003c/script\u003e\u003c!--"}
    """
    text = json.dumps(plain, allow_nan=False, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
