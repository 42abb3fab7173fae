"""The page and the picture, by the real command on the drawn lifter."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import pytest

import html_tree

from .conftest import Checked, Cli, Clips

pytestmark = pytest.mark.model


def page_of(path: Path) -> html_tree.Element:
    text = path.read_text("utf-8")
    assert html_tree.outside(text) == []
    assert len(text) < 1_500_000
    return html_tree.read(text)


def test_page_and_picture_of_a_video_with_a_nasty_name(cli: Cli, clips: Clips) -> None:
    name = '<script>alert(1)<b> "it\'s" & {{7*7}}.mp4'
    shutil.copy(clips.lifter(), cli.folder / name)
    cli.ok("check", name, "--rate", "10", "--html", "r.html", "--picture", "r.jpg")
    page = page_of(cli.folder / "r.html")
    assert len(page.all("image")) == 1
    assert page.all("title")[0].text.endswith(name)
    picture = cv2.imread(str(cli.folder / "r.jpg"))
    assert picture.shape[1] == 10 + 330
    assert {path.name for path in cli.folder.iterdir()} == {name, "r.html", "r.jpg"}


def test_page_of_a_video_and_its_poses(cli: Cli, lifter: Checked) -> None:
    ran = cli.ok("check", lifter.video, "--pose", lifter.poses, "--html", "r.html")
    assert ran.out == lifter.text
    page = page_of(cli.folder / "r.html")
    assert len(page.all("image")) == 3
    for finding in lifter.report["findings"]:
        assert finding["cue"] in page.text
        assert finding["message"] in page.text


def test_page_of_poses_alone_says_why_it_has_no_pictures(cli: Cli, lifter: Checked) -> None:
    cli.ok("check", "--pose", lifter.poses, "--html", "r.html", "--picture", "r.png")
    page = page_of(cli.folder / "r.html")
    assert not page.all("image")
    assert "saved poses" in page.text
    assert len(page.all("text", class_="number")) == 3
    assert cv2.imread(str(cli.folder / "r.png")) is not None


def test_out_has_a_page_with_pictures(lifter: Checked) -> None:
    page = page_of(lifter.poses.with_name("report.html"))
    assert len(page.all("image")) == 3
    assert lifter.video.name in page.all("title")[0].text


def test_a_page_to_a_device_that_is_full(cli: Cli, lifter: Checked) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    ran = cli.run("check", "--pose", lifter.poses, "--html", "/dev/full")
    assert ran.status == 3
    assert "/dev/full: cannot be written" in ran.err
