"""Refuse a site that would fetch anything from elsewhere: it is read without a network.

    python scripts/check_site.py build/site

Links to follow are welcome; pictures, styles, scripts, fonts and frames must be the site's own, and there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What a browser fetches by itself, by element and attribute. A link element fetches unless it only names a page.
FETCHED = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "embed": "src",
    "object": "data", "link": "href", "use": "href", "image": "href",
}  # fmt: skip
NAMES_A_PAGE = {"next", "prev", "search", "index", "canonical", "author", "copyright", "top"}
IN_A_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class _Fetches(HTMLParser):
    """Collects the addresses that a page fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element fetches."""
        attributes = dict(attrs)
        address = attributes.get(FETCHED.get(tag, ""))
        page = tag == "link" and set((attributes.get("rel") or "").split()) <= NAMES_A_PAGE
        if address and not page:
            self.found.append(address)
        self.found += [a or b for a, b in IN_A_STYLE.findall(attributes.get("style") or "")]


def fetches(path: Path) -> list[str]:
    """Every address that a page or a style sheet fetches."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        return [a or b for a, b in IN_A_STYLE.findall(text)]
    parser = _Fetches()
    parser.feed(text)
    return parser.found


def problems(site: Path) -> Iterator[str]:
    """What is fetched from elsewhere, or is not there."""
    for path in sorted([*site.rglob("*.html"), *site.rglob("*.css")]):
        for address in fetches(path):
            parts = urlsplit(address)
            if parts.scheme == "data" or (not parts.path and not parts.netloc):
                continue
            if parts.scheme or parts.netloc:
                yield f"{path.relative_to(site)} fetches {address}"
            elif not (path.parent / unquote(parts.path)).exists():
                yield f"{path.relative_to(site)} misses {address}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    wrong = list(problems(folder))
    print("\n".join(wrong) or f"{sum(1 for _ in folder.rglob('*.html'))} pages, nothing fetched from elsewhere")
    sys.exit(bool(wrong))
