"""A site that fetches from elsewhere, or misses a file, is refused; links to follow are not fetched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "check_site.py"


def check(folder: Path, page: str, style: str = "") -> tuple[int, str]:
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "site.css").write_text(style, encoding="utf-8")
    done = subprocess.run([sys.executable, str(SCRIPT), str(folder)], capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("page", "style"),
    [
        ('<script src="https://cdn.example/x.js"></script>', ""),
        ('<link rel="stylesheet" href="//fonts.example/css">', ""),
        ('<link rel="preconnect" href="https://fonts.example">', ""),
        ('<img src="http://example.org/a.png">', ""),
        ('<img src="gone.png">', ""),
        ('<p style="background: url(https://example.org/a.png)">', ""),
        ("", "@import 'https://fonts.example/css';"),
        ("", "body { src: url('https://fonts.example/a.woff2') }"),
    ],
)
def test_refused(tmp_path: Path, page: str, style: str) -> None:
    status, out = check(tmp_path, page, style)
    assert status == 1
    assert len(out.splitlines()) == 1


def test_taken(tmp_path: Path) -> None:
    page = (
        '<link rel="canonical" href="https://example.org/"><link rel="stylesheet" href="site.css?v=1">'
        '<a href="https://example.org/">elsewhere</a><img src="data:image/png;base64,AA"><img src="page.html#x">'
    )
    assert check(tmp_path, page, "a { background: url('data:image/svg+xml,x') }")[0] == 0
