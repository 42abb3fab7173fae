"""The pictures of docs/tutorials, made anew from sample_videos: docs/images/tutorials/*.jpg.

    python scripts/tutorial_pictures.py [FOLDER]

FOLDER keeps what was checked, so that a second run is quick; build/tutorial if not given. Pages are photographed by
Chromium without a window (`chromium` on PATH: apt-get install chromium). The annotated video needs ffmpeg or
`hingecheck[video]`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images" / "tutorials"
HINGECHECK = Path(sys.executable).with_name("hingecheck")
JPEG_QUALITY = 82


def check(*arguments: str) -> None:
    """Run hingecheck in the repository's root; faults found are no error."""
    subprocess.run([HINGECHECK, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def photograph(page: Path, width_px: int, height_px: int, scale: float = 1.0) -> np.ndarray:
    """The top of a page as Chromium shows it, without a window or a network."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no chromium on PATH: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        shot, frame = Path(folder) / "shot.png", Path(folder) / "frame.html"
        # A window cannot be narrower than 500 px; a frame in it can.
        frame.write_text(
            f'<body style="margin:0"><iframe src="{page.resolve().as_uri()}" scrolling="no" '
            f'style="border:0;width:{width_px}px;height:{height_px}px"></iframe>',
            encoding="utf-8",
        )
        subprocess.run(
            [
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                f"--force-device-scale-factor={scale:g}",
                f"--window-size={max(width_px, 500)},{height_px}",
                f"--screenshot={shot}",
                frame.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        return cv2.imread(str(shot))[:, : round(width_px * scale)]


def frame_at(video: Path, time_s: float) -> np.ndarray:
    """One picture of a video."""
    reader = cv2.VideoCapture(str(video))
    while True:
        read, picture = reader.read()
        if not read or reader.get(cv2.CAP_PROP_POS_MSEC) / 1000 >= time_s:
            reader.release()
            return picture


def keep(name: str, picture: np.ndarray) -> None:
    """Write a picture for the pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.jpg"
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    print(f"{path.relative_to(ROOT)}: {picture.shape[1]} × {picture.shape[0]}, {path.stat().st_size // 1024} KB")


def main(folder: Path) -> None:
    """Check what is not in `folder` yet, and take the pictures."""
    results, film = folder / "results", folder / "checked.mp4"
    folder.mkdir(parents=True, exist_ok=True)
    check("batch", "sample_videos", "--out", str(results))
    if not film.exists():
        check("check", "sample_videos/deadlift-hips-rise-first.mp4", "--annotate", str(film), "--replay")
    keep("annotated", frame_at(film, 2.5))
    keep("page-phone", photograph(results / "deadlift-hips-rise-first" / "report.html", 390, 860, 1.5))
    keep("page", photograph(results / "kickstand-rdl-hips-opening" / "report.html", 1000, 860))
    keep("index", photograph(results / "index.html", 1000, 900))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "tutorial")
