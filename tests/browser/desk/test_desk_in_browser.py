"""The desk as a person uses it: drop, watch, note, correct, compare, train; at both widths, all from here."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

from .conftest import SIZES, Served, Tab

OpenTab = Callable[..., Tab]
SET = "/sets/Anna/results/deadlift/"


def drop(tab: Tab, served: Served, *videos: Path) -> None:
    tab.page.goto(served.entrance)
    tab.page.fill("input[name=lifter]", "Anna")
    tab.page.set_input_files("#files", [str(video) for video in videos])
    tab.page.click("#drop button[type=submit]")
    tab.page.locator("#state li[data-status=done]").nth(len(videos) - 1).wait_for(timeout=60_000)


def test_from_a_dropped_video_to_a_comparison(open_tab: OpenTab, served: Served, tmp_path: Path) -> None:
    tab, page = (opened := open_tab()), opened.page
    videos = [tmp_path / "deadlift.mp4", tmp_path / "other.mp4"]
    for number, video in enumerate(videos):
        video.write_bytes(b"%d" % number)
    drop(tab, served, *videos)

    page.goto(served.home + SET)
    page.fill("textarea", "Bar felt light")
    page.click("form[action=notes] button")
    assert page.input_value("textarea") == "Bar felt light"
    assert page.locator("input[name=not]").count() == 3
    page.locator("input[name=not]").nth(1).check()
    page.click("form[action=correct] button >> nth=0")
    page.locator("[role=status]").wait_for()
    assert page.locator("input[name=not]").count() == 2
    page.reload()
    assert page.locator("input[name=not]").count() == 2

    page.goto(served.home + "/compare")
    with page.context.expect_page() as popped:
        page.click("main button")
    popped.value.wait_for_load_state()
    assert "Then and now" in popped.value.inner_text("h1")

    page.goto(served.home + SET + "report.html")
    assert "Corrected by hand" in page.inner_text("body") or "corrected by hand" in page.inner_text("body")
    assert [url for url in tab.requests if not url.startswith((served.home, "data:", "blob:"))] == []
    assert tab.troubles == []


@pytest.mark.parametrize("size", SIZES)
def test_no_serious_fault_of_accessibility_and_nothing_wider_than_the_screen(
    open_tab: OpenTab, served: Served, tmp_path: Path, size: str
) -> None:
    tab, page = (opened := open_tab()), opened.page
    (tmp_path / "deadlift.mp4").write_bytes(b"video")
    drop(tab, served, tmp_path / "deadlift.mp4")
    page.set_viewport_size(SIZES[size])
    joints = f"{SET}joints?t=5.2"
    compared = "/compared?a=Anna/deadlift&b=Anna/deadlift"
    for path in ("/", SET, joints, "/compare", compared, "/settings", "/history/Anna", "/live"):
        page.goto(served.home + path)
        assert tab.faults() == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert tab.troubles == []


def test_a_set_before_the_browsers_camera(open_tab: OpenTab, served: Served, tmp_path: Path) -> None:
    camera = tmp_path / "camera.mjpeg"
    sample = Path(__file__).parents[3] / "sample_videos" / "rdl-clean.mp4"
    size = ("-r", "30", "-vf", "scale=320:240", "-q:v", "6", "-t", "3", "-f", "mjpeg")
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", sample, *size, camera], check=True)
    tab = open_tab(camera)
    page = tab.page
    page.goto(served.entrance)
    page.goto(served.home + "/live")
    page.fill("input[name=lifter]", "Anna")
    page.select_option("select[name=lift]", "rdl")
    page.click("#who button")
    page.locator("#log li", has_text="rep 1").wait_for(
        timeout=60_000
    )  # the fake poses lift, whatever the camera sees
    assert page.evaluate("live.states") > 30
    page.click("#end")
    page.locator("#log a").wait_for(timeout=60_000)
    page.locator("#who").wait_for(timeout=60_000)
    page.click("#log a")
    assert "set-1" in page.inner_text("h1")
    assert tab.troubles == []
